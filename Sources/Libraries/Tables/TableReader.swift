/// Reads a file of delimited text record by record, in a memory that does not grow with the file.
///
/// The first record is the header. A record's fields are slices of bytes, always valid UTF-8; a
/// slice may be kept, but keeping one over the next call to `next()` costs a copy of the buffer.
/// Not for two threads at once.
package final class TableReader {
    /// How the file is written.
    package let format: TableFormat
    /// The first record, blanks around each name cut off.
    package let header: [String]
    /// How many bytes there are to read: the measure of progress.
    package let totalBytes: Int
    private var cursor: RecordCursor

    /// Opens a file of text, finds out its format and reads its header.
    package convenience init(path: String, limits: TableLimits = TableLimits()) throws(TableError) {
        try self.init(
            ByteSource(path: path),
            isWorkbook: false,
            resumingAt: nil,
            limits: limits
        )
    }

    /// Opens a file of text again and goes on at `position`, a place that a reader of the same file
    /// has reported.
    package convenience init(
        path: String,
        resumingAt position: TablePosition,
        limits: TableLimits = TableLimits()
    ) throws(TableError) {
        try self.init(
            ByteSource(path: path),
            isWorkbook: false,
            resumingAt: position,
            limits: limits
        )
    }

    init(
        _ source: ByteSource,
        isWorkbook: Bool,
        resumingAt position: TablePosition?,
        limits: TableLimits
    ) throws(TableError) {
        let (found, start) = try FormatDetection.detect(source, knownFormat: position?.format)
        let format =
            isWorkbook ? TableFormat(encoding: .utf8, delimiter: .comma) : found
        var cursor = RecordCursor(
            source,
            format,
            isWorkbook: isWorkbook,
            limits: limits,
            offset: start,
            line: 1
        )
        guard try cursor.next() else { throw .empty }
        header = (0..<cursor.fieldCount).map {
            String(decoding: cursor[$0].trimmed, as: UTF8.self)
        }
        if let position {
            cursor = RecordCursor(
                source,
                format,
                isWorkbook: isWorkbook,
                limits: limits,
                offset: position.offset,
                line: position.line
            )
        } else if try !cursor.skipBlankLines() {
            throw .headerOnly
        } else {
            cursor.clear()
        }
        self.format = format
        self.cursor = cursor
        totalBytes = source.count
    }

    /// The line on which the current record begins, from 1. For a workbook it is the sheet's row.
    package var line: Int { cursor.line }

    /// What is wrong with the current record; nil if nothing is.
    package var problem: RecordProblem? { cursor.problem }

    /// The place behind the current record.
    package var position: TablePosition {
        TablePosition(format: format, offset: cursor.offset, line: cursor.nextLine)
    }

    /// How many fields the current record has.
    package var fieldCount: Int { cursor.fieldCount }

    /// Goes to the next record; false at the end of the file. Blank lines are passed over.
    package func next() throws(TableError) -> Bool {
        try cursor.next()
    }

    /// The bytes of a field, from 0; none where the record is too short to have it.
    package subscript(column: Int) -> ArraySlice<UInt8> { cursor[column] }

    /// A field without the blanks around it: space, tab, line ends, no-break and ideographic space.
    package func trimmed(_ column: Int) -> ArraySlice<UInt8> { cursor[column].trimmed }

    /// A field as a string, without the blanks around it.
    package func text(_ column: Int) -> String {
        String(decoding: trimmed(column), as: UTF8.self)
    }

    /// Whether no field has anything but blanks: Excel leaves such records below a table.
    package var isBlank: Bool { (0..<fieldCount).allSatisfy { trimmed($0).isEmpty } }
}
