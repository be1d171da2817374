import Access
import Accounts
import Campaigns
import Database
import Kernel
import Leads
import Records
import TestSupport
import Testing
import Web

@testable import Calls

/// What of calls waits for whom.
@Suite struct CallWorkTests {
    private func waiting(
        _ source: any HomeSource,
        _ fixture: Fixture,
        as viewer: Viewer,
    ) throws -> [WorkItem] {
        guard source.permission.allows(viewer) else { return [] }
        return try fixture.database.read { transaction in
            try source.waiting(
                Context(
                    viewer: viewer,
                    now: fixture.now,
                    wallNow: fixture.now,
                    language: .chinese,
                    environment: fixture.environment,
                    peer: "",
                    transaction: transaction,
                )
            )
        }
    }

    @Test(
        "回访到点前只倒计时，到点计数，超时主管与行方也见 · a callback counts down, counts, and is then others' too",
        arguments: TestEngine.available
    )
    func callbacks(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        let agent = fixture.one
        try fixture.open(agent)
        try fixture.call(agent)
        let due = fixture.now + .minutes(30)
        try fixture.save(agent, .callback) {
            $0.callbackAt = due
            $0.callbackScope = .own
        }
        let before = try #require(try waiting(CallbackWork(), fixture, as: agent).first)
        #expect(before.count == 0 && before.urgency == .today && before.clock == .until(due))
        #expect(try waiting(CallbackWork(), fixture, as: fixture.two).isEmpty)
        fixture.time.advance(by: .minutes(31))
        let then = try waiting(CallbackWork(), fixture, as: agent)
        #expect(then.map(\.count) == [1] && then.map(\.urgency) == [.today])
        #expect(try waiting(OverdueCallbackWork(), fixture, as: fixture.supervisor).isEmpty)
        fixture.time.advance(by: .minutes(30))
        #expect(try waiting(CallbackWork(), fixture, as: agent).map(\.urgency) == [.overdue])
        for viewer in [fixture.supervisor, fixture.manager] {
            let late = try #require(
                try waiting(OverdueCallbackWork(), fixture, as: viewer).first
            )
            #expect(late.count == 1 && late.urgency == .overdue && late.clock == .until(due))
            #expect(late.concerns == L(same: agent.name))
        }
        let stranger = try #require(fixture.people["stranger"])
        #expect(try waiting(OverdueCallbackWork(), fixture, as: stranger).isEmpty)
        #expect(try waiting(OverdueCallbackWork(), fixture, as: agent).isEmpty)
    }

    @Test(
        "C5.2 待确认的意向等行方确认 · a success that the evidence does not carry waits for the bank",
        arguments: TestEngine.available
    )
    func successes(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        try fixture.open(fixture.one)
        _ = try fixture.next(fixture.one)
        try fixture.dial(fixture.one)
        try fixture.finishCall(fixture.one, talk: .seconds(9))
        #expect(try waiting(SuccessWork(), fixture, as: fixture.manager).isEmpty)
        try fixture.save(fixture.one, .interested) {
            $0.channel = .branch
            $0.amount = .upTo300k
        }
        #expect(try waiting(SuccessWork(), fixture, as: fixture.manager).map(\.count) == [1])
        #expect(try waiting(SuccessWork(), fixture, as: fixture.supervisor).isEmpty)
    }

    @Test("C2.3 未指定场地网络时提醒安全管理员 · an unnamed calling room waits for the security officer")
    func room() throws {
        let fixture = try Fixture(.sqlite)
        let officer = try fixture.hire("officer", .securityOfficer, 0)
        #expect(try waiting(CallingRoomWork(), fixture, as: officer).count == 1)
        _ = try fixture.ask(
            DecideSetting<CallingRoomSetting>(),
            as: officer,
            ["networks": "10.1.0.0/24", "reason": "机房"],
        )
        #expect(try waiting(CallingRoomWork(), fixture, as: officer).isEmpty)
    }
}
