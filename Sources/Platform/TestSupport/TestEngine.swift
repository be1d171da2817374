package import Database
internal import FoundationEssentials
internal import Glibc
internal import Kernel
internal import Synchronization
package import Threads

/// An engine on which a store is tested: `@Test(arguments: TestEngine.available)`.
package enum TestEngine: String, Sendable, CaseIterable {
    case sqlite
    case postgres

    /// The engines that this machine has. PostgreSQL is there when `HUIHU_TEST_POSTGRES` holds the
    /// connection string of a cluster for tests.
    package static var available: [TestEngine] {
        hasPostgres ? allCases : [.sqlite]
    }

    /// Whether the tests on PostgreSQL run.
    package static var hasPostgres: Bool { cluster != nil }

    /// The cluster for tests; nil when there is none.
    package static var cluster: String? {
        getenv("HUIHU_TEST_POSTGRES").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A throwaway database with these tables.
    package func database(_ migrations: [Migration] = []) throws -> TemporaryDatabase {
        try TemporaryDatabase(migrations, on: self)
    }
}

/// A database that lives as long as the value: a file without durability, or a schema of its own
/// in the cluster for tests.
package final class TemporaryDatabase: Database {
    private let base: any Database
    private let remove: @Sendable () throws -> Void
    /// What `undoing` will undo. Set and read by the one thread that is within it.
    private nonisolated(unsafe) var trial: Transaction?

    /// Makes a throwaway database with these tables.
    package init(_ migrations: [Migration] = [], on engine: TestEngine = .sqlite) throws {
        let name = "huihu_test_\(String(SystemRandom().next(), radix: 36))"
        switch engine {
        case .sqlite:
            let path = "\(TestRun.folder)/\(name).sqlite"
            try SQLiteTemplate.copy(migrations, to: path)
            base = try SQLiteDatabase(path: path, durability: .off)
            remove = { for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) } }
        case .postgres:
            guard let cluster = TestEngine.cluster else { throw NoCluster() }
            try Self.inCluster(cluster, "CREATE SCHEMA \(name)")
            base = try PostgresDatabase(connectionString: cluster, connections: 4, schema: name)
            remove = { try Self.inCluster(cluster, "DROP SCHEMA \(name) CASCADE") }
            try Migrator.run(migrations, on: base, at: Moment(milliseconds: 0))
        }
    }

    deinit {
        base.close()
        // A schema that stays behind disturbs nobody: its name never comes again.
        do { try remove() } catch { return }
    }

    private static func inCluster(_ cluster: String, _ statement: String) throws {
        let database = try PostgresDatabase(connectionString: cluster, connections: 1)
        defer { database.close() }
        try database.write { try $0.execute(SQL(stringLiteral: statement)) }
    }

    package var dialect: Dialect { base.dialect }

    /// Gives what `body` does, and undoes what it does here, in as many transactions as it likes: so
    /// one may try many things that change something, each from the same beginning. What follows a
    /// commit does not happen. For one thread: nobody else works on the database meanwhile.
    package func undoing<Result>(_ body: () throws -> Result) throws -> Result {
        var result: Result?
        do {
            try base.write(in: .call) { transaction in
                trial = transaction
                defer { trial = nil }
                result = try body()
                throw Undone()
            }
        } catch is Undone {}
        guard let result else { preconditionFailure("It was done before it was undone.") }
        return result
    }

    package func read<Result>(
        in lane: Lane,
        _ body: (Transaction) throws -> Result,
    ) throws -> Result {
        if let trial { return try body(trial) }
        return try base.read(in: lane, body)
    }

    @discardableResult
    package func write<Result>(
        in lane: Lane,
        _ body: (Transaction) throws -> Result,
    ) throws -> Result {
        if let trial { return try trial.savepoint { try body(trial) } }
        return try base.write(in: lane, body)
    }

    /// Reads as a call does.
    package func read<Result>(_ body: (Transaction) throws -> Result) throws -> Result {
        try read(in: .call, body)
    }

    /// Writes as a call does.
    @discardableResult
    package func write<Result>(_ body: (Transaction) throws -> Result) throws -> Result {
        try write(in: .call, body)
    }

    package func emptyLog() throws -> Bool { try base.emptyLog() }

    /// The database goes with the value: to close it early does nothing.
    package func close() {}
}

/// Files of databases whose tables are made, one for each list of migrations that a run's tests want:
/// to copy one is quicker than to make its tables again.
private enum SQLiteTemplate {
    private static let files = Mutex<[[Migration]: Data]>([:])

    /// Begins a test's own file.
    static func copy(_ migrations: [Migration], to path: String) throws {
        if migrations.isEmpty { return }
        let file = try files.withLock { files in
            if let file = files[migrations] { return file }
            let database = try SQLiteDatabase(path: path, durability: .off)
            try Migrator.run(migrations, on: database, at: Moment(milliseconds: 0))
            // What the log holds is in the file once the last connection has closed.
            database.close()
            let file = try Data(contentsOf: URL(filePath: path))
            files[migrations] = file
            return file
        }
        try file.write(to: URL(filePath: path))
    }
}

/// What `undoing` throws to undo.
private struct Undone: Error {}

/// A test asked for PostgreSQL on a machine without a cluster.
private struct NoCluster: Error, CustomStringConvertible {
    var description: String { "HUIHU_TEST_POSTGRES is not set: see bin/postgres-for-tests" }
}
