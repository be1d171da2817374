package import Access
internal import Accounts
package import Kernel
internal import Papers
package import Threads
package import Web

/// Takes a day's report out, as a PDF or an Excel workbook.
package struct TakeDayReport: Endpoint {
    package static let route = Route(.post, "/reports/days/{day}/papers")
    package static let permission = Permission.readReports
    package static let lane = Lane.bulk
    package static let access = DatabaseAccess.own
    package static let act: LoggedAct? = LoggedAct(
        "report.take",
        L("导出日报", en: "Took a day report out"),
        onSaid: .papers,
    )

    package struct Input: FormInput {
        let day: DayInput
        let form: PaperForm

        package init(_ form: Form) throws(InvalidInput) {
            day = try DayInput(form)
            self.form = try form.choice("form")
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Download {
        try DayPaper.read(input.day, context).taken(as: input.form, context)
    }
}

/// A day's report as a document.
enum DayPaper {
    static func read(_ input: DayInput, _ context: Context) throws -> Paper {
        let report = try context.read { context in
            try DayReport(input.day, vendor: input.vendor, limit: .max, context)
        }
        let chosen = report.vendors.filter { report.vendor == nil || $0.id == report.vendor }
        func table(_ title: L, _ lines: [DayReport.Line]) -> PaperTable {
            Self.table(title, lines, L("合计", en: "Total")[context.language], report.total)
        }
        return Paper(
            L("日报 \(input.day)", en: "Day report \(input.day)"),
            facts: chosen.map { vendor in
                let isClosed = report.closings[vendor.id.rawValue] != nil
                let state = isClosed ? L("已日结", en: "closed") : L("未日结", en: "open")
                return (L("供应商", en: "Vendor"), "\(vendor.name) · \(state[context.language])")
            },
            tables: [
                table(L("按坐席", en: "By agent"), report.agents),
                table(L("按任务", en: "By task"), report.tasks),
                table(L("按供应商", en: "By vendor"), report.byVendor),
            ],
            fileName: "huihu-\(input.day)",
        )
    }

    private static func table(
        _ title: L,
        _ lines: [DayReport.Line],
        _ sum: String,
        _ total: Measures,
    ) -> PaperTable {
        PaperTable(
            title,
            columns: [PaperTable.Column(L("名称", en: "Name"))]
                + Measure.allCases.map { PaperTable.Column($0.name, formula: $0.formula) },
            rows: lines.map { [.text($0.name)] + figures($0.measures) },
            total: [.text(sum)] + figures(total),
        )
    }

    private static func figures(_ measures: Measures) -> [Figure] {
        Measure.allCases.map { measure in
            guard let value = measure.value(measures) else { return .none }
            return switch measure.unit {
            case .count: .count(Int(value))
            case .percent: .share(value)
            case .seconds: .seconds(Int(value))
            }
        }
    }
}
