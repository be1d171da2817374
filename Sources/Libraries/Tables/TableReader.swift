/// Reads a file of delimited text record by record, in a memory that does not grow with the file.
///
/// The first record is the header. A record's fields are slices of bytes, always valid UTF-8; a
/// slice may be kept, but keeping one over the next call to `next()` costs a copy of the buffer.
/// Not for two threads at once.
package final class TableReader {
    private static let chunk = 1 << 18

    private let source: ByteSource
    private let limits: TableLimits
    private let isWorkbook: Bool
    private let converter: TextConverter?
    /// How the file is written.
    package let format: TableFormat
    /// The first record, blanks around each name cut off.
    package private(set) var header: [String] = []
    /// The line on which the current record begins, from 1.
    package private(set) var line = 0
    /// What is wrong with the current record; nil if nothing is.
    package private(set) var problem: RecordProblem?

    private var scanner: RecordScanner
    private var buffer: [UInt8] = []
    /// The offset in the file of the buffer's first byte.
    private var bufferOffset: Int
    private var cursor = 0
    private var nextLine: Int
    private var isAtEnd = false
    /// The current record's fields where they are not bytes of the file as they stand.
    private var mended: [UInt8] = []
    private var mendedFields: [Range<Int>] = []
    private var isMended = false

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
        let (found, start) = try FormatDetection.detect(source)
        self.source = source
        self.isWorkbook = isWorkbook
        self.limits = limits
        if let position {
            format = position.format
        } else if isWorkbook {
            format = TableFormat(encoding: .utf8, delimiter: .comma)
        } else {
            format = found
        }
        converter = format.encoding == .gb18030 ? TextConverter() : nil
        scanner = RecordScanner(delimiter: format.delimiter.byte)
        bufferOffset = start
        nextLine = 1
        guard try next() else { throw .empty }
        header = (0..<fieldCount).map { text($0) }
        clearRecord()
        if let position {
            seek(position)
        } else if try !skipBlankLines() {
            throw .headerOnly
        }
    }

    /// How many bytes there are to read: the measure of progress.
    package var totalBytes: Int { source.count }

    /// The place behind the current record.
    package var position: TablePosition {
        TablePosition(format: format, offset: bufferOffset + cursor, line: nextLine)
    }

    /// How many fields the current record has.
    package var fieldCount: Int { isMended ? mendedFields.count : scanner.fields.count }

    /// The bytes of a field, from 0; none where the record is too short to have it.
    package subscript(column: Int) -> ArraySlice<UInt8> {
        guard column >= 0, column < fieldCount else { return [] }
        if isMended { return mended[mendedFields[column]] }
        let field = scanner.fields[column]
        return buffer[field.start..<field.end]
    }

    /// A field without the blanks around it: space, tab, line ends, no-break and ideographic space.
    package func trimmed(_ column: Int) -> ArraySlice<UInt8> {
        self[column].trimmed
    }

    /// A field as a string, without the blanks around it.
    package func text(_ column: Int) -> String {
        String(decoding: trimmed(column), as: UTF8.self)
    }

    /// Whether no field has anything but blanks: Excel leaves such records below a table.
    package var isBlank: Bool { (0..<fieldCount).allSatisfy { trimmed($0).isEmpty } }

    /// Goes to the next record; false at the end of the file. Blank lines are passed over.
    package func next() throws(TableError) -> Bool {
        clearRecord()
        guard try skipBlankLines() else { return false }
        line = nextLine
        while true {
            let outcome = buffer.withUnsafeBufferPointer { bytes in
                scanner.scan(bytes, from: cursor, to: bytes.count, isLast: isAtEnd)
            }
            switch outcome {
            case .record(let next, let lines):
                if next - cursor > limits.recordBytes + 2 {
                    throw .recordTooLong(line: line, limit: limits.recordBytes)
                }
                if scanner.fields.count > limits.columns {
                    throw .tooManyColumns(line: line, limit: limits.columns)
                }
                finish(cursor..<next)
                cursor = next
                nextLine += lines
                return true
            case .incomplete(let quoteLine, let hasLines):
                if let quoteLine, isAtEnd { throw .unterminatedQuote(line: line + quoteLine) }
                if buffer.count - cursor > limits.recordBytes + 2 {
                    guard let quoteLine, hasLines else {
                        throw .recordTooLong(line: line, limit: limits.recordBytes)
                    }
                    throw .unterminatedQuote(line: line + quoteLine)
                }
                try refill()
            }
        }
    }

    private func seek(_ position: TablePosition) {
        buffer.removeAll(keepingCapacity: true)
        (bufferOffset, cursor) = (position.offset, 0)
        nextLine = position.line
        isAtEnd = false
        line = 0
    }

    private func clearRecord() {
        scanner.fields.removeAll(keepingCapacity: true)
        isMended = false
        problem = nil
    }

    /// Passes over line ends in front of a record; false if nothing follows.
    private func skipBlankLines() throws(TableError) -> Bool {
        while true {
            while cursor < buffer.count {
                switch buffer[cursor] {
                case 0x0A:
                    nextLine += 1
                case 0x0D:
                    // A pair counts once, with its line feed; a lone return counts itself.
                    if cursor + 1 == buffer.count, !isAtEnd { try refill() }
                    if cursor + 1 == buffer.count || buffer[cursor + 1] != 0x0A { nextLine += 1 }
                default:
                    return true
                }
                cursor += 1
            }
            if isAtEnd { return false }
            try refill()
        }
    }

    /// Moves what is left to the front and reads on.
    private func refill() throws(TableError) {
        buffer.removeFirst(cursor)
        bufferOffset += cursor
        cursor = 0
        let want = max(Self.chunk, buffer.count)
        let more = try source.bytes(at: bufferOffset + buffer.count, limit: want)
        buffer += more
        isAtEnd = more.count < want
    }
}

