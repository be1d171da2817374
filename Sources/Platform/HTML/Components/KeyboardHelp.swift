import Kernel

/// The dialog that lists the keys: those that hold everywhere, and those of the page, which the
/// script gathers from the page itself.
struct KeyboardHelp {
    var html: HTML {
        element(
            "dialog",
            .id("keyboard-help"),
            .class("dialog dialog-keys"),
            Attribute("aria-labelledby", "keyboard-help-title"),
        ) {
            element("div", .class("dialog-head")) {
                element("h2", .id("keyboard-help-title")) { L("快捷键", en: "Keyboard") }
                closeButton
            }
            element("div", .class("key-columns")) {
                element("section") {
                    element("h3") { L("本页", en: "This page") }
                    element("dl", .class("key-list"), .data("page-keys", ""))
                }
                element("section") {
                    element("h3") { L("菜单：先按 g，再按", en: "Menu: press g, then") }
                    element("dl", .class("key-list"), .data("menu-keys", ""))
                }
                element("section") {
                    element("h3") { L("处处可用", en: "Everywhere") }
                    element("dl", .class("key-list")) {
                        row("?", L("打开本说明", en: "Open this list"))
                        row("/", L("搜索", en: "Search"))
                        row("Tab", L("下一个控件", en: "Next control"))
                        row("Ctrl+Enter", L("提交当前表单", en: "Submit the form at hand"))
                        row("Esc", L("关闭对话框，离开输入框", en: "Close a dialog, leave a field"))
                    }
                }
            }
            element("p", .class("hint")) {
                L("正在输入文字时，单键快捷键不起作用。", en: "Single keys rest while you are typing.")
            }
        }
    }

    private func row(_ keys: String, _ meaning: L) -> HTML {
        HTML {
            element("dt") { key(keys) }
            element("dd") { meaning }
        }
    }
}

/// The cross in a dialog's corner.
let closeButton = element(
    "button",
    .type("button"),
    .class("dialog-close"),
    .data("close", ""),
    .label(L("关闭", en: "Close")),
) { icon(.close) }
