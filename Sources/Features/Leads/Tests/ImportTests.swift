import Access
import Database
import Kernel
import TestSupport
import Testing

@testable import Leads

@Suite struct ImportTests {
    @Test("C2.1 导入CSV名单 · a CSV becomes leads", arguments: TestEngine.available)
    func csv(_ engine: TestEngine) throws {
        let desk = try ImportDesk(engine)
        let record = try desk.run("姓名,手机号,省份,年龄\n张三,154 0000-0001,浙江,41\n李四,+8615400000002,,\n")
        #expect(record.state == .finished)
        #expect(record.counts.accepted == 2)
        #expect(try desk.leads() == ["张三 15400000001", "李四 15400000002"])
        let row = try desk.database.read {
            try $0.one("SELECT region, vendor_id FROM lead ORDER BY id LIMIT 1")
        }
        #expect(try desk.attributes(of: 1) == ["年龄": "41"])
        #expect(try row.text("region") == "浙江")
        #expect(try row.int("vendor_id") == desk.viewer("supervisor").organisation.rawValue)
    }

    @Test("C2.1 GB18030编码 · GB18030 text is read")
    func gb18030() throws {
        let desk = try ImportDesk()
        // 姓名,电话 / 张三,15400000001
        let bytes: [UInt8] =
            [0xD0, 0xD5, 0xC3, 0xFB, 0x2C, 0xB5, 0xE7, 0xBB, 0xB0, 0x0A, 0xD5, 0xC5, 0xC8, 0xFD]
            + ",15400000001\n".utf8
        _ = try desk.run(desk.file(bytes), isPath: true)
        #expect(try desk.leads() == ["张三 15400000001"])
    }

    @Test(
        "C2.1 分号、制表符、BOM · semicolons, tabs and a byte-order mark",
        arguments: ["\u{FEFF}name;phone\n张三;15400000001\n", "name\tphone\r\n张三\t15400000001\r\n"],
    )
    func delimiters(_ text: String) throws {
        let desk = try ImportDesk()
        _ = try desk.run(text)
        #expect(try desk.leads() == ["张三 15400000001"])
    }

