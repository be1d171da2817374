package import Kernel

/// The whole document around a page: head, menu, top bar, content, keyboard help.
package struct PageFrame: Sendable {
    private let content: FrameContent

    /// The product's name, as the tab and the menu show it.
    package static let product = L("惠呼", en: "Huihu")

    /// A frame around `content`.
    package init(_ content: FrameContent) {
        self.content = content
    }

    /// The document, without its doctype.
    package var html: HTML {
        element("html", Attribute("lang", content.language.tag)) {
            head
            element("body", attributes: bodyAttributes) {
                element("a", .class("skip-link"), .href("#main")) {
                    L("跳到正文", en: "Skip to the content")
                }
                switch content.layout {
                case .bare: bare
                case .standard, .wide: surrounded
                }
                element("div", .id("notices"), .class("notices"), Attribute("aria-live", "polite"))
                element(
                    "div",
                    .id("announcer"),
                    .class("visually-hidden"),
                    Attribute("aria-live", "assertive"),
                )
                KeyboardHelp().html
                if content.reader != nil { Palette(acts: content.acts).html }
            }
        }
    }

    private var head: HTML {
        element("head") {
            element("meta", Attribute("charset", "utf-8"))
            meta("viewport", "width=device-width, initial-scale=1")
            HTML.csrfMeta
            if let clock = content.clock {
                meta("server-now", String(clock.now.milliseconds))
                meta("clock-speed", decimal(clock.speed))
            }
            element("title") { content.title + L(same: " · ") + Self.product }
            element("link", Attribute("rel", "icon"), .asset("href", "/assets/logo.svg"))
            stylesheet("/vendor/bootstrap/css/bootstrap.min.css")
            stylesheet("/assets/huihu.css")
            for style in content.styles { stylesheet("/assets/\(style)") }
            // Not a module, and before the body: it folds the menu and sets light or dark before
            // anything is painted.
            element("script", .asset("src", "/assets/early.js"))
            script("huihu.js")
            for name in content.scripts { script(name) }
        }
    }

    private func meta(_ name: String, _ value: String) -> HTML {
        element("meta", .name(name), Attribute("content", value))
    }

    private func stylesheet(_ path: String) -> HTML {
        element("link", Attribute("rel", "stylesheet"), .asset("href", path))
    }

    private func script(_ name: String) -> HTML {
        element("script", .type("module"), .asset("src", "/assets/\(name)"))
    }

    /// The texts that scripts show, in the reader's language.
    private var bodyAttributes: [Attribute] {
        [
            .class("layout-\(content.layout.rawValue)"),
            .data("text-busy", L("正在提交…", en: "Sending…")),
            .data("text-uploading", L("正在上传，已完成 {percent}%", en: "Uploading, {percent}% done")),
            .data("text-processing", L("上传完成，正在处理…", en: "Uploaded, now being processed…")),
            .data(
                "text-offline",
                L(
                    "无法连接服务器，输入内容仍保留，请稍后重试。",
                    en: "The server cannot be reached. Your input is kept; try again."
                ),
            ),
            .data(
                "text-unexpected",
                L(
                    "服务器答复异常，操作可能未生效，请刷新后核对。",
                    en: "An unexpected answer. Reload and check whether it took effect."
                ),
            ),
            .data("text-sign-in", L("在新窗口登录", en: "Sign in in a new tab")),
            .data("text-close", L("关闭", en: "Close")),
            .data("text-no-keys", L("本页没有专用快捷键。", en: "This page has no keys of its own.")),
            .data("text-chosen", L("已选择 {count} 个文件：", en: "Chosen, {count}: ")),
        ]
    }

    // MARK: Layouts

    private var bare: HTML {
        HTML {
            element("div", .class("bare-bar")) { languageSwitch }
            banner
            element("main", .id("main"), .class("bare-main"), Attribute("tabindex", "-1")) {
                content.body
            }
        }
    }

    private var surrounded: HTML {
        element("div", .class("shell")) {
            Sidebar(groups: content.menu).html
            element("div", .class("shell-column")) {
                topBar
                banner
                element("main", .id("main"), .class("content"), Attribute("tabindex", "-1")) {
                    content.body
                }
            }
        }
    }

    private var banner: HTML {
        HTML {
            if let banner = content.banner {
                element("div", .class("banner"), .role("status")) { banner }
            }
        }
    }

    // MARK: Top bar

    private var topBar: HTML {
        element("header", .class("top-bar")) {
            element(
                "button",
                .type("button"),
                .class("top-button only-narrow"),
                .data("fold-menu", ""),
                .label(L("菜单", en: "Menu")),
            ) { icon(.menu) }
            element("div", .class("top-title")) { topTitle }
            if content.reader != nil { Palette.opener }
            element(
                "button",
                .type("button"),
                .class("top-button"),
                .data("open", "keyboard-help"),
                .title(L("快捷键（?）", en: "Keyboard (?)")),
                .label(L("快捷键", en: "Keyboard")),
            ) { icon(.keyboard) }
            if let reader = content.reader { bell(reader.unread) }
            languageSwitch
            if let reader = content.reader { readerMenu(reader) }
        }
    }

    /// A page with a head of its own has its title there; beside it stands whose rows one sees.
    private var topTitle: L {
        switch content.layout {
        case .wide, .bare: content.title
        case .standard: content.reader?.organisation ?? content.title
        }
    }

    /// The way to one's notices; the count comes live, with those of the menu.
    private func bell(_ unread: Int) -> HTML {
        element(
            "a",
            .class("top-button bell"),
            .href("/notices"),
            .title(L("通知（g m）", en: "Notices (g m)")),
            .label(L("通知", en: "Notices")),
            .data("menu-key", "m"),
        ) {
            icon(.bell)
            element(
                "span",
                .class("bell-count"),
                .data("count-of", "/notices"),
                unread == 0 ? .hidden : nil,
            ) { grouped(unread) }
        }
    }

    private var languageSwitch: HTML {
        let (other, name) =
            switch content.language {
            case .chinese: (Language.english, "English")
            case .english: (Language.chinese, "中文")
            }
        return element(
            "form",
            .class("language-switch"),
            Attribute("method", "post"),
            Attribute("action", "/language"),
        ) {
            HTML.csrfField
            hiddenField("language", other.rawValue)
            hiddenField("return", content.path)
            element("button", .type("submit"), .class("top-button"), Attribute("lang", other.tag)) {
                icon(.globe)
                element("span") { name }
            }
        }
    }

    private func readerMenu(_ reader: FrameContent.Reader) -> HTML {
        element("details", .class("reader-menu"), .data("menu", "")) {
            element("summary", .class("top-button")) {
                icon(.user)
                element("span", .class("reader-name")) { reader.name }
                element("span", .class("reader-role")) { joined(reader.roles) }
                icon(.chevronDown)
            }
            element("div", .class("reader-panel")) {
                element("p", .class("reader-card")) {
                    element("strong") { reader.name }
                    element("span") { joined(reader.roles) }
                    element("span") { reader.organisation }
                }
                themeChoice
                for link in reader.links {
                    element("a", .class("reader-link"), .href(link.href)) {
                        icon(link.icon)
                        link.title
                    }
                }
                element(
                    "form",
                    Attribute("method", "post"),
                    Attribute("action", "/session/end"),
                ) {
                    HTML.csrfField
                    element("button", .type("submit"), .class("reader-link")) {
                        icon(.signOut)
                        L("退出登录", en: "Sign out")
                    }
                }
            }
        }
    }

    /// Light, dark or as the system is; the browser keeps the choice.
    private var themeChoice: HTML {
        let choices = [
            ("light", L("浅色", en: "Light")),
            ("dark", L("深色", en: "Dark")),
            ("system", L("跟随系统", en: "System")),
        ]
        return element(
            "div",
            .class("theme-choice"),
            .role("group"),
            .label(L("外观", en: "Appearance")),
        ) {
            for (choice, name) in choices {
                element("button", .type("button"), .data("choose-theme", choice)) { name }
            }
        }
    }

    private func joined(_ names: [L]) -> L {
        guard let first = names.first else { return L(same: "") }
        return names.dropFirst().reduce(first) { $0 + L("、", en: ", ") + $1 }
    }
}
