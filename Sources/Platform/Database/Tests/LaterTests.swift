import Database
import TestSupport
import Testing

/// Statements that may travel with the next one.
@Suite struct LaterTests {
    @Test("稍后执行的语句仍按顺序 · a statement for later keeps its turn", arguments: TestEngine.available)
    func order(engine: TestEngine) throws {
        let database = try engine.database([tables])
        let seen = try database.write { transaction in
            try transaction.executeLater("INSERT INTO counter(name, n) VALUES ('a', 1)")
            try transaction.executeLater("UPDATE counter SET n = n + 1 WHERE name = 'a'")
            let seen = try transaction.one("SELECT n FROM counter WHERE name = 'a'").int(0)
            try transaction.executeLater("UPDATE counter SET n = n * 10 WHERE name = 'a'")
            return seen
        }
        #expect(seen == 2)
        #expect(try database.counters() == ["a": 20])
    }

    @Test("稍后执行的语句失败则全部撤销 · its failure undoes everything", arguments: TestEngine.available)
    func failure(engine: TestEngine) throws {
        let database = try engine.database([tables])
        #expect(throws: DatabaseError.self) {
            try database.write { transaction in
                try transaction.execute("INSERT INTO counter(name, n) VALUES ('a', 1)")
                try transaction.executeLater("INSERT INTO counter(name, n) VALUES ('a', 2)")
                try transaction.executeLater("INSERT INTO counter(name, n) VALUES ('b', 3)")
            }
        }
        #expect(try database.counters().isEmpty)
        // The connection is as good as before.
        try database.addCounter("c")
        #expect(try database.counters() == ["c": 0])
    }

    @Test("放弃的事务不带走后来的 · what is given up leaves nothing behind", arguments: TestEngine.available)
    func abandoned(engine: TestEngine) throws {
        let database = try engine.database([tables])
        #expect(throws: Refused.self) {
            try database.write { transaction in
                try transaction.executeLater("INSERT INTO counter(name, n) VALUES ('a', 1)")
                throw Refused()
            }
        }
        try database.write { transaction in
            #expect(throws: Refused.self) {
                try transaction.savepoint {
                    try transaction.executeLater("INSERT INTO counter(name, n) VALUES ('b', 1)")
                    throw Refused()
                }
            }
            try transaction.executeLater("INSERT INTO counter(name, n) VALUES ('c', 1)")
        }
        #expect(try database.counters() == ["c": 1])
    }
}
