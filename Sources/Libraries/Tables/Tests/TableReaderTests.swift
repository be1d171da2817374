import Tables
import Testing

/// Every record that is left, as strings.
func rest(_ reader: TableReader) throws -> [[String]] {
    var records: [[String]] = []
    while try reader.next() { records.append((0..<reader.fieldCount).map { reader.text($0) }) }
    return records
}

@Suite struct TableReaderTests {
    private func reader(_ bytes: [UInt8], _ folder: Folder) throws -> TableReader {
        try TableReader(path: try folder.write(bytes))
    }

    private func reader(_ text: String, _ folder: Folder) throws -> TableReader {
        try reader(Array(text.utf8), folder)
    }

    /// 张三 in GB18030; then a character of four bytes (U+3400 is 81 39 EE 39).
    private static let zhangSan: [UInt8] = [0xD5, 0xC5, 0xC8, 0xFD]
    private static let fourBytes: [UInt8] = [0x81, 0x39, 0xEE, 0x39]

    @Test("UTF-8 有无 BOM 均可 · UTF-8 with and without a mark")
    func utf8() throws {
        let folder = try Folder()
        for mark in [[], [0xEF, 0xBB, 0xBF]] as [[UInt8]] {
            let reader = try reader(mark + Array("姓名,电话\n张三,13800001111\n".utf8), folder)
            #expect(reader.header == ["姓名", "电话"])
            #expect(reader.format == TableFormat(encoding: .utf8, delimiter: .comma))
            #expect(try rest(reader) == [["张三", "13800001111"]])
        }
    }

    @Test("GB18030 含四字节字符 · GB18030 with characters of four bytes")
    func gb18030() throws {
        let folder = try Folder()
        // 镕 is E946, whose second byte is a letter; 珜 ends in 5C, a backslash.
        let text =
            Array("name,phone\r\n".utf8) + Self.zhangSan + Self.fourBytes
            + Array(",1\r\n\"".utf8) + Self.zhangSan + Array("\",2".utf8)
        let reader = try reader(text, folder)
        #expect(reader.format.encoding == .gb18030)
        #expect(try rest(reader) == [["张三㐀", "1"], ["张三", "2"]])
        #expect(reader.problem == nil)
    }

    @Test("GB18030 的字节从不与分隔符混淆 · no character's bytes are taken for a delimiter")
    func everyPair() throws {
        let folder = try Folder()
        var bytes = Array("a;b\n".utf8)
        var count = 0
        for lead in UInt8(0xB0)...0xF7 {
            for trail in UInt8(0x40)...0xFE where trail != 0x7F {
                bytes += [lead, trail, 0x3B, 0x22, lead, trail, 0x22, 0x0A]
                count += 1
            }
        }
        let reader = try reader(bytes, folder)
        #expect(reader.format == TableFormat(encoding: .gb18030, delimiter: .semicolon))
        let records = try rest(reader)
        #expect(records.count == count)
        #expect(records.allSatisfy { $0.count == 2 && $0[0] == $0[1] && $0[0].count == 1 })
    }

    @Test("编码由远处的第一个汉字决定 · the first Chinese byte decides, however far")
    func lateEvidence() throws {
        let folder = try Folder()
        let ascii = Array(String(repeating: "1,2,3\n", count: 100_000).utf8)
        let reader = try reader(ascii + Self.zhangSan + [0x2C, 0x31, 0x0A], folder)
        #expect(reader.format.encoding == .gb18030)
        #expect(try rest(reader).last == ["张三", "1"])
    }

    @Test("UTF-8 中个别坏字节不改变判断 · a few broken rows stay bad rows of a UTF-8 file")
    func brokenRow() throws {
        let folder = try Folder()
        let good = Array("张三丰,一二三\n".utf8)
        let bytes = Array("姓名,备注\n".utf8) + good + [0x41, 0x2C, 0xFF, 0x42, 0x0A] + good
        let reader = try reader(bytes, folder)
        #expect(reader.format.encoding == .utf8)
        #expect(try reader.next())
        #expect(reader.problem == nil)
        #expect(try reader.next())
        #expect(reader.problem == .invalidText(column: 1))
        #expect(reader.line == 3)
        #expect(reader.text(1) == "\u{FFFD}B")
        #expect(try reader.next())
        #expect(reader.problem == nil)
        #expect(reader.text(0) == "张三丰")
        #expect(try !reader.next())
    }

    @Test("GB18030 的坏字节只影响该行 · broken GB18030 spoils its row only")
    func brokenGB() throws {
        let folder = try Folder()
        let good = Self.zhangSan + Array(",1\n".utf8)
        let cut = [0xD5, 0x2C, 0x31, 0x0A] as [UInt8]
        let reader = try reader(Array("a,b\n".utf8) + good + good + cut + good, folder)
        #expect(reader.format.encoding == .gb18030)
        #expect(try reader.next())
        #expect(try reader.next())
        #expect(try reader.next())
        #expect(reader.problem == .invalidText(column: 0))
        #expect(reader.text(1) == "1")
        #expect(try reader.next())
        #expect(reader.problem == nil)
    }

