import Database
import Kernel
import Tables
import TestSupport
import Testing

@testable import Leads

/// Files that are no lead files, brought as the bank brings them: each is refused with its reason,
/// and nothing half-done stays.
@Suite struct ImportRefusalTests {
    /// A file, and the code with which it is refused.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        let code: String
        var line: Int?
        var testDescription: String { name }
    }

    private static let workbookParts = [
        "[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml",
    ]
    private static let oldFile: [UInt8] =
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + Array(repeating: 0, count: 1_016)

    static let cases = [
        Case(name: "empty.csv", bytes: [], code: "empty"),
        Case(name: "blank.csv", bytes: Array("\r\n\n\r\n".utf8), code: "empty"),
        Case(name: "header.csv", bytes: Array("姓名,手机号\n".utf8), code: "header_only"),
        Case(name: "utf16.csv", bytes: [0xFF, 0xFE, 0xD3, 0x59, 0x0D, 0x54], code: "utf16"),
        Case(name: "binary.csv", bytes: [0x7F, 0x45, 0x4C, 0x46, 0, 1, 2], code: "not_text"),
        Case(
            name: "wide.csv",
            bytes: Array(String(repeating: "a,", count: 300).utf8),
            code: "too_many_columns",
            line: 1
        ),
        Case(
            name: "bomb.xlsx",
            bytes: archive(workbookParts, unpacked: 0x4000_0000),
            code: "archive_too_large"
        ),
        Case(
            name: "locked.xlsx",
            bytes: archive(workbookParts, isEncrypted: true),
            code: "password_protected"
        ),
        Case(
            name: "locked-by-excel.xlsx",
            bytes: oldFile + "EncryptedPackage".utf8.flatMap { [$0, 0] as [UInt8] },
            code: "password_protected"
        ),
        Case(name: "old.xls", bytes: oldFile, code: "old_workbook"),
        Case(name: "letter.docx", bytes: archive(["word/document.xml"]), code: "not_a_workbook"),
        Case(name: "cut.xlsx", bytes: [0x50, 0x4B, 3, 4, 1], code: "damaged_archive"),
        Case(name: "lying.xlsx", bytes: archive(workbookParts), code: "unreadable_workbook"),
    ]

    /// An archive with empty parts that claim what they unpack to.
    private static func archive(
        _ parts: [String],
        unpacked: UInt32 = 0,
        isEncrypted: Bool = false,
    ) -> [UInt8] {
        func little(_ value: UInt32, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt32($0 * 8)) }
        }
        var body: [UInt8] = []
        var directory: [UInt8] = []
        for part in parts {
            let common =
                little(isEncrypted ? 1 : 0, 2) + little(0, 14) + little(unpacked, 4)
                + little(UInt32(part.utf8.count), 2) + little(0, 2)
            directory +=
                [0x50, 0x4B, 1, 2, 20, 0, 20, 0] + common + little(0, 10)
                + little(UInt32(body.count), 4) + part.utf8
            body += [0x50, 0x4B, 3, 4, 20, 0] + common + part.utf8
        }
        return body + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0]
            + little(UInt32(parts.count), 2) + little(UInt32(parts.count), 2)
            + little(UInt32(directory.count), 4) + little(UInt32(body.count), 4) + [0, 0]
    }

    private func rows(_ desk: ImportDesk) throws -> [Int64] {
        try desk.database.read { transaction in
            let tables: [SQL] = ["lead_import", "lead_import_reject", "lead"]
            return try tables.map { try transaction.one("SELECT COUNT(*) FROM \($0)").int(0) }
        }
    }

    @Test("C2.1 坏文件上传即拒绝 · a bad file is refused as it comes", arguments: cases)
    func refused(_ file: Case) throws {
        let desk = try ImportDesk()
        #expect(throws: ImportRefusal.file(code: file.code, line: file.line)) {
            try desk.ask(ImportLeads(), as: "manager", desk.upload(file.bytes, name: file.name))
        }
        let refusal = ImportRefusal.file(code: file.code, line: file.line)
        #expect(refusal.code == "imports.\(file.code)")
        #expect(refusal.status == .invalid)
        #expect(try rows(desk) == [0, 0, 0])
        #expect(Folder.entries("\(desk.folder)/uploads").isEmpty)
    }

    @Test("C2.1 拒绝时写明上限与办法 · a refusal tells its limit and what to do")
    func words() {
        let wide = ImportRefusal.file(code: "too_many_columns", line: 7).message
        #expect(wide.chinese.contains("第7行") && wide.chinese.contains("\(TableLimits().columns)"))
        #expect(wide.english.contains("line 7") || wide.english.contains("Line 7"))
        #expect(wide.english.contains("\(TableLimits().columns)"))
        let long = ImportRefusal.file(code: "record_too_long", line: 3).message
        #expect(long.chinese.contains("\(TableLimits().recordBytes >> 20) MB"))
        for code in ["unreadable_workbook", "damaged_archive"] {
            let message = ImportRefusal.file(code: code, line: nil).message
            #expect(message.chinese.contains("另存为") && !message.chinese.contains("空"))
        }
    }

    @Test("C2.1 坏文件从监控文件夹来时留下原因 · the same from the inbox", arguments: cases)
    func fromInbox(_ file: Case) throws {
        let desk = try ImportDesk()
        // The inbox takes no other endings.
        let name = file.name.hasSuffix("x") ? file.name : "\(file.name).csv"
        #expect(Folder.write(file.bytes, to: "\(desk.folder)/inbox/HX-1", as: name))
        let runner = ImportRunner(desk.environment)
        for _ in 0..<2 { try runner.step() }
        #expect(try rows(desk) == [0, 0, 0])
        #expect(Folder.entries("\(desk.folder)/uploads").isEmpty)
        let left = file.name.hasSuffix("docx") ? [name] : ["failed"]
        #expect(Folder.entries("\(desk.folder)/inbox/HX-1") == left)
    }

    @Test("C2.1 超长行 · a line of 100 MB fails the import before a row goes in")
    func longLine() throws {
        let desk = try ImportDesk()
        let head = Array("姓名,手机号\n张三,15400000001\n".utf8)
        let record = try desk.run(head + [UInt8](repeating: 0x61, count: 100 << 20))
        #expect(record.state == .failed)
        #expect(record.problem == "record_too_long:3")
        #expect(try desk.leads().isEmpty)
        #expect(Folder.entries("\(desk.folder)/uploads").isEmpty)
        // It can be put away, and the mended file be brought again.
        try desk.undo(record.id)
        #expect(try rows(desk) == [1, 0, 0])
    }

    @Test("C2.1 列名不认识的文件等待对应列，不产生名单 · unknown columns bring nothing until named")
    func wrongColumns() throws {
        let desk = try ImportDesk()
        let record = try desk.run("年龄,职业\n41,教师\n")
        #expect(record.state == .mapping)
        #expect(try rows(desk) == [1, 0, 0])
        #expect(throws: InvalidInput.self) {
            let form = ["id": record.id.description, "phone": "7", "name": "0"]
            _ = try desk.ask(MapImport(), as: "manager", form)
        }
        try desk.undo(record.id)
        #expect(try desk.record(record.id).state == .undone)
        #expect(Folder.entries("\(desk.folder)/uploads").isEmpty)
    }

    @Test("C2.1 坏编码的行逐行拒绝，其余导入 · broken text costs its line alone")
    func brokenEncoding() throws {
        let desk = try ImportDesk()
        let head = Array("姓名,手机号\n张三,15400000001\n".utf8)
        let record = try desk.run(
            head + [0xE5, 0xBC] + ",15400000002\n李四,15400000003\n".utf8
                + [0xFF] + ",15400000004\n".utf8
        )
        #expect(record.state == .finished)
        #expect(try desk.rejects(record.id) == ["3 bad_encoding", "5 bad_encoding"])
        #expect(try desk.leads() == ["张三 15400000001", "李四 15400000003"])
    }
}
