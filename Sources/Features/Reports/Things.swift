internal import Kernel
package import Web

extension ThingKind {
    /// A day's report, by the day.
    package static let reportDay = ThingKind(
        "report_day",
        acts: "report-days",
        L("日报", en: "Day report"),
        page: "/reports/days/{day}",
    )
    /// The results of calls, as a list or a file.
    package static let results = ThingKind(
        "results",
        acts: "result-lists",
        L("通话结果", en: "Results"),
        page: "/results",
        isOnly: true,
    )
}
