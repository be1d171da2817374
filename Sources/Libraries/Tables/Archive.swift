/// Looks at the directory of a zip archive before anything unpacks it.
enum Archive {
    private struct Directory {
        let offset: Int
        let size: Int
        let entries: Int
    }

    private struct Entry {
        let name: String
        let isEncrypted: Bool
        let packed: UInt64
        let unpacked: UInt64
        /// The length of the entry in the directory.
        let length: Int
    }

    /// Refuses what is no workbook, asks for a password, or would unpack to too much. The declared
    /// sizes may lie: the conversion has limits of its own.
    static func checkWorkbook(_ source: any TableBytes, limits: TableLimits) throws(TableError) {
        let entries = try entries(source, limits: limits)
        if entries.contains(where: \.isEncrypted) { throw .passwordProtected }
        let names = Set(entries.map(\.name))
        let sheets = names.contains { $0.hasPrefix("xl/worksheets/") && $0.hasSuffix(".xml") }
        guard names.isSuperset(of: ["[Content_Types].xml", "xl/workbook.xml"]), sheets
        else { throw .notAWorkbook }
        var total: UInt64 = 0
        for entry in entries {
            let (sum, isOverflow) = total.addingReportingOverflow(entry.unpacked)
            if isOverflow { throw .archiveTooLarge }
            total = sum
        }
        if total > UInt64(limits.unpackedBytes) { throw .archiveTooLarge }
        // Against the file's own size: entries may share packed bytes.
        if total > 16 << 20, total / UInt64(max(1, source.count)) > UInt64(limits.unpackingRatio) {
            throw .archiveTooLarge
        }
    }

    private static func entries(
        _ source: any TableBytes,
        limits: TableLimits
    ) throws(TableError) -> [Entry] {
        let directory = try directory(source)
        if directory.entries > limits.parts { throw .archiveTooLarge }
        // An entry has 46 bytes and a name; 64 KB for each is far more than any real one.
        guard directory.size <= directory.entries * 65_536,
            directory.offset + directory.size <= source.count
        else { throw .damagedArchive }
        let bytes = try source.bytes(at: directory.offset, limit: directory.size)
        var entries: [Entry] = []
        var offset = 0
        for _ in 0..<directory.entries {
            guard let entry = entry(bytes, at: offset) else { throw .damagedArchive }
            entries.append(entry)
            offset += entry.length
        }
        return entries
    }

    /// Finds the end record: 22 bytes and a comment of up to 65,535 at the very end.
    private static func directory(_ source: any TableBytes) throws(TableError) -> Directory {
        let length = min(source.count, 22 + 65_535)
        let tail = try source.bytes(at: source.count - length, limit: length)
        var start = tail.count - 22
        while start >= 0 {
            if tail.starts(with: [0x50, 0x4B, 0x05, 0x06], at: start) {
                let entries = Int(tail.little16(start + 10))
                let size = Int(tail.little32(start + 12))
                let offset = Int(tail.little32(start + 16))
                // All ones point to a directory for archives beyond 4 GB.
                if entries == 0xFFFF || size == 0xFFFF_FFFF || offset == 0xFFFF_FFFF {
                    throw .archiveTooLarge
                }
                return Directory(offset: offset, size: size, entries: entries)
            }
            start -= 1
        }
        throw .damagedArchive
    }

    private static func entry(_ bytes: [UInt8], at offset: Int) -> Entry? {
        guard offset + 46 <= bytes.count, bytes.starts(with: [0x50, 0x4B, 0x01, 0x02], at: offset)
        else { return nil }
        let nameLength = Int(bytes.little16(offset + 28))
        let extraLength = Int(bytes.little16(offset + 30))
        let length = 46 + nameLength + extraLength + Int(bytes.little16(offset + 32))
        guard offset + length <= bytes.count else { return nil }
        let nameEnd = offset + 46 + nameLength
        var packed = UInt64(bytes.little32(offset + 20))
        var unpacked = UInt64(bytes.little32(offset + 24))
        // Sizes of all ones stand in the extra field 1, the unpacked one first.
        let wide = wideSizes(bytes[nameEnd..<(nameEnd + extraLength)])
        var next = wide.startIndex
        if unpacked == 0xFFFF_FFFF, next < wide.endIndex {
            unpacked = wide[next]
            next += 1
        }
        if packed == 0xFFFF_FFFF, next < wide.endIndex { packed = wide[next] }
        return Entry(
            name: String(decoding: bytes[(offset + 46)..<nameEnd], as: UTF8.self),
            isEncrypted: bytes.little16(offset + 8) & 1 == 1,
            packed: packed,
            unpacked: unpacked,
            length: length
        )
    }

    private static func wideSizes(_ extra: ArraySlice<UInt8>) -> [UInt64] {
        let bytes = Array(extra)
        var offset = 0
        while offset + 4 <= bytes.count {
            let size = Int(bytes.little16(offset + 2))
            let end = offset + 4 + size
            guard end <= bytes.count else { return [] }
            if bytes.little16(offset) == 1 {
                return stride(from: offset + 4, to: end - 7, by: 8).map { place in
                    UInt64(bytes.little32(place)) | UInt64(bytes.little32(place + 4)) << 32
                }
            }
            offset = end
        }
        return []
    }
}

extension [UInt8] {
    fileprivate func starts(with mark: [UInt8], at offset: Int) -> Bool {
        self[offset...].starts(with: mark)
    }

    fileprivate func little16(_ offset: Int) -> UInt16 {
        UInt16(self[offset]) | UInt16(self[offset + 1]) << 8
    }

    fileprivate func little32(_ offset: Int) -> UInt32 {
        UInt32(little16(offset)) | UInt32(little16(offset + 2)) << 16
    }
}
