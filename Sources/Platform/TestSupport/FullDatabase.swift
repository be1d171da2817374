package import Database
internal import Synchronization
package import Threads

/// A database that takes no writes while its disk is full, which the test decides.
package final class FullDatabase: Database {
    private let base: any Database
    private let isFull = Atomic(false)

    /// A database with room.
    package init(_ base: any Database) { self.base = base }

    package var dialect: Dialect { base.dialect }

    /// Fills the disk, or makes room again.
    package func fill(_ full: Bool) { isFull.store(full, ordering: .relaxed) }

    package func read<Result>(
        in lane: Lane,
        _ body: (Transaction) throws -> Result,
    ) throws -> Result {
        try base.read(in: lane, body)
    }

    package func write<Result>(
        in lane: Lane,
        _ body: (Transaction) throws -> Result,
    ) throws -> Result {
        if isFull.load(ordering: .relaxed) {
            throw DatabaseError(code: "13", message: "database or disk is full", sql: "")
        }
        return try base.write(in: lane, body)
    }

    package func close() { base.close() }
}
