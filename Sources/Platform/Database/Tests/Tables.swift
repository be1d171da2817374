import Database
import Kernel
import TestSupport
import Testing

/// The tables on which the layer is tested.
let tables = Migration(
    capability: "test",
    number: 1,
    sql: """
        CREATE TABLE counter(id {id}, name TEXT NOT NULL UNIQUE, n BIGINT NOT NULL CHECK (n < 9000));
        CREATE TABLE entry(id {id}, counter_id BIGINT NOT NULL REFERENCES counter(id));
        CREATE TABLE journal(id {id}, bytes {blob});
        CREATE TABLE kinds(id {id}, whole BIGINT, real DOUBLE PRECISION, words TEXT, bytes {blob});
        """,
    appendOnly: ["journal"],
)

/// A refusal that a transaction may throw.
struct Refused: Error {}

extension Database {
    /// Adds a counter that stands at `n`.
    func addCounter(_ name: String, _ n: Int = 0) throws {
        try write { try $0.execute("INSERT INTO counter(name, n) VALUES (\(name), \(n))") }
    }

    /// What the counters stand at, by name.
    func counters() throws -> [String: Int64] {
        let rows = try read { try $0.rows("SELECT name, n FROM counter") }
        return try Dictionary(
            uniqueKeysWithValues: rows.map { (try $0.text("name"), try $0.int("n")) }
        )
    }
}

/// Runs `body` in that many threads at once and waits for all; what it throws fails the test.
func inThreads(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) {
    withThreads(count) { thread in
        do { try body(thread) } catch { Issue.record(error) }
    }
}
