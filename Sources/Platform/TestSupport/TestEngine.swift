package import Database
internal import Glibc
internal import Kernel

/// An engine on which a store is tested.
package enum TestEngine: String, Sendable, CaseIterable {
    case sqlite

    /// The engines that this machine has.
    package static var available: [TestEngine] { allCases }

    /// A throwaway database with these tables.
    package func database(_ migrations: [Migration] = []) throws -> TemporaryDatabase {
        try TemporaryDatabase(migrations)
    }
}

/// A database that lives as long as the value.
package final class TemporaryDatabase: Database {
    private let base: SQLiteDatabase
    private let path: String

    /// Makes a throwaway database with these tables.
    package init(_ migrations: [Migration] = []) throws {
        let name = String(SystemRandom().next(), radix: 36)
        let folder = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        path = "\(folder)/huihu-test-\(name).sqlite"
        base = try SQLiteDatabase(path: path, durability: .off)
        try Migrator.run(migrations, on: base, at: Moment(milliseconds: 0))
    }

    deinit {
        base.close()
        for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
    }

    package var dialect: Dialect { base.dialect }

    package func read<Result>(_ body: (Transaction) throws -> Result) throws -> Result {
        try base.read(body)
    }

    @discardableResult
    package func write<Result>(_ body: (Transaction) throws -> Result) throws -> Result {
        try base.write(body)
    }

    package func close() {}
}
