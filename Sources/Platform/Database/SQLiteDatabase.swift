package import Threads

/// How much a commit waits for the disk.
package enum Durability: String, Sendable {
    /// Until it survives a power loss.
    case full = "FULL"
    /// Until it survives the program's end.
    case normal = "NORMAL"
    /// Not at all: tests.
    case off = "OFF"
}

/// The embedded database: many readers, one writer that commits what waits together.
package final class SQLiteDatabase: Database {
    package let dialect = Dialect.sqlite
    private let path: String
    private let durability: Durability
    private let readers: LanePools<SQLiteEngine>
    private let writer: GroupWriter
    private let log: LogKeeper?

    /// Opens the file at `path`, made if missing. Up to `readers` threads of each lane read at once.
    package convenience init(
        path: String,
        readers count: Int = 4,
        durability: Durability = .full,
    ) throws {
        try self.init(path: path, readers: count, durability, LogSchedule())
    }

    /// The same with a schedule of its write-ahead log.
    init(
        path: String,
        readers count: Int,
        _ durability: Durability,
        _ schedule: LogSchedule,
    ) throws {
        self.path = path
        self.durability = durability
        let writing = try SQLiteEngine(path: path, readOnly: false)
        // The log is cut only where it has grown far beyond its length: a commit waits for that.
        try writing.script(
            """
            PRAGMA journal_mode=WAL;
            PRAGMA synchronous=\(durability.rawValue);
            PRAGMA foreign_keys=ON;
            PRAGMA recursive_triggers=ON;
            PRAGMA cache_size=-12288;
            PRAGMA journal_size_limit=268435456;
            PRAGMA temp_store=MEMORY;
            PRAGMA secure_delete=ON;
            """
        )
        readers = LanePools(limit: { _ in count }) {
            let reading = try SQLiteEngine(path: path, readOnly: true)
            try reading.script("PRAGMA cache_size=-2048; PRAGMA temp_store=MEMORY;")
            return reading
        }
        writer = GroupWriter(writing)
        if durability == .off {
            log = nil
        } else {
            writing.countLogPages()
            log = try LogKeeper(
                path: path,
                durability: durability,
                readers: readers,
                writer: writer,
                schedule: schedule,
            )
            log?.start()
        }
    }

    deinit {
        log?.stop()
        writer.stopClerk()
    }

    package func read<Result>(
        in lane: Lane,
        _ body: (Transaction) throws -> Result,
    ) throws -> Result {
        writer.requireOutside()
        return try readers.with(lane) { engine, isBroken in
            try engine.control("BEGIN")
            let transaction = Transaction(engine, isReading: true)
            defer {
                transaction.end()
                // Nothing was written: to end it is the same as to undo it.
                engine.rollBack()
                isBroken = engine.isInTransaction
            }
            return try body(transaction)
        }
    }

    @discardableResult
    package func write<Result>(
        in lane: Lane,
        _ body: (Transaction) throws -> Result,
    ) throws -> Result {
        readers.requireOutside()
        return try writer.write(in: lane, body)
    }

    package func emptyLog() throws -> Bool {
        try SQLiteEngine.copying(path, durability).emptyLog()
    }

    package func close() {
        log?.stop()
        readers.close()
        // The last connection that closes copies the rest of the log and removes it.
        writer.close()
    }
}
