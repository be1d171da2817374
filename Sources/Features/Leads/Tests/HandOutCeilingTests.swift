import Access
import Campaigns
import Database
import Kernel
import TestSupport
import Testing

@testable import Leads

/// The ceiling of 200 calls of an agent on a day, by every path.
@Suite struct HandOutCeilingTests {
    @Test("C5.1 第201通不再派单 · no lead for call 201", arguments: TestEngine.available)
    func next(_ engine: TestEngine) throws {
        let desk = try HandOutDesk(engine)
        let agent = try HandOutDesk.agent()
        try desk.lead(in: try desk.task())
        try desk.placed(200, by: agent)
        #expect(try desk.next(agent) == .refused(.dailyCap))
    }

    @Test(
        "C5.1 回访与重拨同样计入 · callback and redial are refused as call 201",
        arguments: TestEngine.available,
        [HandOutKind.callback, .redial],
    )
    func take(_ engine: TestEngine, _ kind: HandOutKind) throws {
        let desk = try HandOutDesk(engine)
        let agent = try HandOutDesk.agent()
        let lead = try desk.lead(in: try desk.task())
        try desk.placed(200, by: agent)
        #expect(throws: HandOutRefusal.dailyCap) { try desk.take(lead, kind, agent) }
    }

    @Test("C5.1 拨号时再次核对 · the dial is refused as call 201", arguments: TestEngine.available)
    func dial(_ engine: TestEngine) throws {
        let desk = try HandOutDesk(engine)
        let agent = try HandOutDesk.agent()
        try desk.lead(in: try desk.task())
        let held = try desk.held(agent)
        try desk.placed(200, by: agent)
        #expect(throws: HandOutRefusal.dailyCap) { try desk.dial(held, agent) }
        let dialled = try desk.database.read {
            try HandOut.dialled(agent.account, on: HandOutDesk.morning.day, in: $0)
        }
        #expect(dialled == 200)
    }

    @Test("C5.1 第200通可拨 · call 200 goes out", arguments: TestEngine.available)
    func last(_ engine: TestEngine) throws {
        let desk = try HandOutDesk(engine)
        let agent = try HandOutDesk.agent()
        let task = try desk.task()
        try desk.lead(1, in: task)
        try desk.lead(2, in: task)
        try desk.placed(199, by: agent)
        let held = try desk.held(agent)
        try desk.dial(held, agent)
        try desk.finish(held, .noAnswer)
        #expect(try desk.next(agent) == .refused(.dailyCap))
        // The next day begins anew.
        _ = try desk.held(agent, at: BusinessDay(2026, 5, 7).at(TimeOfDay(10, 0)))
    }

    @Test("C5.1 数据库自身拒绝第201通 · the table refuses call 201", arguments: TestEngine.available)
    func table(_ engine: TestEngine) throws {
        let desk = try HandOutDesk(engine)
        let agent = try HandOutDesk.agent()
        #expect(throws: DatabaseError.self) { try desk.placed(201, by: agent) }
        try desk.placed(200, by: agent)
        #expect(throws: DatabaseError.self) {
            try desk.change("UPDATE agent_day SET dialled = dialled + 1")
        }
    }

    @Test("C5.1 并发拨号不超200 · threads at once place 200 in all", arguments: TestEngine.available)
    func together(_ engine: TestEngine) throws {
        let desk = try HandOutDesk(engine)
        let agent = try HandOutDesk.agent()
        try desk.placed(195, by: agent)
        let placed = Tally()
        withThreads(16) { _ in
            do {
                let counted = try desk.database.write {
                    try HandOutStore($0).countCall(by: agent.account, on: HandOutDesk.morning.day)
                }
                if counted { placed.add("call") }
            } catch { placed.add("\(error)") }
        }
        #expect(placed.counts == ["call": 5])
    }

    @Test(
        "C5.1 封顶先于任务的原因 · the ceiling is the answer, whatever the tasks say",
        arguments: TestEngine.available,
    )
    func ceilingFirst(_ engine: TestEngine) throws {
        let desk = try HandOutDesk(engine, volume: 0)
        let agent = try HandOutDesk.agent()
        try desk.placed(200, by: agent)
        #expect(try desk.next(agent) == .refused(.dailyCap))
        let lead = try desk.lead(in: try desk.task())
        #expect(try desk.next(agent) == .refused(.dailyCap))
        let noon = HandOutDesk.morning.day.at(TimeOfDay(12, 30))
        #expect(try desk.next(agent, at: noon) == .refused(.dailyCap))
        #expect(try desk.state(lead) == "ready")
        #expect(try desk.next(try HandOutDesk.agent(11)) == .refused(.institutionVolume))
    }
}
