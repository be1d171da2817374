/// Finds out how a file of text is encoded and delimited.
enum FormatDetection {
    /// How much is looked at from the first byte on that is not ASCII.
    private static let sample = 1 << 18

    /// The format, unless it is known, and how many bytes of a byte-order mark stand in front.
    static func detect(
        _ source: any TableBytes,
        knownFormat: TableFormat?
    ) throws(TableError) -> (format: TableFormat, start: Int) {
        let head = try source.bytes(at: 0, limit: sample)
        if head.isEmpty { throw .empty }
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { throw .utf16 }
        if head.contains(0) { throw .notText }
        let start = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        if let knownFormat { return (knownFormat, start) }
        let encoding = start > 0 ? .utf8 : try encoding(source)
        let delimiter = delimiter(head[start...], encoding)
        return (TableFormat(encoding: encoding, delimiter: delimiter), start)
    }

    /// The first bytes that are not ASCII decide. They may stand far behind the header.
    private static func encoding(_ source: any TableBytes) throws(TableError) -> TextEncoding {
        var chunk = [UInt8](repeating: 0, count: sample)
        var offset = 0
        while offset < source.count {
            let (count, high) = try read(source, at: offset, into: &chunk)
            if let high {
                let rest = try source.bytes(at: offset + high, limit: sample)
                return encoding(of: rest, isWhole: offset + high + rest.count == source.count)
            }
            if count == 0 { break }
            offset += count
        }
        return .utf8
    }

    /// Reads a chunk and finds its first byte that is not ASCII.
    private static func read(
        _ source: any TableBytes,
        at offset: Int,
        into chunk: inout [UInt8]
    ) throws(TableError) -> (count: Int, high: Int?) {
        try chunk.withUnsafeMutableBufferPointer { (bytes) throws(TableError) in
            let all = UnsafeMutableRawBufferPointer(bytes)
            let count = try source.read(into: all, at: offset)
            // Eight at a time, for it may be far.
            var place = 0
            while place + 8 <= count,
                all.loadUnaligned(fromByteOffset: place, as: UInt64.self) & 0x8080_8080_8080_8080
                    == 0
            {
                place += 8
            }
            return (count, all[place..<count].firstIndex { $0 >= 0x80 })
        }
    }

    /// UTF-8 if most of what is not ASCII reads as UTF-8: a few broken rows do not change that.
    /// Chinese text in GB18030 hardly ever reads as UTF-8, but UTF-8 often reads as GB18030, so
    /// it is UTF-8 that is asked for.
    static func encoding(of sample: [UInt8], isWhole: Bool) -> TextEncoding {
        var (valid, invalid) = (0, 0)
        var index = 0
        // A cut sample may end within a character.
        let end = isWhole ? sample.count : sample.count - 3
        while index < end {
            let length = utf8Length(sample, at: index)
            switch length {
            case .some(1): break
            case .some: valid += 1
            case .none: invalid += 1
            }
            index += length ?? 1
        }
        return valid >= invalid * 2 ? .utf8 : .gb18030
    }

    /// How many bytes the character at `index` has; nil where none is encoded rightly.
    private static func utf8Length(_ bytes: [UInt8], at index: Int) -> Int? {
        func continues(_ distance: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
            index + distance < bytes.count && range.contains(bytes[index + distance])
        }
        switch bytes[index] {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: return continues(1) ? 2 : nil
        case 0xE0: return continues(1, 0xA0...0xBF) && continues(2) ? 3 : nil
        case 0xED: return continues(1, 0x80...0x9F) && continues(2) ? 3 : nil
        case 0xE1...0xEF: return continues(1) && continues(2) ? 3 : nil
        case 0xF0: return continues(1, 0x90...0xBF) && continues(2) && continues(3) ? 4 : nil
        case 0xF4: return continues(1, 0x80...0x8F) && continues(2) && continues(3) ? 4 : nil
        case 0xF1...0xF3: return continues(1) && continues(2) && continues(3) ? 4 : nil
        default: return nil
        }
    }

    /// The delimiter that stands in most of the first lines, outside quotes, and most often in
    /// them; a comma if none does. A line of its own above the table changes nothing.
    static func delimiter(_ head: ArraySlice<UInt8>, _ encoding: TextEncoding) -> Delimiter {
        var lines: [Delimiter: Int] = [:]
        var counts: [Delimiter: Int] = [:]
        var inLine: Set<Delimiter> = []
        var isQuoted = false
        var (seen, hasText, isSecond) = (0, false, false)
        for byte in head where seen < 20 {
            // The second byte of a character may look like a bar.
            if isSecond, byte >= 0x40 {
                isSecond = false
                continue
            }
            isSecond = encoding == .gb18030 && byte >= 0x81
            if byte == 0x22 { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == 0x0A || byte == 0x0D {
                if hasText { seen += 1 }
                for delimiter in inLine { lines[delimiter, default: 0] += 1 }
                (hasText, inLine) = (false, [])
                continue
            }
            hasText = true
            for delimiter in Delimiter.allCases where delimiter.byte == byte {
                inLine.insert(delimiter)
                counts[delimiter, default: 0] += 1
            }
        }
        for delimiter in inLine { lines[delimiter, default: 0] += 1 }
        let best = Delimiter.allCases.max { first, second in
            (lines[first, default: 0], counts[first, default: 0])
                < (lines[second, default: 0], counts[second, default: 0])
        }
        return best ?? .comma
    }
}
