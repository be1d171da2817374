import Tables
import Testing

@Suite struct TableTextTests {
    private func written(_ fields: [String]) -> String {
        var text = TableText()
        text.append(fields)
        return String(decoding: text.bytes.dropLast(2), as: UTF8.self)
    }

    @Test(
        "公式注入防护 · values that a spreadsheet would run",
        arguments: [
            ("=1+1", "'=1+1"), ("+SUM(A1)", "'+SUM(A1)"), ("-2+3", "'-2+3"), ("@x", "'@x"),
            ("\tx", "'\tx"), ("-12.5", "-12.5"), ("+8613800001111", "+8613800001111"),
            ("-3.5%", "-3.5%"), ("-", "'-"), ("+1.2.3", "'+1.2.3"), ("＝1", "'＝1"), ("a=b", "a=b"),
            ("", "\"\""), ("=\"a\",b", "\"'=\"\"a\"\",b\""), ("\rx", "\"'\rx\""),
        ]
    )
    func formulas(value: String, expected: String) {
        #expect(written([value]) == expected)
    }

    @Test("写出后读回一致 · what is written is read back")
    func roundTrip() throws {
        let folder = try Folder()
        let records = [
            ["张三", "a \"quoted\" word", "two\r\nlines"], ["", ",;", " x"],
            ["138****0000", "", "é"],
        ]
        for mark in [false, true] {
            let path = folder.name("out-\(mark).csv")
            let writer = try TableWriter(path: path, byteOrderMark: mark)
            try writer.append(["甲", "乙", "丙"])
            for record in records { try writer.append(record) }
            try writer.finish()
            #expect(writer.count == 4)
            let reader = try TableReader(path: path)
            #expect(reader.header == ["甲", "乙", "丙"])
            var read: [[String]] = []
            while try reader.next() {
                read.append((0..<3).map { String(decoding: reader[$0], as: UTF8.self) })
            }
            #expect(read == records)
        }
        #expect(Array(try folder.read("out-true.csv").prefix(3)) == [0xEF, 0xBB, 0xBF])
    }

    @Test("已有的文件不被覆盖 · an existing file is not overwritten")
    func exists() throws {
        let folder = try Folder()
        let path = try folder.write("kept")
        #expect(throws: TableError.notWritable(errno: 17)) { try TableWriter(path: path) }
        #expect(throws: TableError.notWritable(errno: 2)) { try TableWriter(path: "/nowhere/x") }
        #expect(try folder.read("table.csv") == Array("kept".utf8))
    }
}
