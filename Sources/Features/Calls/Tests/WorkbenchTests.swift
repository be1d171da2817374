import Access
import Campaigns
import Database
import Kernel
import Leads
import Telephony
import TestSupport
import Testing

@testable import Calls

@Suite("Workbench")
struct WorkbenchTests {
    @Test("预览、拨号、振铃、应答、结束、保存 · from preview to the saved result", arguments: TestEngine.available)
    func wholeCall(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        let agent = fixture.one
        try fixture.open(agent)
        guard case .seat(let seat) = try fixture.next(agent) else {
            Issue.record("no lead")
            return
        }
        #expect(seat.state.code == .previewing)
        try fixture.dial(agent)
        #expect(try fixture.seat(agent).code == .dialling)
        try fixture.run(agent, until: .ringing)
        try fixture.run(agent, until: .talking)
        fixture.time.advance(by: .seconds(8))
        try fixture.hangUp(agent)
        try fixture.run(agent, until: .wrappingUp)
        try fixture.save(agent, .notInterested) { $0.reason = .noNeed }
        #expect(try fixture.seat(agent) == .ready)
        let call = try #require(try fixture.database.read { try CallStore($0).call(ID(1)) })
        #expect(call.answeredAt != nil && call.cause == .normal && call.endedBy == .agent)
        #expect(try fixture.text("SELECT state FROM lead WHERE id = \(call.lead)") == "finished")
        #expect(try fixture.number("SELECT COUNT(*) FROM customer_hold") == 0)
        #expect(try fixture.number("SELECT COUNT(*) FROM line_event") == 4)
        #expect(try fixture.number("SELECT COUNT(*) FROM seat_log WHERE state = 'talking'") == 1)
    }

    @Test("渐进拨号：取得客户即拨 · progressive dials what it takes", arguments: TestEngine.available)
    func progressive(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        try fixture.open(fixture.one)
        _ = try fixture.act(fixture.one) {
            try fixture.workbench.setMode(.progressive, $0, holder: $1, at: $2, in: $3)
        }
        _ = try fixture.next(fixture.one)
        #expect(try fixture.seat(fixture.one).code == .dialling)
    }

