import Database
import Kernel
import Synchronization
import TestSupport
import Testing

@Suite struct TransactionTests {
    @Test("并发写入不丢失 · no write is lost among 64 threads", arguments: TestEngine.available)
    func concurrent(engine: TestEngine) throws {
        let database = try engine.database([tables])
        try database.addCounter("a")
        inThreads(64) { _ in
            for _ in 0..<20 {
                try database.write {
                    try $0.execute("UPDATE counter SET n = n + 1 WHERE name = 'a'")
                }
            }
        }
        #expect(try database.counters() == ["a": 1_280])
    }

    @Test("失败的只撤销自己 · who fails is undone alone", arguments: TestEngine.available)
    func alone(engine: TestEngine) throws {
        let database = try engine.database([tables])
        let committed = Mutex<[Int]>([])
        inThreads(32) { thread in
            do {
                try database.write { transaction in
                    transaction.afterCommit { committed.withLock { $0.append(thread) } }
                    try transaction.execute(
                        "INSERT INTO counter(name, n) VALUES (\("t\(thread)"), \(thread))"
                    )
                    if thread % 2 == 1 { throw Refused() }
                }
            } catch is Refused {}
        }
        let even = Array(stride(from: 0, to: 32, by: 2))
        #expect(try database.counters().values.sorted() == even.map(Int64.init))
        #expect(committed.withLock { $0.sorted() } == even)
    }

    @Test("钩子在提交后运行，可以再写 · a hook runs after the commit and may write")
    func hooks() throws {
        let database = try TestEngine.sqlite.database([tables])
        let seen = Mutex<[String: Int64]>([:])
        try database.write { transaction in
            transaction.afterCommit {
                do {
                    let counters = try database.counters()
                    seen.withLock { $0 = counters }
                    try database.addCounter("b")
                } catch { Issue.record(error) }
            }
            try transaction.execute("INSERT INTO counter(name, n) VALUES ('a', 1)")
        }
        #expect(seen.withLock { $0 } == ["a": 1])
        #expect(try database.counters() == ["a": 1, "b": 0])
    }

    @Test("保存点单独撤销 · a savepoint is undone alone", arguments: TestEngine.available)
    func savepoint(engine: TestEngine) throws {
        let database = try engine.database([tables])
        try database.addCounter("a")
        try database.write { transaction in
            #expect(throws: DatabaseError.self) {
                try transaction.savepoint {
                    try transaction.execute("INSERT INTO counter(name, n) VALUES ('b', 1)")
                    try transaction.savepoint {
                        try transaction.execute("INSERT INTO counter(name, n) VALUES ('a', 1)")
                    }
                }
            }
            try transaction.savepoint {
                try transaction.execute("INSERT INTO counter(name, n) VALUES ('c', 3)")
            }
        }
        #expect(try database.counters() == ["a": 0, "c": 3])
    }

    @Test("写入返回行数与编号 · a write answers with its rows", arguments: TestEngine.available)
    func answers(engine: TestEngine) throws {
        let database = try engine.database([tables])
        try database.write { transaction in
            let first = try transaction.insert(
                "INSERT INTO counter(name, n) VALUES ('a', 1) RETURNING id"
            )
            let second = try transaction.insert(
                "INSERT INTO counter(name, n) VALUES ('b', 1) RETURNING id"
            )
            #expect(second > first)
            #expect(try transaction.execute("UPDATE counter SET n = n + 1") == 2)
            #expect(try transaction.execute("DELETE FROM counter WHERE n = 77") == 0)
            #expect(try transaction.execute("SELECT * FROM counter") == 0)
            #expect(try transaction.rows("SELECT n FROM counter WHERE n = 77").isEmpty)
            #expect(throws: DatabaseError.self) {
                try transaction.one("SELECT n FROM counter WHERE n = 77")
            }
        }
    }

    @Test(
        "逐行读取时可再查询 · rows are streamed, and others are asked for",
        arguments: TestEngine.available
    )
    func streams(engine: TestEngine) throws {
        let database = try engine.database([tables])
        try database.write { transaction in
            for number in 0..<2_500 {
                try transaction.execute(
                    "INSERT INTO kinds(whole, words) VALUES (\(number), \("row \(number)"))"
                )
            }
        }
        let sql: SQL = "SELECT whole, words FROM kinds WHERE whole >= \(10) ORDER BY whole"
        try database.read { transaction in
            var next: Int64 = 10
            try transaction.each(sql) { row in
                let whole = try row.int("whole")
                #expect(whole == next)
                if next % 1_000 == 0 {
                    let first = try transaction.one(sql).int(0)
                    #expect(first == 10)
                }
                next += 1
            }
            #expect(next == 2_500)
        }
        #expect(throws: Refused.self) {
            try database.read { try $0.each(sql) { _ in throw Refused() } }
        }
    }

    @Test("读取看到的是一个快照 · a reader sees one snapshot", arguments: TestEngine.available)
    func snapshot(engine: TestEngine) throws {
        let database = try engine.database([tables])
        try database.read { reader in
            let count: SQL = "SELECT count(*) FROM counter"
            let before = try reader.one(count).int(0)
            inThreads(1) { _ in try database.addCounter("a") }
            let after = try reader.one(count).int(0)
            #expect(before == 0 && after == 0)
        }
        #expect(try database.counters() == ["a": 0])
    }

    @Test("读取中不得写入 · a reader may not write", arguments: TestEngine.available)
    func readOnly(engine: TestEngine) throws {
        let database = try engine.database([tables])
        #expect(throws: DatabaseError.self) {
            try database.read { try $0.execute("INSERT INTO counter(name, n) VALUES ('a', 1)") }
        }
    }

    @Test(
        "约束错误可辨认且不含值 · violations are told apart, without values",
        arguments: TestEngine.available
    )
    func violations(engine: TestEngine) throws {
        let database = try engine.database([tables])
        try database.addCounter("secret", 1)
        #expect { try database.addCounter("secret", 1) } throws: { error in
            (error as? DatabaseError)?.isUniqueViolation == true && !"\(error)".contains("secret")
        }
        #expect { try database.addCounter("b", 9_123) } throws: { error in
            (error as? DatabaseError)?.isCheckViolation == true && !"\(error)".contains("9123")
        }
        #expect {
            try database.write { try $0.execute("INSERT INTO entry(counter_id) VALUES (77)") }
        } throws: {
            ($0 as? DatabaseError)?.isForeignKeyViolation == true
        }
    }

    @Test("关闭后拒绝 · a closed database refuses", arguments: TestEngine.available)
    func closed(engine: TestEngine) throws {
        let folder = try TemporaryFolder()
        let database =
            switch engine {
            case .sqlite: try openDatabase(url: "sqlite:\(folder.path)/closed.sqlite")
            case .postgres: try openDatabase(url: try #require(TestEngine.cluster))
            }
        #expect(try database.read { try $0.one("SELECT 1").int(0) } == 1)
        withExtendedLifetime(folder) { database.close() }
        #expect(throws: DatabaseError.self) { try database.read { _ in } }
        #expect(throws: DatabaseError.self) { try database.write { _ in } }
        #expect(throws: DatabaseError.self) { try openDatabase(url: "mysql://x") }
    }
}
