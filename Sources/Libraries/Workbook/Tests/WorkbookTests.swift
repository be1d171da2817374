import Glibc
import Tables
import Testing
import Workbook

@Suite struct WorkbookTests {
    /// A path in a new folder under the system's temporary one.
    private func folder() throws -> String {
        var template = Array("/tmp/workbook-XXXXXX".utf8CString)
        let made = mkdtemp(&template) != nil
        try #require(made)
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private func remove(_ folder: String) {
        unlink("\(folder)/out.xlsx")
        rmdir(folder)
    }

    private func records(_ path: String, _ folder: String) throws -> [[String]] {
        let reader = try TableFile.open(path, temporaryFolder: folder)
        var records = [reader.header]
        while try reader.next() { records.append((0..<reader.fieldCount).map { reader.text($0) }) }
        return records
    }

    @Test("写出的工作簿可原样读回 · a workbook is read back", arguments: [false, true])
    func roundTrip(isLarge: Bool) throws {
        let folder = try folder()
        defer { remove(folder) }
        let book = try Workbook(
            path: "\(folder)/out.xlsx",
            created: 1_774_900_000,
            isLarge: isLarge,
            temporaryFolder: folder
        )
        let sheet = try book.addSheet(
            "坐席日报",
            columns: ["坐席", "外呼", "成功率", "通话", "金额", "备注"].map { Column($0) }
        )
        try sheet.append([
            "张*", 200, .percent(0.125), .duration(seconds: 3_723), .amount(hundredths: 123_456),
            "=1+1",
        ])
        try sheet.append([.text("李\0*"), .integer(-3), .empty, .empty, .number(1.5, decimals: 2)])
        try sheet.append(["合计", 197], style: .total)
        try sheet.append(["成功率 = 成功 ÷ 有效通话"], style: .note)
        try sheet.add(Chart(.column, title: "外呼量", category: 0, values: [1]))
        try sheet.add(Chart(.line, title: "成功率", category: 0, values: [1, 2]))
        #expect(sheet.rowCount == 5)
        _ = try book.addSheet("The 'second' sheet", columns: [Column("x", width: 40)])
        #expect(try book.close() == "\(folder)/out.xlsx")
        let read = try records("\(folder)/out.xlsx", folder)
        #expect(
            read == [
                ["坐席", "外呼", "成功率", "通话", "金额", "备注"],
                ["张*", "200", "0.125", "01:02:03", "1234.56", "=1+1"],
                ["李\u{FFFD}*", "-3", "", "", "1.5", ""],
                ["合计", "197", "", "", "", ""],
                ["成功率 = 成功 ÷ 有效通话", "", "", "", "", ""],
            ]
        )
    }

    @Test("大文件模式写出两万行 · many rows go through a file")
    func large() throws {
        let folder = try folder()
        defer { remove(folder) }
        let book = try Workbook(
            path: "\(folder)/out.xlsx",
            created: 0,
            isLarge: true,
            temporaryFolder: folder
        )
        let sheet = try book.addSheet("rows", columns: [Column("n"), Column("text")])
        for number in 1...20_000 { try sheet.append([.integer(number), .text("行 \(number)")]) }
        try book.close()
        let read = try records("\(folder)/out.xlsx", folder)
        #expect(read.count == 20_001)
        #expect(read.last == ["20000", "行 20000"])
    }

    @Test(
        "Excel 不接受的表名 · names that Excel refuses",
        arguments: [
            "", "a/b", "a[b]", "what?", "'quoted'", String(repeating: "长", count: 32), "a\0b",
        ]
    )
    func sheetNames(name: String) throws {
        let folder = try folder()
        defer { remove(folder) }
        let book = try Workbook(path: "\(folder)/out.xlsx", created: 0)
        #expect(throws: WorkbookError.invalidSheetName) {
            try book.addSheet(name, columns: [Column("x")])
        }
    }

    @Test("每个拒绝 · every refusal")
    func refusals() throws {
        let folder = try folder()
        defer { remove(folder) }
        let book = try Workbook(path: "\(folder)/out.xlsx", created: 0)
        let sheet = try book.addSheet("One", columns: [Column("x"), Column("y")])
        #expect(throws: WorkbookError.duplicateSheetName) {
            try book.addSheet("ONE", columns: [Column("x")])
        }
        #expect(throws: WorkbookError.columnCount) { try book.addSheet("Two", columns: []) }
        #expect(throws: WorkbookError.tooManyCells(row: 1)) { try sheet.append([1, 2, 3]) }
        #expect(throws: WorkbookError.notANumber(row: 1, column: 1)) {
            try sheet.append([1, .percent(.nan)])
        }
        #expect(throws: WorkbookError.textTooLong(row: 1, column: 0)) {
            try sheet.append([.text(String(repeating: "x", count: 32_768))])
        }
        #expect(throws: WorkbookError.noSuchColumn) {
            try sheet.add(Chart(.line, title: "", category: 0, values: [2]))
        }
        try book.close()
        #expect(throws: WorkbookError.closed) { try sheet.append([1]) }
        #expect(throws: WorkbookError.closed) { try book.close() }
        #expect(throws: WorkbookError.closed) { try book.addSheet("Two", columns: [Column("x")]) }
    }

    @Test("写不了的文件夹；未关闭则不留文件 · no folder, and nothing without close")
    func files() throws {
        let lost = try Workbook(path: "/nowhere/out.xlsx", created: 0)
        _ = try lost.addSheet("One", columns: [Column("x")])
        #expect(throws: WorkbookError.notWritable) { try lost.close() }
        let folder = try folder()
        defer { remove(folder) }
        do {
            let dropped = try Workbook(path: "\(folder)/out.xlsx", created: 0)
            _ = try dropped.addSheet("One", columns: [Column("x")])
        }
        #expect(access("\(folder)/out.xlsx", F_OK) != 0)
    }
}
