import Access
import Campaigns
import Database
import Kernel
import TestSupport
import Testing

@testable import Leads

/// How often a customer is called, and how much for a branch.
@Suite struct HandOutLimitTests {
    @Test("C4.12 每客户每日一次 · one call a day over all tasks", arguments: TestEngine.available)
    func day(_ engine: TestEngine) throws {
        let desk = try HandOutDesk(engine)
        let first = try desk.lead(1, in: try desk.task("HX-1"))
        let second = try desk.lead(1, in: try desk.task("HX-2"))
        try desk.call(first)
        let later = HandOutDesk.morning + .hours(5)
        for lead in [first, second] {
            #expect(throws: HandOutRefusal.limit(.day)) { try desk.call(lead, at: later) }
        }
        let agent = try HandOutDesk.agent()
        guard case .refused(.noLead(let counts, _)) = try desk.next(agent, at: later) else {
            Issue.record("The customer was handed out again.")
            return
        }
        #expect(counts == [.recycled: 1, .frequencyDay: 1])
        try desk.call(second, at: BusinessDay(2026, 5, 7).at(TimeOfDay(10, 0)))
    }

    @Test("C4.12 每任务三次 · three calls in the task", arguments: TestEngine.available)
    func campaign(_ engine: TestEngine) throws {
        let desk = try HandOutDesk(engine)
        let lead = try desk.lead(1, in: try desk.task())
        for day in 6...8 {
            try desk.call(lead, at: BusinessDay(2026, 5, day).at(TimeOfDay(10, 0)))
        }
        #expect(try desk.state(lead) == "finished")
        #expect(throws: HandOutRefusal.limit(.campaign)) {
            try desk.call(lead, at: BusinessDay(2026, 5, 9).at(TimeOfDay(10, 0)))
        }
    }

    @Test("C4.12 24小时内五次 · five calls within 24 hours", arguments: TestEngine.available)
    func hours(_ engine: TestEngine) throws {
        let desk = try HandOutDesk(engine)
        let task = try desk.task(attemptsPerDay: 5, attemptsTotal: 20)
        let lead = try desk.lead(1, in: task)
        let evening = HandOutDesk.morning + .hours(9)
        for minute in 0..<5 { try desk.call(lead, at: evening + .minutes(minute)) }
        let next = BusinessDay(2026, 5, 7).at(TimeOfDay(9, 0))
        #expect(throws: HandOutRefusal.limit(.hours24)) { try desk.call(lead, at: next) }
        try desk.call(lead, at: evening + .hours(24))
    }

    @Test("C4.12 预览期间达到上限 · a limit reached since the hand-out stops the dial")
    func atDial() throws {
        let desk = try HandOutDesk()
        let lead = try desk.lead(1, in: try desk.task())
        let agent = try HandOutDesk.agent()
        let held = try desk.held(agent)
        try desk.change(
            """
            INSERT INTO handout(lead_id, campaign_id, institution_id, vendor_id, customer_key,
                agent_id, kind, state, day, handed_at, dialled_at, closed_at)
            SELECT id, campaign_id, institution_id, vendor_id, customer_key, 99, 'next', 'done',
                \(HandOutDesk.morning.day), \(HandOutDesk.morning), \(HandOutDesk.morning),
                \(HandOutDesk.morning) FROM lead WHERE id = \(lead)
            """
        )
        #expect(throws: HandOutRefusal.limit(.day)) { try desk.dial(held, agent) }
    }

    @Test("C5.3 机构当日外呼量 · the branch's volume of the day", arguments: TestEngine.available)
    func volume(_ engine: TestEngine) throws {
        let desk = try HandOutDesk(engine, volume: 2)
        let task = try desk.task()
        let leads = try (1...3).map { try desk.lead($0, in: task) }
        try desk.call(leads[0])
        let agent = try HandOutDesk.agent()
        let other = try HandOutDesk.agent(11)
        let first = try desk.held(agent)
        let second = try desk.held(other)
        try desk.dial(first, agent)
        #expect(throws: HandOutRefusal.institutionVolume) { try desk.dial(second, other) }
        // The refused dial counts neither for the agent nor for the customer.
        let counted = try desk.database.read {
            try HandOut.dialled(other.account, on: HandOutDesk.morning.day, in: $0)
        }
        #expect(counted == 0)
        try desk.giveBack(second, other)
        #expect(try desk.next(other) == .refused(.institutionVolume))
        #expect(throws: HandOutRefusal.institutionVolume) {
            try desk.take(leads[2], .redial, other)
        }
    }
}
