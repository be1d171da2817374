import Database
import Glibc
import Synchronization
import TestSupport
import Testing

@Suite(
    .enabled(
        if: TestEngine.hasPostgres,
        "HUIHU_TEST_POSTGRES is not set, nothing is tried on PostgreSQL: see bin/postgres-for-tests"
    )
)
struct PostgresDatabaseTests {
    @Test("死锁的一方重试 · who loses a deadlock tries again")
    func deadlock() throws {
        let database = try TestEngine.postgres.database([tables])
        try database.addCounter("a")
        try database.addCounter("b")
        let arrived = Meeting(2)
        let attempts = Mutex(0)
        let committed = Mutex(0)
        inThreads(2) { thread in
            let names = thread == 0 ? ["a", "b"] : ["b", "a"]
            var isFirst = true
            try database.write { transaction in
                attempts.withLock { $0 += 1 }
                transaction.afterCommit { committed.withLock { $0 += 1 } }
                for name in names {
                    try transaction.execute("UPDATE counter SET n = n + 1 WHERE name = \(name)")
                    if isFirst {
                        isFirst = false
                        arrived.wait()
                    }
                }
            }
        }
        #expect(try database.counters() == ["a": 2, "b": 2])
        #expect(attempts.withLock { $0 } > 2)
        #expect(committed.withLock { $0 } == 2)
    }

    @Test("断开的连接会重连 · a broken connection is made anew")
    func reconnects() throws {
        let database = try TestEngine.postgres.database([tables])
        let process = try database.read { try $0.one("SELECT pg_backend_pid() AS pid").int("pid") }
        let other = try TestEngine.postgres.database()
        let ended = try other.read {
            try $0.one("SELECT pg_terminate_backend(\(process)::int4, 10000) AS ended")
        }
        #expect(try ended.bool("ended"))
        try database.addCounter("a")
        #expect(try database.counters() == ["a": 0])
        // It breaks in the middle: the transaction is lost, the next one works.
        #expect(throws: DatabaseError.self) {
            try database.write { try $0.rows("SELECT pg_terminate_backend(pg_backend_pid())") }
        }
        #expect(try database.counters() == ["a": 0])
    }

    @Test("忽略失败的语句不能提交 · a failure that is survived is not committed")
    func survived() throws {
        let database = try TestEngine.postgres.database([tables])
        try database.addCounter("a")
        #expect(throws: DatabaseError.self) {
            try database.write { transaction in
                try transaction.execute("INSERT INTO counter(name, n) VALUES ('b', 0)")
                do {
                    try transaction.execute("INSERT INTO counter(name, n) VALUES ('a', 0)")
                } catch is DatabaseError {}
            }
        }
        #expect(try database.counters() == ["a": 0])
    }

    @Test("只读时容忍失败的语句 · a reader may survive a failure")
    func survivedReading() throws {
        let database = try TestEngine.postgres.database([tables])
        let isMissing = try database.read { transaction in
            do {
                _ = try transaction.rows("SELECT 1 FROM missing")
                return false
            } catch is DatabaseError { return true }
        }
        #expect(isMissing)
        // Ending without an answer, or without a statement, leaves the connection usable.
        for _ in 0..<3 {
            try database.read { _ in }
            try database.write { _ in }
            #expect(try database.counters() == [:])
        }
    }

    @Test("错误信息不含密码 · an error has no password")
    func password() {
        #expect {
            try openDatabase(url: "postgresql://u:secret@localhost:1/x?connect_timeout=1")
        } throws: { !"\($0)".contains("secret") }
    }
}

/// Holds threads until that many have come.
private final class Meeting: Sendable {
    private let expected: Int
    private let present = Atomic(0)

    init(_ expected: Int) {
        self.expected = expected
    }

    func wait() {
        present.add(1, ordering: .sequentiallyConsistent)
        while present.load(ordering: .sequentiallyConsistent) < expected { sched_yield() }
    }
}
