internal import CXLSXWriter
internal import Glibc

/// Writes an XLSX workbook with libxlsxwriter. Not for two threads at once.
///
/// Sheets are written from top to bottom. The file exists once `close()` has returned; a workbook
/// that goes away without it leaves none.
package final class Workbook {
    /// Where the file is written.
    package let path: String
    private var handle: UnsafeMutablePointer<lxw_workbook>?
    private var formats: [FormatKey: UnsafeMutablePointer<lxw_format>] = [:]
    private var sheets: [Sheet] = []

    /// How a cell is shown.
    struct FormatKey: Hashable {
        let style: RowStyle
        let number: String?
    }

    /// Begins a workbook at `path`; a file that is there is replaced. `created` are seconds since
    /// 1970. With `isLarge` the rows go to a file in `temporaryFolder` as they come, so that memory
    /// does not grow with them.
    package init(
        path: String,
        created: Int,
        isLarge: Bool = false,
        temporaryFolder: String = "/tmp",
    ) throws(WorkbookError) {
        self.path = path
        let book = temporaryFolder.withCString { folder in
            var options = lxw_workbook_options()
            options.constant_memory = isLarge ? 1 : 0
            options.tmpdir = UnsafeMutablePointer(mutating: folder)
            options.use_zip64 = 0
            return path.withCString { workbook_new_opt($0, &options) }
        }
        guard let book else { throw .notWritable }
        handle = book
        var properties = lxw_doc_properties()
        properties.created = time_t(created)
        workbook_set_properties(book, &properties)
    }

    deinit {
        if let handle {
            // Closing is the one call that frees the temporary files too.
            workbook_close(handle)
            unlink(path)
        }
    }

    /// Adds a sheet with a row of headings that stays in view.
    package func addSheet(_ name: String, columns: [Column]) throws(WorkbookError) -> Sheet {
        guard let handle else { throw .closed }
        guard (1...200).contains(columns.count) else { throw .columnCount }
        guard !name.isEmpty, !name.utf8.contains(0) else { throw .invalidSheetName }
        let verdict = workbook_validate_sheet_name(handle, name)
        if verdict != LXW_NO_ERROR { throw WorkbookError(verdict) }
        guard let pointer = workbook_add_worksheet(handle, name) else { throw .notWritable }
        let sheet = Sheet(self, pointer, name: name, columns: columns)
        sheets.append(sheet)
        try sheet.writeHeadings(heading(handle))
        return sheet
    }

    /// Writes the file and returns its path.
    @discardableResult
    package func close() throws(WorkbookError) -> String {
        guard let handle else { throw .closed }
        for sheet in sheets { sheet.finish() }
        self.handle = nil
        sheets = []
        let code = workbook_close(handle)
        if code != LXW_NO_ERROR {
            unlink(path)
            throw WorkbookError(code)
        }
        return path
    }

    var isOpen: Bool { handle != nil }

    func newChart(_ kind: Chart.Kind) -> UnsafeMutablePointer<lxw_chart>? {
        let type = kind == .column ? LXW_CHART_COLUMN : LXW_CHART_LINE
        return workbook_add_chart(handle, UInt8(type.rawValue))
    }

    func format(_ key: FormatKey) -> UnsafeMutablePointer<lxw_format>? {
        if key == FormatKey(style: .plain, number: nil) { return nil }
        if let known = formats[key] { return known }
        guard let format = workbook_add_format(handle) else { return nil }
        if let number = key.number { format_set_num_format(format, number) }
        switch key.style {
        case .plain: break
        case .total:
            format_set_bold(format)
            format_set_top(format, UInt8(LXW_BORDER_THIN.rawValue))
        case .note:
            format_set_italic(format)
            format_set_font_color(format, 0x666666)
        }
        formats[key] = format
        return format
    }

    private func heading(
        _ handle: UnsafeMutablePointer<lxw_workbook>
    ) -> UnsafeMutablePointer<lxw_format>? {
        let format = workbook_add_format(handle)
        format_set_bold(format)
        format_set_bg_color(format, 0xDCE6F1)
        format_set_bottom(format, UInt8(LXW_BORDER_THIN.rawValue))
        format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
        return format
    }
}