// MARK: - Records that are not plain UTF-8

extension TableReader {
    /// Makes the fields of the record in `range` valid UTF-8, and says what is wrong with it.
    private func finish(_ range: Range<Int>) {
        let isForeign = scanner.joined >= 0x80 && !isValid(range)
        if isForeign || scanner.hasNUL || scanner.fields.contains(where: \.hasQuotes) {
            mend()
        } else if isWorkbook, hasSpreadsheetForm() {
            mend()
        }
    }

    private func isValid(_ range: Range<Int>) -> Bool {
        guard converter == nil else { return false }
        let bytes = buffer
        do {
            _ = try UTF8Span(validating: bytes.span.extracting(range))
            return true
        } catch {
            return false
        }
    }

    private func hasSpreadsheetForm() -> Bool {
        scanner.fields.contains { SpreadsheetText.plain(buffer[$0.start..<$0.end]) != nil }
    }

    private func mend() {
        mended.removeAll(keepingCapacity: true)
        mendedFields.removeAll(keepingCapacity: true)
        for (column, field) in scanner.fields.enumerated() {
            let start = mended.count
            let raw = buffer[field.start..<field.end]
            let bytes = field.hasQuotes ? RecordScanner.unquoted(raw)[...] : raw
            if bytes.contains(0) {
                problem = problem ?? .nulByte(column: column)
            }
            if let converter {
                if !converter.append(bytes, to: &mended) {
                    problem = problem ?? .invalidText(column: column)
                }
            } else if let text = String(validating: bytes, as: UTF8.self) {
                let plain = isWorkbook ? SpreadsheetText.plain(bytes) : nil
                mended.append(contentsOf: plain ?? Array(text.utf8))
            } else {
                mended.append(contentsOf: String(decoding: bytes, as: UTF8.self).utf8)
                problem = problem ?? .invalidText(column: column)
            }
            mendedFields.append(start..<mended.count)
        }
        isMended = true
    }
}
