import Access
import Database
import Kernel
import TestSupport
import Testing
import Vault
import Web

@testable import Leads

/// Suppression lists with rows that cannot be read: whoever is meant must not be forgotten.
@Suite struct SettlementTests {
    private static let list = """
        手机号码（必填）,户名,原因
        15400060001,赵一,强烈拒绝
        154 0006 0002,钱二,投诉
        +86 15400060003,孙三,强烈拒绝
        15400060004.0,李四,
        1.54E+10,周五,强烈拒绝
        025-86000005,吴六,强烈拒绝
        1540006000,郑七,强烈拒绝
        15400060008,王八一,本人要求
        """

    private func blocked(_ desk: ImportDesk) throws -> [String] {
        try desk.database.read { transaction in
            try transaction.rows("SELECT phone_sealed, reason FROM suppression ORDER BY id").map {
                try desk.environment.vault.open(try $0.blob(0), as: .suppressedPhone)
                    + " \(try $0.text(1))"
            }
        }
    }

    @Test(
        "C4.12 能读的全部禁呼，不能读的逐行待处理，不算完成 · what can be read blocks, the rest must be settled",
        arguments: TestEngine.available
    )
    func settle(_ engine: TestEngine) throws {
        let desk = try ImportDesk(engine)
        let done = try desk.ask(ImportSuppression(), as: "manager", desk.upload(Self.list))
        let id: ID<LeadImport> = ID(done.id ?? 0)
        try desk.work().workOff()
        #expect(
            try blocked(desk) == [
                "15400060001 strong_refusal", "15400060002 complaint",
                "15400060003 strong_refusal", "15400060004 bank_list",
                "02586000005 strong_refusal", "15400060008 customer_request",
            ]
        )
        #expect(try desk.record(id).state == .unsettled)
        let view = try desk.ask(ShowImport(), as: "manager", ["id": id.description])
        #expect(desk.markup(view).contains("未禁呼，待处理"))
        #expect(desk.markup(view, .english).contains("Not blocked, act on them"))
        #expect(try desk.ask(ListSuppressions(), as: "auditor").facts["unsettled"] as? Int == 2)
        let page = try desk.ask(ListUnsettled(), as: "manager")
        #expect(page.count == 2)
        try #require(page.rows.count == 2)
        #expect(page.rows.map(\.problem) == ["phone_digits_lost", "phone_wrong_length"])
        #expect(page.rows.map(\.name) == ["周*", "郑*"])
        #expect(page.rows.map(\.line) == [6, 8])
        let row = ["id": String(page.rows[0].id)]
        for name in ["auditor", "supervisor", "program"] {
            #expect(throws: RequestRefusal.notPermitted) {
                try desk.ask(DismissUnsettled(), as: name, row.merging(["reason": "x"]) { $1 })
            }
        }
        #expect(throws: InvalidInput.self) {
            let entry = ["phone": "1.54E+10", "reason": "strong_refusal"]
            _ = try desk.ask(EnterUnsettled(), as: "manager", row.merging(entry) { $1 })
        }
        let entry = ["phone": "15400060005", "reason": "strong_refusal"]
        _ = try desk.ask(EnterUnsettled(), as: "manager", row.merging(entry) { $1 })
        #expect(try blocked(desk).last == "15400060005 strong_refusal")
        #expect(try desk.record(id).state == .unsettled)
        #expect(throws: SuppressionRefusal.alreadySettled) {
            try desk.ask(DismissUnsettled(), as: "manager", row.merging(["reason": "x"]) { $1 })
        }
        let second = ["id": String(page.rows[1].id)]
        #expect(throws: InvalidInput.self) {
            try desk.ask(DismissUnsettled(), as: "manager", second)
        }
        let reason = ["reason": "原号已注销 15400060099"]
        _ = try desk.ask(DismissUnsettled(), as: "manager", second.merging(reason) { $1 })
        #expect(try desk.record(id).state == .finished)
        #expect(try blocked(desk).count == 7)
        let settled = try desk.ask(ListUnsettled(), as: "auditor")
        #expect(settled.count == 0)
        #expect(settled.rows.isEmpty)
        #expect(Set(settled.settled.map(\.isBlocked)) == [true, false])
        #expect(settled.settled.allSatisfy { $0.settledAt != nil })
        #expect(!desk.markup(settled).contains("15400060099"))
    }

    @Test("C4.12 读不到底的名单也先禁呼能读的 · of a list that breaks off what was read blocks")
    func broken() throws {
        let desk = try ImportDesk()
        let list = try desk.run("手机号\n15400060001\nx\n\"15400060002\n", kind: .suppression)
        #expect(list.state == .failed)
        #expect(try blocked(desk) == ["15400060001 bank_list"])
        // What stands behind the open quote waits for somebody's word as well.
        let open = try desk.ask(ListUnsettled(), as: "manager").rows
        #expect(open.map(\.problem) == ["phone_not_digits", "rest_unread"])
        #expect(open.map(\.line) == [3, 4])
        let view = try desk.ask(ShowImport(), as: "manager", ["id": list.id.description])
        #expect(view.unsettled == 2)
        #expect(desk.markup(view).contains("未禁呼，待处理"))
        // One number settles one row, and not all that was not read.
        let rest = ["id": String(try #require(open.last).id)]
        let entry = ["phone": "15400060002", "reason": "strong_refusal"]
        #expect(throws: SuppressionRefusal.standsForMany) {
            try desk.ask(EnterUnsettled(), as: "manager", rest.merging(entry) { $1 })
        }
        #expect(try blocked(desk).count == 1)
        let page = desk.markup(try desk.ask(ListUnsettled(), as: "manager"))
        #expect(page.contains("entry-\(open[0].id)") && !page.contains("entry-\(open[1].id)"))
        let reason = ["reason": "已上传更正后的文件"]
        _ = try desk.ask(DismissUnsettled(), as: "manager", rest.merging(reason) { $1 })
        #expect(try desk.ask(ListUnsettled(), as: "manager").count == 1)
    }

    @Test(
        "C4.12 一行的每个号码都禁呼 · every number of a row is blocked",
        arguments: [
            "联系电话1,联系电话2\n15400060001,15400060002\n",
            "手机号,手机号码\n15400060001,15400060002\n",
            "移动电话,固定电话\n15400060001,15400060002\n",
            "手机号,备用\n15400060001,15400060002\n",
            "手机号,户名,证件号码,备用号码\n15400060001,赵一,320102199001011234,15400060002\n",
        ]
    )
    func everyNumber(text: String) throws {
        let desk = try ImportDesk()
        let list = try desk.run(text, kind: .suppression)
        #expect(list.state == .finished)
        #expect(try Set(blocked(desk)) == ["15400060001 bank_list", "15400060002 bank_list"])
    }

    @Test("C4.12 第二个号码读不出也待处理 · a second number that cannot be read waits, too")
    func secondNumber() throws {
        let desk = try ImportDesk()
        let text = "手机号,备用电话\n15400060001,1.54E+10\n861540006000,\n"
        let list = try desk.run(text, kind: .suppression)
        #expect(list.state == .unsettled)
        #expect(try blocked(desk) == ["15400060001 bank_list"])
        let open = try desk.ask(ListUnsettled(), as: "manager").rows
        #expect(open.map(\.problem) == ["phone_digits_lost", "phone_wrong_length"])
    }

    @Test(
        "C4.12 首个号码为空而另一个已禁呼的行不待处理 · an empty cell beside a number that is blocked asks for nothing"
    )
    func firstEmpty() throws {
        let desk = try ImportDesk()
        let head = "手机号,备用电话,经办\n"
        let list = try desk.run("\(head),15400060002,x\n", kind: .suppression)
        #expect(list.state == .finished)
        #expect(try blocked(desk) == ["15400060002 bank_list"])
        #expect(try desk.ask(ListUnsettled(), as: "manager").count == 0)
        // Nobody's number is known of these: neither has one that is called a number's.
        let open = try desk.run("\(head),x,y\n,,15400060003\n", kind: .suppression)
        #expect(open.state == .unsettled)
        let problems = try desk.ask(ListUnsettled(), as: "manager").rows.map(\.problem)
        #expect(problems == ["phone_missing", "phone_not_digits", "phone_missing"])
    }

    @Test("工作表过多的工作簿被拒绝 · a workbook of too many sheets is refused before it is kept")
    func manySheets() throws {
        let desk = try ImportDesk()
        let sheet = WorkbookFile.Sheet("名单", [["手机号"], ["15400060001"]])
        let file = WorkbookFile.bytes(Array(repeating: sheet, count: 201))
        #expect(throws: ImportRefusal.file(code: "too_many_sheets", line: nil)) {
            try desk.ask(ImportSuppression(), as: "manager", desk.upload(file, name: "x.xlsx"))
        }
    }

    @Test("行号与列号缺省的工作簿照常读取 · rows and cells that do not say where they stand are read")
    func placeless() throws {
        let desk = try ImportDesk()
        let cells = ["手机号", "15400060001", "15400060002"].map { text in
            "<row><c t=\"inlineStr\"><is><t>\(text)</t></is></c></row>"
        }
        let file = WorkbookFile.bytes([WorkbookFile.Sheet("名单", xml: cells.joined())])
        _ = try desk.ask(ImportSuppression(), as: "manager", desk.upload(file, name: "x.xlsx"))
        try desk.work().workOff()
        #expect(try blocked(desk).count == 2)
    }

    @Test("C4.12 名单中的演示号码与重复行不算待处理 · known customers need nobody's word")
    func known() throws {
        let desk = try ImportDesk()
        let id = try desk.take(
            desk.file("手机号\n15400060001\n15400060001\n"),
            kind: .suppression
        )
        try desk.work(isLineReal: true).workOff()
        #expect(try desk.record(id).state == .finished)
        #expect(try desk.record(id).counts.accepted == 1)
        #expect(try desk.ask(ListUnsettled(), as: "manager").count == 0)
        #expect(throws: NotFound.self) {
            let reject = ["id": "1", "reason": "x"]
            _ = try desk.ask(DismissUnsettled(), as: "manager", reject)
        }
    }

    @Test("C4.12 单号录入与查询用同样的规则 · entering and looking up follow the same rules")
    func byHand() throws {
        let desk = try ImportDesk()
        for phone in ["1.54E+10", "+1 4155550123", "15400060001/15400060002", "15400060001（配偶）"] {
            let fields = ["phone": phone, "reason": "complaint", "evidence": "x"]
            #expect(throws: InvalidInput.self) {
                try desk.ask(AddSuppression(), as: "manager", fields)
            }
            #expect(throws: InvalidInput.self) {
                try desk.ask(SearchSuppression(), as: "manager", fields)
            }
        }
        let fields = ["phone": "１５４０００６０００１．０", "reason": "complaint", "evidence": "x"]
        _ = try desk.ask(AddSuppression(), as: "manager", fields)
        #expect(try blocked(desk) == ["15400060001 complaint"])
    }
}

extension ListPage<UnsettledLine> {
    fileprivate var settled: [UnsettledLine] { facts["settled"] as? [UnsettledLine] ?? [] }
    fileprivate var count: Int? { facts["count"] as? Int }
}
