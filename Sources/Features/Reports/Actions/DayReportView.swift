internal import Accounts
internal import Campaigns
package import HTML
package import Kernel
internal import Web

/// A day's report as a reader sees it.
package struct DayReportView: Resource {
    /// The figures of an agent, a task or a vendor; texts as people read them.
    package struct Line: Encodable, Sendable {
        let id: Int64
        let name: String
        let measures: [String: String]

        init(_ line: DayReport.Line) {
            id = line.id
            name = line.name
            measures = Dictionary(
                uniqueKeysWithValues: Measure.allCases.map { ($0.rawValue, $0.text(line.measures)) }
            )
        }
    }

    /// The day, `2026-03-31`.
    package let day: String
    /// The figures of the whole day.
    package let total: [String: String]
    /// By agent.
    package let agents: [Line]
    /// By task.
    package let tasks: [Line]
    /// By vendor.
    package let vendors: [Line]
    /// How many calls have each result.
    package let outcomes: [String: Int]
    private let report: DayReport
    private let mayClose: Bool

    private enum CodingKeys: CodingKey {
        case day, total, agents, tasks, vendors, outcomes
    }

    init(_ report: DayReport, mayClose: Bool) {
        self.report = report
        self.mayClose = mayClose
        day = report.day.description
        total = Dictionary(
            uniqueKeysWithValues: Measure.allCases.map { ($0.rawValue, $0.text(report.total)) }
        )
        agents = report.agents.map(Line.init)
        tasks = report.tasks.map(Line.init)
        vendors = report.byVendor.map(Line.init)
        outcomes = Dictionary(
            uniqueKeysWithValues: report.outcomes.map { ($0.key.rawValue, $0.value) }
        )
    }

    package var title: L { L("日报 \(day)", en: "Day report \(day)") }

    package var page: HTML {
        pageHeader(title) {
            linkButton(
                L("导出Excel", en: "Excel workbook"),
                href: "/reports/days/\(day)/workbook",
                icon: .download,
            )
            linkButton(
                L("结果明细CSV", en: "Results as CSV"),
                href: "/results/file?day=\(day)",
                icon: .download,
            )
        }
        filterBar("/reports/day") {
            field("day", L("日期", en: "Day"), type: "date", value: day, required: true)
            if report.vendors.count > 1 {
                selectField(
                    "vendor",
                    L("供应商", en: "Vendor"),
                    choices: report.vendors.map { (String($0.id.rawValue), L(same: $0.name)) },
                    chosen: report.vendor.map { String($0.rawValue) } ?? "",
                    none: L("全部", en: "All"),
                )
            }
        }
        statTiles(
            Self.headline.map { measure in
                StatTile(measure.name, value: measure.text(report.total), formula: measure.formula)
            }
        )
        columns(2) {
            card { hoursChart }
            card { outcomesChart }
        }
        card(L("按坐席", en: "By agent")) {
            table(report.agents, "agents", link: "/calls?day=\(day)&agent=")
        }
        card(L("按任务", en: "By task")) { table(report.tasks, "tasks", link: "/campaigns/") }
        if report.byVendor.count > 1 {
            card(L("按供应商", en: "By vendor")) { table(report.byVendor, "vendors", link: nil) }
        }
        closing
    }

    private static let headline: [Measure] = [
        .dialled, .reachRate, .effective, .interested, .successRate, .occupancy, .contradicted,
    ]

    private var hoursChart: HTML {
        let shown = Array(8..<21)
        return Chart(
            .bar,
            L("每小时外呼与意向", en: "Calls and interested by hour"),
            labels: shown.map { L(same: "\($0):00") },
            series: [
                ChartSeries(L("外呼", en: "Calls"), shown.map { report.hours.dialled[$0] }),
                ChartSeries(L("意向", en: "Interested"), shown.map { report.hours.interested[$0] }),
            ],
        ).html
    }

    private var outcomesChart: HTML {
        let shown = Outcome.allCases.filter { report.outcomes[$0, default: 0] > 0 }
        return Chart(
            .lying,
            L("通话结果", en: "Results"),
            labels: shown.map(\.name),
            series: [
                ChartSeries(L("通话", en: "Calls"), shown.map { report.outcomes[$0, default: 0] })
            ],
        ).html
    }

    private func table(_ lines: [DayReport.Line], _ id: String, link: String?) -> HTML {
        dataTable(
            id: id,
            columns: [Column(L("名称", en: "Name"))]
                + Measure.allCases.map { Column($0.name, .number, formula: $0.formula) },
            rows: lines.map { line in
                TableRow(
                    [line.name.html] + Measure.allCases.map { $0.text(line.measures).html },
                    href: link.map { "\($0)\(line.id)" },
                )
            },
            empty: L("当日没有通话。", en: "No calls on this day."),
        )
    }

    @HTMLBuilder private var closing: HTML {
        card(L("日结", en: "Closing the day")) {
            element("p") {
                L(
                    "日结后当日结果不能再更正。仍有通话未记录结果时不能日结。",
                    en: "After closing, the day's results are not corrected any more. A day with "
                        + "calls without a result is not closed.",
                )
            }
            for vendor in report.vendors {
                element("p") {
                    vendor.name
                    " "
                    if report.closed.contains(vendor.id.rawValue) {
                        badge(L("已日结", en: "Closed"), .good)
                    } else if mayClose {
                        postButton(
                            L("日结", en: "Close the day"),
                            action: "/reports/days/\(day)/closure",
                            fields: [("vendor", String(vendor.id.rawValue))],
                        )
                    } else {
                        badge(L("未日结", en: "Open"), .neutral)
                    }
                }
            }
        }
    }
}
