import Access
import Database
import Kernel
import Tables
import TestSupport
import Testing
import Vault
import Web

@testable import Leads

/// Files as they come from practice: what is not understood is asked or refused, counted and shown.
@Suite struct ImportCaseTests {
    /// `K001|赵一|…` in GB18030, without a header.
    private static let headerless: [UInt8] = {
        let names: [[UInt8]] = [[0xD5, 0xD4], [0xC7, 0xAE], [0xCB, 0xEF]]
        let rows = names.enumerated().map { place, name in
            let head: [UInt8] = Array("K00\(place + 1)|".utf8) + name
            let region: [UInt8] = [0xBD, 0xAD, 0xCB, 0xD5, 0xCA, 0xA1]
            return head + Array("|1540003000\(place + 1)|".utf8) + region + Array("|x\n".utf8)
        }
        return Array(rows.joined())
    }()

    private func id(_ record: ImportRecord) -> [String: String] {
        ["id": record.id.description]
    }

    @Test("C2.1 C4.4 无表头的竖线文件：问列，样例脱敏，不留明文 · columns are asked for, and nothing of a row is kept")
    func headerless() throws {
        let desk = try ImportDesk()
        let record = try desk.run(Self.headerless)
        #expect(record.state == .mapping)
        #expect(record.header == .none)
        let view = try desk.ask(ShowImport(), as: "manager", id(record))
        #expect(view.headerLine == 0)
        #expect(view.header == ["", "", "", "", ""])
        #expect(view.sample.count == 3)
        #expect(view.sample.first == ["K***", "赵*", "154****0001", "江**", "x***"])
        let page = desk.markup(view)
        #expect(page.contains("154****0001"))
        for personal in ["K001", "15400030001", "江苏省"] { #expect(!page.contains(personal)) }
        let columns = ["header": "0", "phone": "2", "name": "1", "region": "3", "number": "0"]
        _ = try desk.ask(MapImport(), as: "manager", id(record).merging(columns) { $1 })
        try desk.start(record.id)
        try desk.work().workOff()
        #expect(
            try desk.leads() == ["赵 15400030001", "钱 15400030002", "孙 15400030003"]
        )
        let kept = try desk.database.read { transaction in
            try transaction.one("SELECT COUNT(*) FROM import_mapping").int(0)
        }
        #expect(kept == 0)
        // The same kind of file is asked for again.
        #expect(try desk.run(Array(Self.headerless.dropLast(60))).state == .mapping)
    }

