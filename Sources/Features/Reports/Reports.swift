internal import HTML
internal import Kernel
package import Web

/// What the operation looks like: live, by day, and as results for the bank. Read-only over the
/// other capabilities, but for closing a day.
package enum Reports {
    /// What the capability contributes.
    package static func capability() -> Capability {
        Capability(
            name: "reports",
            endpoints: [
                ShowFloor(), ShowFloorTasks(), FollowFloor(), ShowTrunk(), NewestDayReport(),
                ShowDayReport(),
                ChooseDay(), TakeDayReport(), CloseDay(), ListResults(), ResultsFile(),
            ],
            menu: [
                MenuEntry(
                    .operation,
                    L("现场监控", en: "Floor"),
                    ShowFloor.self,
                    icon: .floor,
                    key: "f"
                ),
                MenuEntry(
                    .operation,
                    L("日报", en: "Day report"),
                    NewestDayReport.self,
                    icon: .chart,
                    key: "r"
                ),
                MenuEntry(.operation, L("行方结果", en: "Results"), ListResults.self, icon: .report),
            ],
            home: [DayFigures(), DayClosingWork(), DoubtWork()],
            log: LogWords(things: [.results]),
        )
    }
}
