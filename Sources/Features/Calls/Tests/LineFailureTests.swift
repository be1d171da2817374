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

/// "The trunk answers 5xx, 408 or nothing": outcome "line failed", no customer attempt, none of the
/// 200 used, the lead goes back.
@Suite("Line failure")
struct LineFailureTests {
    private func event(
        _ number: Int,
        _ kind: LineEvent.Kind,
        _ fixture: Fixture,
        _ signal: LineEvent.Signal? = nil,
        call: Int64 = 1,
    ) throws {
        let event = LineEvent(
            call: ID(call),
            at: fixture.now,
            sequence: number,
            kind: kind,
            source: .signalling,
            signal: signal,
        )
        try LineLog(fixture.environment).receive(event)
    }

    /// Agent one has dialled; the fixture's own line stays where it is.
    private func dialled(_ engine: TestEngine, leads: Int = 1) throws -> Fixture {
        let fixture = try Fixture(engine, leads: leads)
        try fixture.open(fixture.one)
        _ = try fixture.next(fixture.one)
        try fixture.dial(fixture.one)
        return fixture
    }

    @Test(
        "C5.1 线路故障不占200通，客户稍后再派发 · a call that the trunk did not carry is none",
        arguments: TestEngine.available
    )
    func none(_ engine: TestEngine) throws {
        let fixture = try dialled(engine)
        #expect(try fixture.number("SELECT dialled FROM agent_day") == 1)
        try event(1, .ended(.networkFailure, by: .network), fixture, .init(status: 503))
        #expect(try fixture.seat(fixture.one) == .ready)
        #expect(try fixture.text("SELECT code FROM outcome WHERE call_id = 1") == "line_failed")
        #expect(try fixture.number("SELECT is_counted FROM call") == 0)
        #expect(try fixture.number("SELECT dialled FROM agent_day") == 0)
        #expect(try fixture.number("SELECT dialled FROM institution_day") == 0)
        #expect(try fixture.number("SELECT attempts FROM lead") == 0)
        #expect(try fixture.number("SELECT COUNT(*) FROM customer_hold") == 0)
        #expect(try fixture.text("SELECT held_back FROM lead") == "line_failed")
        guard case .refused(.noLead(let counts, _)) = try fixture.next(fixture.one) else {
            Issue.record("the lead came back at once")
            return
        }
        #expect(counts[.lineFailed] == 1)
        fixture.time.advance(by: HandOut.lineFailureRest)
        guard case .seat = try fixture.next(fixture.one) else {
            Issue.record("the lead did not come back")
            return
        }
    }

    @Test(
        "C6.3 何为线路故障 · what of the line's words is a failure of the line",
        arguments: [
            (EndCause.networkFailure, Party.network, nil as Int?, [], true),
            (.networkFailure, .system, nil, [], true),
            (.networkFailure, .network, nil, [LineEvent.Kind.earlyMedia], true),
            (.networkFailure, .network, nil, [.ringing], false),
            (.noAnswer, .network, nil, [], true),
            (.noAnswer, .system, nil, [.proceeding], true),
            (.noAnswer, .network, 19, [], false),
            (.noAnswer, .network, nil, [.earlyMedia], false),
            (.noAnswer, .system, nil, [.ringing], false),
            (.busy, .customer, nil, [], false),
            (.poweredOff, .network, nil, [], false),
            (.cancelled, .agent, nil, [], false),
            (.lost, .system, nil, [], false),
        ]
    )
    func whatIsOne(
        _ cause: EndCause,
        _ party: Party,
        _ q850: Int?,
        _ before: [LineEvent.Kind],
        _ isFailure: Bool,
    ) throws {
        let fixture = try dialled(.sqlite)
        for (index, kind) in before.enumerated() { try event(index + 1, kind, fixture) }
        try event(9, .ended(cause, by: party), fixture, .init(q850: q850))
        #expect(try fixture.seat(fixture.one).code == (isFailure ? .ready : .wrappingUp))
        #expect(try fixture.number("SELECT COUNT(*) FROM outcome") == (isFailure ? 1 : 0))
        #expect(try fixture.number("SELECT dialled FROM agent_day") == (isFailure ? 0 : 1))
    }

