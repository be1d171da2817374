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
    private static let now = BusinessDay(2026, 5, 6).at(TimeOfDay(10, 0))

    private func check(_ world: HandOutWorld, at now: Moment = now) throws -> HandOutCheck {
        let rules = try world.test.environment.database.read {
            try CampaignStore($0).callRules(world.tasks[0])
        }
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
        let check = try check(try HandOutWorld(leads: 1))
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
        let world = try HandOutWorld(leads: 1)
        try world.test.environment.database.write {
            try $0.execute("INSERT INTO region_hours VALUES ('zhejiang', '10:30-20:00')")
        }
        let check = try check(world)
        #expect(check.closure == nil)
        #expect(check.verdict(facts(), region: "江苏") == .clear)
        guard
            case .blocked(.closed, .waiting(let until, .regionHours)) =
                check.verdict(facts(), region: "浙江")
        else {
            Issue.record("a customer outside the province's hours is clear")
            return
        }
        #expect(until == BusinessDay(2026, 5, 6).at(TimeOfDay(10, 30)))
    }

    @Test("C2.1 任务关闭时名单原地不动 · a closed task's leads stay where they are")
    func closed() throws {
        let check = try check(
            try HandOutWorld(leads: 1),
            at: BusinessDay(2026, 5, 6).at(TimeOfDay(12, 30)),
        )
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
        let world = try HandOutWorld(engine, leads: 1, attemptsPerDay: 5)
        let database = world.test.environment.database
        let viewer = try HandOutWorld.agent(1)
        let now = world.test.time.now()
        for (state, kind) in [("finished", HandOutKind.redial), ("callback", .callback)] {
            try database.write {
                try $0.execute("UPDATE lead SET state = \(state), due_at = 77")
                let held = try world.handOut.take(ID(1), kind: kind, for: viewer, now: now, in: $0)
                try world.handOut.giveBack(held.handOut, ofAgent: ID(101), now: now, in: $0)
            }
            let lead = try database.read { try $0.one("SELECT state, due_at FROM lead") }
            #expect(try lead.text(0) == state)
            #expect(try lead.int(1) == 77)
        }
    }

    @Test(
        "已结束的派单不能再次结束，撤回的名单不复活 · a hand-out ends once, a withdrawn lead stays so",
        arguments: TestEngine.available
    )
    func endsOnce(_ engine: TestEngine) throws {
        let world = try HandOutWorld(engine, leads: 1)
        let database = world.test.environment.database
        let lead = try #require(try world.held(1))
        try database.write { _ = try $0.execute("UPDATE lead SET state = 'withdrawn'") }
        #expect(throws: HandOutRefusal.notHeld) { try world.dial(lead, 1) }
        try world.finish(lead, .noAnswer)
        #expect(try database.read { try $0.one("SELECT state FROM lead").text(0) } == "withdrawn")
        #expect(throws: HandOutRefusal.notHeld) { try world.finish(lead, .noAnswer) }
        #expect(try database.read { try $0.one("SELECT COUNT(*) FROM customer_hold").int(0) } == 0)
    }
}
