import Campaigns
import Database
import Kernel
import TestSupport
import Testing
import Web

@testable import Leads

@Suite struct HandOutCallbackTests {
    private func refused(_ world: HandOutWorld, _ lead: HeldLead, _ moment: Moment) throws -> Bool {
        do {
            try world.test.environment.database.write {
                try world.handOut.checkCallback(
                    at: moment,
                    lead: lead.lead,
                    vendor: HandOutWorld.vendor,
                    now: world.test.time.now(),
                    in: $0,
                )
            }
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
        let world = try HandOutWorld(engine, leads: 1)
        let lead = try #require(try world.held(1))
        let today = BusinessDay(2026, 5, 6)
        #expect(try !refused(world, lead, today.at(TimeOfDay(15, 0))))
        try world.dial(lead, 1)
        #expect(try refused(world, lead, today.at(TimeOfDay(15, 0))))
        #expect(try refused(world, lead, today.next.at(TimeOfDay(12, 30))))
        #expect(try refused(world, lead, BusinessDay(2026, 5, 10).at(TimeOfDay(10, 0))))
        #expect(try !refused(world, lead, today.next.at(TimeOfDay(10, 0))))
    }
}