    @Test(
        "C6.3 线路故障不能记为“未接听” · nobody records \"no answer\" against it",
        arguments: TestEngine.available
    )
    func notRecorded(_ engine: TestEngine) throws {
        let fixture = try dialled(engine)
        try event(1, .ended(.networkFailure, by: .network), fixture)
        #expect(throws: SeatRefusal.wrongState(.ready, .save)) {
            try fixture.save(fixture.one, .noAnswer)
        }
        let record = try OutcomeRecord(.noAnswer, .init(), now: fixture.now)
        #expect(throws: OutcomeRefusal.lineFailed) {
            try fixture.database.write {
                try fixture.workbench.results($0).correct(
                    record,
                    of: ID(1),
                    because: "x",
                    by: fixture.supervisor,
                    at: fixture.now,
                )
            }
        }
        #expect(throws: InvalidInput.self) {
            try ResultFields(Form(["outcome": ["line_failed"]]))
        }
        #expect(try fixture.number("SELECT COUNT(*) FROM outcome") == 1)
    }

    @Test(
        "C5.1 第200通遇线路故障，仍可再呼一通 · call 200 fails on the line: one more is left",
        arguments: TestEngine.available
    )
    func lastOfTheDay(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine, leads: 3)
        try fixture.open(fixture.one)
        try fixture.change(
            """
            INSERT INTO agent_day(agent_id, day, dialled)
            VALUES (\(fixture.one.account), \(fixture.now.day), 199)
            """
        )
        _ = try fixture.next(fixture.one)
        try fixture.dial(fixture.one)
        try event(1, .ended(.noAnswer, by: .network), fixture, .init(status: 408))
        #expect(try fixture.number("SELECT dialled FROM agent_day") == 199)
        _ = try fixture.next(fixture.one)
        try fixture.dial(fixture.one)
        #expect(try fixture.number("SELECT dialled FROM agent_day") == 200)
        try event(1, .ended(.busy, by: .customer), fixture, call: 2)
        try fixture.save(fixture.one, .busy)
        guard case .refused(.dailyCap) = try fixture.next(fixture.one) else {
            Issue.record("call 201 was not refused")
            return
        }
    }

    @Test(
        "C2.2 回访遇线路故障，预约仍在 · a callback that the trunk did not carry is still promised",
        arguments: TestEngine.available
    )
    func callbackStays(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine, leads: 1)
        try fixture.open(fixture.one)
        try fixture.call(fixture.one)
        try fixture.save(fixture.one, .callback) {
            $0.callbackAt = fixture.now + .minutes(30)
            $0.callbackScope = .own
        }
        fixture.time.advance(by: .minutes(30))
        _ = try fixture.act(fixture.one) {
            try fixture.workbench.take(ID(1), $0, holder: $1, at: $2, in: $3)
        }
        try fixture.dial(fixture.one)
        try event(1, .ended(.networkFailure, by: .network), fixture, call: 2)
        #expect(try fixture.text("SELECT state FROM lead") == "callback")
        #expect(try fixture.number("SELECT attempts FROM lead") == 1)
        let due = try fixture.ask(ListCallbacks(), as: fixture.one).rows
        #expect(due.count == 1)
    }

    @Test("坐席页知道哪一通未送达 · the agent's page knows which call failed", arguments: TestEngine.available)
    func agentIsTold(_ engine: TestEngine) throws {
        let fixture = try dialled(engine, leads: 2)
        #expect(try fixture.ask(ShowSeat(), as: fixture.one).failedCall == nil)
        try event(1, .ended(.networkFailure, by: .network), fixture)
        #expect(try fixture.ask(ShowSeat(), as: fixture.one).failedCall == 1)
        _ = try fixture.next(fixture.one)
        #expect(try fixture.ask(ShowSeat(), as: fixture.one).failedCall == nil)
    }

    @Test(
        "C6.3 线路屡次故障才报 · the trunk is called failing after several",
        arguments: TestEngine.available
    )
    func standing(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine, leads: 4)
        try fixture.open(fixture.one)
        let standing = {
            try fixture.database.read {
                try CallStore($0).trunk(of: fixture.one.organisation, at: fixture.now)
            }
        }
        #expect(try !standing().isFailing)
        for call in Int64(1)...3 {
            _ = try fixture.next(fixture.one)
            try fixture.dial(fixture.one)
            #expect(try !standing().isFailing)
            try event(1, .ended(.networkFailure, by: .network), fixture, call: call)
        }
        #expect(try standing() == TrunkStanding(failed: 3, calls: 3))
        #expect(try standing().isFailing)
        #expect(!TrunkStanding(failed: 3, calls: 16).isFailing)
        fixture.time.advance(by: .minutes(15))
        #expect(try standing() == TrunkStanding(failed: 0, calls: 0))
    }
}
