import Access
import Accounts
import Calls
import Campaigns
import Database
import Kernel
import Leads
import Sodium
import Telephony
import TestSupport
import Testing
import Vault
import Web

@testable import App

/// A simulated agent at a seat of a small demo, at two minutes to nine on a working day.
@Suite struct DemoAgentTests {
    private let world: TestEnvironment
    private let app: HuihuApp
    private let viewer: Viewer

    init() throws {
        let morning = BusinessDay(2026, 5, 6).at(TimeOfDay(9, 0))
        world = try TestEnvironment(at: morning)
        app = try HuihuApp(world.environment, assetsFolder: "/nonexistent")
        let seed = DemoSeed(environment: app.environment, passwords: PasswordHash(cost: .weak))
        try seed.load { _ in }
        let name = DemoSeed.simulatedAgents[0]
        viewer = try app.environment.database.read { transaction in
            try #require(try AccountStore(transaction).credentials(of: SignInName(typed: name))).0
                .viewer
        }
    }

    /// Lets the agent work for `seconds`, one at a time.
    private func work(_ agent: inout DemoAgent, seconds: Int) throws {
        for _ in 0..<seconds {
            world.time.advance(by: .seconds(1))
            world.line.runDue()
            try agent.step()
        }
    }

    private func entries() throws -> [AuditEntry] {
        try app.environment.database.read {
            try app.environment.audit.list(
                AuditFilter(account: viewer.account),
                limit: 1_000,
                in: $0,
            )
        }.map(\.entry)
    }

    @Test("C4.4 演示坐席的每个操作都在审计日志中 · each act of a simulated agent is in the audit log")
    func acts() throws {
        try addLead()
        var agent = DemoAgent(viewer, app.workbench, app.environment, world.line)
        try work(&agent, seconds: 480)
        let entries = try entries()
        #expect(entries.allSatisfy { $0.peer == "demo" && $0.permission == "calls.work" })
        let done = Set(entries.filter { $0.outcome == "ok" }.map { "\($0.action) \($0.subject)" })
        let expected: Set = [
            "seat.open seats", "lead.take leads", "call.place calls", "result.save calls",
        ]
        #expect(done.isSuperset(of: expected))
        #expect(entries.allSatisfy { $0.subjectID > 0 })
        let calls = try app.environment.database.read {
            try $0.one("SELECT COUNT(*) FROM call").int(0)
        }
        #expect(entries.count { $0.action == "call.place" } == Int(calls))
    }

    @Test("C2.1 没有名单时的拒绝也留痕 · a refusal for want of a lead is recorded too")
    func refusals() throws {
        var agent = DemoAgent(viewer, app.workbench, app.environment, world.line)
        try work(&agent, seconds: 1_800)
        let refused = try entries().filter { $0.action == "lead.take" }
        #expect(!refused.isEmpty)
        #expect(refused.allSatisfy { $0.outcome != "ok" })
    }

    @Test("C2.2 演示坐席回访到期的预约 · a simulated agent calls back when it is due")
    func callbacks() throws {
        try addLead()
        var agent = DemoAgent(viewer, app.workbench, app.environment, world.line)
        try work(&agent, seconds: 480)
        try app.environment.database.write { transaction in
            let lead = try transaction.one("SELECT id, campaign_id, customer_key FROM lead")
            try transaction.execute("UPDATE lead SET state = 'callback'")
            try transaction.execute(
                """
                INSERT INTO callback(lead_id, campaign_id, vendor_id, customer_key, due_at, state,
                    call_id, created_by, created_at)
                VALUES (\(try lead.int(0)), \(try lead.int(1)), \(viewer.organisation),
                    \(try lead.int(2)), \(world.time.now()), 'open', 1, \(viewer.account),
                    \(world.time.now()))
                """
            )
        }
        try work(&agent, seconds: 1_800)
        let taken = try entries().filter { $0.action == "callback.take" }
        #expect(taken.map(\.outcome) == ["ok"])
        #expect(taken.map(\.subjectID) == [1])
    }

    @Test("C5.3 机构外呼量用完时退回客户 · a lead that may not be dialled goes back")
    func givesBack() throws {
        try addLead()
        var agent = DemoAgent(viewer, app.workbench, app.environment, world.line)
        while try seat()?.state.code != .previewing { try work(&agent, seconds: 1) }
        try app.environment.database.write { transaction in
            try transaction.execute(
                """
                INSERT INTO institution_day(institution_id, day, dialled)
                SELECT id, \(world.time.now().day), 2000 FROM institution
                """
            )
        }
        try work(&agent, seconds: 180)
        let done = try entries().filter { $0.outcome == "ok" }
        #expect(done.contains { $0.action == "lead.give_back" && $0.subject == "leads" })
        #expect(try seat()?.state == .ready)
    }

    private func seat() throws -> Seat? {
        try app.environment.database.read { try SeatStore($0).own(viewer) }
    }

    private func addLead() throws {
        try app.environment.database.write { transaction in
            let campaigns = CampaignStore(transaction)
            let now = app.environment.time.now()
            let rules = try #require(
                try campaigns.running(vendor: viewer.organisation, on: now.day).first
            )
            _ = try LeadStore(transaction, vault: app.environment.vault).add(
                DemoLead.make(app.environment.random),
                to: try campaigns.find(rules.campaign, visibleTo: viewer),
                at: now,
            )
        }
    }
}
