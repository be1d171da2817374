import Access
import Campaigns
import Database
import FoundationEssentials
import Glibc
import HTML
import HTTPServer
import Kernel
import TestSupport
import Testing
import Vault

@testable import Leads
@testable import Web

@Suite struct ImportActionsTests {
    private static let text = "姓名,手机号\n张三,15400000001\n李四,坏号码\n"

    @Test("C2.1 行方上传名单并看到结果 · the bank uploads and sees what became of it")
    func upload() throws {
        let desk = try ImportDesk()
        let done = try desk.ask(ImportLeads(), as: "manager", desk.upload(Self.text))
        let id = String(done.id ?? 0)
        let running = try desk.ask(ShowImport(), as: "manager", ["id": id])
        #expect(desk.markup(running).contains("data-poll"))
        // Read through, nothing is in: whoever brought it sees what would happen, and starts it.
        try desk.work().workOff()
        let ready = try desk.ask(ShowImport(), as: "manager", ["id": id])
        #expect(ready.state == "ready")
        #expect(ready.check?.good == 1)
        #expect(ready.reasons.map(\.code) == ["phone_not_digits"])
        #expect(ready.sample == [["张*", "154****0001"], ["李*", "坏**"]])
        #expect(try desk.leads().isEmpty)
        for language in [Language.chinese, .english] {
            let page = desk.markup(ready, language)
            #expect(page.contains("/imports/\(id)/start"))
            for personal in ["张三", "李四", "15400000001"] { #expect(!page.contains(personal)) }
        }
        #expect(
            !desk.markup(try desk.ask(ShowImport(), as: "supervisor", ["id": id])).contains(
                "/start"
            )
        )
        _ = try desk.ask(StartImport(), as: "manager", ["id": id])
        #expect(throws: ImportRefusal.notReady) {
            try desk.ask(StartImport(), as: "manager", ["id": id])
        }
        try desk.work().workOff()
        let view = try desk.ask(ShowImport(), as: "manager", ["id": id])
        #expect(view.counts.accepted == 1)
        #expect(view.reasons.map(\.code) == ["phone_not_digits"])
        let page = desk.markup(view)
        #expect(!page.contains("data-poll"))
        #expect(page.contains("电话号码含有非数字字符"))
        #expect(!page.contains("李四"))
        #expect(desk.markup(view, .english).contains("not digits"))
        let list = try desk.ask(ListImports(), as: "auditor")
        #expect(list.rows.map(\.counts.accepted) == [1])
        #expect(!desk.markup(list).contains("data-drop-zone"))
    }

    @Test("C4.4 导入完成后不保留明文文件 · no file with plain names stays behind")
    func fileGone() throws {
        let desk = try ImportDesk()
        let done = try desk.ask(ImportLeads(), as: "manager", desk.upload(Self.text))
        let path = try desk.record(ID(done.id ?? 0)).storedPath
        try desk.start(ID(done.id ?? 0))
        #expect(access(path, F_OK) == 0)
        try desk.work().workOff()
        #expect(access(path, F_OK) != 0)
        #expect(throws: ImportRefusal.file(code: "empty", line: nil)) {
            try desk.ask(ImportLeads(), as: "manager", desk.upload(""))
        }
    }

    @Test("C4.4 意外中断留下的明文文件在启动时删除 · a leftover file goes at the next start")
    func leftover() throws {
        let desk = try ImportDesk()
        let finished = try desk.run("姓名,手机号\n张三,15400000001\n")
        let waiting = try desk.record(try desk.take(desk.file("姓名,手机号\n李四,15400000002\n")))
        // As if the program had ended before it came to remove the file.
        let left = open(finished.storedPath, O_WRONLY | O_CREAT, 0o600)
        #expect(left >= 0)
        close(left)
        try desk.work().removeLeftovers()
        #expect(access(finished.storedPath, F_OK) != 0)
        #expect(access(waiting.storedPath, F_OK) == 0)
    }

    @Test(
        "C4.4 上传的名单从第一个字节起密封存放 · a file of customers lies sealed from its first byte on"
    )
    func sealedAtRest() throws {
        let desk = try ImportDesk()
        let text = "姓名,手机号\n" + (1...4_000).map { "张三,1540\(1_000_000 + $0)\n" }.joined()
        let done = try desk.ask(ImportLeads(), as: "manager", desk.upload(text))
        let path = try desk.record(ID(done.id ?? 0)).storedPath
        for name in Folder.entries("\(desk.folder)/uploads") {
            let bytes = try Data(contentsOf: URL(filePath: "\(desk.folder)/uploads/\(name)"))
            #expect(!Array(bytes).contains(Array("张三".utf8)))
            #expect(!Array(bytes).contains(Array("154010".utf8)))
        }
        #expect(SealedFile.isSealed(path))
        try desk.start(ID(done.id ?? 0))
        try desk.work().workOff()
        #expect(try desk.leads().first == "张三 15401000001")
        #expect(try desk.leads().count == 4_000)
        #expect(Folder.entries("\(desk.folder)/uploads").isEmpty)
    }

    @Test("C4.4 旧版本留下的明文名单在启动时密封 · a file of an older version is sealed at the start")
    func sealedAtStart() throws {
        let desk = try ImportDesk()
        for text in ["姓名,手机号\n张三,15400000001\n", "n,手机号\n"] {
            let path = desk.sealed(
                desk.clearFile("姓名,手机号\n李\(text.count),1540000\(1_000 + text.count)\n")
            )
            let id = try desk.take(path, as: "manager")
            try BodySlice(.memory(Array(text.utf8))).copy(to: path + "-clear")
            #expect(rename(path + "-clear", path) == 0)
            #expect(!SealedFile.isSealed(path))
            try desk.work().removeLeftovers()
            #expect(SealedFile.isSealed(path))
            let opened = try SealedFile(path, desk.environment.vault).read(0..<1_000)
            #expect(String(decoding: opened, as: UTF8.self) == text)
            #expect(try desk.record(id).state == .checking)
        }
    }

    @Test("C2.1 JSON 文件按内容认出，残缺的行指明行号 · a JSON file is known by its content")
    func jsonFile() throws {
        let desk = try ImportDesk()
        let ragged = """
            {"columns": ["customer", "name", "phone"],
             "rows": [["K001", "赵一", "15400070001"], ["K002", "15400070002"]]}
            """
        #expect { try desk.ask(ImportLeads(), as: "manager", desk.upload(ragged)) } throws: {
            ($0 as? InvalidInput)?.message.chinese.contains("第2行有2个值") == true
        }
        #expect {
            try desk.ask(ImportLeads(), as: "manager", desk.upload(#"{"a": [1]}"#))
        } throws: {
            ($0 as? InvalidInput)?.message.chinese.contains("JSON") == true
        }
        #expect(Folder.entries("\(desk.folder)/uploads").isEmpty)
        let whole = #"{"columns": ["姓名", "手机号"], "rows": [["赵一", "15400070001"]]}"#
        let done = try desk.ask(ImportLeads(), as: "manager", desk.upload(whole))
        try desk.start(ID(done.id ?? 0))
        try desk.work().workOff()
        #expect(try desk.leads() == ["赵一 15400070001"])
    }

    @Test(
        "C2.1 不是表格的文件按内容认出并说明 · what is no table is known by its content",
        arguments: [
            ("[[\"赵一\", \"15400070001\"]]", "imports.json"),
            ("\n [{\"name\": \"赵一\"}]", "imports.json"),
            ("<html><table><tr><td>赵一</td></tr></table></html>", "imports.markup"),
            ("\u{FEFF}<?xml version=\"1.0\"?><Workbook/>", "imports.markup"),
            ("%PDF-1.7\n赵一,15400070001\n", "imports.document"),
            ("{\\rtf1 赵一}", "imports.document"),
        ]
    )
    func noTable(text: String, code: String) throws {
        let desk = try ImportDesk()
        #expect { try desk.ask(ImportLeads(), as: "manager", desk.upload(text)) } throws: {
            ($0 as? ImportRefusal)?.code == code
        }
        #expect(Folder.entries("\(desk.folder)/uploads").isEmpty)
    }

    @Test("C4.4 像姓名的列标题被遮盖，试读时没有空的未导入文件 · a name in a title's place is masked")
    func titles() throws {
        let desk = try ImportDesk()
        let text = "赵一,编号,备注\n钱二,15400070001,甲\n"
        let done = try desk.ask(ImportLeads(), as: "manager", desk.upload(text))
        let id = ["id": String(done.id ?? 0)]
        let view = try desk.ask(ShowImport(), as: "manager", id)
        #expect(view.header.first == "赵*")
        #expect(!desk.markup(view).contains("赵一"))
        #expect(throws: ImportRefusal.noRejectsYet) {
            try desk.ask(ImportRejects(), as: "manager", id)
        }
    }

    @Test("C4.4 被改动的密封名单不导入任何行 · an altered file brings nothing")
    func altered() throws {
        let desk = try ImportDesk()
        let path = desk.file("姓名,手机号\n张三,15400000001\n")
        let id = try desk.take(path)
        var bytes = Array(try Data(contentsOf: URL(filePath: path)))
        bytes[bytes.count - 20] ^= 1
        try Data(bytes).write(to: URL(filePath: path))
        try desk.work().workOff()
        #expect(try desk.record(id).state == .failed)
        #expect(try desk.leads().isEmpty)
    }

    @Test(
        "C2.1 名单只由行方导入 · nobody but a bank manager imports",
        arguments: ["auditor", "supervisor", "agent", "stranger"],
    )
    func roles(_ name: String) throws {
        let desk = try ImportDesk()
        #expect(throws: RequestRefusal.notPermitted) {
            try desk.ask(ImportLeads(), as: name, desk.upload(Self.text))
        }
        #expect(throws: RequestRefusal.notPermitted) {
            try desk.ask(ImportSuppression(), as: name, desk.upload(Self.text))
        }
        #expect(throws: RequestRefusal.notPermitted) {
            try desk.ask(UndoImport(), as: name, ["id": "1"])
        }
    }

    @Test("C2.1 他方供应商看不到导入 · another vendor finds nothing")
    func otherVendor() throws {
        let desk = try ImportDesk()
        let record = try desk.run(Self.text)
        let id = ["id": record.id.description]
        #expect(throws: NotFound.self) { try desk.ask(ShowImport(), as: "stranger", id) }
        #expect(throws: NotFound.self) { try desk.ask(ImportRejects(), as: "stranger", id) }
        #expect(throws: NotFound.self) {
            try desk.ask(
                ListCampaignImports(),
                as: "stranger",
                ["id": desk.campaign.description]
            )
        }
        #expect(try desk.ask(ListImports(), as: "stranger").rows.isEmpty)
        #expect(try desk.ask(ShowImport(), as: "supervisor", id).counts.accepted == 1)
        #expect(throws: NotFound.self) {
            try desk.ask(ImportLeads(), as: "manager", desk.upload(Self.text, id: ID(99)))
        }
    }

    @Test("C2.1 以JSON导入 · rows as JSON")
    func json() throws {
        let desk = try ImportDesk()
        let form = Form([
            "id": [desk.campaign.description], "columns": ["姓名", "手机号", "备注"],
            "rows.0": ["张三", "15400000001", "他说\"好\""], "rows.1": ["李四", "15400000002", ""],
        ])
        _ = try desk.ask(ImportLeads(), as: "program", form)
        try desk.work().workOff()
        #expect(try desk.leads() == ["张三 15400000001", "李四 15400000002"])
        #expect(throws: InvalidInput.self) {
            _ = try ImportUpload(Form(["columns": ["姓名", "手机号"], "rows": ["张三"]]))
        }
    }

    @Test("C2.1 JSON行短缺时拒绝并指出行号 · a ragged row is named, no value moves to the next customer")
    func ragged() throws {
        let desk = try ImportDesk()
        let rows =
            #"[["K001","赵一","15400070001","江苏省"],["K002","15400070002","江苏省"],"#
            + #"["K003","孙三","15400070003","江苏省"]]"#
        let json = #"{"id":"1","columns":["customer","name","phone","province"],"rows":\#(rows)}"#
        let form = Form(try JSON.fields(Array(json.utf8)))
        do {
            _ = try desk.ask(ImportLeads(), as: "manager", form)
            Issue.record("A ragged row was taken.")
        } catch let problem as InvalidInput {
            #expect(problem.status == .invalid)
            #expect(problem.message.chinese.hasPrefix("第2行有3个值"))
        }
        #expect(try desk.ask(ListImports(), as: "manager").rows.isEmpty)
    }

    @Test("C2.1 C4.4 手工对应列时样例脱敏 · the sample for naming columns is masked")
    func mapping() throws {
        let desk = try ImportDesk()
        let done = try desk.ask(
            ImportLeads(),
            as: "manager",
            desk.upload("甲,乙\n张小三,15400000001\n")
        )
        let id = String(done.id ?? 0)
        let view = try desk.ask(ShowImport(), as: "manager", ["id": id])
        #expect(view.sample == [["张**", "154****0001"]])
        #expect(desk.markup(view).contains("154****0001"))
        #expect(try desk.ask(ShowImport(), as: "supervisor", ["id": id]).sample.isEmpty)
        _ = try desk.ask(MapImport(), as: "manager", ["id": id, "phone": "1", "name": "0"])
        try desk.start(ID(done.id ?? 0))
        try desk.work().workOff()
        #expect(try desk.leads() == ["张小三 15400000001"])
    }

    @Test("C2.1 C4.4 下载未导入的行 · the rows left out, to be found and yet masked")
    func rejects() throws {
        let desk = try ImportDesk()
        _ = try desk.run("姓名,手机号\n赵六,15400000004\n", into: desk.other)
        let record = try desk.run(
            """
            姓名,手机号,省份,职业,身份证号,备注
            张三,15400000001,浙江,教师,330,
            李四,1540000000x2,浙江,行政,330,另有15400000009
            张三,154 0000 0001,江苏,,330,
            赵六,15400000004,,,330,
            王五,15400000005,,,,,多余
            """
        )
        let form = ["id": record.id.description]
        #expect(try !desk.text(desk.ask(ImportRejects(), as: "manager", form)).contains("行政"))
        try desk.show(["职业"])
        let text = try desk.text(desk.ask(ImportRejects(), as: "manager", form))
        #expect(
            text.split(separator: "\r\n").dropFirst() == [
                "3,****0002,电话号码含有非数字字符，请只填数字,phone_not_digits,浙江,职业=行政",
                "4,154****0001,与本文件前面的行重复,duplicate_in_file,江苏,",
                "5,154****0004,客户正在其他执行中的任务：春季小微贷 (HX-2),other_task,,",
                "6,,列数与表头不一致,column_count,,",
            ]
        )
        // Another vendor's task is nobody's business.
        try desk.database.write {
            try $0.execute("UPDATE campaign SET vendor_id = 99 WHERE id = \(desk.other)")
        }
        let theirs = try desk.text(desk.ask(ImportRejects(), as: "supervisor", form))
        #expect(!theirs.contains("HX-2"))
    }
}

extension ImportActionsTests {
    @Test("C2.1 任务页显示名单数 · a task's page counts its leads", arguments: TestEngine.available)
    func figures(_ engine: TestEngine) throws {
        let desk = try ImportDesk(engine)
        _ = try desk.run("姓名,手机号\n张三,15400000001\n李四,15400000002\n")
        let figures = try desk.database.read {
            try LeadFigures().figures(of: desk.campaign, for: desk.viewer("manager"), in: $0)
        }
        #expect(figures.map(\.value) == [2, 2, 0, 0, 0, 0, 0, 0])
        #expect(figures.first?.path == "/campaigns/\(desk.campaign)/imports")
    }
}
