/// Whether a PDF ends where it should.
enum PDFShape {
    /// It ends with its end mark, with nothing but white space behind: what follows an end mark, such
    /// as an archive, makes it another file as well.
    static func isWhole(_ content: [UInt8]) -> Bool {
        guard let last = content.lastIndex(where: { !Self.isSpace($0) }) else { return false }
        return content[...last].suffix(5).elementsEqual("%%EOF".utf8)
            && content.count - last <= 16
            && content.suffix(2_048).firstRange(of: Array("startxref".utf8)) != nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 || byte == 0
    }
}

/// Whether a picture ends where it should.
enum PictureShape {
    static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// Its parts follow one another from the head to the end mark, and nothing stands behind.
    static func isWholePNG(_ content: [UInt8]) -> Bool {
        var position = png.count
        var isFirst = true
        while let length = content.number(at: position, bytes: 4),
            position + 12 + length <= content.count
        {
            let name = String(decoding: content[(position + 4)..<(position + 8)], as: UTF8.self)
            if isFirst, name != "IHDR" || length != 13 { return false }
            isFirst = false
            position += 12 + length
            if name == "IEND" { return length == 0 && position == content.count }
        }
        return false
    }

    /// Its segments follow one another to the end mark, and nothing stands behind.
    static func isWholeJPEG(_ content: [UInt8]) -> Bool {
        var position = 2
        var hasScan = false
        while position + 1 < content.count, content[position] == 0xFF {
            let mark = content[position + 1]
            switch mark {
            case 0xFF: position += 1
            case 0xD9: return hasScan && position + 2 == content.count
            case 0xD0...0xD7, 0x01: position += 2
            default:
                guard let length = content.number(at: position + 2, bytes: 2), length >= 2 else {
                    return false
                }
                position += 2 + length
                guard mark == 0xDA else { continue }
                hasScan = true
                position = endOfScan(content, from: position)
            }
        }
        return false
    }

    /// The next mark that is neither a stuffed byte nor a restart.
    private static func endOfScan(_ content: [UInt8], from start: Int) -> Int {
        var position = start
        while position + 1 < content.count {
            if content[position] == 0xFF {
                let next = content[position + 1]
                if next != 0, !(0xD0...0xD7).contains(next), next != 0xFF { return position }
            }
            position += 1
        }
        return content.count
    }
}

/// What an archive holds.
enum ArchiveShape {
    static let start: [UInt8] = [0x50, 0x4B, 0x03, 0x04]
    private static let entry: [UInt8] = [0x50, 0x4B, 0x01, 0x02]
    private static let end: [UInt8] = [0x50, 0x4B, 0x05, 0x06]
    private static let most = 10_000

    /// Whether a program that looks for an archive from the end would find one.
    static func hasEnd(_ content: [UInt8]) -> Bool {
        content.suffix(65_557).firstRange(of: end) != nil
    }

    /// The names in the list of contents, which ends the file without a remark; nil where it is cut
    /// off, sealed with a password, or has something before or behind.
    static func names(_ content: [UInt8]) -> Set<String>? {
        let tail = content.count - 22
        guard tail >= 0, content[tail...].starts(with: end),
            content.little(at: tail + 20, bytes: 2) == 0,
            let count = content.little(at: tail + 10, bytes: 2), (1...most).contains(count),
            let size = content.little(at: tail + 12, bytes: 4),
            let offset = content.little(at: tail + 16, bytes: 4), offset + size == tail
        else { return nil }
        var names: Set<String> = []
        var position = offset
        for _ in 0..<count {
            guard position + 46 <= tail, content[position...].starts(with: entry),
                let flags = content.little(at: position + 8, bytes: 2), flags & 1 == 0,
                let name = content.little(at: position + 28, bytes: 2),
                let extra = content.little(at: position + 30, bytes: 2),
                let remark = content.little(at: position + 32, bytes: 2),
                position + 46 + name + extra + remark <= tail
            else { return nil }
            let bytes = content[(position + 46)..<(position + 46 + name)]
            names.insert(String(decoding: bytes, as: UTF8.self))
            position += 46 + name + extra + remark
        }
        return position == tail ? names : nil
    }
}

extension [UInt8] {
    /// A whole number of so many bytes, the greatest first; nil beyond the end.
    fileprivate func number(at place: Int, bytes: Int) -> Int? {
        guard place + bytes <= count else { return nil }
        return self[place..<(place + bytes)].reduce(0) { $0 << 8 | Int($1) }
    }

    /// A whole number of so many bytes, the least first; nil beyond the end.
    fileprivate func little(at place: Int, bytes: Int) -> Int? {
        guard place >= 0, place + bytes <= count else { return nil }
        return self[place..<(place + bytes)].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
