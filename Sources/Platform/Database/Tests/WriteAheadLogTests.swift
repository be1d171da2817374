import Glibc
import Synchronization
import TestSupport
import Testing
import Threads

@testable import Database

@Suite struct WriteAheadLogTests {
    @Test("日志分小步抄入，长了才重新开始 · it is copied step by step and begins anew when it is long")
    func schedule() {
        var schedule = LogSchedule()
        #expect(schedule.due(after: 1_999) == .nothing)
        #expect(schedule.due(after: 2_000) == .copying)
        #expect(schedule.due(after: 2_001) == .nothing)
        #expect(schedule.due(after: 4_000) == .copying)
        #expect(schedule.due(after: 16_000) == .beginning)
        // Not at every commit beyond that.
        #expect(schedule.due(after: 16_001) == .nothing)
        #expect(schedule.due(after: 18_000) == .beginning)
        // It has begun anew.
        #expect(schedule.due(after: 10) == .nothing)
        #expect(schedule.due(after: 2_010) == .copying)
    }

    @Test("无人读时借出停住，之后照常 · nothing is lent in a pause, and then to all who waited")
    func pause() throws {
        let pools = LanePools(limit: { _ in 2 }) { 0 }
        let lent = Mutex(0)
        let (entered, leave) = (Gate(), Gate())
        inThreads(2) { thread in
            if thread == 0 {
                try pools.with(.bulk) { _, _ in
                    entered.open()
                    leave.wait()
                }
            } else {
                entered.wait()
                #expect(!pools.whileNobodyReads(patience: 0) { Issue.record("somebody reads") })
                // Given up, it lends again.
                try pools.with(.page) { _, _ in lent.withLock { $0 += 1 } }
                leave.open()
            }
        }
        let begun = Gate()
        inThreads(5) { thread in
            if thread == 0 {
                let isDone = pools.whileNobodyReads(patience: 0) {
                    for _ in 0..<4 { begun.open() }
                    while pools.waitingCount < 4 { sched_yield() }
                    #expect(lent.withLock { $0 } == 1)
                }
                #expect(isDone)
            } else {
                begun.wait()
                try pools.with(thread % 2 == 0 ? .call : .page) { _, _ in
                    lent.withLock { $0 += 1 }
                }
            }
        }
        #expect(lent.withLock { $0 } == 5)
    }

    /// The first bytes of the log: others as soon as it has begun anew.
    private func head(of path: String) -> [UInt8] {
        guard let file = fopen(path + "-wal", "r") else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes.prefix(count))
    }

    @Test("读者不断，日志仍会重新开始 · the log begins anew although somebody always reads")
    func beginsAnew() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/log.sqlite"
        let database = try SQLiteDatabase(
            path: path,
            readers: 4,
            .normal,
            LogSchedule(step: 20, long: 40),
        )
        try database.write { try $0.execute("CREATE TABLE page(id BIGINT, text TEXT)") }
        let text = String(repeating: "x", count: 40_000)
        let first = head(of: path)
        let isOver = Atomic(false)
        let written = Mutex<Int64>(0)
        // Readers in turn: each reads until the next one has begun, or some rows have come meanwhile
        // because no other reader may begin.
        let begun = Mutex(0)
        inThreads(3) { thread in
            if thread == 0 {
                defer { isOver.store(true, ordering: .relaxed) }
                for row in Int64(1)...4_000 where head(of: path) == first {
                    written.withLock { $0 = row }
                    try database.write { transaction in
                        try transaction.execute("INSERT INTO page VALUES (\(row), \(text))")
                    }
                }
            } else {
                while !isOver.load(ordering: .relaxed) {
                    try database.read(in: .bulk) { transaction in
                        _ = try transaction.rows("SELECT count(*) FROM page")
                        let mine = begun.withLock { begun in
                            begun += 1
                            return begun
                        }
                        let last = written.withLock { $0 } + 5
                        // Not for ever: the writer may wait for its readers to leave.
                        for _ in 0..<200
                        where begun.withLock({ $0 }) == mine && written.withLock({ $0 }) < last {
                            sched_yield()
                        }
                    }
                }
            }
        }
        let rows = written.withLock { $0 }
        #expect(head(of: path) != first)
        #expect(try database.read { try $0.one("SELECT count(*) AS n FROM page").int("n") } == rows)
        database.close()
        #expect(head(of: path).isEmpty, "the last that closes removes it")
    }
}
