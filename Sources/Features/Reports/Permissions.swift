package import Access

extension Permission {
    /// Watching the floor live.
    package static let watchFloor = Permission(
        "floor.watch",
        .supervisor,
        .projectManager,
        .bankManager,
        .bankInspector,
    )
    /// Reading the day's figures.
    package static let readReports = Permission(
        "report.read",
        .supervisor,
        .projectManager,
        .analyst,
        .bankManager,
        .bankInspector,
        .auditor,
        scopes: [.readResults],
    )
    /// Looking after results that are missing or against the evidence: they wait on one's start
    /// page. C6.3.
    package static let mindDoubts = Permission("report.mind_doubts", .supervisor, .inspector)
    /// Closing a day: its results are not corrected any more.
    package static let closeDay = Permission("report.close_day", .bankManager)
    /// Taking the results out for the bank.
    package static let takeResults = Permission(
        "results.take",
        .bankManager,
        .auditor,
        scopes: [.readResults],
    )
}
