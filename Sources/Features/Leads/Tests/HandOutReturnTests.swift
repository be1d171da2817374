import Access
import Campaigns
import Database
import Kernel
import TestSupport
import Testing

@testable import Leads

/// What becomes of a lead after the hand-out.
@Suite struct HandOutReturnTests {
    @Test("C2.1 退回的客户稍后再派 · a lead given back rests", arguments: TestEngine.available)
    func givenBack(_ engine: TestEngine) throws {
        let desk = try HandOutDesk(engine)
        let lead = try desk.lead(in: try desk.task())
        let agent = try HandOutDesk.agent()
        let held = try desk.held(agent)
        #expect(try desk.next(agent) == .refused(.alreadyHolding))
        try desk.giveBack(held, agent)
        #expect(try desk.state(lead) == "waiting given_back")
        let due = HandOutDesk.morning + .minutes(10)
        #expect(try desk.next(agent) == .refused(.noLead([.givenBack: 1], due: due)))
        #expect(try desk.held(agent, at: due).lead == lead)
        #expect(throws: HandOutRefusal.notHeld) { try desk.giveBack(held, agent) }
        #expect(throws: HandOutRefusal.notHeld) { try desk.dial(held, agent) }
    }

    @Test("C2.1 已拨打的客户不能退回或再拨 · a dialled lead is neither given back nor dialled again")
    func dialled() throws {
        let desk = try HandOutDesk()
        try desk.lead(in: try desk.task())
        let agent = try HandOutDesk.agent()
        let held = try desk.held(agent)
        let permit = try desk.dial(held, agent)
        #expect(try permit.number == desk.number(1))
        #expect(permit.kind == .next)
        #expect(throws: HandOutRefusal.notHeld) { try desk.giveBack(held, agent) }
        #expect(throws: HandOutRefusal.notHeld) { try desk.dial(held, agent) }
        #expect(try desk.next(agent) == .refused(.alreadyHolding))
    }

    @Test(
        "C2.1 按结果回收 · the outcome decides what becomes of the lead",
        arguments: TestEngine.available,
        [
            (Outcome.noAnswer, "waiting recycled"), (.busy, "waiting recycled"),
            (.interested, "finished"), (.notInterested, "finished"),
            (.invalidNumber, "finished"), (.strongRefusal, "suppressed"),
            (.complaint, "suppressed"),
        ],
    )
    func finish(_ engine: TestEngine, _ row: (outcome: Outcome, state: String)) throws {
        let desk = try HandOutDesk(engine)
        let lead = try desk.lead(in: try desk.task())
        let agent = try HandOutDesk.agent()
        let held = try desk.held(agent)
        try desk.dial(held, agent)
        try desk.finish(held, row.outcome)
        #expect(try desk.state(lead) == row.state)
        let last = try desk.database.read {
            try $0.one("SELECT last_outcome, attempts FROM lead").text(0)
        }
        #expect(last == row.outcome.rawValue)
        // The agent is free for the next one.
        #expect(try desk.next(agent) != .refused(.alreadyHolding))
    }

    @Test("C2.1 回访只由回访取走 · a callback is taken as such only", arguments: TestEngine.available)
    func callback(_ engine: TestEngine) throws {
        let desk = try HandOutDesk(engine)
        let lead = try desk.lead(in: try desk.task(attemptsPerDay: 2))
        let agent = try HandOutDesk.agent()
        let held = try desk.held(agent)
        try desk.dial(held, agent)
        let due = HandOutDesk.morning + .hours(5)
        try desk.finish(held, .callback, callbackAt: due)
        #expect(try desk.state(lead) == "callback")
        #expect(try desk.next(agent, at: due) == .refused(.noLead([:], due: nil)))
        let taken = try desk.take(lead, .callback, agent, at: due)
        #expect(taken.kind == .callback)
        try desk.giveBack(taken, agent, at: due)
        #expect(try desk.state(lead) == "callback")
    }

    @Test("C2.1 优先级与到期顺序 · the urgent task, the due lead, the priority")
    func order() throws {
        let desk = try HandOutDesk()
        let usual = try desk.task("HX-1", priority: 10)
        let urgent = try desk.task("HX-2", priority: 90)
        let last = try desk.lead(1, in: usual)
        let third = try desk.lead(2, in: urgent)
        let second = try desk.lead(3, in: urgent, priority: 5)
        let first = try desk.lead(4, in: urgent)
        try desk.change(
            """
            UPDATE lead SET state = 'waiting', held_back = 'recycled',
                due_at = \(HandOutDesk.morning) WHERE id = \(first)
            """
        )
        let leads = try (10..<14).map { try desk.held(try HandOutDesk.agent($0)).lead }
        #expect(leads == [first, second, third, last])
    }

    @Test(
        "C2.1 不可呼的客户不堵塞队列 · blocked leads in front starve nobody",
        arguments: TestEngine.available
    )
    func blocked(_ engine: TestEngine) throws {
        let desk = try HandOutDesk(engine)
        let task = try desk.task()
        for customer in 0..<210 { try desk.lead(customer, in: task, priority: 1) }
        let good = try desk.lead(500, in: task)
        for customer in 0..<210 { try desk.suppress(customer) }
        try desk.change("UPDATE lead SET state = 'ready' WHERE state = 'suppressed'")
        let agent = try HandOutDesk.agent()
        #expect(try desk.next(agent) == .refused(.putAside(200)))
        #expect(try desk.held(agent).lead == good)
    }

    @Test(
        "C4.12 今日已呼的客户再多也不堵塞队列 · customers called today by a task now closed starve nobody",
        arguments: TestEngine.available
    )
    func calledToday(_ engine: TestEngine) throws {
        let desk = try HandOutDesk(engine)
        let task = try desk.task()
        let leads = try (0..<130).map { try desk.lead($0, in: task) }
        let now = HandOutDesk.morning
        try desk.change(
            """
            INSERT INTO handout(lead_id, campaign_id, institution_id, vendor_id, customer_key,
                agent_id, kind, state, day, handed_at, dialled_at, closed_at)
            SELECT id, 99, 1, 2, customer_key, 500, 'next', 'done', \(now.day), \(now), \(now),
                \(now) FROM lead WHERE id < (SELECT MAX(id) FROM lead)
            """
        )
        let agent = try HandOutDesk.agent()
        let answers = try (1...2).map { _ in try desk.next(agent) }
        let held = answers.compactMap { if case .held(let held) = $0 { held.lead } else { nil } }
        #expect(held == leads.suffix(1))
    }

    @Test("C2.1 结果只记一次 · a hand-out that is over is not finished again")
    func twice() throws {
        let desk = try HandOutDesk()
        let lead = try desk.lead(in: try desk.task())
        let agent = try HandOutDesk.agent()
        let held = try desk.held(agent)
        try desk.dial(held, agent)
        try desk.finish(held, .notInterested)
        #expect(throws: HandOutRefusal.notHeld) { try desk.finish(held, .noAnswer) }
        #expect(throws: HandOutRefusal.notHeld) {
            try desk.database.write {
                try desk.handOut.abandon(held.handOut, now: HandOutDesk.morning, in: $0)
            }
        }
        #expect(try desk.state(lead) == "finished")
    }
}
