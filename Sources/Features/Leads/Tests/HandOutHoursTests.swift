import Access
import Campaigns
import Database
import Kernel
import TestSupport
import Testing

@testable import Leads

/// Hours, working days and the state of the task: at the hand-out and again at the dial.
@Suite struct HandOutHoursTests {
    /// When nobody may be called, why, and when it opens again.
    static let closures: [(Moment, CallRules.Closure, Moment)] = [
        (
            BusinessDay(2026, 5, 6).at(TimeOfDay(8, 59)), .outsideHours(.standard),
            BusinessDay(2026, 5, 6).at(TimeOfDay(9, 0))
        ),
        (
            BusinessDay(2026, 5, 6).at(TimeOfDay(12, 0)), .outsideHours(.standard),
            BusinessDay(2026, 5, 6).at(TimeOfDay(14, 0))
        ),
        // A Friday evening: the Saturday after it is a make-up working day.
        (
            BusinessDay(2026, 5, 8).at(TimeOfDay(20, 0)), .outsideHours(.standard),
            BusinessDay(2026, 5, 9).at(TimeOfDay(9, 0))
        ),
        // A Saturday.
        (
            BusinessDay(2026, 5, 16).at(TimeOfDay(10, 0)),
            .notWorkingDay(BusinessDay(2026, 5, 16)), BusinessDay(2026, 5, 18).at(TimeOfDay(9, 0))
        ),
        // Labour Day: the first working day after it is Wednesday 6 May.
        (
            BusinessDay(2026, 5, 1).at(TimeOfDay(10, 0)),
            .notWorkingDay(BusinessDay(2026, 5, 1)), BusinessDay(2026, 5, 6).at(TimeOfDay(9, 0))
        ),
    ]

    @Test("C2.1 时段外、周末、节假日不派单 · no lead outside of the hours", arguments: closures)
    func closed(_ now: Moment, _ reason: CallRules.Closure, _ opens: Moment) throws {
        let desk = try HandOutDesk()
        let agent = try HandOutDesk.agent()
        let lead = try desk.lead(in: try desk.task())
        let refusal = HandOutRefusal.closed(reason, until: opens)
        #expect(try desk.next(agent, at: now) == .refused(refusal))
        #expect(throws: refusal) { try desk.take(lead, .callback, agent, at: now) }
        let held = try desk.held(agent, at: HandOutDesk.morning)
        #expect(throws: refusal) { try desk.dial(held, agent, at: now) }
    }

    @Test("C2.1 调休工作日可呼 · a make-up working day counts")
    func makeUpDay() throws {
        let desk = try HandOutDesk()
        let agent = try HandOutDesk.agent()
        try desk.lead(in: try desk.task())
        let saturday = BusinessDay(2026, 5, 9).at(TimeOfDay(10, 0))
        try desk.dial(try desk.held(agent, at: saturday), agent, at: saturday)
    }

    @Test("C2.1 缺少节假日数据时不派单 · nothing is guessed about an unknown year")
    func unknownYear() throws {
        let desk = try HandOutDesk()
        try desk.lead(in: try desk.task())
        try desk.change("UPDATE campaign SET ends_on = 20991231")
        let now = BusinessDay(2099, 5, 6).at(TimeOfDay(10, 0))
        let refusal = HandOutRefusal.closed(.noCalendar(2099), until: nil)
        #expect(try desk.next(try HandOutDesk.agent(), at: now) == .refused(refusal))
    }

    @Test("C2.1 客户所在省的时段 · the hours of the customer's province", arguments: TestEngine.available)
    func province(_ engine: TestEngine) throws {
        let desk = try HandOutDesk(engine)
        let task = try desk.task()
        try desk.change("INSERT INTO region_hours(region, hours) VALUES ('tibet', '11:00-12:00')")
        let away = try desk.lead(1, in: task, region: "西藏", priority: 9)
        let near = try desk.lead(2, in: task, region: "浙江")
        let agent = try HandOutDesk.agent()
        let other = try HandOutDesk.agent(11)
        let held = try desk.held(agent)
        #expect(held.lead == near)
        #expect(try desk.state(away) == "waiting region_hours")
        #expect(
            try desk.next(other)
                == .refused(
                    .noLead([.regionHours: 1], due: HandOutDesk.morning.day.at(TimeOfDay(11, 0)))
                )
        )
        let opening = HandOutDesk.morning + .hours(1)
        #expect(try desk.held(other, at: opening).lead == away)
    }

    @Test("C2.1 拨号时省时段已过 · the province's hours end while the lead lies previewed")
    func provinceAtDial() throws {
        let desk = try HandOutDesk()
        let task = try desk.task()
        try desk.change("INSERT INTO region_hours(region, hours) VALUES ('tibet', '09:00-10:30')")
        try desk.lead(1, in: task, region: "西藏")
        let agent = try HandOutDesk.agent()
        let held = try desk.held(agent)
        do {
            try desk.dial(held, agent, at: HandOutDesk.morning + .minutes(30))
            Issue.record("It was dialled outside of the province's hours.")
        } catch let refusal as HandOutRefusal {
            #expect(refusal.code == "handout.region_hours")
        }
    }

    @Test(
        "C2.1 只有进行中的任务可呼 · only a running task",
        arguments: [CampaignState.draft, .approved, .paused, .closed],
    )
    func notRunning(_ state: CampaignState) throws {
        let desk = try HandOutDesk()
        let lead = try desk.lead(1, in: try desk.task())
        let agent = try HandOutDesk.agent()
        let held = try desk.held(agent)
        try desk.change("UPDATE campaign SET state = \(state.rawValue)")
        let refusal = HandOutRefusal.closed(.notRunning(state), until: nil)
        #expect(throws: refusal) { try desk.dial(held, agent) }
        try desk.giveBack(held, agent)
        #expect(try desk.next(agent) == .refused(.noRunningTask))
        #expect(throws: refusal) { try desk.take(lead, .redial, agent) }
    }

    @Test("C2.1 任务期限外不派单 · no lead before and after the period")
    func period() throws {
        let desk = try HandOutDesk()
        let lead = try desk.lead(1, in: try desk.task())
        let agent = try HandOutDesk.agent()
        for day in [BusinessDay(2026, 4, 3), BusinessDay(2026, 10, 8)] {
            let now = day.at(TimeOfDay(10, 0))
            #expect(try desk.next(agent, at: now) == .refused(.noRunningTask))
            #expect(throws: HandOutRefusal.self) { try desk.take(lead, .redial, agent, at: now) }
        }
    }
}
