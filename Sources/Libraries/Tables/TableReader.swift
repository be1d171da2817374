/// Reads a file of delimited text record by record, in a memory that does not grow with the file.
///
/// The header is its first record, or stands where the caller says. A record's fields are slices of bytes, always valid UTF-8; a
/// slice may be kept, but keeping one over the next call to `next()` costs a copy of the buffer.
/// Not for two threads at once.
package final class TableReader {
    /// How the file is written.
    package let format: TableFormat
    /// The titles, blanks around each cut off; empty ones where the table has none.
    package let header: [String]
    /// How many bytes there are to read: the measure of progress.
    package let totalBytes: Int
    private var cursor: RecordCursor

    /// Opens a file of text, finds out its format and reads its header.
    package convenience init(path: String, limits: TableLimits = TableLimits()) throws(TableError) {
        try self.init(
            ByteSource(path: path),
            isWorkbook: false,
            header: .first,
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
            header: .first,
            resumingAt: position,
            limits: limits
        )
    }

    init(
        _ source: any TableBytes,
        isWorkbook: Bool,
        header place: TableHeader,
        resumingAt position: TablePosition?,
        limits: TableLimits
    ) throws(TableError) {
        let (found, start) = try FormatDetection.detect(source, knownFormat: position?.format)
        let format =
            isWorkbook ? TableFormat(encoding: .utf8, delimiter: .comma) : found
        func cursor(_ offset: Int, _ line: Int) -> RecordCursor {
            RecordCursor(
                source,
                format,
                isWorkbook: isWorkbook,
                limits: limits,
                offset: offset,
                line: line
            )
        }
        var reading = cursor(start, 1)
        guard try reading.next() else { throw .empty }
        switch place {
        case .first: break
        case .line(let line):
            while reading.line < line { guard try reading.next() else { throw .headerOnly } }
        case .none:
            header = Array(repeating: "", count: try Self.width(&reading))
            let place = position.map { ($0.offset, $0.line) } ?? (start, 1)
            self.format = format
            self.cursor = cursor(place.0, place.1)
            totalBytes = source.count
            return
        }
        header = (0..<reading.fieldCount).map {
            String(decoding: reading[$0].trimmed, as: UTF8.self)
        }
        if let position {
            reading = cursor(position.offset, position.line)
        } else if try !reading.skipBlankLines() {
            throw .headerOnly
        } else {
            reading.clear()
        }
        self.format = format
        self.cursor = reading
        totalBytes = source.count
    }

    /// How many fields the widest of the first records has, the one that was just read among them.
    private static func width(_ cursor: inout RecordCursor) throws(TableError) -> Int {
        var width = cursor.fieldCount
        do throws(TableError) {
            for _ in 0..<50 where try cursor.next() { width = max(width, cursor.fieldCount) }
        } catch {
            // What cannot be read is found again, and told, where the rows are read.
        }
        return width
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
