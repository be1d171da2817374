package import Access
internal import FoundationEssentials
internal import Kernel
package import Threads
package import Web
internal import Workbook

/// A day's report as an Excel workbook.
package struct DayWorkbook: Endpoint {
    package static let route = Route(.get, "/reports/days/{day}/workbook")
    package static let permission = Permission.readReports
    package static let lane = Lane.bulk

    package func answer(_ input: DayInput, _ context: Context) throws -> Download {
        let report = try DayReport(input.day, vendor: input.vendor, limit: .max, context)
        let name = String(context.environment.random.next(), radix: 36)
        let path = "\(context.environment.dataFolder)/exports/report-\(name).xlsx"
        let workbook = try Workbook(
            path: path,
            created: Int(context.now.milliseconds / 1_000),
            isLarge: false,
        )
        let language = context.language
        let sheets: [(L, [DayReport.Line])] = [
            (L("按坐席", en: "By agent"), report.agents), (L("按任务", en: "By task"), report.tasks),
            (L("按供应商", en: "By vendor"), report.byVendor),
        ]
        for (title, lines) in sheets {
            let columns =
                [Column(L("名称", en: "Name")[language], width: 24)]
                + Measure.allCases.map { Column($0.name[language], width: 14) }
            let sheet = try workbook.addSheet(title[language], columns: columns)
            for line in lines {
                try sheet.append(Self.row(line.name, line.measures))
            }
            try sheet.append(Self.row(L("合计", en: "Total")[language], report.total), style: .total)
            try sheet.append(
                [.text(L("公式", en: "Formula")[language])]
                    + Measure.allCases.map { .text($0.formula[language]) },
                style: .note,
            )
        }
        _ = try workbook.close()
        defer { Self.remove(path) }
        let bytes = FileManager.default.contents(atPath: path).map { Array($0) } ?? []
        return Download(
            .bytes(bytes),
            contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            fileName: "huihu-\(input.day).xlsx",
        )
    }

    private static func row(_ name: String, _ measures: Measures) -> [Cell] {
        [.text(name)]
            + Measure.allCases.map { measure in
                guard let value = measure.value(measures) else { return .empty }
                return switch measure.unit {
                case .count: .integer(Int(value))
                case .percent: .percent(value)
                case .seconds: .duration(seconds: Int(value))
                }
            }
    }

    private static func remove(_ path: String) {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            // The folder is emptied at the next start.
            return
        }
    }
}
