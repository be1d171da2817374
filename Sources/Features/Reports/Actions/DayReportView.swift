internal import Access
internal import Accounts
internal import Calls
internal import Campaigns
package import HTML
package import Kernel
internal import Papers
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

    /// By whom and when a vendor's day was closed; from then on its results stay as they are.
    package struct Closing: Encodable, Sendable {
        let vendor: Int64
        let closedAt: String
        let closedBy: String
    }

    /// The day, `2026-03-31`.
    package let day: String
    /// The figures of the whole day.
    package let total: [String: String]
    /// By agent, a hundred at most.
    package let agents: [Line]
    /// The agent after whom the next part begins (`?after=`); nil on the last one.
    package let nextAgent: Int64?
    /// By task.
    package let tasks: [Line]
    /// By vendor.
    package let vendors: [Line]
    /// How many calls have each result.
    package let outcomes: [String: Int]
    /// The calls that need a look, five hundred at most. C6.3.
    package let doubtful: [DoubtfulCall]
    /// The vendors whose day is closed, of those that the report is about. C6.3.
    package let closings: [Closing]
    private let report: DayReport
    private let viewer: Viewer

    private enum CodingKeys: CodingKey {
        case day, total, agents, nextAgent, tasks, vendors, outcomes, doubtful, closings
    }

    init(_ report: DayReport, for viewer: Viewer) {
        self.report = report
        self.viewer = viewer
        doubtful = report.doubtful
        closings = report.vendors.compactMap { vendor in
            report.closings[vendor.id.rawValue].map { closing in
                Closing(
                    vendor: vendor.id.rawValue,
                    closedAt: closing.at.iso8601,
                    closedBy: report.closers[closing.by.rawValue] ?? "",
                )
            }
        }
        day = report.day.description
        total = Dictionary(
            uniqueKeysWithValues: Measure.allCases.map { ($0.rawValue, $0.text(report.total)) }
        )
        agents = report.agents.map(Line.init)
        nextAgent = report.next
        tasks = report.tasks.map(Line.init)
        vendors = report.byVendor.map(Line.init)
        outcomes = Dictionary(
            uniqueKeysWithValues: report.outcomes.map { ($0.key.rawValue, $0.value) }
        )
    }

    package var title: L { L("日报 \(day)", en: "Day report \(day)") }

    package var page: HTML {
        pageHeader(title) {
            taking
        }
        filterBar("/reports/day") {
            DayInput.day.filled(report.day).html
            if report.vendors.count > 1 { vendorField.html }
        }
        statTiles(
            Self.headline.map { measure in
                StatTile(
                    measure.name,
                    value: Self.figure(measure, report.total),
                    formula: measure.formula
                )
            }
        )
        columns(2) {
            card { hoursChart }
            card { outcomesChart }
        }
        let byAgent = L("按坐席", en: "By agent")
        card(byAgent) {
            table(report.agents, byAgent, "agents", link: callsLink, isPerson: true)
            keyPages(path: path, after: report.after, next: report.next)
        }
        let byTask = L("按任务", en: "By task")
        card(byTask) { table(report.tasks, byTask, "tasks", link: tasksLink) }
        if report.byVendor.count > 1 {
            let byVendor = L("按供应商", en: "By vendor")
            card(byVendor) { table(report.byVendor, byVendor, "vendors", link: nil) }
        }
        DayClosing(report: report, viewer: viewer).html
    }

    private var vendorField: FilledField {
        DayInput.vendor.filled(
            report.vendor,
            among: report.vendors.map { Choice("\($0.id)", L(same: $0.name)) },
        )
    }

    /// The documents that leave the system.
    private var taking: Offers {
        let papers = PaperForm.allCases.map { form in
            Offer.download(
                TakeDayReport.self,
                parts: ["day": day],
                fields: [.hidden("form", form.rawValue), vendorField],
                form.title,
            )
        }
        let results = Offer.link(
            ResultsFile.self,
            query: [DayInput.day.filled(report.day)],
            L("结果明细CSV", en: "Results as CSV"),
            icon: .download,
        )
        return Offers(viewer, papers + [results])
    }

    /// A measure of the whole day; a great count with commas.
    private static func figure(_ measure: Measure, _ measures: Measures) -> String {
        guard measure.unit == .count, let value = measure.value(measures) else {
            return measure.text(measures)
        }
        return grouped(Int(value))
    }

    private static let headline: [Measure] = [
        .dialled, .reachRate, .effective, .interested, .successRate, .occupancy, .contradicted,
    ]

    private var path: String {
        ShowDayReport.route.path(["day": day]) + [vendorField].query
    }

    private var callsLink: String? {
        ListCalls.permission.allows(viewer) ? "/calls?day=\(day)&agent=" : nil
    }

    private var tasksLink: String? {
        ShowCampaign.permission.allows(viewer) ? "/campaigns/" : nil
    }

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
            unit: L("通 / 户", en: "Calls / customers"),
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
            unit: L("通", en: "Calls"),
        ).html
    }

    private func table(
        _ lines: [DayReport.Line],
        _ caption: L,
        _ id: String,
        link: String?,
        isPerson: Bool = false,
    ) -> HTML {
        dataTable(
            id: id,
            caption: caption,
            columns: [Column(L("名称", en: "Name"))]
                + Measure.allCases.map { Column($0.name, .number, formula: $0.formula) },
            rows: lines.map { line in
                TableRow(
                    [line.name.html]
                        + Measure.allCases.map { Self.cell($0, line.measures, isPerson) },
                    href: link.map { "\($0)\(line.id)" },
                )
            },
            empty: L("当日没有通话。", en: "No calls on this day."),
        )
    }

    /// A figure; a person's calls stand against the ceiling and their customers against the aim.
    private static func cell(_ measure: Measure, _ measures: Measures, _ isPerson: Bool) -> HTML {
        switch measure {
        case .dialled where isPerson:
            against(
                CallLimits.callsPerAgentAndDay,
                measures.calls.dialled,
                measures.calls.dialled >= CallLimits.callsPerAgentAndDay
            )
        case .interested where isPerson:
            against(
                Measures.aim,
                measures.calls.interested,
                measures.calls.interested >= Measures.aim
            )
        default: measure.text(measures).html
        }
    }

    private static func against(_ whole: Int, _ value: Int, _ isThere: Bool) -> HTML {
        element("span", .class("nowrap")) {
            value
            element("small") { " / \(whole)" }
            if isThere { icon(.check) }
        }
    }
}
