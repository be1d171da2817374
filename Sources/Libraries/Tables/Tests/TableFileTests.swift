import Tables
import Testing

@Suite struct TableFileTests {
    private func refusal(
        _ bytes: [UInt8],
        _ limits: TableLimits = TableLimits(),
        as name: String = "leads.xlsx"
    ) throws -> TableError? {
        let folder = try Folder()
        let path = try folder.write(bytes, as: name)
        do throws(TableError) {
            let reader = try TableFile.open(path, temporaryFolder: folder.path, limits: limits)
            while try reader.next() {}
            return nil
        } catch {
            #expect(try folder.strangers() == [])
            return error
        }
    }

    @Test("工作簿按内容识别，数字保留全部位数 · a workbook's numbers keep their digits")
    func workbook() throws {
        let folder = try Folder()
        let rows = """
            <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>\
            <c r="C1" t="inlineStr"><is><t>备注 &amp; 说明</t></is></c></row>\
            <row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>1.3800138E10</v></c></row>\
            <row r="5"><c r="A5" t="s"><v>2</v></c><c r="B5" t="n"><v>13800138000</v></c>\
            <c r="C5" t="str"><v>a,"b"</v></c></row>\
            <row r="6"><c r="B6" t="n"><v>1.3800138E10</v></c><c r="C6"><v>1E5</v></c></row>
            """
        let archive = ArchiveBuilder.workbook(rows: rows, sharedStrings: ["姓名", "电话", "张\n三"])
        let path = try folder.write(archive.bytes, as: "leads.csv")
        #expect(try TableFile.kind(path) == .workbook)
        let reader = try TableFile.open(path, temporaryFolder: folder.path)
        #expect(reader.header == ["姓名", "电话", "备注 & 说明"])
        var records: [[String]] = []
        var lines: [Int] = []
        while try reader.next() {
            records.append((0..<3).map { reader.text($0) })
            lines.append(reader.line)
        }
        #expect(
            records == [
                ["张 三", "13800138000", ""], ["张 三", "13800138000", "a,\"b\""],
                ["", "13800138000", "1E5"],
            ]
        )
        #expect(lines == [2, 5, 6])
        #expect(try folder.strangers() == [])
    }

    @Test("C2.1 工作表的名称与是否隐藏，可选任一张 · sheets are told apart, hidden ones too")
    func sheets() throws {
        let folder = try Folder()
        func rows(_ text: String) -> String {
            "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>\(text)</t></is></c></row>"
                + "<row r=\"2\"><c r=\"A2\"><v>1</v></c></row>"
        }
        let archive = ArchiveBuilder.workbook([
            .init(name: "说明", state: "hidden", rows: rows("甲")),
            .init(name: "名单", rows: rows("乙") + "<row r=\"3\" hidden=\"1\"/>"),
            .init(name: "Sheet3", rows: "<row r=\"1\"/>"),
            .init(name: "底稿", state: "veryHidden", rows: rows("丁")),
        ])
        let path = try folder.write(archive.bytes)
        let sheets = try TableFile.sheets(path, temporaryFolder: folder.path)
        #expect(sheets.map(\.name) == ["说明", "名单", "Sheet3", "底稿"])
        #expect(sheets.map(\.isHidden) == [true, false, false, true])
        #expect(sheets.map(\.hasCells) == [true, true, false, true])
        #expect(sheets.map(\.hiddenRows) == [0, 1, 0, 0])
        for (sheet, title) in [(1, "甲"), (2, "乙"), (4, "丁")] {
            let part = TablePart(sheet: sheet)
            let reader = try TableFile.open(path, part: part, temporaryFolder: folder.path)
            #expect(reader.header == [title])
        }
        #expect(try TableFile.sheets(folder.write("a,b\n"), temporaryFolder: folder.path) == [])
        #expect(try folder.strangers() == [])
    }

    @Test("C2.1 UTF-16 的工作表照常读 · a sheet in UTF-16 is read like any other")
    func wide() throws {
        let folder = try Folder()
        let text = """
            <?xml version="1.0" encoding="UTF-16"?><worksheet><sheetData><row r="1" hidden="1">\
            <c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row></sheetData></worksheet>
            """
        let units = [0xFEFF] + Array(text.utf16)
        for isBigEndian in [true, false] {
            let bytes = units.flatMap { unit in
                let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
                return isBigEndian ? pair : pair.reversed()
            }
            let archive = ArchiveBuilder.workbook([.init(whole: bytes)])
            let path = try folder.write(archive.bytes)
            let sheets = try TableFile.sheets(path, temporaryFolder: folder.path)
            #expect(sheets.map(\.hasCells) == [true])
            #expect(sheets.map(\.hiddenRows) == [1])
            let part = TablePart(header: .none)
            let reader = try TableFile.open(path, part: part, temporaryFolder: folder.path)
            #expect(try reader.next())
            #expect(reader.text(0) == "姓名")
        }
    }

    @Test(
        "C2.1 读不出的工作表不当作空表 · a sheet that cannot be read is not called empty",
        arguments: [
            ArchiveBuilder.SheetParts(whole: Array("no XML at all".utf8)),
            ArchiveBuilder.SheetParts(whole: []),
            ArchiveBuilder.SheetParts(whole: Array("<worksheet><sheetData/>".utf8)),
            ArchiveBuilder.SheetParts(
                whole: Array("<?xml version='1.0' encoding='UTF-16'?><a/>".utf8)
            ),
            ArchiveBuilder.SheetParts(isMissing: true),
        ]
    )
    func unreadable(sheet: ArchiveBuilder.SheetParts) throws {
        let folder = try Folder()
        let whole = ArchiveBuilder.SheetParts(rows: "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>")
        let path = try folder.write(ArchiveBuilder.workbook([whole, sheet]).bytes)
        #expect(throws: TableError.unreadableWorkbook) {
            try TableFile.sheets(path, temporaryFolder: folder.path)
        }
        let part = TablePart(sheet: 2)
        #expect(throws: TableError.unreadableWorkbook) {
            try TableFile.open(path, part: part, temporaryFolder: folder.path)
        }
        #expect(try folder.strangers() == [])
    }

    @Test("C2.1 公式只取其值，科学计数文本不还原 · a formula is never text, and no digit is invented")
    func formulas() throws {
        let folder = try Folder()
        let rows = """
            <row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row>\
            <row r="2"><c r="A2"><f>HYPERLINK("http://x","李""四")</f><v/></c></row>\
            <row r="3"><c r="A3" t="str"><f>HYPERLINK("http://x","丙")</f><v>张三</v></c></row>\
            <row r="4"><c r="A4"><f>A1&amp;"x"</f><v/></c><c r="B4"><v>1</v></c></row>\
            <row r="5"><c r="A5" t="inlineStr"><is><t>1.54E+10</t></is></c></row>\
            <row r="6"><c r="A6" t="n"><v>15400080031</v></c></row>
            """
        let path = try folder.write(ArchiveBuilder.workbook(rows: rows).bytes)
        let reader = try TableFile.open(path, temporaryFolder: folder.path)
        var cells: [String] = []
        while try reader.next() { cells.append(reader.text(0)) }
        #expect(cells == ["李\"四", "张三", "", "1.54E+10", "15400080031"])
    }

    @Test("工作簿也能接着读 · a workbook is resumed")
    func resume() throws {
        let folder = try Folder()
        let rows = (1...50).map { row in
            "<row r=\"\(row)\"><c r=\"A\(row)\"><v>\(row)</v></c></row>"
        }
        let path = try folder.write(ArchiveBuilder.workbook(rows: rows.joined()).bytes)
        let reader = try TableFile.open(path, temporaryFolder: folder.path)
        for _ in 0..<20 { _ = try reader.next() }
        let later = try TableFile.open(
            path,
            resumingAt: reader.position,
            temporaryFolder: folder.path
        )
        #expect(try later.next())
        #expect(later.text(0) == "22")
        #expect(later.line == 22)
        #expect(try rest(later).count == 28)
    }

    @Test("文本按内容识别，不看扩展名 · text under a workbook's name")
    func text() throws {
        let folder = try Folder()
        let path = try folder.write("a,b\n1,2\n", as: "leads.xlsx")
        #expect(try TableFile.kind(path) == .text)
        #expect(try rest(try TableFile.open(path, temporaryFolder: folder.path)) == [["1", "2"]])
        #expect(try refusal(Array("PK,b\n1,2\n".utf8)) == nil)
    }

    @Test("压缩炸弹被拒绝 · zip bombs are refused")
    func bombs() throws {
        var limits = TableLimits()
        limits.unpackingRatio = 100
        var bomb = ArchiveBuilder.workbook(rows: "")
        bomb.addZeros(["xl/worksheets/sheet2.xml"], matches: 260_000)
        #expect(try refusal(bomb.bytes, limits) == .archiveTooLarge)
        bomb.addZeros((3...20).map { "xl/worksheets/sheet\($0).xml" }, matches: 260_000)
        #expect(try refusal(bomb.bytes) == .archiveTooLarge)
        var declared = ArchiveBuilder.workbook(rows: "")
        declared.add("xl/media/image1.png", [1, 2, 3], declared: 0x4100_0000)
        #expect(try refusal(declared.bytes) == .archiveTooLarge)
        limits.parts = 4
        #expect(try refusal(ArchiveBuilder.workbook(rows: "").bytes, limits) == .archiveTooLarge)
    }

    @Test("谎报大小的压缩包被拒绝 · an archive that lies about its sizes")
    func liar() throws {
        var archive = ArchiveBuilder()
        archive.add("[Content_Types].xml", Array("<Types/>".utf8), declared: 3)
        archive.add("xl/workbook.xml", [])
        archive.add("xl/worksheets/sheet1.xml", [])
        #expect(try refusal(archive.bytes) == .unreadableWorkbook)
    }

    @Test("展开后过大的工作簿被中止 · a workbook that swells is stopped")
    func swells() throws {
        var limits = TableLimits()
        limits.convertedBytes = 4 << 20
        let string = String(repeating: "x", count: 100_000)
        let rows = (1...100).map { "<row r=\"\($0)\"><c r=\"A\($0)\" t=\"s\"><v>0</v></c></row>" }
        let archive = ArchiveBuilder.workbook(rows: rows.joined(), sharedStrings: [string])
        #expect(try refusal(archive.bytes, limits) == .workbookTooLarge)
    }

    @Test("转换占用的内存和时间有上限 · memory and time of a conversion are limited")
    func exhausts() throws {
        var limits = TableLimits()
        limits.conversionMemory = 30 << 20
        let strings = Array(repeating: "a shared string", count: 200_000)
        let archive = ArchiveBuilder.workbook(rows: "", sharedStrings: strings)
        #expect(try refusal(archive.bytes, limits) == .workbookTooLarge)
        limits = TableLimits()
        limits.conversionSeconds = 1
        let rows = "<row r=\"999999999999\"><c r=\"A999999999999\"><v>1</v></c></row>"
        #expect(
            try refusal(ArchiveBuilder.workbook(rows: rows).bytes, limits) == .workbookTooSlow
        )
    }

    @Test("不是工作簿的压缩包 · archives that are no workbook")
    func notAWorkbook() throws {
        var archive = ArchiveBuilder()
        archive.add("word/document.xml", [1])
        #expect(try refusal(archive.bytes) == .notAWorkbook)
        #expect(try refusal(Array(archive.bytes.dropLast(10))) == .damagedArchive)
        var wrong = archive.bytes
        wrong[wrong.count - 6] = 0xF0
        #expect(try refusal(wrong) == .damagedArchive)
        #expect(try refusal([0x50, 0x4B, 0x03, 0x04]) == .damagedArchive)
    }

    @Test("加密的工作簿 · workbooks with a password")
    func encrypted() throws {
        var archive = ArchiveBuilder.workbook(rows: "")
        archive.add("xl/styles.xml", [1], isEncrypted: true)
        #expect(try refusal(archive.bytes) == .passwordProtected)
        let magic: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
        let filler = Array(repeating: UInt8(0), count: 1_024 - 8)
        let stream = Array("EncryptedPackage".utf8).flatMap { [$0, 0] as [UInt8] }
        #expect(try refusal(magic + filler + stream) == .passwordProtected)
        #expect(try refusal(magic + filler, as: "leads.xls") == .oldWorkbook)
    }
}