    @Test("C2.1 坏行逐行注明原因 · each bad row has its line and reason", arguments: TestEngine.available)
    func rejects(_ engine: TestEngine) throws {
        let desk = try ImportDesk(engine)
        let record = try desk.run(
            """
            姓名,手机号,优先级
            张三,15400000001,5
            ,15400000002,
            李四,,
            王五,1540000000x,
            赵六,154000,
            孙七,25400000003,
            周八,15400000004,很高
            吴九,15400000005,,多余
            郑十,+86 154-0000-0001,
            """
        )
        #expect(
            try desk.rejects(record.id) == [
                "3 name_missing", "4 phone_missing", "5 phone_not_digits", "6 phone_wrong_length",
                "7 phone_unknown_prefix", "8 bad_priority", "9 column_count",
                "10 duplicate_in_file",
            ]
        )
        #expect(record.counts.read == 9)
        #expect(record.counts.rejected == 7)
        #expect(record.counts.duplicates == 1)
        #expect(try desk.leads() == ["张三 15400000001"])
    }

    @Test("C2.1 任务内及执行中任务之间去重 · known customers are found", arguments: TestEngine.available)
    func duplicates(_ engine: TestEngine) throws {
        let desk = try ImportDesk(engine)
        _ = try desk.run("姓名,手机号\n张三,15400000001\n")
        _ = try desk.run("姓名,手机号\n李四,15400000002\n", into: desk.other)
        let record = try desk.run("姓名,手机号\n张三,15400000001\n李四,15400000002\n王五,15400000003\n")
        #expect(try desk.rejects(record.id) == ["2 duplicate_in_task", "3 other_task"])
        #expect(record.counts.accepted == 1)
    }

    @Test("C2.1 真实线路不收演示号码 · a demo number is refused where the line is real")
    func demoNumbers() throws {
        let desk = try ImportDesk()
        let id = try desk.take(desk.file("姓名,手机号\n张三,15400000001\n李四,13800000001\n"))
        try desk.work(isLineReal: true).workOff()
        #expect(try desk.rejects(id) == ["2 demo_number"])
        #expect(try desk.leads() == ["李四 13800000001"])
    }

    @Test("C4.12 禁呼客户不导入 · suppressed customers are left out", arguments: TestEngine.available)
    func suppressed(_ engine: TestEngine) throws {
        let desk = try ImportDesk(engine)
        let list = try desk.run("手机号\n15400000001\n15400000001\n", kind: .suppression)
        #expect(list.counts.accepted == 1)
        let record = try desk.run("姓名,手机号\n张三,15400000001\n李四,15400000002\n")
        #expect(try desk.rejects(record.id) == ["2 suppressed"])
        #expect(record.counts.suppressed == 1)
        #expect(try desk.leads() == ["李四 15400000002"])
    }

    @Test("C4.12 禁呼名单立即生效 · a suppression list takes leads out at once")
    func suppressionList() throws {
        let desk = try ImportDesk()
        _ = try desk.run("姓名,手机号\n张三,15400000001\n李四,15400000002\n")
        _ = try desk.run("号码\n15400000001\n", kind: .suppression)
        #expect(try desk.leads() == ["李四 15400000002"])
    }

    @Test("C4.12 行方名单带原因与依据 · a list with reasons and evidence", arguments: TestEngine.available)
    func grounds(_ engine: TestEngine) throws {
        let desk = try ImportDesk(engine)
        let list = try desk.run(
            "手机号,禁呼原因,依据\n15400000001,投诉,工单 13812345678\n15400000002,,,破产\n"
                + "15400000003\n15400000004,complaint,\n",
            kind: .suppression,
        )
        #expect(try desk.rejects(list.id) == ["3 column_count"])
        let entries = try desk.database.read {
            try $0.rows("SELECT reason, evidence FROM suppression ORDER BY id")
                .map { "\(try $0.text(0)) \(try $0.text(1))" }
        }
        #expect(
            entries.map { $0.split(separator: " ").first } == [
                "complaint", "bank_list", "complaint",
            ]
        )
        #expect(entries[0].contains("工单") && !entries[0].contains("13812345678"))
        let other = try desk.run("手机号,原因\n15400000002,破产\n", kind: .suppression)
        #expect(other.counts.accepted == 1)
        let evidence = try desk.database.read {
            try $0.one("SELECT evidence FROM suppression ORDER BY id DESC LIMIT 1").text(0)
        }
        #expect(evidence.hasSuffix("破产"))
    }

    @Test("C4.12 已因他由禁呼的客户仍记入行方名单 · listed for another reason, the bank's entry is kept")
    func anotherGround() throws {
        let desk = try ImportDesk()
        _ = try desk.run("手机号,原因\n15400000001,投诉\n", kind: .suppression)
        let list = try desk.run("手机号\n15400000001\n", kind: .suppression)
        #expect(list.counts.accepted == 1)
        // Said once more for the same reason, it adds nothing.
        let again = try desk.run("号码\n15400000001\n", kind: .suppression)
        #expect(again.counts.suppressed == 1)
        // The complaint is lifted: the bank's entry goes on holding.
        try desk.database.write {
            try $0.execute(
                "INSERT INTO suppression_lift(suppression_id, lifted_by, lifted_at, reason) "
                    + "VALUES (1, 1, 1, 'x')"
            )
        }
        let leads = try desk.run("姓名,手机号\n张三,15400000001\n")
        #expect(leads.counts.suppressed == 1)
    }

    @Test("C2.1 中断后续传 · an import goes on where it stopped", arguments: TestEngine.available)
    func resume(_ engine: TestEngine) throws {
        let desk = try ImportDesk(engine)
        let rows = (1...25).map { "客户\($0),154000000\($0 + 10)" }
        let text = "姓名,手机号\n" + rows.joined(separator: "\n")
        let id = try desk.take(desk.file(text), as: "manager")
        try desk.start(id)
        for _ in 0..<3 {
            // A process that ends abruptly after each chunk.
            var steps = 0
            try desk.work(rows: 4).workOff {
                steps += 1
                return steps < 4
            }
        }
        #expect(try desk.record(id).state == .running)
        #expect(try desk.record(id).counts.read < 25)
        try desk.work(rows: 4).workOff()
        let record = try desk.record(id)
        #expect(record.state == .finished)
        #expect(record.counts.accepted == 25)
        #expect(try desk.leads().count == 25)
    }

    @Test("C2.1 同一文件可识别 · the same file twice is refused, and taken after an undo")
    func sameFile() throws {
        let desk = try ImportDesk()
        let text = "姓名,手机号\n张三,15400000001\n"
        let first = try desk.run(text)
        #expect(throws: ImportRefusal.sameFile(first.id.rawValue)) { try desk.run(text) }
        try desk.undo(first.id)
        #expect(try desk.run(text).counts.accepted == 1)
    }

    @Test("C2.1 列可手工对应并记住 · columns are named by hand and remembered")
    func mapping() throws {
        let desk = try ImportDesk()
        let id = try desk.take(desk.file("甲,乙\n张三,15400000001\n"))
        #expect(try desk.record(id).state == .mapping)
        let intake = ImportIntake(desk.environment)
        let manager = desk.viewer("manager")
        #expect(throws: InvalidInput.self) {
            try intake.name(ImportColumns(phone: 1), of: id, by: manager, at: desk.time.now())
        }
        let columns = ImportColumns(phone: 1, name: 0)
        try intake.name(columns, of: id, by: manager, at: desk.time.now())
        try desk.start(id)
        try desk.work().workOff()
        #expect(try desk.run("甲,乙\n李四,15400000002\n").columns == columns)
        #expect(try desk.leads() == ["张三 15400000001", "李四 15400000002"])
    }

    @Test("C4.4 其他列一律加密保存 · every other column is kept sealed")
    func sealedColumns() throws {
        let desk = try ImportDesk()
        _ = try desk.run("姓名,手机号,身份证号,备用电话,职业\n张三,15400000001,330,15400000009,教师\n")
        #expect(
            try desk.attributes(of: 1) == ["身份证号": "330", "备用电话": "15400000009", "职业": "教师"]
        )
        let text = try desk.database.read { try $0.one("SELECT attributes FROM lead").text(0) }
        #expect(text.isEmpty)
    }
}
