import Tables
import Testing

@Suite struct ResumeTests {
    /// A table with quotes, line ends within fields and blank lines, in either encoding.
    private static func table(_ encoding: TextEncoding) -> [UInt8] {
        let name = encoding == .utf8 ? Array("张三".utf8) : [0xD5, 0xC5, 0xC8, 0xFD]
        var bytes = encoding == .utf8 ? [0xEF, 0xBB, 0xBF] : [] as [UInt8]
        bytes += Array("name;note;number\r\n".utf8)
        for number in 1...500 {
            bytes += name + Array(";\"line \"\"\(number)\"\"\r\nnext\";\(number)\r\n".utf8)
            if number % 7 == 0 { bytes += [0x0D, 0x0A] }
        }
        return bytes
    }

    @Test("读到一半再接着读，结果一致 · half now, half later", arguments: TextEncoding.allCases)
    func resume(encoding: TextEncoding) throws {
        let folder = try Folder()
        let path = try folder.write(Self.table(encoding))
        let whole = try TableReader(path: path)
        #expect(whole.format.encoding == encoding)
        var codes: [String] = []
        var lines: [Int] = []
        var records: [[String]] = []
        while try whole.next() {
            lines.append(whole.line)
            records.append((0..<whole.fieldCount).map { whole.text($0) })
            codes.append(whole.position.code)
        }
        #expect(records.count == 500)
        for half in [1, 7, 250, 499] {
            let position = try #require(TablePosition(code: codes[half - 1]))
            let later = try TableReader(path: path, resumingAt: position)
            #expect(later.header == ["name", "note", "number"])
            #expect(later.fieldCount == 0)
            #expect(try later.next())
            #expect(later.line == lines[half])
            #expect((0..<3).map { later.text($0) } == records[half])
            #expect(try rest(later) == Array(records[(half + 1)...]))
        }
        let end = try #require(TablePosition(code: codes[499]))
        #expect(try rest(try TableReader(path: path, resumingAt: end)) == [])
    }

    @Test("位置代码往返一致，坏代码被拒绝 · codes of places")
    func codes() {
        let format = TableFormat(encoding: .gb18030, delimiter: .tab)
        let position = TablePosition(format: format, offset: 12, line: 3)
        #expect(position.code == "gb18030:tab:12:3")
        #expect(TablePosition(code: position.code) == position)
        for code in ["", "utf8:comma:1", "utf8:comma:-1:1", "utf8:comma:1:0", "latin1:comma:1:1"] {
            #expect(TablePosition(code: code) == nil)
        }
    }
}
