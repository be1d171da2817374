import Access
import Accounts
import Database
import Kernel
import TestSupport
import Testing
import Vault
import Web

@testable import Leads

/// The suppression list as people see and change it.
@Suite struct SuppressionTests {
    private static let fields = [
        "phone": "154 0000 0001", "reason": "customer_request", "evidence": "来电要求，回电15400000009",
    ]

    private func entries(_ desk: ImportDesk) throws -> [SuppressionRow] {
        try desk.ask(ListSuppressions(), as: "manager").rows
    }

    @Test("C4.12 行方管理人员添加并立即生效 · added by hand, it holds at once", arguments: TestEngine.available)
    func add(_ engine: TestEngine) throws {
        let desk = try ImportDesk(engine)
        _ = try desk.run("姓名,手机号\n张三,15400000001\n李四,15400000002\n")
        _ = try desk.ask(AddSuppression(), as: "manager", Self.fields)
        #expect(try desk.leads() == ["李四 15400000002"])
        let entry = try #require(try entries(desk).first)
        #expect(entry.phone?.description == "154****0001")
        #expect(entry.reason == "customer_request")
        #expect(entry.isLifted == false)
        let view = try desk.ask(ListSuppressions(), as: "auditor")
        let page = desk.markup(view)
        #expect(page.contains("154****0001"))
        #expect(!page.contains("15400000001"))
        #expect(!page.contains("15400000009"))
        #expect(!page.contains("lift-"))
        #expect(desk.markup(view, .english).contains("Asked by the customer"))
    }

    @Test("C4.12 重复添加不产生第二条 · the same again adds nothing", arguments: TestEngine.available)
    func again(_ engine: TestEngine) throws {
        let desk = try ImportDesk(engine)
        for _ in 0..<2 { _ = try desk.ask(AddSuppression(), as: "manager", Self.fields) }
        #expect(try entries(desk).count == 1)
        let id = String(try entries(desk)[0].id)
        _ = try desk.ask(LiftSuppression(), as: "manager", ["id": id, "reason": "误加"])
        _ = try desk.ask(AddSuppression(), as: "manager", Self.fields)
        #expect(try entries(desk).map(\.isLifted) == [false, true])
    }

