/// Walks over the records of a source. All that changes is in one value, so that a record costs
/// its reader one check of exclusive access and no copy.
struct RecordCursor: ~Copyable {
    private static let chunk = 1 << 18

    private let source: any TableBytes
    private let limits: TableLimits
    private let isWorkbook: Bool
    private let converter: TextConverter?

    private var scanner: RecordScanner
    private var buffer: [UInt8]
    /// How many bytes of the buffer are the file's.
    private var filled = 0
    /// The offset in the file of the buffer's first byte.
    private var bufferOffset: Int
    private var place = 0
    private var isAtEnd = false
    /// The record's fields where they are not bytes of the file as they stand.
    private var mended: [UInt8] = []
    private var mendedFields: [FieldRange] = []
    private var isMended = false

    /// The line on which the record begins.
    private(set) var line = 0
    private(set) var nextLine: Int
    private(set) var problem: RecordProblem?

    init(
        _ source: any TableBytes,
        _ format: TableFormat,
        isWorkbook: Bool,
        limits: TableLimits,
        offset: Int,
        line: Int
    ) {
        self.source = source
        self.isWorkbook = isWorkbook
        self.limits = limits
        converter = format.encoding == .gb18030 ? TextConverter() : nil
        scanner = RecordScanner(
            delimiter: format.delimiter.byte,
            hasPairs: format.encoding == .gb18030 && format.delimiter == .bar
        )
        buffer = Array(repeating: 0, count: Self.chunk)
        bufferOffset = offset
        nextLine = line
    }

    /// The offset in the file behind the record.
    var offset: Int { bufferOffset + place }

    var fieldCount: Int { isMended ? mendedFields.count : scanner.fields.count }

    subscript(column: Int) -> ArraySlice<UInt8> {
        guard column >= 0, column < fieldCount else { return [] }
        let field = isMended ? mendedFields[column] : scanner.fields[column]
        return (isMended ? mended : buffer)[field.start..<field.end]
    }

    /// Goes to the next record; false at the end of the file.
    mutating func next() throws(TableError) -> Bool {
        clear()
        guard try skipBlankLines() else { return false }
        line = nextLine
        while true {
            switch scan() {
            case .record(let next, let lines):
                if next - place > limits.recordBytes + 2 {
                    throw .recordTooLong(line: line, limit: limits.recordBytes)
                }
                if scanner.fields.count > limits.columns {
                    throw .tooManyColumns(line: line, limit: limits.columns)
                }
                finish(place..<next)
                place = next
                nextLine += lines
                return true
            case .incomplete(let quoteLine, let hasLines):
                if let quoteLine, isAtEnd { throw .unterminatedQuote(line: line + quoteLine) }
                if filled - place > limits.recordBytes + 2 {
                    guard let quoteLine, hasLines else {
                        throw .recordTooLong(line: line, limit: limits.recordBytes)
                    }
                    throw .unterminatedQuote(line: line + quoteLine)
                }
                try refill()
            }
        }
    }

    /// Forgets the record, whose bytes may have moved.
    mutating func clear() {
        scanner.fields.removeAll(keepingCapacity: true)
        isMended = false
        problem = nil
    }

    /// Passes over line ends in front of a record; false if nothing follows.
    mutating func skipBlankLines() throws(TableError) -> Bool {
        while true {
            while place < filled {
                switch buffer[place] {
                case 0x0A:
                    nextLine += 1
                case 0x0D:
                    // A pair counts once, with its line feed; a lone return counts itself.
                    if place + 1 == filled, !isAtEnd { try refill() }
                    if place + 1 == filled || buffer[place + 1] != 0x0A { nextLine += 1 }
                default:
                    return true
                }
                place += 1
            }
            if isAtEnd { return false }
            try refill()
        }
    }

    private mutating func scan() -> RecordScanner.Outcome {
        buffer.withUnsafeBufferPointer { bytes in
            scanner.scan(bytes, from: place, to: filled, isLast: isAtEnd)
        }
    }

    /// Moves what is left to the front and reads on; a record that fills the buffer doubles it.
    private mutating func refill() throws(TableError) {
        let left = filled - place
        if left > buffer.count / 2 {
            buffer += Array(repeating: 0, count: buffer.count)
        }
        let (start, offset) = (place, bufferOffset + filled)
        let source = source
        let count = try buffer.withUnsafeMutableBufferPointer { (bytes) throws(TableError) in
            let all = UnsafeMutableRawBufferPointer(bytes)
            let rest = UnsafeRawBufferPointer(rebasing: all[start..<(start + left)])
            UnsafeMutableRawBufferPointer(rebasing: all[..<left]).copyMemory(from: rest)
            return try source.read(into: .init(rebasing: all[left...]), at: offset)
        }
        bufferOffset += place
        place = 0
        filled = left + count
        isAtEnd = filled < buffer.count
    }
}

// MARK: - Records that are not plain UTF-8

extension RecordCursor {
    /// Makes the fields of the record in `range` valid UTF-8, and says what is wrong with it.
    private mutating func finish(_ range: Range<Int>) {
        let isForeign = scanner.joined >= 0x80 && !isValid(range)
        let hasQuotes = scanner.fields.contains(where: \.hasQuotes)
        if isForeign, let converter, !hasQuotes, !scanner.hasNUL {
            convert(range, converter)
        } else if isForeign || hasQuotes || scanner.hasNUL || hasSpreadsheetForm() {
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
        isWorkbook
            && scanner.fields.contains {
                SpreadsheetText.plain(buffer[$0.start..<$0.end]) != nil
            }
    }

    /// Converts a whole record and splits it again: far fewer calls than field by field. What
    /// separates fields stays the same byte in UTF-8.
    private mutating func convert(_ range: Range<Int>, _ converter: TextConverter) {
        mended.removeAll(keepingCapacity: true)
        guard converter.append(buffer[range], to: &mended) else {
            mend()
            return
        }
        swap(&scanner.fields, &mendedFields)
        let hasPairs = scanner.hasPairs
        scanner.hasPairs = false
        _ = mended.withUnsafeBufferPointer { bytes in
            scanner.scan(bytes, from: 0, to: bytes.count, isLast: true)
        }
        scanner.hasPairs = hasPairs
        swap(&scanner.fields, &mendedFields)
        isMended = true
    }

    private mutating func mend() {
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
            mendedFields.append(FieldRange(start: start, end: mended.count, hasQuotes: false))
        }
        isMended = true
    }
}