    @Test("C4.4 客户行不能当作表头记住 · a customer's row is no header")
    func rowAsHeader() throws {
        let desk = try ImportDesk()
        let record = try desk.run("K001,赵一,15400030001\nK002,钱二,15400030002\n")
        #expect(record.header == .none)
        let columns = ["header": "1", "phone": "2", "name": "1"]
        #expect(throws: InvalidInput.self) {
            try desk.ask(MapImport(), as: "manager", id(record).merging(columns) { $1 })
        }
        let view = try desk.ask(
            ShowImport(),
            as: "manager",
            id(record).merging(["header": "1"]) { $1 }
        )
        #expect(view.headerLine == 0)
        #expect(!desk.markup(view).contains("赵一"))
    }

    @Test("C2.1 行尾空单元格省略的行照常导入 · cells missing at the end of a row are empty")
    func shortRows() throws {
        let desk = try ImportDesk()
        let record = try desk.run(
            "客户编号,姓名,手机号,省份,行业\nK001,赵一,15400040001\nK002,钱二,15400040002,江苏省\n"
                + "K003,孙三,15400040003,江苏省,餐饮\nK004,李四,15400040004,江苏省,餐饮,多\n"
        )
        #expect(record.counts.accepted == 3)
        #expect(try desk.rejects(record.id) == ["5 column_count"])
        #expect(record.check?.unknownRegions == 1)
        let view = try desk.ask(ShowImport(), as: "manager", id(record))
        #expect(desk.markup(view).contains("1行的省份为空或无法识别"))
        #expect(desk.markup(view, .english).contains("strictest hours"))
    }

    @Test("C2.1 标题行与双层表头下找到真正的表头 · the true header is found below titles")
    func titleRows() throws {
        let desk = try ImportDesk()
        let titles = "某分行2026年11月外呼名单,,,,\n制表人：张某,,,,\n"
        let record = try desk.run(
            titles + "客户编号,姓名,手机号,省份,行业\nK001,赵一,15400050001,江苏省,餐饮\n"
                + "K002,钱二,15400050002,江苏省,零售\n"
        )
        #expect(record.header == .line(3))
        #expect(record.counts.read == 2)
        let book = WorkbookFile.bytes([
            .init(
                "Sheet",
                [
                    ["基本信息", "", "联系方式", ""], ["客户编号", "姓名", "手机号", "省份"],
                    ["K001", "赵一", "15400080021", "江苏省"], ["K002", "钱二", "15400080022", "江苏省"],
                ]
            )
        ])
        let second = try desk.run(book)
        #expect(second.header == .line(2))
        #expect(second.counts.accepted == 2)
        #expect(
            try desk.leads() == [
                "赵一 15400050001", "钱二 15400050002", "赵一 15400080021", "钱二 15400080022",
            ]
        )
    }

    @Test("C2.1 记住的对应只用于同样的表头 · a remembered mapping runs on its own header alone")
    func remembered() throws {
        let desk = try ImportDesk()
        let first = try desk.run("名单,,\n甲,乙,丙\n赵一,15400050001,x\n")
        #expect(first.state == .mapping)
        #expect(first.header == .line(2))
        _ = try desk.ask(
            MapImport(),
            as: "manager",
            id(first).merging(["header": "2", "phone": "1", "name": "0"]) { $1 }
        )
        try desk.start(first.id)
        try desk.work().workOff()
        // The same header, under another title: it goes by itself.
        #expect(try desk.run("十二月,,\n甲,乙,丙\n钱二,15400050002,x\n").state == .finished)
        // Other titles, another order, or no number where the number stood: asked.
        #expect(try desk.run("名单,,\n乙,甲,丙\n15400050003,孙三,x\n").state == .mapping)
        #expect(try desk.run("名单,,\n甲,乙,丁\n孙三,15400050003,x\n").state == .mapping)
        #expect(try desk.run("甲,乙,丙\n孙三,x,15400050003\n").state == .mapping)
        // Nothing of a header is kept that could be a person's.
        let keys = try desk.database.read {
            try $0.rows("SELECT header_key FROM import_mapping").map { try $0.text(0) }
        }
        #expect(keys.allSatisfy { !$0.contains("甲") })
    }

    @Test("C2.1 隐藏的工作表不自行导入，页面说明 · a hidden sheet is never imported by itself")
    func hiddenSheet() throws {
        let desk = try ImportDesk()
        let header = ["客户编号", "姓名", "手机号", "省份"]
        let hidden = WorkbookFile.Sheet(
            "说明",
            isHidden: true,
            [header, ["X1", "赵一", "15400080001", "江苏省"]]
        )
        let shown = WorkbookFile.Sheet("名单", [header, ["K001", "钱二", "15400080002", "江苏省"]])
        let record = try desk.run(WorkbookFile.bytes([hidden, shown]))
        #expect(record.state == .finished)
        #expect(record.sheet == 2)
        #expect(try desk.leads() == ["钱二 15400080002"])
        let view = try desk.ask(ShowImport(), as: "manager", id(record))
        #expect(desk.markup(view).contains("隐藏的工作表不导入：说明。"))
        #expect(desk.markup(view, .english).contains("Hidden sheets are left out: 说明."))
        // Where nothing else has cells it is asked.
        let only = try desk.run(WorkbookFile.bytes([hidden, .init("空", xml: "")]))
        #expect(only.state == .mapping)
        #expect(only.lacksSheet)
    }

    @Test("C2.1 被筛选隐藏的行计数并说明，不自行开始 · rows that a filter hides are told, and wait for a word")
    func hiddenRows() throws {
        let desk = try ImportDesk()
        let sheet = WorkbookFile.Sheet(
            "名单",
            [["姓名", "手机号"], ["赵一", "15400080051"], ["钱二", "15400080052"]]
        )
        let xml = sheet.rows.replacing("<row r=\"3\"", with: "<row r=\"3\" hidden=\"1\"")
        let record = try desk.run(WorkbookFile.bytes([.init("名单", xml: xml)]))
        #expect(record.state == .ready)
        #expect(record.check?.good == 2)
        let view = try desk.ask(ShowImport(), as: "manager", id(record))
        #expect(desk.markup(view).contains("有1个隐藏的行"))
        #expect(desk.markup(view, .english).contains("1 hidden rows"))
    }

    @Test(
        "C2.1 多张可见工作表先问导入哪些 · of several sheets it is asked which",
        arguments: TestEngine.available
    )
    func sheets(_ engine: TestEngine) throws {
        let desk = try ImportDesk(engine)
        let header = ["客户编号", "姓名", "手机号", "省份"]
        let book = WorkbookFile.bytes([
            .init("名单1", [header, ["K001", "赵一", "15400080011", "江苏省"]]),
            .init("名单2", [header, ["K002", "钱二", "15400080012", "江苏省"]]),
        ])
        let record = try desk.run(book)
        #expect(record.state == .mapping)
        #expect(try desk.leads().isEmpty)
        let page = desk.markup(try desk.ask(ShowImport(), as: "manager", id(record)))
        #expect(page.contains("名单1") && page.contains("名单2"))
        #expect(throws: InvalidInput.self) {
            try desk.ask(ChooseSheets(), as: "manager", id(record))
        }
        #expect(throws: InvalidInput.self) {
            try desk.ask(
                MapImport(),
                as: "manager",
                id(record).merging(["phone": "2", "name": "1"]) { $1 }
            )
        }
        _ = try desk.ask(
            ChooseSheets(),
            as: "manager",
            Form(["id": [record.id.description], "sheet": ["1", "2"]])
        )
        let imports = try desk.ask(ListImports(), as: "manager").rows
        #expect(imports.count == 2)
        for item in imports { try desk.start(ID(item.id)) }
        try desk.work().workOff()
        #expect(Set(try desk.leads()) == ["赵一 15400080011", "钱二 15400080012"])
        #expect(Folder.entries("\(desk.folder)/uploads").isEmpty)
        // The same workbook once more can bring no sheet twice.
        let again = try desk.run(book)
        #expect(throws: ImportRefusal.self) {
            try desk.ask(
                ChooseSheets(),
                as: "manager",
                Form(["id": [again.id.description], "sheet": ["2"]])
            )
        }
    }

    @Test("C2.1 数字单元格与公式 · numbers keep their digits or are refused, a formula is text")
    func numberCells() throws {
        let desk = try ImportDesk()
        func text(_ place: String, _ text: String) -> String {
            "<c r=\"\(place)\" t=\"inlineStr\"><is><t>\(text)</t></is></c>"
        }
        let rows = [
            "<row r=\"1\">\(text("A1", "客户编号"))\(text("B1", "姓名"))\(text("C1", "手机号"))</row>",
            "<row r=\"2\">\(text("A2", "K001"))\(text("B2", "赵一"))<c r=\"C2\" t=\"n\"><v>15400080031</v></c></row>",
            "<row r=\"3\">\(text("A3", "K002"))\(text("B3", "钱二"))\(text("C3", "1.54E+10"))</row>",
            "<row r=\"4\">\(text("A4", "K003"))\(text("B4", "孙三"))<c r=\"C4\" t=\"n\"><v>15400080033</v></c></row>",
            "<row r=\"5\">\(text("A5", "K004"))<c r=\"B5\"><f>HYPERLINK(\"http://x\",\"李四\")</f><v/></c>"
                + "\(text("C5", "15400080034"))</row>",
        ]
        let record = try desk.run(WorkbookFile.bytes([.init("Sheet", xml: rows.joined())]))
        #expect(
            try desk.leads() == ["赵一 15400080031", "孙三 15400080033", "李四 15400080034"]
        )
        #expect(try desk.rejects(record.id) == ["3 phone_digits_lost"])
        let view = try desk.ask(ShowImport(), as: "manager", id(record))
        #expect(desk.markup(view).contains("请把该列设为“文本”格式"))
    }

    @Test("C2.1 客户编号加密留存，不作名单字段 · the bank's number of a customer is kept sealed")
    func customerNumber() throws {
        let desk = try ImportDesk()
        _ = try desk.run("ECIF客户号,户名,移动电话,所属支行\nK001,赵一,15400080041,城西支行\nK002,钱二,15400080042,城东\n")
        let rows = try desk.database.read {
            try $0.rows("SELECT number_sealed FROM lead ORDER BY id")
        }
        let number = try desk.environment.vault.open(try rows[0].blob(0), as: .leadNumber)
        #expect(number == "K001")
        #expect(try desk.attributes(of: 1) == ["所属支行": "城西支行"])
        let record = try desk.record(ID(1))
        #expect(record.check?.otherInstitutions == 1)
        #expect(record.check?.unknownRegions == 2)
    }

    @Test(
        "C2.1 试读逐项计数，与导入一致 · what reading through shows is what then goes in",
        arguments: TestEngine.available
    )
    func check(_ engine: TestEngine) throws {
        let desk = try ImportDesk(engine)
        _ = try desk.run("手机号\n15400000009\n", kind: .suppression)
        _ = try desk.run("姓名,手机号\n老,15400000008\n")
        let text = """
            姓名,手机号,省份
            张三,15400000001,苏州
            张三,154 0000 0001,
            李四,15400000008,江苏
            王五,15400000009,江苏
            赵六,+1 4155550123,江苏
            孙七,15400000002,unknown
            """
        let id = try desk.take(desk.file(text), as: "manager")
        try desk.work(rows: 2).workOff()
        let check = try #require(try desk.record(id).check)
        #expect(try desk.leads() == ["老 15400000008"])
        #expect(check.read == 6)
        #expect(check.good == 2)
        #expect(check.unknownRegions == 1)
        #expect(
            check.reasons == [
                "duplicate_in_file": 1, "duplicate_in_task": 1, "suppressed": 1, "phone_foreign": 1,
            ]
        )
        _ = try desk.ask(StartImport(), as: "manager", ["id": id.description])
        try desk.work(rows: 2).workOff()
        let counts = try desk.record(id).counts
        #expect(counts.accepted == check.good)
        #expect(counts.duplicates == check.duplicates)
        #expect(counts.suppressed == check.suppressed)
        #expect(counts.rejected == check.rejected)
        let regions = try desk.database.read {
            try $0.rows("SELECT region FROM lead ORDER BY id").map { try $0.text(0) }
        }
        #expect(regions == ["", "江苏", ""])
    }

    @Test(
        "C2.1 银行常用的表头自动识别 · titles that banks write are recognised",
        arguments: [
            ("客户姓名", "name"), ("户名", "name"), ("姓名（必填）", "name"), ("企业名称", "name"),
            ("法人姓名", "name"), ("手机号", "phone"), ("客户手机号", "phone"), ("手机号码（必填）", "phone"),
            ("联系电话1", "phone"), ("移动电话", "phone"), ("电话号码", "phone"), ("客户编号", "number"),
            ("客户号", "number"), ("ECIF客户号", "number"), ("省份", "region"), ("所在省", "region"),
            ("归属地", "region"), ("管户机构", "institution"), ("所属支行", "institution"),
            ("＊手机号码(11位)", "phone"), ("Mobile No.", "phone"), ("customer", "number"),
        ]
    )
    func titles(_ title: String, _ column: String) {
        let columns = ImportColumns(recognising: ["其他", title])
        let places = [
            "name": columns.name, "phone": columns.phone, "number": columns.number,
            "region": columns.region, "institution": columns.institution,
        ]
        #expect(places.compactMapValues(\.self) == [column: 1])
    }

    @Test(
        "C2.1 试读中断后重新试读 · reading through that was cut off begins anew",
        arguments: TestEngine.available
    )
    func interrupted(_ engine: TestEngine) throws {
        let desk = try ImportDesk(engine)
        let rows = (1...25).map { "客户\($0),154000000\($0 + 10)" }
        let id = try desk.take(desk.file("姓名,手机号\n" + rows.joined(separator: "\n")))
        var steps = 0
        try desk.work(rows: 4).workOff {
            steps += 1
            return steps < 4
        }
        #expect(try desk.record(id).state == .checking)
        #expect(try desk.record(id).check == nil)
        #expect(try desk.leads().isEmpty)
        // A list that blocks customers is worked off before what waits longer.
        let list = try desk.take(desk.file("手机号\n15400000011\n"), kind: .suppression)
        #expect(try desk.database.read { try ImportStore($0).open() } == [list, id])
        try desk.work(rows: 4).workOff()
        let record = try desk.record(id)
        #expect(record.state == .finished)
        #expect(record.check?.read == 25)
        #expect(record.counts.accepted == 24)
        #expect(record.counts.suppressed == 1)
    }

    @Test("C2.1 任务已关闭时不能开始导入 · nothing starts into a task that was closed meanwhile")
    func closed() throws {
        let desk = try ImportDesk()
        let id = try desk.take(desk.file("姓名,手机号\n张三,15400000001\n"), as: "manager")
        try desk.work().workOff()
        try desk.database.write {
            try $0.execute("UPDATE campaign SET state = 'closed' WHERE id = \(desk.campaign)")
        }
        let form = ["id": id.description]
        #expect(throws: ImportRefusal.campaignClosed) {
            try desk.ask(StartImport(), as: "manager", form)
        }
        #expect(throws: RequestRefusal.notPermitted) {
            try desk.ask(StartImport(), as: "program", form)
        }
        // It can still be put away, and its file goes.
        try desk.undo(id)
        #expect(Folder.entries("\(desk.folder)/uploads").isEmpty)
    }

    @Test("C2.1 可能是号码的列不止一个时不自行开始 · two columns that could be the number wait for a word")
    func ambiguous() throws {
        let desk = try ImportDesk()
        let record = try desk.run("姓名,手机号,联系电话\n张三,15400000001,15400000002\n")
        #expect(record.state == .ready)
        #expect(try desk.leads().isEmpty)
        for title in ["联系方式", "备用号码", "紧急联系人", "客户号码", "配偶姓名"] {
            #expect(ImportColumns(recognising: [title]) == ImportColumns(), "\(title)")
        }
    }
}
