import Glibc
import Kernel
import TestSupport
import Testing

@testable import Database

@Suite struct DatabaseClaimTests {
    @Test("C6.3 嵌入式数据库只容一个程序 · an embedded database takes one program")
    func sqlite() throws {
        let folder = try TemporaryFolder()
        let url = "sqlite:\(folder.path)/one.sqlite"
        do {
            let claim = try DatabaseClaim(url: url)
            #expect(claim.standing() == .held)
            #expect(throws: DatabaseClaim.Problem.taken(by: Int(getpid()))) {
                try DatabaseClaim(url: url)
            }
        }
        #expect(try DatabaseClaim(url: url).standing() == .held)
    }

    @Test(
        "C6.3 数据库服务器上也只容一个程序，断线后重新取得 · so does one on a server, and it is taken again",
        .enabled(if: TestEngine.hasPostgres, "no cluster: see bin/postgres-for-tests")
    )
    func server() throws {
        let cluster = try #require(TestEngine.cluster)
        let schema = "huihu_claim_\(String(SystemRandom().next(), radix: 36))"
        let admin = try PostgresDatabase(connectionString: cluster, connections: 1)
        defer { admin.close() }
        try admin.write { try $0.execute(SQL(stringLiteral: "CREATE SCHEMA \(schema)")) }
        defer { drop(schema, admin) }
        let first = try DatabaseClaim(url: cluster, schema: schema)
        #expect(first.standing() == .held)
        #expect(first.standing() == .held)
        #expect(throws: DatabaseClaim.Problem.taken(by: nil)) {
            try DatabaseClaim(url: cluster, schema: schema)
        }
        try breakConnection(of: schema, admin)
        #expect([.unreachable, .held].contains(first.standing()))
        #expect(first.standing() == .held)
        try breakConnection(of: schema, admin)
        let second = try DatabaseClaim(url: cluster, schema: schema)
        #expect(second.standing() == .held)
        _ = first.standing()
        #expect(first.standing() == .taken)
    }

    /// Ends the connection that holds the schema's lock, and waits until it has gone.
    private func breakConnection(of schema: String, _ admin: PostgresDatabase) throws {
        let ended = try admin.read { transaction in
            try transaction.one(
                """
                SELECT count(*) AS n FROM (
                    SELECT pg_terminate_backend(pid, 20000) AS gone FROM pg_locks,
                        (SELECT hashtextextended('huihu.server.' || \(schema), 0) AS key) AS wanted
                    WHERE locktype = 'advisory'
                        AND classid::bigint = (key >> 32) & 4294967295
                        AND objid::bigint = key & 4294967295) AS ends
                WHERE gone
                """
            ).int("n")
        }
        #expect(ended == 1)
    }

    private func drop(_ schema: String, _ admin: PostgresDatabase) {
        do {
            try admin.write { try $0.execute(SQL(stringLiteral: "DROP SCHEMA \(schema)")) }
        } catch {
            Issue.record(error)
        }
    }
}
