/// Where a field lies in the bytes of its record.
struct FieldRange {
    let start: Int
    let end: Int
    /// Whether quotes within it are still to be taken out.
    let hasQuotes: Bool
}

/// Splits bytes into the fields of one record, as RFC 4180 says, and a little more leniently: a
/// quote within an unquoted field stands for itself, and so does text behind a closing quote.
///
/// It works on the bytes of both encodings, because none of the bytes it looks for is ever part
/// of a longer character. UTF-8 uses 0x80–0xFF only. GB18030 has characters of two bytes, the
/// second being 0x40–0x7E or 0x80–0xFE, and of four, the second and fourth being 0x30–0x39: line
/// feed 0x0A, return 0x0D, tab 0x09, quote 0x22, comma 0x2C and semicolon 0x3B lie in neither
/// range. A bar 0x7C lies in them: where it separates fields of GB18030, characters of two bytes are
/// passed over whole.
struct RecordScanner {
    enum Outcome {
        /// A record ended; the next one begins at `next`, so many lines further.
        case record(next: Int, lines: Int)
        /// The bytes end within a record. `quoteLine` is how many lines below the record's first
        /// a quote was opened that is still open; `hasLines` whether lines ended within it.
        case incomplete(quoteLine: Int?, hasLines: Bool)
    }

    let delimiter: UInt8
    /// Whether a byte above ASCII may have a second one that looks like the delimiter.
    var hasPairs: Bool
    var fields: [FieldRange] = []
    /// All bytes of the record joined by "or": tells whether any is not ASCII.
    var joined: UInt8 = 0
    var hasNUL = false

    init(delimiter: UInt8, hasPairs: Bool = false) {
        self.delimiter = delimiter
        self.hasPairs = hasPairs
        fields.reserveCapacity(64)
    }

    /// Splits the record that begins at `start`. `isLast` says that no bytes follow those given.
    mutating func scan(
        _ bytes: UnsafeBufferPointer<UInt8>,
        from start: Int,
        to end: Int,
        isLast: Bool
    ) -> Outcome {
        fields.removeAll(keepingCapacity: true)
        (joined, hasNUL) = (0, false)
        var index = start
        var fieldStart = start
        var lines = 0
        while index < end {
            let byte = bytes[index]
            joined |= byte
            // Letters, digits and everything above ASCII: by far the most frequent.
            if (byte > 0x3B && byte != delimiter) || (0x30...0x39).contains(byte) {
                index += hasPairs && isPair(bytes, index, end) ? 2 : 1
            } else if byte == delimiter {
                fields.append(FieldRange(start: fieldStart, end: index, hasQuotes: false))
                index += 1
                fieldStart = index
            } else if byte == 0x0A || byte == 0x0D {
                if byte == 0x0D, index + 1 == end, !isLast { break }
                fields.append(FieldRange(start: fieldStart, end: index, hasQuotes: false))
                let isPair = byte == 0x0D && index + 1 < end && bytes[index + 1] == 0x0A
                return .record(next: index + (isPair ? 2 : 1), lines: lines + 1)
            } else if byte == 0x22, index == fieldStart {
                let opened = lines
                guard let close = closingQuote(bytes, from: index + 1, to: end, lines: &lines)
                else { return .incomplete(quoteLine: opened, hasLines: lines > opened) }
                guard let after = fieldEnd(bytes, from: close.at + 1, to: end, isLast: isLast)
                else { return .incomplete(quoteLine: nil, hasLines: lines > 0) }
                let isPlain = after == close.at + 1
                fields.append(
                    FieldRange(
                        start: index + 1,
                        end: isPlain ? close.at : after,
                        hasQuotes: close.hasDoubled || !isPlain
                    )
                )
                if after == end { return .record(next: end, lines: lines + 1) }
                if bytes[after] != delimiter {
                    let isPair =
                        bytes[after] == 0x0D && after + 1 < end && bytes[after + 1] == 0x0A
                    return .record(next: after + (isPair ? 2 : 1), lines: lines + 1)
                }
                index = after + 1
                fieldStart = index
            } else {
                if byte == 0 { hasNUL = true }
                index += 1
            }
        }
        guard isLast else { return .incomplete(quoteLine: nil, hasLines: lines > 0) }
        fields.append(FieldRange(start: fieldStart, end: end, hasQuotes: false))
        return .record(next: end, lines: lines + 1)
    }

    /// The quote that closes a field; doubled ones stand for one within it.
    private mutating func closingQuote(
        _ bytes: UnsafeBufferPointer<UInt8>,
        from start: Int,
        to end: Int,
        lines: inout Int
    ) -> (at: Int, hasDoubled: Bool)? {
        var index = start
        var hasDoubled = false
        while index < end {
            let byte = bytes[index]
            joined |= byte
            if byte == 0x22 {
                guard index + 1 < end, bytes[index + 1] == 0x22 else { return (index, hasDoubled) }
                hasDoubled = true
                index += 2
                continue
            }
            if byte == 0x0A || (byte == 0x0D && index + 1 < end && bytes[index + 1] != 0x0A) {
                lines += 1
            }
            if byte == 0 { hasNUL = true }
            index += 1
        }
        return nil
    }

    /// Where the field ends whose closing quote stands before `start`; nil if more bytes decide.
    private mutating func fieldEnd(
        _ bytes: UnsafeBufferPointer<UInt8>,
        from start: Int,
        to end: Int,
        isLast: Bool
    ) -> Int? {
        var index = start
        while index < end {
            let byte = bytes[index]
            if byte == delimiter || byte == 0x0A { return index }
            if byte == 0x0D { return index + 1 < end || isLast ? index : nil }
            joined |= byte
            if byte == 0 { hasNUL = true }
            index += hasPairs && isPair(bytes, index, end) ? 2 : 1
        }
        return isLast ? end : nil
    }

    /// Whether a character of two bytes in GB18030 begins here. Of one with four, each half has a
    /// digit behind it and needs no care.
    private func isPair(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, _ end: Int) -> Bool {
        bytes[index] >= 0x81 && index + 1 < end && bytes[index + 1] >= 0x40
    }

    /// A field's bytes with its quotes taken out.
    static func unquoted(_ field: ArraySlice<UInt8>) -> [UInt8] {
        var plain: [UInt8] = []
        plain.reserveCapacity(field.count)
        var isInside = true
        var index = field.startIndex
        while index < field.endIndex {
            if isInside, field[index] == 0x22 {
                index += 1
                guard index < field.endIndex, field[index] == 0x22 else {
                    isInside = false
                    continue
                }
            }
            plain.append(field[index])
            index += 1
        }
        return plain
    }
}
