internal import Processes

/// One program alone works on a database, for as long as the value lives. A second one would take
/// the first one's calls that go on for lost, and end them in the books. C6.3.
///
/// The embedded database has a lock file beside it. A server has an advisory lock, held by a
/// connection of its own; the server lets go of it when that connection breaks.
package final class DatabaseClaim: Sendable {
    /// Why the database is not this program's.
    package enum Problem: Error, Sendable, Hashable {
        /// Another program works on it; its number on this machine, nil for one elsewhere.
        case taken(by: Int?)
        /// The lock file cannot be made; where, and the system's error number.
        case unusable(String, Int32)
    }

    /// How the claim stands.
    package enum Standing: Sendable, Hashable {
        /// The database is this program's.
        case held
        /// The server does not answer: nobody else can have been told that it is theirs.
        case unreachable
        /// The connection broke, and another program has the database now.
        case taken
    }

    private enum Hold {
        case file(FileLock)
        case server(PostgresDatabase)
    }

    private let hold: Hold

    /// Claims the database that `url` names, as `openDatabase` reads it. Throws a `Problem`, or a
    /// `DatabaseError` when a server does not answer.
    package convenience init(url: String) throws {
        try self.init(url: url, schema: nil)
    }

    init(url: String, schema: String?) throws {
        switch try DatabaseAddress(url) {
        case .sqlite(let path):
            let lock = path + ".lock"
            do throws(FileLock.Problem) {
                hold = .file(try FileLock(lock))
            } catch {
                switch error {
                case .held(let process): throw Problem.taken(by: process)
                case .unusable(let number): throw Problem.unusable(lock, number)
                }
            }
        case .postgres(let connection):
            let server = try PostgresDatabase(
                connectionString: connection,
                connections: 1,
                schema: schema,
            )
            guard try Self.locks(server) else { throw Problem.taken(by: nil) }
            hold = .server(server)
        }
    }

    deinit {
        switch hold {
        case .file: break
        case .server(let server): server.close()
        }
    }

    /// How the claim stands now; takes it again where a broken connection lost it.
    package func standing() -> Standing {
        switch hold {
        case .file: return .held
        case .server(let server):
            do {
                return try Self.locks(server) ? .held : .taken
            } catch {
                return .unreachable
            }
        }
    }

    /// Whether the server's one connection holds the lock, taken now if it is free. PostgreSQL
    /// takes a lock once more for each time it is asked, so a held one is not asked for.
    private static func locks(_ server: PostgresDatabase) throws -> Bool {
        try server.read { transaction in
            try transaction.one(
                """
                SELECT CASE
                    WHEN EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted
                        AND pid = pg_backend_pid()) THEN 1
                    WHEN pg_try_advisory_lock(
                        hashtextextended('huihu.server.' || current_schema(), 0)) THEN 1
                    ELSE 0 END AS held
                """
            ).int("held") == 1
        }
    }
}