    @Test(
        "分隔符由表头识别 · the header tells the delimiter",
        arguments: [
            ("a,b,c", Delimiter.comma), ("a;b;c", .semicolon), ("a\tb\tc", .tab),
            ("a|b|c", .bar), ("名单\n制表：某\na;b;c\n1;2;3", .semicolon), ("a|b|c\n1|2|x, y", .bar),
            ("\"a,b,c,d\";b;c", .semicolon), ("one", .comma), ("a,b;c,d", .comma),
        ]
    )
    func delimiters(header: String, delimiter: Delimiter) throws {
        let folder = try Folder()
        #expect(try reader(header + "\nx\n", folder).format.delimiter == delimiter)
    }

    @Test("引号、换行、空行 · quotes, line ends, blank lines")
    func quotes() throws {
        let folder = try Folder()
        let text = "a,b\r\n\"x, \"\"y\"\"\r\nz\",2\r\n\r\n\"\",\"q\"r\r\nn\"o,\"\"\n,\rlast,"
        let reader = try reader(text, folder)
        var lines: [Int] = []
        var records: [[String]] = []
        while try reader.next() {
            lines.append(reader.line)
            records.append((0..<reader.fieldCount).map { reader.text($0) })
        }
        #expect(
            records == [
                ["x, \"y\"\r\nz", "2"], ["", "qr"], ["n\"o", ""], ["", ""], ["last", ""],
            ]
        )
        #expect(lines == [2, 5, 6, 7, 8])
    }

    @Test("短行与空行 · short and blank records")
    func short() throws {
        let folder = try Folder()
        let reader = try reader("a,b,c\n1\n ,\u{3000},\u{A0}\n\u{3000} x \t,y,z,more\n", folder)
        #expect(try reader.next())
        #expect(reader.fieldCount == 1)
        #expect(reader[2].isEmpty)
        #expect(reader[-1].isEmpty)
        #expect(!reader.isBlank)
        #expect(try reader.next())
        #expect(reader.isBlank)
        #expect(try reader.next())
        #expect(reader.text(0) == "x")
        #expect(reader.text(3) == "more")
        #expect(try !reader.next())
        #expect(reader.fieldCount == 0)
    }

    @Test("保留的字段不被后续读取改变 · a kept slice does not change")
    func kept() throws {
        let folder = try Folder()
        let lines = (1...60_000).map { "\($0),value \($0)\n" }.joined()
        let reader = try reader("n,v\n" + lines, folder)
        #expect(try reader.next())
        let first = reader[1]
        while try reader.next() {}
        #expect(Array(first) == Array("value 1".utf8))
        #expect(reader.position.offset == reader.totalBytes)
    }

    @Test("C2.1 GB18030 竖线分隔，汉字第二字节是竖线也不拆字 · a bar within a character separates nothing")
    func bars() throws {
        let folder = try Folder()
        // 0x9C7C is 渱 in GB18030: its second byte is a bar. Quoted, split and bare.
        let pair: [UInt8] = [0x9C, 0x7C]
        let line = "K1|".utf8 + pair + pair + "|\"".utf8 + pair + "|x\"|y\n".utf8
        let bytes = Array(repeatElement(Array(line), count: 3).joined())
        let path = try folder.write(bytes)
        let reader = try TableFile.open(
            path,
            part: TablePart(header: .none),
            temporaryFolder: folder.path
        )
        #expect(reader.format == TableFormat(encoding: .gb18030, delimiter: .bar))
        #expect(reader.header == ["", "", "", ""])
        var count = 0
        while try reader.next() {
            count += 1
            #expect(reader.fieldCount == 4)
            #expect(reader.text(1) == "渱渱")
            #expect(reader.text(2) == "渱|x")
        }
        #expect(count == 3)
    }

    @Test("C2.1 表头可在任一行，也可没有 · the header stands on a line, or nowhere; reading resumes alike")
    func headers() throws {
        let folder = try Folder()
        let path = try folder.write("名单,,\n\n甲,乙\n1,2,3\n4,5\n")
        func read(_ header: TableHeader, from position: TablePosition? = nil) throws -> [[String]] {
            let reader = try TableFile.open(
                path,
                part: TablePart(header: header),
                resumingAt: position,
                temporaryFolder: folder.path
            )
            var records = [reader.header]
            while try reader.next() {
                records.append((0..<reader.fieldCount).map { reader.text($0) })
            }
            return records
        }
        #expect(try read(.line(3)) == [["甲", "乙"], ["1", "2", "3"], ["4", "5"]])
        #expect(try read(.none).map(\.count) == [3, 3, 2, 3, 2])
        #expect(try read(.first).count == 4)
        let reader = try TableFile.open(
            path,
            part: TablePart(header: .line(3)),
            temporaryFolder: folder.path
        )
        #expect(try reader.next())
        #expect(try read(.line(3), from: reader.position) == [["甲", "乙"], ["4", "5"]])
        #expect(throws: TableError.headerOnly) { try read(.line(5)) }
    }
}
