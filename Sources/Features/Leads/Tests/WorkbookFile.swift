/// A workbook as a test writes it: sheets by name, and their rows as XML or as plain cells.
struct WorkbookFile {
    struct Sheet {
        let name: String
        var isHidden = false
        let rows: String

        /// A sheet of text cells.
        init(_ name: String, isHidden: Bool = false, _ rows: [[String]]) {
            let lines = rows.enumerated().map { row, cells in
                let cells = cells.enumerated().map { column, text in
                    text.isEmpty ? "" : Self.cell("ABCDEFGH", column, row, text)
                }
                return "<row r=\"\(row + 1)\">\(cells.joined())</row>"
            }
            self.init(name, isHidden: isHidden, xml: lines.joined())
        }

        init(_ name: String, isHidden: Bool = false, xml: String) {
            self.name = name
            self.isHidden = isHidden
            rows = xml
        }

        private static func cell(
            _ letters: String,
            _ column: Int,
            _ row: Int,
            _ text: String
        ) -> String {
            let letter = Array(letters)[column]
            return "<c r=\"\(letter)\(row + 1)\" t=\"inlineStr\"><is><t>\(text)</t></is></c>"
        }
    }

    private var body: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    /// The workbook's bytes.
    static func bytes(_ sheets: [Sheet]) -> [UInt8] {
        let schemas = "http://schemas.openxmlformats.org"
        let main = "\(schemas)/spreadsheetml/2006/main"
        let relations = "\(schemas)/officeDocument/2006/relationships"
        var file = WorkbookFile()
        file.add("[Content_Types].xml", "<Types xmlns=\"\(schemas)/package/2006/content-types\"/>")
        let tabs = sheets.enumerated().map { place, sheet in
            let state = sheet.isHidden ? " state=\"hidden\"" : ""
            return "<sheet name=\"\(sheet.name)\" sheetId=\"\(place + 1)\"\(state) "
                + "r:id=\"rId\(place + 1)\"/>"
        }
        file.add(
            "xl/workbook.xml",
            "<workbook xmlns=\"\(main)\" xmlns:r=\"\(relations)\"><sheets>\(tabs.joined())</sheets>"
                + "</workbook>"
        )
        let links = sheets.indices.map { place in
            "<Relationship Id=\"rId\(place + 1)\" Type=\"\(relations)/worksheet\" "
                + "Target=\"worksheets/sheet\(place + 1).xml\"/>"
        }
        file.add(
            "xl/_rels/workbook.xml.rels",
            "<Relationships xmlns=\"\(schemas)/package/2006/relationships\">\(links.joined())"
                + "</Relationships>"
        )
        for (place, sheet) in sheets.enumerated() {
            file.add(
                "xl/worksheets/sheet\(place + 1).xml",
                "<worksheet xmlns=\"\(main)\"><sheetData>\(sheet.rows)</sheetData></worksheet>"
            )
        }
        return file.whole
    }

    private mutating func add(_ name: String, _ content: String) {
        let bytes = Array(content.utf8)
        let size = Self.little(bytes.count, 4)
        let common =
            Self.little(0, 8) + Self.little(Int(Self.checksum(bytes)), 4) + size + size
            + Self.little(name.utf8.count, 2) + Self.little(0, 2)
        directory += [0x50, 0x4B, 1, 2, 20, 0, 20, 0] + common + Self.little(0, 10)
        directory += Self.little(body.count, 4) + name.utf8
        body += [0x50, 0x4B, 3, 4, 20, 0] + common + name.utf8 + bytes
        count += 1
    }

    private var whole: [UInt8] {
        body + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + Self.little(count, 2)
            + Self.little(count, 2) + Self.little(directory.count, 4) + Self.little(body.count, 4)
            + [0, 0]
    }

    private static func little(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    /// The CRC-32 that a zip archive keeps of each part.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in
                sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1
            }
        }
    }
}
