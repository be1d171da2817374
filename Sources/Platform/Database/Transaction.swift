/// The two engines.
package enum Dialect: String, Sendable, CaseIterable {
    case sqlite
    case postgres

    /// Locks the rows that a query reads; SQLite has one writer and needs none.
    package var forUpdate: SQL { self == .postgres ? " FOR UPDATE" : "" }

    /// Locks the rows that a query reads and passes over those that another transaction holds.
    package var skipLocked: SQL { self == .postgres ? " FOR UPDATE SKIP LOCKED" : "" }
}

/// How much of an answer is wanted.
enum Wanted {
    /// Every row, in memory or not as the engine likes.
    case all
    /// The first row only; a statement that writes runs to its end all the same.
    case first
    /// Every row, without keeping them: the answer may be larger than the memory.
    case stream
}

/// One connection of an engine with its transaction open, used by one thread at a time.
protocol Connection: AnyObject {
    /// The engine.
    var dialect: Dialect { get }
    /// Runs one statement; gives each wanted row to `body`; returns how many rows it changed.
    func run(_ sql: SQL, _ wanted: Wanted, _ body: (Row) throws -> Void) throws -> Int
    /// Runs one statement at once or together with the next one.
    func runLater(_ sql: SQL) throws
    /// Forgets the statements that have not run yet.
    func forgetLater()
    /// Runs several statements without values or rows.
    func script(_ sql: String) throws
}

/// An engine without a way to its server gains nothing by waiting.
extension Connection {
    func runLater(_ sql: SQL) throws {
        _ = try run(sql, .all) { _ in }
    }

    func forgetLater() {}
}

/// A transaction that is open: everything in it happens, or nothing.
///
/// It ends with the closure that got it; to keep it longer is a defect. After a statement that
/// failed, PostgreSQL takes no other one: what may fail and be survived goes into a `savepoint`.
package final class Transaction {
    private let connection: any Connection
    private let isReading: Bool
    private var isOpen = true
    private var hooks: [@Sendable () -> Void] = []

    init(_ connection: any Connection, isReading: Bool) {
        self.connection = connection
        self.isReading = isReading
    }

    /// The engine.
    package var dialect: Dialect { connection.dialect }

    /// Locks the rows that a query reads, as `dialect.forUpdate` does; empty in a transaction that
    /// only reads, so that one query serves both.
    package var forUpdate: SQL { isReading ? "" : dialect.forUpdate }

    /// Every row of the answer.
    package func rows(_ sql: SQL) throws -> [Row] {
        var rows: [Row] = []
        _ = try open.run(sql, .all) { rows.append($0) }
        return rows
    }

    /// The first row of the answer; nil for none.
    package func first(_ sql: SQL) throws -> Row? {
        var found: Row?
        _ = try open.run(sql, .first) { found = $0 }
        return found
    }

    /// The first row of the answer; none is a defect.
    package func one(_ sql: SQL) throws -> Row {
        guard let row = try first(sql) else {
            throw DatabaseError(code: "no_row", message: "no row", sql: sql.text)
        }
        return row
    }

    /// Gives each row to `body` as it comes, without keeping them.
    package func each(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        _ = try open.run(sql, .stream, body)
    }

    /// Runs a statement; returns how many rows it changed.
    @discardableResult
    package func execute(_ sql: SQL) throws -> Int {
        try open.run(sql, .all) { _ in }
    }

    /// Runs a statement of whose answer nothing is needed. It may travel to the server together with
    /// the next one or with the commit; a failure shows there.
    package func executeLater(_ sql: SQL) throws {
        try open.runLater(sql)
    }

    /// Inserts a row with a statement that ends in `RETURNING id`; returns the identity.
    package func insert(_ sql: SQL) throws -> Int64 {
        try one(sql).int(0)
    }

    /// Runs several statements without values or rows: a migration.
    func script(_ sql: String) throws {
        try open.script(sql)
    }

    /// Runs `body` so that it alone is undone when it throws.
    @discardableResult
    package func savepoint<Result>(_ body: () throws -> Result) throws -> Result {
        try execute("SAVEPOINT part")
        do {
            let result = try body()
            try execute("RELEASE SAVEPOINT part")
            return result
        } catch {
            connection.forgetLater()
            try execute("ROLLBACK TO SAVEPOINT part")
            try execute("RELEASE SAVEPOINT part")
            throw error
        }
    }

    /// Runs `hook` on the caller's thread once everything is durable, and never after a rollback.
    package func afterCommit(_ hook: @escaping @Sendable () -> Void) {
        hooks.append(hook)
    }

    private var open: any Connection {
        precondition(isOpen, "The transaction has ended; it must not outlive its closure.")
        return connection
    }

    /// Called with the end of its closure; from then on it takes no statement.
    func end() {
        isOpen = false
    }

    /// Called once everything is durable, on the caller's thread, outside every lock.
    func runHooks() {
        for hook in hooks { hook() }
    }
}
