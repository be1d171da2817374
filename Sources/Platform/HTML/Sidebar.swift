import Kernel

/// The menu: groups that fold, and how much waits on each page.
struct Sidebar {
    let groups: [MenuGroup]

    var html: HTML {
        element("nav", .class("sidebar"), .id("menu"), .label(L("主菜单", en: "Main menu"))) {
            element("a", .class("brand"), .href("/"), .title(PageFrame.product)) {
                element("img", .asset("src", "/assets/logo.svg"), Attribute("alt", ""))
                element("span", .class("brand-name")) { PageFrame.product }
            }
            element("div", .class("sidebar-groups")) {
                for group in groups { self.group(group) }
            }
            element(
                "button",
                .type("button"),
                .class("sidebar-fold"),
                .data("fold-menu", ""),
                .title(L("收起或展开菜单", en: "Fold or unfold the menu")),
            ) {
                icon(.fold)
                element("span", .class("menu-label")) { L("收起菜单", en: "Fold the menu") }
            }
        }
    }

    private func group(_ group: MenuGroup) -> HTML {
        let list = "menu-\(group.name)"
        return element("div", .class("menu-group"), .data("group", group.name)) {
            if let title = group.title {
                element("h2", .class("menu-heading")) {
                    element(
                        "button",
                        .type("button"),
                        .data("fold-group", group.name),
                        Attribute("aria-expanded", "true"),
                        Attribute("aria-controls", list),
                    ) {
                        icon(.chevronDown)
                        element("span") { title }
                    }
                }
            }
            element("ul", .id(list)) {
                for link in group.links { element("li") { entry(link) } }
            }
        }
    }

    private func entry(_ link: MenuLink) -> HTML {
        element(
            "a",
            .class("menu-link"),
            .href(link.href),
            .title(link.title),
            .data("words", Palette.words(of: link.title)),
            link.isCurrent ? Attribute("aria-current", "page") : nil,
            link.key.isEmpty ? nil : .data("menu-key", link.key),
        ) {
            icon(link.icon)
            element("span", .class("menu-label")) { link.title }
            element(
                "span",
                .class("menu-count"),
                .data("count-of", link.href),
                link.count == 0 ? .hidden : nil,
            ) { grouped(link.count) }
            if !link.key.isEmpty {
                element("kbd", .class("menu-key"), Attribute("aria-hidden", "true")) { link.key }
            }
        }
    }
}
