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
        let source = try ByteSource(path: path)
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
                path,
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
        let source = try ByteSource(path: path)
        guard try kind(source) == .workbook else { return [] }
        try Archive.checkWorkbook(source, limits: limits)
        return try WorkbookConversion.sheets(
            of: path,
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

    private static func kind(_ source: ByteSource) throws(TableError) -> Kind {
        let head = try source.bytes(at: 0, limit: 8)
        if head.starts(with: [0x50, 0x4B]), head.count >= 4, head[2] < 0x20 { return .workbook }
        if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
            throw try holdsEncryptedPackage(source) ? .passwordProtected : .oldWorkbook
        }
        return .text
    }

    /// A workbook with a password lies as a stream `EncryptedPackage` in a file of the old kind.
    private static func holdsEncryptedPackage(_ source: ByteSource) throws(TableError) -> Bool {
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
