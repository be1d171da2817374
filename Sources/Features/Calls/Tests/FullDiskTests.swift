import Access
import Campaigns
import Database
import Kernel
import Telephony
import TestSupport
import Testing
import Web

@testable import Calls

@Suite struct FullDiskTests {
    private let fixture: Fixture
    private let database: FullDatabase
    private let environment: Environment
    private let workbench: Workbench

    init() throws {
        fixture = try Fixture(.sqlite)
        database = FullDatabase(fixture.database)
        environment = fixture.on(database) { _ in }
        workbench = Workbench(environment)
        let log = LineLog(environment)
        fixture.line.setSink { event in
            do { try log.receive(event) } catch { Issue.record(error) }
        }
    }

    private func talk(_ agent: Viewer, under session: [UInt8]? = nil) throws {
        try fixture.open(agent, under: session)
        _ = try fixture.next(agent)
        try fixture.dial(agent)
        try fixture.run(agent, until: .talking)
    }

    private func runLine() {
        for _ in 0..<20 {
            guard let due = fixture.line.nextDue else { return }
            if due > fixture.time.now() { fixture.time.set(due) }
            fixture.line.runDue()
        }
    }

    @Test("C6.3 磁盘满也能挂断，事件等有空间再入账 · hanging up needs no disk, and its end waits for one")
    func hangUp() throws {
        let agent = fixture.one
        try talk(agent)
        database.fill(true)
        let holder = try fixture.database.read { try SeatStore($0).own(agent)?.holder ?? "" }
        _ = try database.read { try workbench.hangUp(agent, holder: holder, in: $0) }
        runLine()
        #expect(fixture.line.callCount == 0)
        #expect(try fixture.seat(agent).code == .talking)
        #expect(environment.late.count > 0)
        environment.late.tryAgain()
        #expect(environment.late.count > 0)
        database.fill(false)
        environment.late.tryAgain()
        #expect(environment.late.count == 0)
        #expect(try fixture.seat(agent).code == .wrappingUp)
        try fixture.save(agent, .noAnswer)
    }

    @Test("磁盘满时，失联坐席的通话照样挂断，在线的不动 · a silent seat's call ends, one that is heard goes on")
    func silent() throws {
        let (silent, heard) = (fixture.one, fixture.two)
        try talk(silent)
        let holder = try fixture.open(heard)
        database.fill(true)
        fixture.time.advance(by: Seat.lease + .seconds(1))
        try database.read { try workbench.hear(heard, holder: holder, in: $0) }
        let lease = Lease(workbench, since: fixture.time.now() - .hours(1))
        #expect(try lease.sweep() == 1)
        runLine()
        #expect(fixture.line.callCount == 0)
        database.fill(false)
        environment.late.tryAgain()
        try lease.sweep()
        #expect(try fixture.seat(silent).code == .wrappingUp)
        #expect(try fixture.seat(heard) == .ready)
    }

    @Test("磁盘满时登录结束，通话照样挂断 · a call ends with its session, disk or none")
    func sessionEnd() throws {
        let agent = fixture.one
        try talk(agent, under: [1])
        database.fill(true)
        let lease = Lease(workbench, since: fixture.time.now())
        try SessionEnd(lease, MonitorDesk(fixture.line), in: environment).sweep { [] }
        runLine()
        #expect(fixture.line.callCount == 0)
        database.fill(false)
        environment.late.tryAgain()
        #expect(try fixture.seat(agent).code == .wrappingUp)
    }

    @Test("线路上已没有的通话，坐席自行恢复 · a seat whose call the line has not moves on by itself")
    func healing() throws {
        let agent = fixture.one
        try talk(agent)
        // The end is lost on its way.
        fixture.line.setSink { _ in }
        let holder = try fixture.database.read { try SeatStore($0).own(agent)?.holder ?? "" }
        _ = try database.read { try workbench.hangUp(agent, holder: holder, in: $0) }
        runLine()
        let lease = Lease(workbench, since: fixture.time.now())
        try lease.sweep()
        #expect(try fixture.seat(agent).code == .talking)
        try lease.sweep()
        #expect(try fixture.seat(agent).code == .wrappingUp)
        let cause = try fixture.text("SELECT end_cause FROM call")
        #expect(cause == "lost")
    }
}
