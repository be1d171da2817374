package import Access

extension Permission {
    /// Seeing which recordings there are, and hearing them; each play is recorded. C4.4.
    package static let playRecordings = Permission(
        "recordings.play",
        .supervisor,
        .inspector,
        .bankManager,
        .bankInspector,
        .auditor,
    )
    /// Keeping a recording beyond its time, and letting it go again.
    package static let holdRecordings = Permission(
        "recordings.hold",
        .bankManager,
        .bankInspector,
    )
    /// Reading the documents on which a recording is held, and taking a copy.
    package static let seeHoldDocuments = Permission(
        "recordings.hold_documents",
        .bankManager,
        .bankInspector,
        .auditor,
    )
    /// Seeing how long recordings are kept and what was destroyed. C4.5.
    package static let seeRetention = Permission(
        "recordings.retention",
        .bankManager,
        .bankInspector,
        .securityOfficer,
        .auditor,
    )
    /// Setting how long recordings are kept. C4.5.
    package static let setRetention = Permission("recordings.set_retention", .securityOfficer)
}
