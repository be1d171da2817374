import Database
import Glibc
import Kernel
import Synchronization
import TestSupport
import Testing

@Suite struct DatabaseTests {
    private let counter = Migration(
        capability: "test",
        number: 1,
        sql: """
            CREATE TABLE counter(id {id}, name TEXT NOT NULL UNIQUE, n BIGINT NOT NULL CHECK (n < 9000));
            CREATE TABLE journal(id {id}, bytes {blob});
            """,
        appendOnly: ["journal"],
    )

    @Test("并发写入不丢失 · no write is lost among 64 threads", arguments: TestEngine.available)
    func concurrent(engine: TestEngine) throws {
        let database = try engine.database([counter])
        try database.write { try $0.execute("INSERT INTO counter(name, n) VALUES ('a', 0)") }
        inThreads(64) { _ in
            for _ in 0..<20 {
                try database.write {
                    try $0.execute("UPDATE counter SET n = n + 1 WHERE name = 'a'")
                }
            }
        }
        let count = try database.read { try $0.one("SELECT n FROM counter").int("n") }
        #expect(count == 1_280)
    }

    @Test("失败的只撤销自己 · who fails is undone alone", arguments: TestEngine.available)
    func alone(engine: TestEngine) throws {
        let database = try engine.database([counter])
        let committed = Mutex(0)
        inThreads(32) { thread in
            do {
                try database.write { transaction in
                    transaction.afterCommit { committed.withLock { $0 += 1 } }
                    try transaction.execute(
                        "INSERT INTO counter(name, n) VALUES (\("t\(thread)"), \(thread))"
                    )
                    if thread % 2 == 1 { throw NotFound(L(same: "x")) }
                }
            } catch is NotFound {}
        }
        let names = try database.read {
            try $0.rows("SELECT n FROM counter ORDER BY n").map { try $0.int(0) }
        }
        #expect(names == stride(from: 0, to: 32, by: 2).map(Int64.init))
        #expect(committed.withLock { $0 } == 16)
    }

    @Test("只增表拒绝修改 · an append-only table refuses change", arguments: TestEngine.available)
    func appendOnly(engine: TestEngine) throws {
        let database = try engine.database([counter])
        try database.write {
            try $0.execute("INSERT INTO journal(bytes) VALUES (\([1, 2] as [UInt8]))")
        }
        #expect(throws: DatabaseError.self) {
            try database.write { try $0.execute("UPDATE journal SET bytes = NULL") }
        }
        #expect(throws: DatabaseError.self) {
            try database.write { try $0.execute("DELETE FROM journal") }
        }
    }

    @Test("约束错误可辨认 · violations are told apart", arguments: TestEngine.available)
    func violations(engine: TestEngine) throws {
        let database = try engine.database([counter])
        let insert = { (name: String, n: Int) in
            try database.write {
                try $0.execute("INSERT INTO counter(name, n) VALUES (\(name), \(n))")
            }
        }
        _ = try insert("a", 1)
        #expect { try insert("a", 1) } throws: { ($0 as? DatabaseError)?.isUniqueViolation == true }
        #expect { try insert("b", 9_000) } throws: {
            ($0 as? DatabaseError)?.isCheckViolation == true
        }
    }

    @Test("改动过的升级被拒绝 · an altered migration is refused", arguments: TestEngine.available)
    func altered(engine: TestEngine) throws {
        let database = try engine.database([counter])
        let other = Migration(capability: "test", number: 1, sql: "CREATE TABLE other(id {id});")
        #expect(throws: MigrationRefusal.altered(capability: "test", number: 1)) {
            try Migrator.run([other], on: database, at: Moment(milliseconds: 0))
        }
        #expect(throws: MigrationRefusal.unknown(capability: "test", number: 1)) {
            try Migrator.run([], on: database, at: Moment(milliseconds: 0))
        }
    }

    @Test("读取看到的是一个快照 · a reader sees one snapshot", arguments: TestEngine.available)
    func snapshot(engine: TestEngine) throws {
        let database = try engine.database([counter])
        try database.read { reader in
            let before = try reader.rows("SELECT * FROM counter").count
            try database.write { try $0.execute("INSERT INTO counter(name, n) VALUES ('a', 0)") }
            #expect(try reader.rows("SELECT * FROM counter").count == before)
        }
    }
}

/// Runs `body` in that many threads at once and waits for all; what it throws fails the test.
private func inThreads(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) {
    withThreads(count) { thread in
        do { try body(thread) } catch { Issue.record(error) }
    }
}
