package import Access

/// The rights of this capability.
extension Permission {
    /// Seeing imports: the bank all of them, a vendor those of its tasks.
    package static let listImports = Permission(
        "leads.imports",
        .bankManager,
        .bankInspector,
        .auditor,
        .projectManager,
        .supervisor,
        scopes: [.importLeads, .extendSuppression],
    )
    /// Bringing leads in and taking them back: leads come from the bank only. C2.1.
    package static let importLeads = Permission(
        "leads.import",
        .bankManager,
        scopes: [.importLeads],
    )
    /// Starting an import that waits for somebody's word: no program gives it. C2.1.
    package static let startImport = Permission("leads.start_import", .bankManager)
    /// Bringing the bank's list of those who must not be called. C4.12.
    package static let importSuppression = Permission(
        "leads.import_suppression",
        .bankManager,
        scopes: [.extendSuppression],
    )
    /// Seeing the suppression list: the bank's, over every vendor. C4.12.
    package static let listSuppression = Permission(
        "suppression.list",
        .bankManager,
        .bankInspector,
        .auditor,
        scopes: [.extendSuppression],
    )
    /// Adding to the suppression list by hand. C4.12.
    package static let addSuppression = Permission(
        "suppression.add",
        .bankManager,
        scopes: [.extendSuppression],
    )
    /// Settling a list's rows that block nobody: a person's decision. C4.12.
    package static let settleSuppression = Permission("suppression.settle", .bankManager)
    /// Lifting an entry, with a reason: a person's decision. C4.12.
    package static let liftSuppression = Permission("suppression.lift", .bankManager)
    /// Asking whether a number is on the list; posted, and so not for the auditor. C4.12.
    package static let searchSuppression = Permission(
        "suppression.search",
        .bankManager,
        .bankInspector,
        scopes: [.extendSuppression],
    )
    /// Seeing the leads of tasks, masked: the bank's all, a vendor's its own. C4.4.
    package static let listLeads = Permission(
        "leads.list",
        .bankManager,
        .auditor,
        .supervisor,
        .projectManager,
    )
    /// Seeing which columns of a task's files its agents are shown. C4.4.
    package static let listAttributes = Permission(
        "leads.attributes",
        .bankManager,
        .bankInspector,
        .securityOfficer,
        .auditor,
    )
    /// Deciding that: the bank alone. C4.4.
    package static let showAttributes = Permission("leads.show_attributes", .bankManager)
}
