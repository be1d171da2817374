import Database
import Kernel
import TestSupport
import Testing

@Suite struct MigrationTests {
    private let now = Moment(milliseconds: 0)

    @Test("改动过的升级被拒绝 · an altered migration is refused", arguments: TestEngine.available)
    func altered(engine: TestEngine) throws {
        let database = try engine.database([tables])
        let other = Migration(capability: "test", number: 1, sql: "CREATE TABLE other(id {id});")
        #expect(throws: MigrationRefusal.altered(capability: "test", number: 1)) {
            try Migrator.run([other], on: database, at: now)
        }
        #expect(throws: MigrationRefusal.unknown(capability: "test", number: 1)) {
            try Migrator.run([], on: database, at: now)
        }
        try Migrator.run([tables], on: database, at: now)
    }

    @Test("失败的升级不留痕迹 · a migration that fails leaves nothing", arguments: TestEngine.available)
    func failing(engine: TestEngine) throws {
        let database = try engine.database([tables])
        let broken = Migration(
            capability: "test",
            number: 2,
            sql: "CREATE TABLE first(id {id}); CREATE TABLE counter(id {id});",
        )
        #expect(throws: DatabaseError.self) {
            try Migrator.run([tables, broken], on: database, at: now)
        }
        let mended = Migration(capability: "test", number: 2, sql: "CREATE TABLE first(id {id});")
        try Migrator.run([tables, mended], on: database, at: now)
    }

    @Test("各引擎专用的语句只在该引擎执行 · each engine runs its own part", arguments: TestEngine.available)
    func only(engine: TestEngine) throws {
        let migration = Migration(
            capability: "test",
            number: 1,
            sql: "CREATE TABLE mark(engine TEXT);",
            sqliteOnly: "INSERT INTO mark VALUES ('sqlite');",
            postgresOnly: "INSERT INTO mark VALUES ('postgres');",
        )
        let database = try engine.database([migration])
        let marks = try database.read { try $0.rows("SELECT engine FROM mark") }
        #expect(try marks.map { try $0.text(0) } == [engine.rawValue])
    }

    @Test("多个节点同时启动 · nodes that start at once take turns", arguments: TestEngine.available)
    func together(engine: TestEngine) throws {
        let database = try engine.database()
        let now = now
        inThreads(8) { _ in try Migrator.run([tables], on: database, at: now) }
        let applied = try database.read { try $0.rows("SELECT number FROM migration") }
        #expect(applied.count == 1)
    }

    @Test("只增表拒绝修改 · an append-only table refuses change", arguments: TestEngine.available)
    func appendOnly(engine: TestEngine) throws {
        let database = try engine.database([tables])
        let bytes: [UInt8] = [1, 2]
        try database.write { try $0.execute("INSERT INTO journal(id, bytes) VALUES (1, \(bytes))") }
        var acts: [SQL] = ["UPDATE journal SET bytes = NULL", "DELETE FROM journal"]
        switch engine {
        case .sqlite: acts.append("INSERT OR REPLACE INTO journal(id, bytes) VALUES (1, NULL)")
        case .postgres: acts.append("TRUNCATE journal")
        }
        for act in acts {
            #expect { try database.write { try $0.execute(act) } } throws: {
                ($0 as? DatabaseError)?.isRefusedByTrigger == true
            }
        }
        let kept = try database.read { try $0.one("SELECT bytes FROM journal").blob(0) }
        #expect(kept == bytes)
    }
}