    @Test("C4.12 凭理由解除，原记录保留，名单不自动恢复 · a lift keeps the entry", arguments: TestEngine.available)
    func lift(_ engine: TestEngine) throws {
        let desk = try ImportDesk(engine)
        _ = try desk.run("姓名,手机号\n张三,15400000001\n")
        _ = try desk.ask(AddSuppression(), as: "manager", Self.fields)
        let id = String(try entries(desk)[0].id)
        #expect(throws: InvalidInput.self) {
            try desk.ask(LiftSuppression(), as: "manager", ["id": id, "reason": " "])
        }
        _ = try desk.ask(LiftSuppression(), as: "manager", ["id": id, "reason": "客户书面撤回"])
        #expect(try desk.leads().isEmpty)
        let entry = try entries(desk)[0]
        #expect(entry.isLifted)
        #expect(entry.liftReason?.description == "客户书面撤回")
        #expect(desk.markup(try desk.ask(ListSuppressions(), as: "manager")).contains("已解除"))
        #expect(throws: SuppressionRefusal.alreadyLifted) {
            try desk.ask(LiftSuppression(), as: "manager", ["id": id, "reason": "再次"])
        }
        #expect(throws: NotFound.self) {
            try desk.ask(LiftSuppression(), as: "manager", ["id": "99", "reason": "无"])
        }
    }

    @Test("C4.12 解除一条后其余仍有效 · another entry of the customer goes on holding")
    func two() throws {
        let desk = try ImportDesk()
        _ = try desk.ask(AddSuppression(), as: "manager", Self.fields)
        var second = Self.fields
        second["reason"] = "complaint"
        _ = try desk.ask(AddSuppression(), as: "manager", second)
        for (left, id) in try entries(desk).map(\.id).enumerated() {
            let reason = ["id": String(id), "reason": "复核"]
            _ = try desk.ask(LiftSuppression(), as: "manager", reason)
            let found = try desk.ask(
                SearchSuppression(),
                as: "manager",
                ["phone": "15400000001"]
            )
            #expect(found.isSuppressed == (left == 0))
            #expect(found.rows.count == 2)
        }
    }

    @Test("C4.12 查询号码得到结论与原因 · a number is looked up", arguments: TestEngine.available)
    func search(_ engine: TestEngine) throws {
        let desk = try ImportDesk(engine)
        _ = try desk.ask(AddSuppression(), as: "manager", Self.fields)
        let found = try desk.ask(SearchSuppression(), as: "manager", ["phone": "+86 15400000001"])
        #expect(found.isSuppressed == true)
        #expect(found.rows.map(\.reason) == ["customer_request"])
        let page = desk.markup(found)
        #expect(page.contains("154****0001"))
        #expect(!page.contains("15400000001"))
        let none = try desk.ask(SearchSuppression(), as: "manager", ["phone": "15400000002"])
        #expect(none.isSuppressed == false)
        #expect(desk.markup(none).contains("当前不在"))
        #expect(throws: InvalidInput.self) {
            try desk.ask(SearchSuppression(), as: "manager", ["phone": "12"])
        }
        #expect(SearchSuppression.route.method == .post)
    }

    @Test("C4.12 通话中登记的拒绝显示名单上的号码 · a refusal shows the lead's number, masked")
    func fromCall() throws {
        let desk = try ImportDesk()
        _ = try desk.run("姓名,手机号\n张三,15400000001\n")
        try desk.database.write {
            try Suppression($0).add(
                desk.environment.vault.customerKey(try PhoneNumber("15400000001")),
                reason: .strongRefusal,
                evidence: "call 5",
                call: ID(5),
                by: desk.viewer("agent"),
                at: desk.time.now(),
            )
        }
        let entry = try entries(desk)[0]
        #expect(entry.phone?.description == "154****0001")
        #expect(desk.markup(try desk.ask(ListSuppressions(), as: "manager")).contains("/calls/5"))
    }

    @Test("C4.12 只有行方管理人员可改禁呼名单 · only a bank manager changes the list")
    func rights() throws {
        let desk = try ImportDesk()
        _ = try desk.ask(AddSuppression(), as: "manager", Self.fields)
        for name in ["auditor", "supervisor", "agent", "stranger"] {
            #expect(throws: RequestRefusal.notPermitted) {
                try desk.ask(AddSuppression(), as: name, Self.fields)
            }
            #expect(throws: RequestRefusal.notPermitted) {
                try desk.ask(LiftSuppression(), as: name, ["id": "1", "reason": "无"])
            }
        }
        for name in ["supervisor", "agent", "stranger"] {
            #expect(throws: RequestRefusal.notPermitted) {
                try desk.ask(ListSuppressions(), as: name)
            }
        }
        for name in ["auditor", "supervisor", "agent", "stranger"] {
            #expect(throws: RequestRefusal.notPermitted) {
                try desk.ask(SearchSuppression(), as: name, ["phone": "15400000001"])
            }
        }
        #expect(try entries(desk).map(\.isLifted) == [false])
    }

    @Test("C4.12 翻页 · page by key")
    func pages() throws {
        let desk = try ImportDesk()
        for number in 0..<60 {
            _ = try desk.ask(
                AddSuppression(),
                as: "manager",
                ["phone": "\(15_400_000_000 + number)", "reason": "bank_list", "evidence": "名单"],
            )
        }
        let first = try desk.ask(ListSuppressions(), as: "manager")
        #expect(first.rows.count == 50)
        let after = String(try #require(first.content.next))
        let second = try desk.ask(ListSuppressions(), as: "manager", ["after": after])
        #expect(second.rows.count == 10)
        #expect(second.content.next == nil)
    }

    @Test(
        "C4.12 名单导入与拨号互相等待 · a list and a dial at once wait for each other",
        .enabled(if: TestEngine.hasPostgres)
    )
    func listLocks() throws {
        let desk = try ImportDesk(.postgres)
        _ = try desk.run("姓名,手机号\n张三,15400000001\n")
        let held = try #require(try desk.next())
        let id = try desk.take(desk.file("手机号\n15400000001\n"), kind: .suppression)
        let vault = desk.environment.vault
        let row = ImportRow(
            line: 2,
            number: "",
            attributes: nil,
            region: "",
            content: .success(
                ImportRow.Customer(
                    key: vault.customerKey(try PhoneNumber("15400000001")),
                    nameSealed: [],
                    phoneSealed: vault.seal("15400000001", as: .suppressedPhone),
                    priority: 0,
                    reason: .bankList,
                    evidence: "",
                )
            ),
        )
        let database = desk.environment.database
        try database.write { transaction in
            let record = try #require(try ImportStore(transaction).find(id, toChange: true))
            _ = try ImportRowStore(transaction, record, at: desk.time.now()).store([row])
            withThreads(1) { _ in
                do {
                    let free = try database.write {
                        try $0.first("SELECT 1 FROM customer_hold\($0.dialect.skipLocked)")
                    }
                    #expect(free == nil)
                } catch {
                    Issue.record(error)
                }
            }
        }
        #expect(throws: HandOutRefusal.suppressed) { try desk.dial(held) }
    }
}

extension ListPage<SuppressionRow> {
    fileprivate var isSuppressed: Bool? { facts["isSuppressed"] as? Bool }
}
