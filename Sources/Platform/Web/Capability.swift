package import Access
package import Database
package import HTML
package import Kernel

/// What one capability contributes to the product; nothing else is wired by hand.
package struct Capability: Sendable {
    /// The stable name, also of its migrations.
    package let name: String
    /// Everything that can be asked of it.
    package let endpoints: [any Endpoint]
    /// Its tables, in the order in which they came.
    package let migrations: [Migration]
    /// Its entries in the menu.
    package let menu: [MenuEntry]

    /// Gathers a capability's contributions.
    package init(
        name: String,
        endpoints: [any Endpoint],
        migrations: [Migration] = [],
        menu: [MenuEntry] = [],
    ) {
        self.name = name
        self.endpoints = endpoints
        self.migrations = migrations
        self.menu = menu
    }
}

/// The part of the menu in which an entry stands.
package enum MenuSection: Int, Sendable, CaseIterable, Comparable {
    case work
    case tasks
    case people
    case quality
    case money
    case reports
    case administration

    /// The section's heading.
    package var title: L {
        switch self {
        case .work: L("作业", en: "Work")
        case .tasks: L("任务与名单", en: "Tasks and leads")
        case .people: L("人员", en: "People")
        case .quality: L("质量", en: "Quality")
        case .money: L("结算", en: "Settlement")
        case .reports: L("报表", en: "Reports")
        case .administration: L("管理", en: "Administration")
        }
    }

    package static func < (left: MenuSection, right: MenuSection) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// An entry of the menu, shown to those who have its right.
package struct MenuEntry: Sendable {
    /// Where it stands.
    package let section: MenuSection
    /// What it says.
    package let title: L
    /// Where it leads.
    package let path: String
    /// The picture before it.
    package let icon: Icon
    /// The letter that opens it after `g`; empty for none.
    package let key: String
    /// The right that it needs.
    package let permission: Permission

    /// An entry of the menu.
    package init(
        _ section: MenuSection,
        _ title: L,
        path: String,
        icon: Icon,
        key: String = "",
        permission: Permission,
    ) {
        self.section = section
        self.title = title
        self.path = path
        self.icon = icon
        self.key = key
        self.permission = permission
    }
}
