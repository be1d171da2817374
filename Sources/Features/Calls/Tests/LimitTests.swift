import Access
import Campaigns
import Database
import Kernel
import Leads
import Telephony
import TestSupport
import Testing
import Web

@testable import Calls

@Suite("Limits and callbacks")
struct LimitTests {
    private func dialled(_ count: Int, _ fixture: Fixture) throws {
        let (agent, day) = (fixture.one.account, fixture.now.day)
        try fixture.change(
            """
            INSERT INTO agent_day(agent_id, day, dialled) VALUES (\(agent), \(day), \(count))
            ON CONFLICT(agent_id, day) DO UPDATE SET dialled = excluded.dialled
            """
        )
    }

    private func callback(
        _ fixture: Fixture,
        after span: Duration,
        _ scope: CallbackScope = .own,
    ) throws {
        try fixture.call(fixture.one)
        try fixture.save(fixture.one, .callback) {
            $0.callbackAt = fixture.now + span
            $0.callbackScope = scope
        }
    }

    private func take(_ fixture: Fixture, _ agent: Viewer) throws -> Seat {
        try fixture.act(agent) {
            try fixture.workbench.take(ID<Callback>(1), $0, holder: $1, at: $2, in: $3)
        }
    }

    @Test(
        "C5.1 第201通被下一位、回访、重拨拒绝 · call 201 is refused by every path",
        arguments: TestEngine.available
    )
    func call201(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine, line: [.answers, .answers])
        try fixture.open(fixture.one)
        try callback(fixture, after: .minutes(30))
        try dialled(199, fixture)
        try fixture.call(fixture.one)
        try fixture.save(fixture.one, .wrongPerson)
        #expect(try fixture.number("SELECT dialled FROM agent_day") == 200)
        guard case .refused(.dailyCap) = try fixture.next(fixture.one) else {
            Issue.record("call 201 was handed out")
            return
        }
        fixture.time.advance(by: .minutes(30))
        #expect(throws: HandOutRefusal.dailyCap) { _ = try take(fixture, fixture.one) }
        #expect(throws: HandOutRefusal.dailyCap) {
            _ = try fixture.act(fixture.one) {
                try fixture.workbench.redial(ID(2), $0, holder: $1, at: $2, in: $3)
            }
        }
    }

    @Test(
        "C5.1 预览之后用完，拨号时再拒绝 · used up while previewing, refused at the dial",
        arguments: TestEngine.available
    )
    func usedUpMeanwhile(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        try fixture.open(fixture.one)
        _ = try fixture.next(fixture.one)
        try dialled(200, fixture)
        #expect(throws: HandOutRefusal.dailyCap) { try fixture.dial(fixture.one) }
        #expect(try fixture.number("SELECT COUNT(*) FROM call") == 0)
        #expect(try fixture.seat(fixture.one).code == .previewing)
        #expect(throws: (any Error).self) { try dialled(201, fixture) }
    }

    @Test("重拨与回访都计入当日通数 · redials and callbacks count too", arguments: TestEngine.available)
    func everyKindCounts(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine, line: [.answers, .answers, .answers])
        try fixture.open(fixture.one)
        try callback(fixture, after: .minutes(30))
        fixture.time.advance(by: .minutes(31))
        _ = try take(fixture, fixture.one)
        try fixture.dial(fixture.one)
        try fixture.finishCall(fixture.one)
        try fixture.save(fixture.one, .notInterested) { $0.reason = .other }
        _ = try fixture.act(fixture.one) {
            try fixture.workbench.redial(ID(2), $0, holder: $1, at: $2, in: $3)
        }
        try fixture.dial(fixture.one)
        #expect(try fixture.number("SELECT dialled FROM agent_day") == 3)
        #expect(try fixture.number("SELECT COUNT(*) FROM callback WHERE state = 'done'") == 1)
    }

    @Test("原坐席不在，到期10分钟后转给他人 · handed on while its owner is away", arguments: TestEngine.available)
    func handedOn(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine, leads: 1)
        try fixture.open(fixture.one)
        try fixture.open(fixture.two)
        try callback(fixture, after: .minutes(30))
        fixture.time.advance(by: .minutes(45))
        #expect(throws: NotFound.self) { _ = try take(fixture, fixture.two) }
        _ = try fixture.act(fixture.one) {
            try fixture.workbench.move(.takeBreak(.meal), $0, holder: $1, at: $2, in: $3)
        }
        #expect(try take(fixture, fixture.two).state.code == .previewing)
    }

    @Test("任何坐席都可接的回访 · anyone's callback", arguments: TestEngine.available)
    func anyones(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine, leads: 1)
        try fixture.open(fixture.one)
        try fixture.open(fixture.two)
        try callback(fixture, after: .minutes(30), .anyone)
        fixture.time.advance(by: .minutes(31))
        #expect(try take(fixture, fixture.two).state.code == .previewing)
        #expect(throws: (any Error).self) { _ = try take(fixture, fixture.one) }
    }

    @Test("主管释放各状态的坐席 · the supervisor frees a seat in any state", arguments: TestEngine.available)
    func release(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine, leads: 1)
        let agent = fixture.one
        let free = { (viewer: Viewer) in
            try fixture.database.write {
                try fixture.workbench.release(agent.account, viewer, at: fixture.now, in: $0)
            }
        }
        try fixture.open(agent)
        _ = try fixture.next(agent)
        try fixture.dial(agent)
        try fixture.run(agent, until: .talking)
        let stranger = try #require(fixture.people["stranger"])
        #expect(throws: NotFound.self) { try free(stranger) }
        try free(fixture.supervisor)
        try fixture.run(agent, until: .wrappingUp)
        try free(fixture.supervisor)
        #expect(try fixture.seat(agent) == .signedOut)
        #expect(try fixture.text("SELECT state FROM lead") == "waiting")
        let due = try fixture.number("SELECT due_at FROM lead")
        #expect(Int64(due) == fixture.now.day.next.start.milliseconds)
        #expect(try fixture.number("SELECT COUNT(*) FROM outcome") == 0)
        #expect(try fixture.number("SELECT COUNT(*) FROM customer_hold") == 0)
        try fixture.open(agent)
        #expect(try fixture.seat(agent) == .ready)
    }
}
