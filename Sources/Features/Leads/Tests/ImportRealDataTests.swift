import Glibc
import Kernel
import TestSupport
import Testing
import Workbook

@testable import Leads

/// Workbooks, and the public data set where this machine has it.
@Suite struct ImportRealDataTests {
    @Test("C2.1 导入XLSX · a workbook becomes leads, numbers as numbers too")
    func workbook() throws {
        let desk = try ImportDesk()
        let path = "\(desk.folder)/uploads/book.xlsx"
        let book = try Workbook(path: path, created: 0, temporaryFolder: desk.folder)
        let sheet = try book.addSheet(
            "名单",
            columns: [Column("姓名"), Column("手机号"), Column("年龄")]
        )
        try sheet.append(["张三", "15400000001", 41])
        try sheet.append(["李四", 15_400_000_002, 35])
        try sheet.append(["王五", "坏号码", 20])
        _ = try book.close()
        let record = try desk.run(desk.sealed(path), isPath: true)
        #expect(record.state == .finished)
        #expect(try desk.leads() == ["张三 15400000001", "李四 15400000002"])
        #expect(try desk.rejects(record.id) == ["4 phone_not_digits"])
    }

    private static let header =
        "\"age\";\"job\";\"marital\";\"education\";\"default\";\"housing\";\"loan\";\"contact\";"
        + "\"month\";\"day_of_week\";\"duration\";\"campaign\";\"pdays\";\"previous\";\"poutcome\";"
        + "\"emp.var.rate\";\"cons.price.idx\";\"cons.conf.idx\";\"euribor3m\";\"nr.employed\";\"y\"\n"
    private static let row =
        "56;\"housemaid\";\"married\";\"basic.4y\";\"no\";\"no\";\"no\";\"telephone\";\"may\";"
        + "\"mon\";261;1;999;0;\"nonexistent\";1.1;93.994;-36.4;4.857;5191;\"no\"\n"

    private func convert(_ path: String, seed: UInt64 = 1) throws -> (rows: Int, text: [UInt8]) {
        var text: [UInt8] = []
        let rows = try FromUCI(seed: seed).convert(path) { text += $0 }
        return (rows, text)
    }

    @Test("C2.1 公开数据集转为名单 · the public data set becomes a lead file")
    func fromUCI() throws {
        let desk = try ImportDesk()
        let path = desk.clearFile(Self.header + Self.row + Self.row)
        let (rows, bytes) = try convert(path)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(rows == 2)
        #expect(text.hasPrefix("姓名,手机号,省份,年龄,职业"))
        #expect(text.contains(",56,家政,已婚,小学,否,否,否,固定,5月,周一,1,未联系过,0,无,1.1,"))
        // Nobody knows the length of a call before the call.
        #expect(!text.contains("261"))
        #expect(try convert(path).text == bytes)
        #expect(try convert(path, seed: 2).text != bytes)
        let record = try desk.run(desk.file(bytes), isPath: true)
        #expect(record.counts.accepted == 2)
        #expect(try desk.leads().allSatisfy { $0.contains(" 154") })
    }

    @Test("其他文件不被当作数据集 · any other file is refused")
    func notUCI() throws {
        let desk = try ImportDesk()
        #expect(throws: ImportRefusal.notUCI) { try convert(desk.clearFile("a;b\n1;2\n")) }
        #expect(throws: ImportRefusal.notUCI) {
            try convert(desk.clearFile("PK\u{5}\u{6}no archive"))
        }
    }

    @Test(
        "C2.1 导入41,188行真实数据 · all 41,188 rows of the real data",
        .enabled(if: getenv("HUIHU_UCI_DATA") != nil)
    )
    func realData() throws {
        let archive = getenv("HUIHU_UCI_DATA").map { String(cString: $0) } ?? ""
        let desk = try ImportDesk()
        let (rows, bytes) = try convert(archive)
        #expect(rows == 41_188)
        let record = try desk.run(desk.file(bytes), isPath: true)
        #expect(record.state == .finished)
        #expect(record.counts.read == 41_188)
        #expect(record.counts.accepted == 41_188)
    }
}
