import Access
import Campaigns
import Database
import Kernel
import Synchronization
import Telephony
import TestSupport
import Testing
import Threads
import Web

@testable import Calls

/// A database that counts its commits.
private final class CountingDatabase: Database {
    private let database: any Database
    private let commits = Atomic<Int>(0)

    init(_ database: any Database) { self.database = database }

    var dialect: Dialect { database.dialect }
    var count: Int { commits.load(ordering: .relaxed) }

    func read<Result>(
        in lane: Lane,
        _ body: (Transaction) throws -> Result,
    ) throws -> Result {
        try database.read(in: lane, body)
    }

    func write<Result>(
        in lane: Lane,
        _ body: (Transaction) throws -> Result,
    ) throws -> Result {
        commits.add(1, ordering: .relaxed)
        return try database.write(in: lane, body)
    }

    func close() { database.close() }
}

/// What was reported.
private final class Reports: Sendable {
    private let texts = Mutex<[String]>([])

    var all: [String] { texts.withLock { $0 } }

    func add(_ text: String) { texts.withLock { $0.append(text) } }
}

@Suite("Many seats at once")
struct ManyAtOnceTests {
    @Test(
        "C6.3 重启时所有中断的通话一次提交 · all lost calls are closed in one commit",
        arguments: TestEngine.available
    )
    func lostCalls(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine, leads: 5)
        let agents = try (1...4).map { try fixture.hire("agent\($0)", .agent, 1) }
        for agent in agents {
            try fixture.open(agent)
            _ = try fixture.next(agent)
            try fixture.dial(agent)
        }
        let database = CountingDatabase(fixture.database)
        try LineLog(fixture.on(database)).closeLost()
        #expect(database.count == 1)
        #expect(try fixture.number("SELECT COUNT(*) FROM call WHERE end_cause = 'lost'") == 4)
        for agent in agents { #expect(try fixture.seat(agent).code == .wrappingUp) }
    }

    @Test(
        "C6.3 重启后线路仍在的通话继续，其余按丢失结束 · a start goes on with the calls that the line carries",
        arguments: TestEngine.available
    )
    func restart(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine, leads: 5, line: [.answers, .answers])
        let agents = try (1...2).map { try fixture.hire("agent\($0)", .agent, 1) }
        for agent in agents {
            try fixture.open(agent)
            _ = try fixture.next(agent)
            try fixture.dial(agent)
            try fixture.run(agent, until: .talking)
        }
        let first = ID<PlacedCall>(1)
        let start = fixture.restarted(carrying: [first])
        try LineLog(start).closeLost()
        #expect(try fixture.seat(agents[0]).code == .talking)
        #expect(try fixture.seat(agents[1]).code == .wrappingUp)
        #expect(try fixture.text("SELECT end_cause FROM call WHERE id = 2") == "lost")
        // Its seat is not moved on as one whose call is gone.
        let lease = Lease(Workbench(start), since: fixture.now)
        for _ in 1...3 { try lease.sweep() }
        #expect(try fixture.seat(agents[0]).code == .talking)
        // What the line tells again is not stored again.
        let evidence = try fixture.database.read { try CallStore($0).evidence(of: first) }
        for event in evidence { try LineLog(start).receive(event) }
        #expect(
            try fixture.number("SELECT COUNT(*) FROM line_event WHERE call_id = 1")
                == evidence.count
        )
        // Nobody else gets its customer.
        try fixture.save(agents[1], .noAnswer)
        _ = try fixture.next(agents[1])
        #expect(
            try fixture.number(
                "SELECT COUNT(*) FROM handout WHERE lead_id = (SELECT lead_id FROM call WHERE id = 1)"
            ) == 1
        )
        try LineLog(start).receive(
            LineEvent(
                call: first,
                at: fixture.now,
                sequence: 99,
                kind: .ended(.normal, by: .agent),
            )
        )
        #expect(try fixture.seat(agents[0]).code == .wrappingUp)
        #expect(try fixture.text("SELECT end_cause FROM call WHERE id = 1") == "normal")
    }

    @Test(
        "一个坐席无法释放，不影响其他坐席 · a seat that cannot be freed holds up no other",
        arguments: TestEngine.available
    )
    func silentSeats(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine, leads: 5)
        let agents = try (1...3).map { try fixture.hire("agent\($0)", .agent, 1) }
        for agent in agents {
            try fixture.open(agent)
            _ = try fixture.next(agent)
        }
        // The first one's hand-out is over, though its seat does not know it.
        try fixture.change(
            "UPDATE handout SET closed_at = 1 WHERE agent_id = \(agents[0].account)"
        )
        let start = fixture.time.now()
        fixture.time.advance(by: .seconds(100))
        let database = CountingDatabase(fixture.database)
        let reports = Reports()
        let workbench = Workbench(fixture.on(database) { reports.add($0) })
        try Lease(workbench, since: start).sweep()
        #expect(database.count == 1)
        #expect(try fixture.seat(agents[0]).code == .previewing)
        #expect(try fixture.seat(agents[1]) == .signedOut)
        #expect(try fixture.seat(agents[2]) == .signedOut)
        #expect(reports.all.count == 1)
    }

    @Test(
        "心跳不写库，集中入账 · a heartbeat writes nothing; many are stored at once",
        arguments: TestEngine.available
    )
    func heartbeats(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        let database = CountingDatabase(fixture.database)
        let workbench = Workbench(fixture.on(database))
        let agents = [fixture.one, fixture.two]
        let holders = try agents.map { try fixture.open($0) }
        fixture.time.advance(by: .seconds(80))
        for _ in 0..<50 {
            for (agent, holder) in zip(agents, holders) {
                try database.read { try workbench.hear(agent, holder: holder, in: $0) }
            }
        }
        #expect(database.count == 0)
        try workbench.storeSightings()
        try workbench.storeSightings()
        #expect(database.count == 1)
        let since = fixture.time.now() - .seconds(1)
        let seen = try fixture.database.read {
            try $0.one("SELECT COUNT(*) FROM seat WHERE last_seen_at > \(since)").int(0)
        }
        #expect(seen == 2)
        #expect(KeepSeat.access == .read)
    }
}
