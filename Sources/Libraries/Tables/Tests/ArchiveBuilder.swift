/// Builds zip archives for tests: stored parts, honest or not, and parts packed from zeros.
struct ArchiveBuilder {
    private var body: [UInt8] = []
    private var directory: [UInt8] = []
    private var count: UInt16 = 0

    /// Adds a stored part. `declared` is the size the directory tells, if not the true one.
    mutating func add(
        _ name: String,
        _ content: [UInt8],
        declared: UInt32? = nil,
        isEncrypted: Bool = false
    ) {
        add(
            name,
            packed: content,
            unpacked: declared ?? UInt32(content.count),
            method: 0,
            // The checksum of a huge part is never reached: its reader has run out of memory.
            checksum: content.count > 4 << 20 ? 0 : Self.checksum(content),
            isEncrypted: isEncrypted
        )
    }

    /// Adds parts of `count` × 258 + 1 zeros each, packed 158 to 1 as in a real bomb.
    mutating func addZeros(_ names: [String], matches count: Int) {
        // A final block of fixed codes: the literal 0, then matches of 258 bytes at distance 1.
        let match = "11000101" + "00000"
        let whole = 8
        // Eight matches are 104 bits, 13 bytes: the bytes repeat behind the first two.
        let start = Self.bytes("110" + "00110000" + String(repeating: match, count: whole * 2))
        let pattern = Array(start[2..<15])
        let head = Array(start.prefix(2))
        let packed = head + Array(repeatElement(pattern, count: count / whole).joined())
        for name in names {
            add(
                name,
                packed: packed,
                unpacked: UInt32(count * 258 + 1),
                method: 8,
                checksum: 0,
                isEncrypted: false
            )
        }
    }

    private mutating func add(
        _ name: String,
        packed: [UInt8],
        unpacked: UInt32,
        method: UInt16,
        checksum: UInt32,
        isEncrypted: Bool
    ) {
        let offset = UInt32(body.count)
        let common =
            Self.little(UInt16(isEncrypted ? 1 : 0)) + Self.little(method) + [0, 0, 0x21, 0x50]
            + Self.little(checksum) + Self.little(UInt32(packed.count)) + Self.little(unpacked)
            + Self.little(UInt16(name.utf8.count)) + [0, 0]
        body += [0x50, 0x4B, 0x03, 0x04, 20, 0] + common + Array(name.utf8) + packed
        directory += [0x50, 0x4B, 0x01, 0x02, 20, 0, 20, 0] + common
        directory += Array(repeating: 0, count: 10) + Self.little(offset) + Array(name.utf8)
        count += 1
    }

    var bytes: [UInt8] {
        body + directory + [0x50, 0x4B, 0x05, 0x06, 0, 0, 0, 0]
            + Self.little(count) + Self.little(count) + Self.little(UInt32(directory.count))
            + Self.little(UInt32(body.count)) + [0, 0]
    }

    /// A sheet of a workbook that a test builds.
    struct SheetParts {
        var name = "S"
        var state: String?
        var rows = ""
        /// The whole part, where it is not made of the rows.
        var whole: [UInt8]?
        /// Whether the archive has no such part.
        var isMissing = false
    }

    /// A workbook with one sheet whose rows are given as XML.
    static func workbook(rows: String, sharedStrings: [String] = []) -> ArchiveBuilder {
        workbook([SheetParts(rows: rows)], sharedStrings: sharedStrings)
    }

    /// A workbook with sheets whose rows are given as XML.
    static func workbook(_ sheets: [SheetParts], sharedStrings: [String] = []) -> ArchiveBuilder {
        let types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        let package = "http://schemas.openxmlformats.org/package/2006"
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        var archive = ArchiveBuilder()
        let names =
            ["workbook", "sharedStrings"] + sheets.indices.map { "worksheets/sheet\($0 + 1)" }
        let overrides = names.map { name in
            let kind = name.hasPrefix("worksheets") ? "worksheet" : name
            let type = kind == "workbook" ? "sheet.main" : kind
            return "<Override PartName=\"/xl/\(name).xml\" ContentType=\"\(types).\(type)+xml\"/>"
        }
        archive.add(
            "[Content_Types].xml",
            Array("<Types xmlns=\"\(package)/content-types\">\(overrides.joined())</Types>".utf8)
        )
        let tabs = sheets.enumerated().map { place, sheet in
            let state = sheet.state.map { " state=\"\($0)\"" } ?? ""
            return
                "<sheet name=\"\(sheet.name)\" sheetId=\"\(place + 1)\"\(state) r:id=\"rId\(place + 1)\"/>"
        }
        archive.add(
            "xl/workbook.xml",
            Array(
                """
                <workbook xmlns="\(main)" xmlns:r="\(relations)"><sheets>\(tabs.joined())</sheets>\
                </workbook>
                """.utf8
            )
        )
        let links = sheets.indices.map { place in
            "<Relationship Id=\"rId\(place + 1)\" Type=\"\(relations)/worksheet\" "
                + "Target=\"worksheets/sheet\(place + 1).xml\"/>"
        }
        archive.add(
            "xl/_rels/workbook.xml.rels",
            Array(
                "<Relationships xmlns=\"\(package)/relationships\">\(links.joined())</Relationships>"
                    .utf8
            )
        )
        let items = sharedStrings.map { "<si><t>\($0)</t></si>" }.joined()
        archive.add("xl/sharedStrings.xml", Array("<sst>\(items)</sst>".utf8))
        for (place, sheet) in sheets.enumerated() where !sheet.isMissing {
            let text = """
                <worksheet xmlns="\(main)"><sheetData>\(sheet.rows)</sheetData></worksheet>
                """
            archive.add(
                "xl/worksheets/sheet\(place + 1).xml",
                sheet.whole ?? Array(text.utf8)
            )
        }
        return archive
    }

    private static func little(_ value: UInt16) -> [UInt8] {
        [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
    }

    private static func little(_ value: UInt32) -> [UInt8] {
        little(UInt16(truncatingIfNeeded: value)) + little(UInt16(truncatingIfNeeded: value >> 16))
    }

    /// Packs bits into bytes, the first bit lowest.
    private static func bytes(_ bits: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for (place, bit) in bits.utf8.enumerated() {
            if place % 8 == 0 { bytes.append(0) }
            if bit == 0x31 { bytes[place / 8] |= 1 << UInt8(place % 8) }
        }
        return bytes
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var rest: UInt32 = .max
        for byte in bytes {
            rest ^= UInt32(byte)
            for _ in 0..<8 { rest = rest & 1 == 1 ? rest >> 1 ^ 0xEDB8_8320 : rest >> 1 }
        }
        return ~rest
    }
}
