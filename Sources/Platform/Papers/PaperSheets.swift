internal import FoundationEssentials
internal import Glibc
internal import Kernel
internal import Workbook

/// A document as a workbook: a sheet a table.
struct PaperSheets {
    let paper: Paper
    let language: Language

    /// The workbook's bytes; it is made at `path`, which is gone afterwards.
    func bytes(at path: String, created: Moment) throws -> [UInt8] {
        let workbook = try Workbook(path: path, created: Int(created.milliseconds / 1_000))
        for table in paper.tables {
            let columns = table.columns.enumerated().map { index, column in
                Column(column.title[language], width: index == 0 ? 24 : 14)
            }
            let sheet = try workbook.addSheet(table.title[language], columns: columns)
            for row in table.rows { try sheet.append(row.map(Self.cell)) }
            if !table.total.isEmpty { try sheet.append(table.total.map(Self.cell), style: .total) }
            if table.hasFormulas {
                let formulas = table.columns.enumerated().map { index, column in
                    let none = index == 0 ? L("公式", en: "Formula") : L(same: "")
                    return Cell.text((column.formula ?? none)[language])
                }
                try sheet.append(formulas, style: .note)
            }
        }
        _ = try workbook.close()
        defer { _ = unlink(path) }
        return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    private static func cell(_ figure: Figure) -> Cell {
        switch figure {
        case .text(let text): .text(text)
        case .count(let count): .integer(count)
        case .share(let share): .percent(share)
        case .seconds(let seconds): .duration(seconds: seconds)
        case .none: .empty
        }
    }
}
