import Tables
import Testing

@Suite struct TableRefusalTests {
    private func refusal(_ bytes: [UInt8], _ limits: TableLimits = TableLimits()) throws
        -> TableError?
    {
        let folder = try Folder()
        let path = try folder.write(bytes)
        do throws(TableError) {
            let reader = try TableReader(path: path, limits: limits)
            while try reader.next() {}
            return nil
        } catch {
            return error
        }
    }

    private func refusal(_ text: String, _ limits: TableLimits = TableLimits()) throws
        -> TableError?
    {
        try refusal(Array(text.utf8), limits)
    }

    @Test("空文件与只有表头的文件 · empty files and bare headers")
    func empty() throws {
        #expect(try refusal("") == .empty)
        #expect(try refusal("\r\n\n\r\n") == .empty)
        #expect(try refusal([0xEF, 0xBB, 0xBF]) == .empty)
        #expect(try refusal("a,b,c") == .headerOnly)
        #expect(try refusal("a,b,c\r\n\r\n") == .headerOnly)
        #expect(try refusal("a,b,c\r\n1") == nil)
    }

    @Test("二进制与 UTF-16 被拒绝 · binary data and UTF-16")
    func binary() throws {
        #expect(try refusal([0x61, 0x00, 0x62, 0x0A]) == .notText)
        #expect(try refusal([0xFF, 0xFE, 0x61, 0x00]) == .utf16)
        #expect(try refusal([0xFE, 0xFF, 0x00, 0x61]) == .utf16)
    }

    @Test("后文的 NUL 只是坏行 · a NUL far behind is a bad row")
    func lateNUL() throws {
        let folder = try Folder()
        let lines = Array(String(repeating: "1,2\n", count: 70_000).utf8)
        let path = try folder.write(Array("a,b\n".utf8) + lines + [0x31, 0x2C, 0x00, 0x0A])
        let reader = try TableReader(path: path)
        var problems: [RecordProblem] = []
        while try reader.next() { if let problem = reader.problem { problems.append(problem) } }
        #expect(problems == [.nulByte(column: 1)])
    }

    @Test("超长的行指出行号 · a huge line is refused by its number")
    func hugeLine() throws {
        let huge = Array(repeating: UInt8(0x78), count: 100 << 20)
        let error = try refusal(Array("a,b\n1,2\n".utf8) + huge)
        #expect(error == .recordTooLong(line: 3, limit: 1 << 20))
        #expect(error?.line == 3)
        var limits = TableLimits()
        limits.recordBytes = 10
        #expect(try refusal("a,b\n12345,6789\nx", limits) == nil)
        #expect(
            try refusal("a,b\n12345,6789012\n", limits) == .recordTooLong(line: 2, limit: 10)
        )
    }

    @Test("列过多指出行号 · too many columns")
    func columns() throws {
        let allowed = "a\n" + String(repeating: ",", count: 199) + "x\n"
        #expect(try refusal("b,c\n" + allowed) == nil)
        let tooMany = "a,b\n1,2\n" + String(repeating: ",", count: 200) + "\n"
        #expect(try refusal(tooMany) == .tooManyColumns(line: 3, limit: 200))
    }

    @Test("未闭合的引号指出起始行 · an open quote is refused by the line where it began")
    func openQuote() throws {
        #expect(try refusal("a,b\n1,2\n3,\"4\n5,6\n") == .unterminatedQuote(line: 3))
        #expect(try refusal("a,b\n\"1\n2\",\"3\n") == .unterminatedQuote(line: 3))
        let lines = String(repeating: "5,6\n", count: 600_000)
        #expect(try refusal("a,b\n1,2\n3,\"4\n" + lines) == .unterminatedQuote(line: 3))
    }

    @Test("不存在的文件和文件夹 · no such file, and a folder")
    func missing() {
        #expect(throws: TableError.notReadable(errno: 2)) {
            try TableReader(path: "/nowhere/table.csv")
        }
        #expect(throws: TableError.notReadable(errno: 21)) { try TableReader(path: "/tmp") }
    }
}
