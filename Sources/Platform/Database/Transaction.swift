/// The two engines.
package enum Dialect: String, Sendable, CaseIterable {
    case sqlite
    case postgres

    /// Locks the rows that a query reads; SQLite has one writer and needs none.
    package var forUpdate: SQL { self == .postgres ? " FOR UPDATE" : "" }

    /// Locks the rows that a query reads and passes over those that another transaction holds.
    package var skipLocked: SQL { self == .postgres ? " FOR UPDATE SKIP LOCKED" : "" }
}

/// One connection of an engine, used by one thread at a time.
package protocol Connection: AnyObject {
    /// The engine.
    var dialect: Dialect { get }
    /// Runs one statement; gives each row to `body`; returns how many rows it changed.
    func run(_ sql: String, _ values: [Value], _ body: (Row) throws -> Void) throws -> Int
    /// Runs several statements without values or rows.
    func script(_ sql: String) throws
}

/// A transaction that is open: everything in it happens, or nothing.
package final class Transaction {
    private let connection: any Connection
    private(set) var commitHooks: [@Sendable () -> Void] = []

    init(_ connection: any Connection) {
        self.connection = connection
    }

    /// The engine.
    package var dialect: Dialect { connection.dialect }

    /// Every row of the answer.
    package func rows(_ sql: SQL) throws -> [Row] {
        var rows: [Row] = []
        try each(sql) { rows.append($0) }
        return rows
    }

    /// The first row of the answer; nil for none.
    package func first(_ sql: SQL) throws -> Row? {
        var found: Row?
        try each(sql) { if found == nil { found = $0 } }
        return found
    }

    /// The one row of the answer; none is a defect.
    package func one(_ sql: SQL) throws -> Row {
        guard let row = try first(sql) else {
            throw DatabaseError(code: "no_row", message: "no row", sql: sql.compiled().text)
        }
        return row
    }

    /// Gives each row to `body` as it comes, without keeping them.
    package func each(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        let (text, values) = sql.compiled()
        _ = try connection.run(text, values, body)
    }

    /// Runs a statement; returns how many rows it changed.
    @discardableResult
    package func execute(_ sql: SQL) throws -> Int {
        let (text, values) = sql.compiled()
        return try connection.run(text, values) { _ in }
    }

    /// Inserts a row with a statement that ends in `RETURNING id`; returns the identity.
    package func insert(_ sql: SQL) throws -> Int64 {
        try one(sql).int(0)
    }

    func runScript(_ sql: String) throws {
        try connection.script(sql)
    }

    /// Runs `body` so that it alone is undone when it throws.
    package func savepoint<Result>(_ body: () throws -> Result) throws -> Result {
        try connection.script("SAVEPOINT part")
        do {
            let result = try body()
            try connection.script("RELEASE SAVEPOINT part")
            return result
        } catch {
            try connection.script("ROLLBACK TO SAVEPOINT part")
            try connection.script("RELEASE SAVEPOINT part")
            throw error
        }
    }

    /// Runs `hook` on the caller's thread once everything is durable, and never after a rollback.
    package func afterCommit(_ hook: @escaping @Sendable () -> Void) {
        commitHooks.append(hook)
    }
}

/// Where everything is kept. Synchronous: a call returns when it is done, on the caller's thread.
package protocol Database: Sendable {
    /// The engine.
    var dialect: Dialect { get }
    /// Runs `body` on one snapshot; nothing may be written.
    func read<Result>(_ body: (Transaction) throws -> Result) throws -> Result
    /// Runs `body` in one transaction that is durable on return. Throws what `body` throws, with
    /// nothing changed. Never called from within another write of the same thread.
    @discardableResult
    func write<Result>(_ body: (Transaction) throws -> Result) throws -> Result
    /// Closes every connection; nothing may be running.
    func close()
}
