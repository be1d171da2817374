import Campaigns
import Kernel
import TestSupport
import Testing
import Web

@testable import Leads

/// A callback is promised only for a time at which the customer may be called.
@Suite struct HandOutCallbackTests {
    private func isRefused(_ lead: ID<Lead>, _ moment: Moment, _ desk: HandOutDesk) throws -> Bool {
        do {
            try desk.promise(lead, at: moment)
            return false
        } catch let problem as InvalidInput {
            #expect(problem.problems.map(\.field) == ["callback_at"])
            return true
        }
    }

    @Test(
        "C2.1 约不到的时间不能约 · no callback is promised that the rules would refuse",
        arguments: TestEngine.available
    )
    func promised(engine: TestEngine) throws {
        let desk = try HandOutDesk(engine)
        let lead = try desk.lead(in: try desk.task())
        let agent = try HandOutDesk.agent()
        let held = try desk.held(agent)
        let today = HandOutDesk.morning.day
        #expect(try !isRefused(lead, today.at(TimeOfDay(15, 0)), desk))
        try desk.dial(held, agent)
        #expect(try isRefused(lead, today.at(TimeOfDay(15, 0)), desk))
        #expect(try isRefused(lead, today.next.at(TimeOfDay(12, 30)), desk))
        #expect(try isRefused(lead, BusinessDay(2026, 5, 10).at(TimeOfDay(10, 0)), desk))
        #expect(try !isRefused(lead, today.next.at(TimeOfDay(10, 0)), desk))
    }

    @Test(
        "C4.12 任务内次数用完，哪天都不能约回访 · no callback on any day once the task's calls are used up",
        arguments: TestEngine.available
    )
    func usedUp(_ engine: TestEngine) throws {
        let desk = try HandOutDesk(engine)
        let lead = try desk.lead(1, in: try desk.task())
        let monday = BusinessDay(2026, 5, 11).at(TimeOfDay(10, 0))
        for day in 6...7 {
            let now = BusinessDay(2026, 5, day).at(TimeOfDay(10, 0))
            try desk.call(lead, at: now)
            try desk.promise(lead, at: monday, now: now)
        }
        let last = BusinessDay(2026, 5, 8).at(TimeOfDay(10, 0))
        try desk.call(lead, at: last)
        #expect(throws: InvalidInput.self) { try desk.promise(lead, at: monday, now: last) }
    }
}
