import Access
import Accounts
import Campaigns
import Database
import HTML
import Kernel
import Leads
import TestSupport
import Testing
import Web

@testable import Calls

@Suite struct CallbackTests {
    /// A callback that `one` promised in half an hour.
    private func promised(_ engine: TestEngine) throws -> Fixture {
        let fixture = try Fixture(engine)
        let agent = fixture.one
        try fixture.open(agent)
        try fixture.call(agent)
        try fixture.save(agent, .callback) {
            $0.callbackAt = fixture.now + .minutes(30)
            $0.callbackScope = .own
        }
        return fixture
    }

    private func list(_ fixture: Fixture) throws -> ListPage<CallbackRow> {
        try fixture.ask(ListCallbacks(), as: fixture.one)
    }

    private func cleared(_ list: ListPage<CallbackRow>) -> [ClearedRow] {
        list.facts["cleared"] as? [ClearedRow] ?? []
    }

    private func page(_ resource: some Resource, _ language: Language = .chinese) -> String {
        String(
            decoding: resource.page.render(Rendering(language: language, csrfToken: "t")),
            as: UTF8.self
        )
    }

    @Test(
        "C4.12 客户被禁呼，回访取消并告知坐席 · a suppressed customer's callback is cleared and told",
        arguments: TestEngine.available
    )
    func suppressed(_ engine: TestEngine) throws {
        let fixture = try promised(engine)
        let keeper = CallbackKeeper(fixture.environment)
        try keeper.sweep()
        #expect(try list(fixture).rows.count == 1)
        try fixture.database.write { transaction in
            let key = try transaction.one("SELECT customer_key FROM callback").int(0)
            try Suppression(transaction).add(
                key,
                reason: .complaint,
                evidence: "工单",
                by: fixture.manager,
                at: fixture.now,
            )
        }
        try keeper.sweep()
        let after = try list(fixture)
        #expect(after.rows.isEmpty)
        #expect(cleared(after).map(\.reason) == [CallbackClearing.suppressed.name])
        #expect(page(after).contains("客户已列入禁呼名单"))
        #expect(page(after, .english).contains("must not be called"))
        #expect(try fixture.text("SELECT state FROM callback") == "cleared")
        // Another agent's list tells nothing of it.
        #expect(cleared(try fixture.ask(ListCallbacks(), as: fixture.two)).isEmpty)
    }

    @Test(
        "超时回访主管与行方可见，可转交 · overdue callbacks are seen and handed over",
        arguments: TestEngine.available
    )
    func overdue(_ engine: TestEngine) throws {
        let fixture = try promised(engine)
        let ask = { (viewer: Viewer) in
            try fixture.ask(ListOverdueCallbacks(), as: viewer)
        }
        fixture.time.advance(by: .minutes(33))
        #expect(try ask(fixture.supervisor).rows.isEmpty)
        fixture.time.advance(by: .minutes(60))
        let seen = try ask(fixture.supervisor)
        let line = try #require(seen.rows.first)
        #expect((62...64).contains(line.age))
        #expect(line.owner != nil && seen.rows.count == 1)
        #expect(page(seen).contains("/callbacks/\(line.id)/owner"))
        // The bank sees it and hands nothing over.
        let bank = try ask(fixture.manager)
        #expect(bank.rows.map(\.id) == [line.id])
        #expect(!page(bank, .english).contains("/owner"))
        #expect(throws: RequestRefusal.notPermitted) { try ask(fixture.one) }
        let hand = { (agent: Int64) in
            try fixture.ask(
                HandOverCallback(),
                as: fixture.supervisor,
                ["id": "\(line.id)", "agent": "\(agent)"],
            )
        }
        #expect(throws: InvalidInput.self) { try hand(fixture.manager.account.rawValue) }
        _ = try hand(fixture.two.account.rawValue)
        let taken = try fixture.ask(ListCallbacks(), as: fixture.two).rows
        #expect(taken.map(\.id) == [line.id])
        #expect(taken.map(\.isHandedOn) == [false])
        #expect(HandOverCallback.edits == .asSeen(.callback))
    }

    @Test("别家的回访不可转交 · another vendor's callback is not there")
    func foreign() throws {
        let fixture = try promised(.sqlite)
        try fixture.change("UPDATE callback SET vendor_id = 99")
        fixture.time.advance(by: .hours(2))
        #expect(try fixture.ask(ListOverdueCallbacks(), as: fixture.supervisor).rows.isEmpty)
        #expect(throws: NotFound.self) {
            _ = try fixture.ask(
                HandOverCallback(),
                as: fixture.supervisor,
                ["id": "1", "agent": "\(fixture.two.account)"],
            )
        }
    }
}
