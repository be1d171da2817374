import Glibc
import Synchronization
import TestSupport
import Testing
import Threads

@testable import Database

@Suite struct LaneTests {
    @Test(
        "慢查询占满自己的连接，坐席的读照常 · slow readers hold no connection of the calls",
        arguments: TestEngine.available
    )
    func readers(engine: TestEngine) throws {
        let database = try engine.database([tables])
        let entered = Gate()
        let release = Gate()
        let readers = 6
        inThreads(readers + 1) { thread in
            guard thread == readers else {
                entered.open()
                try database.within(.bulk).read { _ in
                    release.wait()
                    release.open()
                }
                return
            }
            for _ in 0..<readers { entered.wait() }
            try database.addCounter("a")
            #expect(try database.counters() == ["a": 0])
            release.open()
        }
    }

    @Test("写入排队时通话在前，批量在后 · of those who wait to write, calls go before bulk work")
    func order() throws {
        let folder = try TemporaryFolder()
        let engine = try SQLiteEngine(path: "\(folder.path)/order.sqlite", readOnly: false)
        let writer = GroupWriter(engine)
        defer { writer.close() }
        let order = Mutex<[Lane]>([])
        let entered = Gate()
        inThreads(Lane.allCases.count + 1) { thread in
            if thread == 0 {
                try writer.write(in: .call) { _ in
                    entered.open()
                    // All who come wait for this one, whatever their lane.
                    while writer.waitingCount < Lane.allCases.count { sched_yield() }
                }
                return
            }
            entered.wait()
            entered.open()
            let lane = Lane.allCases[thread - 1]
            try writer.write(in: lane) { _ in order.withLock { $0.append(lane) } }
        }
        #expect(order.withLock { $0.last } == .bulk)
    }

    @Test("批量写入不会饿死 · bulk work comes to its turn beside calls that never pause")
    func fairness() throws {
        let database = try TestEngine.sqlite.database([tables])
        try database.addCounter("calls")
        try database.addCounter("bulk")
        let isOver = Atomic(false)
        inThreads(5) { thread in
            if thread == 0 {
                for _ in 0..<20 { try add("bulk", in: .bulk, database) }
                isOver.store(true, ordering: .relaxed)
            }
            while !isOver.load(ordering: .relaxed) {
                if try database.counters()["calls"] ?? 0 > 8_000 {
                    sched_yield()
                } else {
                    try add("calls", in: .call, database)
                }
            }
        }
        #expect(try database.counters()["bulk"] == 20)
    }

    @Test("批量的失败只撤销自己 · bulk work that fails is undone alone, and its caller hears of it")
    func failure() throws {
        let database = try TestEngine.sqlite.database([tables])
        for lane in Lane.allCases {
            #expect(throws: Refused.self) {
                try database.within(lane).write { transaction in
                    try transaction.execute("INSERT INTO counter(name, n) VALUES ('a', 1)")
                    throw Refused()
                }
            }
            try database.within(lane).addCounter(lane.rawValue)
        }
        #expect(try database.counters() == ["call": 0, "page": 0, "entry": 0, "bulk": 0])
    }

    private func add(_ name: String, in lane: Lane, _ database: any Database) throws {
        try database.write(in: lane) {
            try $0.execute("UPDATE counter SET n = n + 1 WHERE name = \(name)")
        }
    }
}