    @Test("退回的客户休息后再呼 · a lead that is given back rests", arguments: TestEngine.available)
    func givesBack(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine, leads: 1)
        try fixture.open(fixture.one)
        _ = try fixture.next(fixture.one)
        _ = try fixture.act(fixture.one) {
            try fixture.workbench.giveBack($0, holder: $1, at: $2, in: $3)
        }
        #expect(try fixture.text("SELECT held_back FROM lead") == "given_back")
        guard case .refused(.noLead(let counts, _)) = try fixture.next(fixture.one) else {
            Issue.record("the lead came back at once")
            return
        }
        #expect(counts[.givenBack] == 1)
    }

    @Test(
        "第二个窗口接管坐席，第一个停用 · a second tab takes over, the first stops",
        arguments: TestEngine.available
    )
    func takeOver(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        let agent = fixture.one
        let first = try fixture.open(agent)
        _ = try fixture.next(agent)
        let second = try fixture.open(agent)
        #expect(first != second)
        #expect(try fixture.seat(agent).code == .previewing)
        #expect(throws: SeatRefusal.takenOver) {
            try fixture.database.write {
                _ = try fixture.workbench.dial(agent, holder: first, at: fixture.now, in: $0)
            }
        }
        #expect(throws: SeatRefusal.takenOver) {
            try fixture.database.write {
                try fixture.workbench.hear(agent, holder: first, in: $0)
            }
        }
        try fixture.dial(agent)
        #expect(try fixture.seat(agent).code == .dialling)
    }

    @Test("无响应90秒的坐席被释放 · a silent seat is freed after 90 s", arguments: TestEngine.available)
    func lease(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine, leads: 1)
        let agent = fixture.one
        let lease = Lease(fixture.workbench, since: fixture.time.now())
        let holder = try fixture.open(agent)
        _ = try fixture.next(agent)
        fixture.time.advance(by: .seconds(80))
        try fixture.database.read { try fixture.workbench.hear(agent, holder: holder, in: $0) }
        fixture.time.advance(by: .seconds(80))
        #expect(try lease.sweep() == 0)
        fixture.time.advance(by: .seconds(20))
        #expect(try lease.sweep() == 1)
        #expect(try fixture.seat(agent) == .signedOut)
        #expect(try fixture.text("SELECT state FROM lead") == "waiting")
        #expect(throws: SeatRefusal.notOpen) { try fixture.dial(agent) }
    }

    @Test(
        "重启后每个坐席重新有90秒 · after a start every seat has 90 s to be heard",
        arguments: TestEngine.available
    )
    func leaseAfterStart(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine, leads: 1)
        let agent = fixture.one
        try fixture.open(agent)
        _ = try fixture.next(agent)
        // The program is down for an hour, and hears nobody.
        fixture.time.advance(by: .hours(1))
        let lease = Lease(fixture.workbench, since: fixture.time.now())
        #expect(try lease.sweep() == 0)
        fixture.time.advance(by: .seconds(89))
        #expect(try lease.sweep() == 0)
        #expect(try fixture.seat(agent).code == .previewing)
        fixture.time.advance(by: .seconds(1))
        #expect(try lease.sweep() == 1)
        #expect(try fixture.seat(agent) == .signedOut)
    }

    @Test(
        "无响应的通话被挂断，结果等待坐席 · a silent seat's call ends, its result waits",
        arguments: TestEngine.available
    )
    func leaseDuringCall(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        let agent = fixture.one
        let lease = Lease(fixture.workbench, since: Moment(milliseconds: 0))
        try fixture.open(agent)
        _ = try fixture.next(agent)
        try fixture.dial(agent)
        try fixture.run(agent, until: .talking)
        try fixture.change("UPDATE seat SET last_seen_at = 0")
        try lease.sweep()
        try fixture.run(agent, until: .wrappingUp)
        // The customer has not hung up, and neither has the agent (C6.3).
        #expect(try fixture.text("SELECT end_cause FROM call") == "page_gone")
        #expect(try fixture.text("SELECT ended_by FROM call") == "system")
        try lease.sweep()
        #expect(try fixture.seat(agent).code == .wrappingUp)
    }

    @Test(
        "C6.3 登录一结束，通话随之挂断，名单退回 · a call ends with its agent's session, a lead goes back",
        arguments: TestEngine.available
    )
    func sessionEnd(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        let (talker, reader) = (fixture.one, fixture.two)
        for (agent, session) in [(talker, [1] as [UInt8]), (reader, [2])] {
            try fixture.open(agent, under: session)
            _ = try fixture.next(agent)
        }
        try fixture.dial(talker)
        try fixture.run(talker, until: .talking)
        let lease = Lease(fixture.workbench, since: fixture.time.now())
        let end = SessionEnd(lease, MonitorDesk(fixture.line), in: fixture.environment)
        try end.sweep { [[1], [2], [3]] }
        #expect(try fixture.seat(talker).code == .talking)
        #expect(try fixture.seat(reader).code == .previewing)
        try end.sweep { [[3]] }
        #expect(try fixture.seat(reader) == .signedOut)
        try fixture.run(talker, until: .wrappingUp)
        #expect(try fixture.text("SELECT end_cause FROM call") == "signed_out")
        #expect(try fixture.text("SELECT ended_by FROM call") == "system")
        // The result waits for the agent, and a program's seat has no session to end with.
        try fixture.open(reader)
        try end.sweep { [] }
        #expect(try fixture.seat(talker).code == .wrappingUp)
        #expect(try fixture.seat(reader) == .ready)
    }

    @Test("C6.3 离开页面挂断的通话记为坐席页面离开 · a call that ends as its page is left says so")
    func leaving() throws {
        let fixture = try Fixture(.sqlite)
        let agent = fixture.one
        let holder = try fixture.open(agent)
        _ = try fixture.next(agent)
        try fixture.dial(agent)
        try fixture.run(agent, until: .talking)
        let fields = ["holder": holder, "leaving": "1"]
        _ = try fixture.ask(HangUp(fixture.workbench), as: agent, fields, on: fixture.line)
        try fixture.run(agent, until: .wrappingUp)
        #expect(try fixture.text("SELECT end_cause FROM call") == "page_gone")
    }

    @Test("重启后结束不明的通话，不再拨打 · start-up closes lost calls", arguments: TestEngine.available)
    func lostCalls(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        try fixture.open(fixture.one)
        _ = try fixture.next(fixture.one)
        try fixture.dial(fixture.one)
        let log = LineLog(fixture.environment)
        try log.closeLost()
        #expect(try fixture.seat(fixture.one).code == .wrappingUp)
        #expect(try fixture.text("SELECT end_cause FROM call") == "lost")
        // What the line tells of it afterwards is kept beside, and changes nothing (C6.3).
        try log.receive(
            LineEvent(
                call: ID(Int64(try fixture.number("SELECT id FROM call"))),
                at: fixture.now,
                sequence: 1,
                kind: .ended(.normal, by: .customer),
                source: .record,
            )
        )
        #expect(try fixture.number("SELECT COUNT(*) FROM line_event") == 2)
        #expect(try fixture.text("SELECT end_cause FROM call") == "lost")
        try fixture.save(fixture.one, .noAnswer)
        #expect(try fixture.seat(fixture.one) == .ready)
        #expect(try fixture.number("SELECT COUNT(*) FROM call") == 1)
    }

    @Test(
        "线路拒绝的呼叫立即结束 · a call that the line refuses ends at once",
        arguments: TestEngine.available
    )
    func refusedByTheLine(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        let holder = try fixture.open(fixture.one)
        _ = try fixture.next(fixture.one)
        let workbench = Workbench(fixture.deadLine)
        try fixture.database.write {
            _ = try workbench.dial(fixture.one, holder: holder, at: fixture.now, in: $0)
        }
        #expect(try fixture.seat(fixture.one) == .ready)
        #expect(try fixture.text("SELECT end_cause FROM call") == "network_failure")
    }

    @Test(
        "线路不知道的通话也能释放 · a call that the line has lost is freed too",
        arguments: TestEngine.available
    )
    func releaseOfALostCall(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        let agent = fixture.one
        try fixture.open(agent)
        _ = try fixture.next(agent)
        try fixture.dial(agent)
        let workbench = Workbench(fixture.deadLine)
        try fixture.database.write {
            try workbench.release(agent.account, fixture.supervisor, at: fixture.now, in: $0)
        }
        #expect(try fixture.seat(agent).code == .wrappingUp)
        #expect(try fixture.text("SELECT end_cause FROM call") == "lost")
    }

    @Test(
        "C6.3 通话中的坐席须明示才能接管 · a seat in a call is taken over only by a word of its own",
        arguments: TestEngine.available
    )
    func takeOverInACall(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        let agent = fixture.one
        let first = try fixture.open(agent)
        _ = try fixture.next(agent)
        try fixture.dial(agent)
        for state in [SeatState.Code.dialling, .ringing, .talking] {
            try fixture.run(agent, until: state)
            #expect(throws: SeatRefusal.inCall) {
                try fixture.open(agent, takingOver: false)
            }
        }
        #expect(SeatRefusal.inCall.status == .refused)
        // The page that has the seat goes on undisturbed.
        try fixture.database.read {
            try fixture.workbench.hear(agent, holder: first, in: $0)
        }
        let second = try fixture.open(agent, takingOver: true)
        #expect(first != second)
        try fixture.run(agent, until: .wrappingUp)
        #expect(try fixture.text("SELECT end_cause FROM call") == "page_gone")
        try fixture.save(agent, .noAnswer)
        try fixture.open(agent, takingOver: false)
    }
}
