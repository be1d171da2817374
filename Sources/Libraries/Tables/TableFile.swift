/// Opens a file that somebody brings: text or workbook, by its contents, whatever its name says.
package enum TableFile {
    /// What a file is.
    package enum Kind: String, Sendable, Hashable {
        case text
        case workbook
    }

    /// What the file is, from its first bytes. Refuses workbooks of the old format.
    package static func kind(_ path: String) throws(TableError) -> Kind {
        try kind(ByteSource(path: path))
    }

    /// Opens a file and reads its header. A workbook is converted in `temporaryFolder`, which may
    /// take minutes for a large one; nothing stays there.
    ///
    /// `position` is a place that a reader of the same file reported: reading goes on from there.
    package static func open(
        _ path: String,
        part: TablePart = TablePart(),
        resumingAt position: TablePosition? = nil,
        temporaryFolder: String,
        limits: TableLimits = TableLimits(),
    ) throws(TableError) -> TableReader {
        try open(
            ByteSource(path: path),
            part: part,
            resumingAt: position,
            temporaryFolder: temporaryFolder,
            limits: limits,
        )
    }

    /// The same of a file that lies otherwise, such as sealed. For a converter a workbook is put
    /// in the clear into a file in `temporaryFolder` that has no name.
    package static func open(
        _ source: any TableBytes,
        part: TablePart = TablePart(),
        resumingAt position: TablePosition? = nil,
        temporaryFolder: String,
        limits: TableLimits = TableLimits(),
    ) throws(TableError) -> TableReader {
        switch try kind(source) {
        case .text:
            return try TableReader(
                source,
                isWorkbook: false,
                header: part.header,
                resumingAt: position,
                limits: limits
            )
        case .workbook:
            try Archive.checkWorkbook(source, limits: limits)
            let text = try WorkbookConversion.convert(
                source,
                sheet: part.sheet,
                temporaryFolder: temporaryFolder,
                limits: limits
            )
            return try TableReader(
                text,
                isWorkbook: true,
                header: part.header,
                resumingAt: position,
                limits: limits
            )
        }
    }

    /// The sheets of a workbook, in their order; none of a text.
    package static func sheets(
        _ path: String,
        temporaryFolder: String,
        limits: TableLimits = TableLimits(),
    ) throws(TableError) -> [TableSheet] {
        try sheets(ByteSource(path: path), temporaryFolder: temporaryFolder, limits: limits)
    }

    /// The same of a file that lies otherwise, such as sealed.
    package static func sheets(
        _ source: any TableBytes,
        temporaryFolder: String,
        limits: TableLimits = TableLimits(),
    ) throws(TableError) -> [TableSheet] {
        guard try kind(source) == .workbook else { return [] }
        try Archive.checkWorkbook(source, limits: limits)
        return try WorkbookConversion.sheets(
            of: source,
            temporaryFolder: temporaryFolder,
            limits: limits
        )
    }

    /// Opens a file of text, or the one of this name in a zip archive.
    package static func open(
        _ path: String,
        orInArchive name: String,
        temporaryFolder: String,
        limits: TableLimits = TableLimits(),
    ) throws(TableError) -> TableReader {
        let source = try ByteSource(path: path)
        let text =
            try kind(source) == .text
            ? source
            : WorkbookConversion.unpack(
                name,
                of: path,
                temporaryFolder: temporaryFolder,
                limits: limits
            )
        return try TableReader(
            text,
            isWorkbook: false,
            header: .first,
            resumingAt: nil,
            limits: limits
        )
    }

    private static func kind(_ source: any TableBytes) throws(TableError) -> Kind {
        let head = try source.bytes(at: 0, limit: 512)
        if head.starts(with: [0x50, 0x4B]), head.count >= 4, head[2] < 0x20 { return .workbook }
        if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
            throw try holdsEncryptedPackage(source) ? .passwordProtected : .oldWorkbook
        }
        if let other = otherKind(head) { throw other }
        return .text
    }

    /// Text that is no table, whatever the file is called.
    private static func otherKind(_ head: [UInt8]) -> TableError? {
        let text = head.drop { [0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0A, 0x0D].contains($0) }
        if text.starts(with: "%PDF-".utf8) || text.starts(with: "{\\rtf".utf8) { return .document }
        guard let first = text.first,
            let next = text.dropFirst().first(where: { $0 > 0x20 })
        else { return nil }
        switch first {
        case UInt8(ascii: "{") where "\"}".utf8.contains(next),
            UInt8(ascii: "[") where "\"{[]".utf8.contains(next):
            return .json
        case UInt8(ascii: "<") where next < 0x80 && "!?".utf8.contains(next) || next >= 0x41:
            return .markup
        default: return nil
        }
    }

    /// A workbook with a password lies as a stream `EncryptedPackage` in a file of the old kind.
    private static func holdsEncryptedPackage(_ source: any TableBytes) throws(TableError) -> Bool {
        var name: [UInt8] = []
        for byte in "EncryptedPackage".utf8 { name += [byte, 0] }
        // Names stand in the directory, whose sectors may lie anywhere; they begin at 128 bytes.
        var offset = 0
        while offset < source.count {
            let chunk = try source.bytes(at: offset, limit: 1 << 20)
            for place in stride(from: 0, to: chunk.count, by: 128)
            where chunk[place...].starts(with: name) {
                return true
            }
            offset += 1 << 20
        }
        return false
    }
}
