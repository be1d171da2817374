package import Threads

/// Where everything is kept. Synchronous: a call returns when it is done, on the caller's thread.
///
/// A thread has one transaction of a database at a time. To ask for another one from within is a
/// defect and stops the program, because it could wait for itself.
package protocol Database: Sendable {
    /// The engine.
    var dialect: Dialect { get }
    /// Runs `body` on one snapshot; nothing may be written. Each lane has connections of its own.
    func read<Result>(in lane: Lane, _ body: (Transaction) throws -> Result) throws -> Result
    /// Runs `body` in one transaction that is durable on return. Throws what `body` throws, with
    /// nothing changed.
    ///
    /// `body` may run more than once, when PostgreSQL asks for a repetition, and may run on another
    /// caller's thread: what it does outside of the transaction belongs into `afterCommit`.
    ///
    /// With SQLite's one writer, what is written in the lane `bulk` lets the others go first, and
    /// each call of it is all that they wait for: it takes few milliseconds.
    @discardableResult
    func write<Result>(in lane: Lane, _ body: (Transaction) throws -> Result) throws -> Result
    /// Makes sure that what was overwritten does not stay in a log of the database's own; false when
    /// someone was in the way, and it is to be asked again. PostgreSQL's log is its operator's.
    func emptyLog() throws -> Bool
    /// Waits for what is running and closes every connection. From then on every call throws.
    func close()
}

extension Database {
    /// Reads in the lane `call`, or in that of this value.
    package func read<Result>(_ body: (Transaction) throws -> Result) throws -> Result {
        try read(in: .call, body)
    }

    /// Writes in the lane `call`, or in that of this value.
    @discardableResult
    package func write<Result>(_ body: (Transaction) throws -> Result) throws -> Result {
        try write(in: .call, body)
    }

    /// There is no such log.
    package func emptyLog() throws -> Bool { true }

    /// The same database for work of one lane.
    package func within(_ lane: Lane) -> any Database { DatabaseLane(base: self, lane: lane) }
}

/// A database as the work of one lane sees it.
private struct DatabaseLane: Database {
    let base: any Database
    let lane: Lane

    var dialect: Dialect { base.dialect }

    func read<Result>(in _: Lane, _ body: (Transaction) throws -> Result) throws -> Result {
        try base.read(in: lane, body)
    }

    func write<Result>(in _: Lane, _ body: (Transaction) throws -> Result) throws -> Result {
        try base.write(in: lane, body)
    }

    func emptyLog() throws -> Bool { try base.emptyLog() }

    func close() { base.close() }
}

/// Where a database is, as an operator names it.
package enum DatabaseAddress: Sendable, Hashable {
    /// The embedded database's file.
    case sqlite(path: String)
    /// A server, as libpq reads it.
    case postgres(String)

    /// Reads `sqlite:PATH`, `postgres://…`, `postgresql://…`, or PostgreSQL's `key=value` pairs.
    package init(_ url: String) throws(DatabaseError) {
        if let scheme = ["sqlite://", "sqlite:"].first(where: url.hasPrefix) {
            self = .sqlite(path: String(url.dropFirst(scheme.count)))
            return
        }
        let isPostgres = ["postgres://", "postgresql://"].contains(where: url.hasPrefix)
        guard isPostgres || url.contains("=") else {
            throw DatabaseError(
                code: "url",
                message: "a database is sqlite:PATH or postgres://USER@HOST/NAME",
                sql: "",
            )
        }
        self = .postgres(url)
    }
}

/// Opens the database that an operator names.
package func openDatabase(url: String) throws -> any Database {
    switch try DatabaseAddress(url) {
    case .sqlite(let path): try SQLiteDatabase(path: path)
    case .postgres(let connection): try PostgresDatabase(connectionString: connection)
    }
}
