internal import CXLSXWriter

/// One sheet of a workbook, written row by row.
package final class Sheet {
    /// The rows that Excel has on a sheet.
    private static let mostRows = 1_048_576

    private unowned let workbook: Workbook
    private let handle: UnsafeMutablePointer<lxw_worksheet>
    private let name: String
    private let columns: [Column]
    private var charts: [Chart] = []
    /// The last row, from 0, that belongs to the table: neither a sum nor a remark.
    private var lastRow = 0
    /// How many rows have been written, the headings among them.
    package private(set) var rowCount = 0

    init(
        _ workbook: Workbook,
        _ handle: UnsafeMutablePointer<lxw_worksheet>,
        name: String,
        columns: [Column]
    ) {
        self.workbook = workbook
        self.handle = handle
        self.name = name
        self.columns = columns
    }

    /// Writes the next row.
    package func append(_ cells: [Cell], style: RowStyle = .plain) throws(WorkbookError) {
        guard workbook.isOpen else { throw .closed }
        guard rowCount < Self.mostRows else { throw .tooManyRows }
        guard cells.count <= columns.count else { throw .tooManyCells(row: rowCount) }
        for (column, cell) in cells.enumerated() {
            try write(cell, column, style)
        }
        if style == .plain { lastRow = rowCount }
        rowCount += 1
    }

    /// Puts a chart of the plain rows to the right of the table; further ones go below it.
    package func add(_ chart: Chart) throws(WorkbookError) {
        guard workbook.isOpen else { throw .closed }
        guard ([chart.category] + chart.values).allSatisfy(columns.indices.contains)
        else { throw .noSuchColumn }
        charts.append(chart)
    }

    func writeHeadings(_ format: UnsafeMutablePointer<lxw_format>?) throws(WorkbookError) {
        for (column, heading) in columns.enumerated() {
            let place = lxw_col_t(column)
            worksheet_set_column(handle, place, place, heading.fittingWidth, nil)
            try writeText(heading.title, column, format)
        }
        worksheet_freeze_panes(handle, 1, 0)
        rowCount = 1
    }

    /// What needs to know the last row: the filter and the charts.
    func finish() {
        guard lastRow > 0 else { return }
        worksheet_autofilter(handle, 0, 0, lxw_row_t(lastRow), lxw_col_t(columns.count - 1))
        for (index, chart) in charts.enumerated() { draw(chart, at: index) }
    }

    private func draw(_ chart: Chart, at index: Int) {
        guard let drawn = workbook.newChart(chart.kind) else { return }
        let last = lxw_row_t(lastRow)
        let category = lxw_col_t(chart.category)
        for value in chart.values {
            let column = lxw_col_t(value)
            let series = chart_add_series(drawn, nil, nil)
            chart_series_set_name_range(series, name, 0, column)
            chart_series_set_categories(series, name, 1, category, last, category)
            chart_series_set_values(series, name, 1, column, last, column)
        }
        chart_title_set_name(drawn, Self.withoutNUL(chart.title))
        worksheet_insert_chart(
            handle,
            lxw_row_t(1 + index * 16),
            lxw_col_t(columns.count + 1),
            drawn
        )
    }

    private func write(_ cell: Cell, _ column: Int, _ style: RowStyle) throws(WorkbookError) {
        switch cell {
        case .empty:
            // Only a cell with a style has anything to show.
            let format = workbook.format(.init(style: style, number: nil))
            worksheet_write_blank(handle, lxw_row_t(rowCount), lxw_col_t(column), format)
        case .text(let text):
            try writeText(text, column, workbook.format(.init(style: style, number: nil)))
        case .integer(let number):
            try writeNumber(Double(number), column, style, "#,##0")
        case .number(let number, let decimals):
            let places = String(repeating: "0", count: min(max(decimals, 0), 6))
            try writeNumber(number, column, style, places.isEmpty ? "#,##0" : "#,##0.\(places)")
        case .percent(let share):
            try writeNumber(share, column, style, "0.0%")
        case .duration(let seconds):
            try writeNumber(Double(seconds) / 86_400, column, style, "[h]:mm:ss")
        case .amount(let hundredths):
            try writeNumber(Double(hundredths) / 100, column, style, "#,##0.00")
        }
    }

    private func writeNumber(
        _ number: Double,
        _ column: Int,
        _ style: RowStyle,
        _ format: String
    ) throws(WorkbookError) {
        guard number.isFinite else { throw .notANumber(row: rowCount, column: column) }
        let format = workbook.format(.init(style: style, number: format))
        let code = worksheet_write_number(
            handle,
            lxw_row_t(rowCount),
            lxw_col_t(column),
            number,
            format
        )
        if code != LXW_NO_ERROR { throw WorkbookError(code) }
    }

    private func writeText(
        _ text: String,
        _ column: Int,
        _ format: UnsafeMutablePointer<lxw_format>?
    ) throws(WorkbookError) {
        let code = worksheet_write_string(
            handle,
            lxw_row_t(rowCount),
            lxw_col_t(column),
            Self.withoutNUL(text),
            format
        )
        if code == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED {
            throw .textTooLong(row: rowCount, column: column)
        }
        if code != LXW_NO_ERROR { throw WorkbookError(code) }
    }

    /// C would end a text at a NUL.
    private static func withoutNUL(_ text: String) -> String {
        text.utf8.contains(0) ? text.replacing("\0", with: "\u{FFFD}") : text
    }
}
