package import Access
package import Database
package import HTML
package import Jobs
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
    /// What it does by itself, every so often or every day.
    package let jobs: @Sendable (Environment) -> [JobDefinition]
    /// What one may begin from any page, by Ctrl+K.
    package let acts: [PaletteAct]
    /// What it says on people's start pages, and counts in the menu.
    package let home: [any HomeSource]
    /// How its things are found, by Ctrl+K.
    package let search: [any SearchSource]
    /// The kinds of notices that it tells people.
    package let notices: [NoticeKind]
    /// What of it stands in the audit log beside its endpoints' acts.
    package let log: LogWords

    /// Gathers a capability's contributions.
    package init(
        name: String,
        endpoints: [any Endpoint],
        migrations: [Migration] = [],
        menu: [MenuEntry] = [],
        jobs: @escaping @Sendable (Environment) -> [JobDefinition] = { _ in [] },
        acts: [PaletteAct] = [],
        home: [any HomeSource] = [],
        search: [any SearchSource] = [],
        notices: [NoticeKind] = [],
        log: LogWords = LogWords(),
    ) {
        self.name = name
        self.endpoints = endpoints
        self.migrations = migrations
        self.menu = menu
        self.jobs = jobs
        self.acts = acts
        self.home = home
        self.search = search
        self.notices = notices
        self.log = log
    }
}

/// What a capability writes into the audit log that no endpoint declares.
package struct LogWords: Sendable {
    /// Acts below the web, such as a session that ran out.
    package let acts: [LoggedAct]
    /// Kinds of things that are only looked at.
    package let things: [ThingKind]

    /// The words for such entries.
    package init(acts: [LoggedAct] = [], things: [ThingKind] = []) {
        self.acts = acts
        self.things = things
    }
}

/// The part of the menu in which an entry stands, in the menu's order.
package enum MenuSection: String, Sendable, CaseIterable {
    /// The start page; has no heading.
    case start
    case operation
    case quality
    case people
    case suppliers
    case settlement
    case security
    case oversight
    case system

    /// The section's heading; nil for none.
    package var title: L? {
        switch self {
        case .start: nil
        case .operation: L("作业", en: "Operation")
        case .quality: L("质量", en: "Quality")
        case .people: L("人员", en: "People")
        case .suppliers: L("供应商与合同", en: "Suppliers and contracts")
        case .settlement: L("结算", en: "Settlement")
        case .security: L("安全", en: "Security")
        case .oversight: L("监督", en: "Oversight")
        case .system: L("系统", en: "System")
        }
    }
}

/// Something that one may begin from any page, such as making a new task: a page with its form.
package struct PaletteAct: Sendable {
    /// What is done.
    package let title: L
    /// The page on which it is done.
    package let path: String
    /// The right that it needs.
    package let permission: Permission

    /// An act with its page.
    package init<Page: Endpoint>(_ title: L, _ page: Page.Type) {
        self.title = title
        path = page.route.pattern
        permission = page.permission
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
    /// Whether its readers begin here instead of on the start page.
    package let isBeginning: Bool

    /// An entry that leads to `page`, for those who have the right to it.
    package init<Page: Endpoint>(
        _ section: MenuSection,
        _ title: L,
        _ page: Page.Type,
        icon: Icon,
        key: String = "",
        isBeginning: Bool = false,
    ) {
        self.section = section
        self.title = title
        path = page.route.pattern
        self.icon = icon
        self.key = key
        permission = page.permission
        self.isBeginning = isBeginning
    }
}
