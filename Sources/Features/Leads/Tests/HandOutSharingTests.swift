import Access
import Campaigns
import Database
import Kernel
import TestSupport
import Testing

@testable import Leads

/// No lead and no customer in two hands, and a refusal that stops every call.
@Suite struct HandOutSharingTests {
    @Test("C2.1 64线程同时取单不重派 · no lead goes to two of 64", arguments: TestEngine.available)
    func leads(_ engine: TestEngine) throws {
        let desk = try HandOutDesk(engine)
        let task = try desk.task()
        for customer in 0..<40 { try desk.lead(customer, in: task) }
        let tally = try together(desk)
        #expect(tally.count == 41)
        #expect(tally["no lead"] == 24)
        #expect(tally.filter { $0.key != "no lead" }.values.allSatisfy { $0 == 1 })
    }

    @Test(
        "C2.1 同一客户在两个任务中不重派 · no customer of two tasks goes to two of 64",
        arguments: TestEngine.available,
    )
    func customers(_ engine: TestEngine) throws {
        let desk = try HandOutDesk(engine)
        let first = try desk.task("HX-1")
        let second = try desk.task("HX-2")
        for customer in 0..<20 {
            try desk.lead(customer, in: first)
            try desk.lead(19 - customer, in: second)
        }
        _ = try together(desk)
        let (rows, customers) = try desk.database.read { transaction in
            let row = try transaction.one(
                """
                SELECT COUNT(*), COUNT(DISTINCT customer_key) FROM handout
                WHERE state = 'previewing'
                """
            )
            return (try row.int(0), try row.int(1))
        }
        #expect(rows == 20)
        #expect(customers == 20)
    }

    /// What 64 agents get who ask at once: leads, refusals, anything else.
    private func together(_ desk: HandOutDesk) throws -> [String: Int] {
        let tally = Tally()
        withThreads(64) { index in
            do {
                switch try desk.next(try HandOutDesk.agent(Int64(100 + index))) {
                case .held(let held): tally.add("lead \(held.lead)")
                case .refused(.noLead): tally.add("no lead")
                case .refused(let refusal): tally.add(refusal.code)
                }
            } catch { tally.add("\(error)") }
        }
        return tally.counts
    }

    @Test("C2.1 同一坐席两处同时取单 · one agent asks twice at once", arguments: TestEngine.available)
    func oneAgent(_ engine: TestEngine) throws {
        let desk = try HandOutDesk(engine)
        let task = try desk.task()
        for customer in 0..<8 { try desk.lead(customer, in: task) }
        let agent = try HandOutDesk.agent()
        let tally = Tally()
        withThreads(8) { _ in
            do {
                switch try desk.next(agent) {
                case .held: tally.add("held")
                case .refused(let refusal): tally.add(refusal.code)
                }
            } catch { tally.add("\(error)") }
        }
        #expect(tally.counts == ["held": 1, "handout.already_holding": 7])
    }

    @Test("C2.1 他人手中的客户不能另取 · a customer in other hands", arguments: TestEngine.available)
    func otherTask(_ engine: TestEngine) throws {
        let desk = try HandOutDesk(engine)
        let mine = try desk.lead(1, in: try desk.task("HX-1", priority: 90))
        let twin = try desk.lead(1, in: try desk.task("HX-2"))
        let first = try HandOutDesk.agent(10)
        let second = try HandOutDesk.agent(11)
        #expect(try desk.held(first).lead == mine)
        #expect(throws: HandOutRefusal.customerHeld) { try desk.take(mine, .redial, second) }
        #expect(throws: HandOutRefusal.customerHeld) { try desk.take(twin, .redial, second) }
        guard case .refused(.noLead(let counts, let due)) = try desk.next(second) else {
            Issue.record("The customer went to two agents.")
            return
        }
        #expect(counts == [.customerHeld: 1])
        #expect(due != nil)
        #expect(try desk.state(twin) == "waiting customer_held")
    }

    @Test(
        "C4.12 预览期间登记的拒绝立即阻止拨号 · a refusal stops the dial of a previewed lead",
        arguments: TestEngine.available,
    )
    func refusalWhilePreviewed(_ engine: TestEngine) throws {
        let desk = try HandOutDesk(engine)
        let previewed = try desk.lead(1, in: try desk.task("HX-1", priority: 90))
        let twin = try desk.lead(1, in: try desk.task("HX-2"))
        let agent = try HandOutDesk.agent()
        let held = try desk.held(agent)
        try desk.suppress(1)
        #expect(throws: HandOutRefusal.suppressed) { try desk.dial(held, agent) }
        #expect(try desk.state(twin) == "suppressed")
        try desk.giveBack(held, agent)
        #expect(try desk.state(previewed) == "suppressed")
        #expect(throws: HandOutRefusal.suppressed) { try desk.take(previewed, .redial, agent) }
        #expect(throws: HandOutRefusal.suppressed) { try desk.take(twin, .callback, agent) }
    }

    @Test(
        "C4.12 通话中登记的拒绝不被结果推翻 · no outcome undoes a refusal",
        arguments: TestEngine.available,
        [Outcome.interested, .noAnswer, .callback],
    )
    func refusalDuringCall(_ engine: TestEngine, _ outcome: Outcome) throws {
        let desk = try HandOutDesk(engine)
        let lead = try desk.lead(1, in: try desk.task())
        let agent = try HandOutDesk.agent()
        let held = try desk.held(agent)
        try desk.dial(held, agent)
        try desk.suppress(1)
        try desk.finish(held, outcome, callbackAt: HandOutDesk.morning + .hours(3))
        #expect(try desk.state(lead) == "suppressed")
    }

    @Test("C4.12 不在队列状态也不派禁呼客户 · a queue that missed the list", arguments: TestEngine.available)
    func missedQueue(_ engine: TestEngine) throws {
        let desk = try HandOutDesk(engine)
        let lead = try desk.lead(1, in: try desk.task())
        let agent = try HandOutDesk.agent()
        try desk.suppress(1)
        try desk.change("UPDATE lead SET state = 'ready' WHERE id = \(lead)")
        #expect(throws: HandOutRefusal.suppressed) { try desk.take(lead, .redial, agent) }
        #expect(try desk.next(agent) == .refused(.noLead([:], due: nil)))
        #expect(try desk.state(lead) == "suppressed")
    }

    @Test("C2.1 他方供应商的名单不可见 · another vendor's lead is not found", arguments: TestEngine.available)
    func otherVendor(_ engine: TestEngine) throws {
        let desk = try HandOutDesk(engine)
        let lead = try desk.lead(in: try desk.task())
        let stranger = try HandOutDesk.agent(20, of: HandOutDesk.otherVendor)
        #expect(throws: NotFound.self) { try desk.take(lead, .redial, stranger) }
        #expect(try desk.next(stranger) == .refused(.noRunningTask))
        let held = try desk.held(try HandOutDesk.agent())
        #expect(throws: HandOutRefusal.notHeld) { try desk.dial(held, stranger) }
        #expect(throws: HandOutRefusal.notHeld) { try desk.giveBack(held, stranger) }
    }
}
