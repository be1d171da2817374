import Kernel

/// The window of Ctrl+K: go to a page, to a thing by its number, do what may be done now. The pages
/// come from the menu, the acts of the page at hand from the page, things from the server.
struct Palette {
    /// What one may begin from any page.
    let acts: [MenuLink]

    /// What a text is found by: its pinyin initials and its words in both languages.
    static func words(of title: L) -> String {
        "\(PinyinInitials.of(title.chinese)) \(title.chinese) \(title.english)".lowercased()
    }

    /// The button that opens it, in the top bar.
    static let opener = element(
        "button",
        .type("button"),
        .class("top-button palette-opener"),
        .data("open", "palette"),
        .title(L("搜索或前往（Ctrl+K）", en: "Search or go to (Ctrl+K)")),
        .label(L("搜索或前往", en: "Search or go to")),
    ) {
        icon(.search)
        element("span") { L("搜索或前往", en: "Search or go to") }
        key("Ctrl K")
    }

    var html: HTML {
        element(
            "dialog",
            .id("palette"),
            .class("dialog palette"),
            .label(L("搜索或前往", en: "Search or go to")),
            .data("text-act", L("操作", en: "Do")),
            .data("text-page", L("页面", en: "Go to")),
            .data("text-nothing", L("没有找到。", en: "Nothing found.")),
            .data("text-lost", L("搜索失败，请重试。", en: "The search failed; try again.")),
        ) {
            element("div", .class("palette-field")) {
                icon(.search)
                element(
                    "input",
                    .id("palette-query"),
                    .type("text"),
                    .role("combobox"),
                    .label(L("搜索或前往", en: "Search or go to")),
                    .placeholder(
                        L(
                            "页面、编号、名称、拼音首字母或完整号码",
                            en: "A page, a number, a name, a full telephone number"
                        )
                    ),
                    Attribute("autocomplete", "off"),
                    Attribute("spellcheck", "false"),
                    Attribute("maxlength", "100"),
                    Attribute("aria-autocomplete", "list"),
                    Attribute("aria-expanded", "true"),
                    Attribute("aria-controls", "palette-list"),
                )
                closeButton
            }
            element(
                "div",
                .id("palette-list"),
                .class("palette-list"),
                .role("listbox"),
                .label(L("结果", en: "Results")),
            )
            element("p", .class("palette-none"), .role("status"))
            element("div", .hidden, .data("palette-acts", "")) {
                for act in acts {
                    element("a", .href(act.href), .data("words", Self.words(of: act.title))) {
                        act.title
                    }
                }
            }
            element("p", .class("hint")) {
                L("↑ ↓ 选择，Enter 打开，Esc 关闭", en: "↑ ↓ to choose, Enter to open, Esc to close")
            }
        }
    }
}
