/// Where everything is kept. Synchronous: a call returns when it is done, on the caller's thread.
///
/// A thread has one transaction of a database at a time. To ask for another one from within is a
/// defect and stops the program, because it could wait for itself.
package protocol Database: Sendable {
    /// The engine.
    var dialect: Dialect { get }
    /// Runs `body` on one snapshot; nothing may be written.
    func read<Result>(_ body: (Transaction) throws -> Result) throws -> Result
    /// Runs `body` in one transaction that is durable on return. Throws what `body` throws, with
    /// nothing changed.
    ///
    /// `body` may run more than once, when PostgreSQL asks for a repetition, and may run on another
    /// caller's thread: what it does outside of the transaction belongs into `afterCommit`.
    @discardableResult
    func write<Result>(_ body: (Transaction) throws -> Result) throws -> Result
    /// Waits for what is running and closes every connection. From then on every call throws.
    func close()
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
