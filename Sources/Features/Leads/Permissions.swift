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
    )
    /// Bringing leads in and taking them back: leads come from the bank only. C2.1.
    package static let importLeads = Permission("leads.import", .bankManager)
    /// Bringing the bank's list of those who must not be called. C4.12.
    package static let importSuppression = Permission("leads.import_suppression", .bankManager)
}
