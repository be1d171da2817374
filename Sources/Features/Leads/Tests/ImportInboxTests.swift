import Database
import Glibc
import HTTPServer
import Kernel
import TestSupport
import Testing
import Vault
import Web

@testable import Leads

/// The folder into which the bank's systems put files.
@Suite struct ImportInboxTests {
    private static let text = "姓名,手机号\n张三,15400000001\n李四,坏号码15400000002\n"

    private func put(_ text: String, _ name: String, _ desk: ImportDesk) throws {
        mkdir("\(desk.folder)/inbox/HX-1", 0o700)
        let path = "\(desk.folder)/inbox/HX-1/\(name)"
        try BodySlice(.memory(Array(text.utf8))).copy(to: path)
    }

    private func content(_ name: String, _ desk: ImportDesk) throws -> String {
        let path = "\(desk.folder)/inbox/HX-1/\(name)"
        guard let size = Folder.size(path), let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: size)
        #expect(fread(&bytes, 1, size, file) == size)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("C2.1 C4.4 监控文件夹导入后只留报告 · a report takes the place of each file")
    func inbox() throws {
        let desk = try ImportDesk()
        try put(Self.text, "a.csv", desk)
        try put("姓名,手机号\n", "b.csv", desk)
        let runner = ImportRunner(desk.environment)
        try runner.step()
        #expect(try desk.leads().isEmpty)
        try runner.step()
        #expect(try desk.leads() == ["张三 15400000001"])
        let folder = "\(desk.folder)/inbox/HX-1"
        #expect(Folder.entries(folder) == ["done", "failed"])
        #expect(Folder.entries("\(folder)/done") == ["a.csv.report.csv"])
        #expect(Folder.entries("\(folder)/failed") == ["b.csv.report.csv"])
        #expect(Folder.entries("\(desk.folder)/uploads").isEmpty)
        let done = try content("done/a.csv.report.csv", desk)
        #expect(done.contains("已导入 Taken in,1\r\n"))
        #expect(done.contains("\r\n3,phone_not_digits,电话号码含有非数字字符，请只填数字\r\n"))
        for personal in ["张三", "李四", "154"] { #expect(!done.contains(personal)) }
        let failed = try content("failed/b.csv.report.csv", desk)
        #expect(failed.contains("未导入 Refused,imports.header_only,文件只有表头，没有数据。"))
    }

    @Test("C4.4 文件名中的号码与姓名不留存 · what a file's name tells of a customer is not kept")
    func tellingNames() throws {
        let desk = try ImportDesk()
        try put(Self.text, "赵一15400020001.csv", desk)
        try put("姓名,手机号\n", "钱二 154-0002-0002.csv", desk)
        let inbox = ImportInbox(desk.environment)
        for _ in 0..<2 { try inbox.collect() }
        let kept = try desk.database.read {
            try $0.one("SELECT file_name, inbox_name FROM lead_import")
        }
        try ImportRunner(desk.environment).step()
        #expect(try desk.leads() == ["张三 15400000001"])
        let folder = "\(desk.folder)/inbox/HX-1"
        let reports = ["done", "failed"].flatMap { place in
            Folder.entries("\(folder)/\(place)").map { "\(place)/\($0)" }
        }
        #expect(Folder.entries(folder) == ["done", "failed"] && reports.count == 2)
        let told =
            try reports + reports.map { try content($0, desk) }
            + [kept.text("file_name"), kept.text("inbox_name")]
        for text in told {
            for personal in ["赵一", "钱二", "15400020001", "0002-0002"] {
                #expect(!text.contains(personal), "\(text)")
            }
        }
    }

    @Test("C2.1 任务号未知时有报告 · a folder without a task")
    func unknownTask() throws {
        let desk = try ImportDesk()
        try put(Self.text, "a.csv", desk)
        rename("\(desk.folder)/inbox/HX-1", "\(desk.folder)/inbox/HX-9")
        let runner = ImportRunner(desk.environment)
        for _ in 0..<2 { try runner.step() }
        #expect(Folder.entries("\(desk.folder)/inbox/HX-9") == ["failed"])
        #expect(Folder.entries("\(desk.folder)/inbox/HX-9/failed") == ["a.csv.report.csv"])
    }

    @Test("C2.1 读到一半失败的文件报告原因与行号 · a file that fails on its way is reported")
    func failing() throws {
        let desk = try ImportDesk()
        try put("姓名,手机号\n张三,15400000001\n\"李四,15400000002\n", "a.csv", desk)
        let runner = ImportRunner(desk.environment)
        for _ in 0..<2 { try runner.step() }
        let report = try content("failed/a.csv.report.csv", desk)
        #expect(report.contains("imports.unterminated_quote,第3行的引号没有结束。"))
        #expect(report.contains("已导入 Taken in,0\r\n"))
        #expect(try desk.leads().isEmpty)
    }

    @Test("C2.1 看不懂的文件等人确认，不自行开始 · what is not understood waits in the inbox's name")
    func waiting() throws {
        let desk = try ImportDesk()
        try put("K001,张三,15400000001\n", "a.csv", desk)
        try put("姓名,手机号,联系电话\n李四,15400000002,15400000003\n", "b.csv", desk)
        let runner = ImportRunner(desk.environment)
        for _ in 0..<3 { try runner.step() }
        let list = try desk.ask(ListImports(), as: "manager").rows
        #expect(list.map(\.state) == ["ready", "mapping"])
        #expect(try desk.leads().isEmpty)
        // The files hold names in the clear: they are kept as imports, and gone from the folder.
        #expect(Folder.entries("\(desk.folder)/inbox/HX-1").isEmpty)
        _ = try desk.ask(StartImport(), as: "manager", ["id": String(list[0].id)])
        for _ in 0..<2 { try runner.step() }
        #expect(Folder.entries("\(desk.folder)/inbox/HX-1/done") == ["b.csv.report.csv"])
        #expect(try desk.leads() == ["李四 15400000002"])
    }

    @Test(
        "C2.1 取件后意外中断仍只导入一次 · ended between taking and removing, it is one import",
        arguments: TestEngine.available
    )
    func killed(_ engine: TestEngine) throws {
        let desk = try ImportDesk(engine)
        try put(Self.text, "a.csv", desk)
        // As if the program had ended right after the import was kept.
        let copy = ImportIntake.newPath(desk.environment)
        try desk.environment.vault.sealFile("\(desk.folder)/inbox/HX-1/a.csv", to: copy)
        _ = try ImportIntake(desk.environment).take(
            copy,
            from: InboxPlace(reference: "HX-1", name: "a.csv", desk.environment.vault),
            campaign: desk.campaign,
            at: desk.time.now(),
        )
        let runner = ImportRunner(desk.environment)
        for _ in 0..<3 { try runner.step() }
        #expect(Folder.entries("\(desk.folder)/inbox/HX-1") == ["done"])
        #expect(try desk.leads() == ["张三 15400000001"])
        #expect(try desk.ask(ListImports(), as: "manager").rows.count == 1)
        // The same file once more is another matter.
        try put(Self.text, "a.csv", desk)
        for _ in 0..<2 { try runner.step() }
        let report = try content("failed/a.csv.report.csv", desk)
        #expect(report.contains("imports.same_file"))
    }

    @Test("C4.4 到达途中中断的文件在启动时删除 · a file that was just coming in goes at the start")
    func orphan() throws {
        let desk = try ImportDesk()
        let orphan = desk.file(Self.text)
        let waiting = try desk.record(try desk.take(desk.file("姓名,手机号\n李四,15400000002\n")))
        try ImportRunner(desk.environment).removeLeftovers()
        #expect(access(orphan, F_OK) != 0)
        #expect(access(waiting.storedPath, F_OK) == 0)
    }
}
