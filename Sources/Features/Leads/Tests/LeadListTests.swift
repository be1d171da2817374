import Access
import Accounts
import Campaigns
import Database
import Kernel
import TestSupport
import Testing
import Vault
import Web

@testable import Leads

/// The leads of a task, as a list and one by one: masked, and a vendor's own only.
@Suite struct LeadListTests {
    private static let text = "姓名,手机号,省份,职业\n张三,15400000001,浙江,教师\n李四,15400000002,,\n"

    private func desk(_ engine: TestEngine = .sqlite) throws -> ImportDesk {
        let desk = try ImportDesk(engine)
        _ = try desk.run(Self.text)
        try desk.database.write {
            try $0.execute(
                """
                UPDATE lead SET state = 'waiting', held_back = 'recycled', attempts = 1,
                    last_outcome = 'busy', due_at = \(desk.time.now() + .hours(1)) WHERE id = 2
                """
            )
        }
        return desk
    }

    @Test("C4.4 名单脱敏显示 · the list is masked", arguments: TestEngine.available)
    func list(_ engine: TestEngine) throws {
        let desk = try desk(engine)
        let id = desk.campaign.description
        let list = try desk.ask(ListLeads(), as: "supervisor", ["id": id])
        #expect(list.rows.map(\.phone.description) == ["154****0001", "154****0002"])
        #expect(list.rows.map(\.state) == ["ready", "waiting"])
        #expect(list.rows.map(\.attempts) == [0, 1])
        let page = desk.markup(list)
        for text in ["154****0002", "等待再次呼叫", "占线", "/leads/2"] {
            #expect(page.contains(text))
        }
        for text in ["15400000001", "李四"] { #expect(!page.contains(text)) }
        #expect(desk.markup(list, .english).contains("Waiting for the next attempt"))
    }

    @Test("C2.1 按状态筛选 · one state", arguments: TestEngine.available)
    func filter(_ engine: TestEngine) throws {
        let desk = try desk(engine)
        let id = desk.campaign.description
        for (state, expected) in [("ready", [1]), ("waiting", [2]), ("finished", []), ("held", [])]
            as [(String, [Int64])]
        {
            let list = try desk.ask(ListLeads(), as: "manager", ["id": id, "state": state])
            #expect(list.rows.map(\.id) == expected)
        }
        try desk.database.write { try $0.execute("UPDATE lead SET state = 'finished'") }
        #expect(try LeadRecount.run(desk.database) == [desk.campaign])
        let list = try desk.ask(ListLeads(), as: "manager", ["id": id, "state": "finished"])
        #expect(list.rows.count == 2)
        let figures = try desk.database.read {
            try LeadFigures().figures(of: desk.campaign, for: desk.viewer("manager"), in: $0)
        }
        let finished = try #require(figures.first { $0.code == "leads_finished" })
        #expect(finished.value == 2)
        #expect(finished.path == "/campaigns/\(id)/leads?state=finished")
    }

    @Test("C4.4 翻页 · page by key")
    func pages() throws {
        let desk = try ImportDesk()
        let rows = (0..<60).map { "客户,154\(10_000_000 + $0)" }
        _ = try desk.run("姓名,手机号\n" + rows.joined(separator: "\n"))
        let id = desk.campaign.description
        let first = try desk.ask(ListLeads(), as: "manager", ["id": id, "state": "ready"])
        let after = String(try #require(first.content.next))
        let second = try desk.ask(
            ListLeads(),
            as: "manager",
            ["id": id, "state": "ready", "after": after],
        )
        #expect(first.rows.count == 50)
        #expect(second.rows.count == 10)
        #expect(second.content.next == nil)
        #expect(Set((first.rows + second.rows).map(\.id)).count == 60)
    }

    @Test("C4.4 单条线索及派单记录 · a lead and its hand-outs", arguments: TestEngine.available)
    func show(_ engine: TestEngine) throws {
        let desk = try desk(engine)
        let environment = desk.environment
        try desk.database.write { transaction in
            let handOut = HandOut(vault: environment.vault, calendar: environment.calendar)
            _ = try handOut.next(for: desk.viewer("agent"), now: desk.time.now(), in: transaction)
        }
        try desk.show(["职业"])
        let view = try desk.ask(ShowLead(), as: "auditor", ["id": "1"])
        #expect(view.lead.name.description == "张*")
        #expect(view.lead.state == "held")
        #expect(view.handOuts.count == 1)
        #expect(view.attributes == [LeadCard.Attribute(name: "职业", value: "教师")])
        let page = desk.markup(view)
        for text in ["张*", "154****0001", "新名单", "未拨打", "教师"] { #expect(page.contains(text)) }
        for text in ["张三", "15400000001"] { #expect(!page.contains(text)) }
    }

    @Test("C4.4 他方供应商与坐席看不到名单 · another vendor and agents see nothing")
    func rights() throws {
        let desk = try desk()
        let id = ["id": desk.campaign.description]
        #expect(throws: NotFound.self) { try desk.ask(ListLeads(), as: "stranger", id) }
        #expect(throws: NotFound.self) { try desk.ask(ShowLead(), as: "stranger", ["id": "1"]) }
        #expect(throws: NotFound.self) { try desk.ask(ShowLead(), as: "manager", ["id": "99"]) }
        #expect(throws: RequestRefusal.notPermitted) {
            try desk.ask(ListLeads(), as: "agent", id)
        }
        #expect(throws: RequestRefusal.notPermitted) {
            try desk.ask(ShowLead(), as: "agent", ["id": "1"])
        }
    }

    @Test("C2.1 列表走索引 · the list uses an index")
    func plans() throws {
        let desk = try ImportDesk()
        let state = LeadState.finished.rawValue
        let plans = try desk.database.read { transaction in
            try transaction.rows(
                """
                EXPLAIN QUERY PLAN SELECT * FROM lead WHERE campaign_id = \(desk.campaign) AND id > 0
                AND state IN ('callback', 'finished', 'suppressed', 'withdrawn')
                AND state = \(state) ORDER BY id LIMIT 50
                """
            ).map { try $0.text("detail") }
        }
        #expect(plans.count == 1)
        #expect(plans.allSatisfy { $0.contains("INDEX lead_settled") })
    }
}
