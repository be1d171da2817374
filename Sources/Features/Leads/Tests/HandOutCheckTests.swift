import Access
import Calendar
import Campaigns
import Database
import Kernel
import TestSupport
import Testing
import Web

@testable import Leads

/// The rule that decides for one lead at one moment, and what becomes of a lead that is given back.
@Suite struct HandOutCheckTests {
    private static let now = HandOutDesk.morning

    private func check(_ desk: HandOutDesk, at now: Moment = now) throws -> HandOutCheck {
        let task = try desk.task()
        let rules = try desk.database.read { try CampaignStore($0).callRules(task) }
        return HandOutCheck(try #require(rules), WorkingCalendar(), at: now)
    }

    private func facts(
        suppressed: Bool = false,
        held: Bool = false,
        today: Int = 0,
        inCampaign: Int = 0,
        in24Hours: Int = 0,
        first: Moment? = nil,
    ) -> CustomerFacts {
        CustomerFacts(
            isSuppressed: suppressed,
            isHeld: held,
            attempts: AttemptCounts(today: today, inCampaign: inCampaign, in24Hours: in24Hours),
            firstIn24Hours: first,
        )
    }

    @Test("C4.12 每种拦截都有原因与去向 · each block has its reason and what becomes of the lead")
    func verdicts() throws {
        let check = try check(try HandOutDesk())
        let first = Self.now - .hours(20)
        let tomorrow = Self.now.day.next.start
        #expect(check.verdict(facts(), region: "") == .clear)
        #expect(
            check.verdict(facts(suppressed: true, held: true, today: 9), region: "")
                == .blocked(.suppressed, .suppressed)
        )
        #expect(
            check.verdict(facts(today: 1, in24Hours: 1, first: first), region: "")
                == .blocked(.limit(.day), .waiting(until: tomorrow, .frequencyDay))
        )
        #expect(
            check.verdict(facts(in24Hours: 5, first: first), region: "")
                == .blocked(.limit(.hours24), .waiting(until: first + .hours(24), .frequency24h))
        )
        #expect(
            check.verdict(facts(inCampaign: 3), region: "")
                == .blocked(.limit(.campaign), .finished(.frequencyCampaign))
        )
        #expect(check.verdict(facts(held: true), region: "") == HandOutCheck.held(at: Self.now))
    }

    @Test("C2.1 省内时段另行核对 · a province's hours hold for its customers alone")
    func province() throws {
        let desk = try HandOutDesk()
        try desk.change("INSERT INTO region_hours VALUES ('zhejiang', '10:30-20:00')")
        let check = try check(desk)
        #expect(check.closure == nil)
        #expect(check.verdict(facts(), region: "江苏") == .clear)
        guard
            case .blocked(.closed, .waiting(let until, .regionHours)) =
                check.verdict(facts(), region: "浙江")
        else {
            Issue.record("a customer outside the province's hours is clear")
            return
        }
        #expect(until == Self.now.day.at(TimeOfDay(10, 30)))
    }

    @Test("C2.1 任务关闭时名单原地不动 · a closed task's leads stay where they are")
    func closed() throws {
        let noon = Self.now.day.at(TimeOfDay(12, 30))
        let check = try check(try HandOutDesk(), at: noon)
        #expect(check.closure != nil)
        guard case .blocked(.closed, nil) = check.verdict(facts(), region: "") else {
            Issue.record("a closed task's lead moves")
            return
        }
    }

    @Test(
        "退回重拨或回访的客户回到原处 · a redial or callback given back stands where it stood",
        arguments: TestEngine.available
    )
    func givenBack(_ engine: TestEngine) throws {
        let desk = try HandOutDesk(engine)
        let lead = try desk.lead(in: try desk.task())
        let agent = try HandOutDesk.agent()
        for (state, kind) in [("finished", HandOutKind.redial), ("callback", .callback)] {
            try desk.change("UPDATE lead SET state = \(state), due_at = 77")
            try desk.giveBack(try desk.take(lead, kind, agent), agent)
            let row = try desk.database.read { try $0.one("SELECT state, due_at FROM lead") }
            #expect(try row.text(0) == state)
            #expect(try row.int(1) == 77)
        }
    }

    @Test(
        "已结束的派单不能再次结束，撤回的名单不复活 · a hand-out ends once, a withdrawn lead stays so",
        arguments: TestEngine.available
    )
    func endsOnce(_ engine: TestEngine) throws {
        let desk = try HandOutDesk(engine)
        let lead = try desk.lead(in: try desk.task())
        let agent = try HandOutDesk.agent()
        let held = try desk.held(agent)
        try desk.change("UPDATE lead SET state = 'withdrawn'")
        #expect(throws: HandOutRefusal.notHeld) { try desk.dial(held, agent) }
        try desk.finish(held, .noAnswer)
        #expect(try desk.state(lead) == "withdrawn")
        #expect(throws: HandOutRefusal.notHeld) { try desk.finish(held, .noAnswer) }
        let holds = try desk.database.read {
            try $0.one("SELECT COUNT(*) FROM customer_hold").int(0)
        }
        #expect(holds == 0)
    }
}
