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
    private let checkpointer: LoopThread?

    /// Pages of the write-ahead log after which it is copied into the file, 32 MB, by a thread of
    /// its own; and after which the writer does it itself because readers were in the way, 64 MB.
    private static let fewPages = 8_000
    private static let manyPages = 16_000

    /// Opens the file at `path`, made if missing. Up to `readers` threads of each lane read at once.
    package init(path: String, readers count: Int = 4, durability: Durability = .full) throws {
        self.path = path
        self.durability = durability
        let writing = try SQLiteEngine(path: path, readOnly: false)
        try writing.script(
            """
            PRAGMA journal_mode=WAL;
            PRAGMA synchronous=\(durability.rawValue);
            PRAGMA foreign_keys=ON;
            PRAGMA recursive_triggers=ON;
            PRAGMA cache_size=-12288;
            PRAGMA journal_size_limit=67108864;
            PRAGMA temp_store=MEMORY;
            PRAGMA secure_delete=ON;
            """
        )
        readers = LanePools(limit: { _ in count }) {
            let reading = try SQLiteEngine(path: path, readOnly: true)
            try reading.script("PRAGMA cache_size=-2048; PRAGMA temp_store=MEMORY;")
            return reading
        }
        guard durability != .off else {
            checkpointer = nil
            writer = GroupWriter(writing) { _ in }
            return
        }
        writing.countLogPages()
        let copying = try Checkpointing(path: path, durability: durability)
        let checkpointer = LoopThread {
            copying.run()
            return .untilWoken
        }
        self.checkpointer = checkpointer
        writer = GroupWriter(writing) { writing in
            if writing.logPages >= Self.manyPages {
                writing.checkpoint()
            } else if writing.logPages >= Self.fewPages {
                checkpointer.wake()
            }
        }
    }

    deinit {
        checkpointer?.stop()
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
        try Checkpointing(path: path, durability: durability).emptyLog()
    }

    package func close() {
        readers.close()
        checkpointer?.stop()
        // The last connection that closes copies the rest of the log and removes it.
        writer.close()
    }
}

/// Copies the write-ahead log on a connection of its own, beside the writer.
private final class Checkpointing: @unchecked Sendable {
    // Only one thread uses it.
    private let engine: SQLiteEngine

    init(path: String, durability: Durability) throws {
        engine = try SQLiteEngine(path: path, readOnly: false)
        try engine.script(
            "PRAGMA synchronous=\(durability.rawValue); PRAGMA cache_size=-256;"
                + "PRAGMA wal_autocheckpoint=0;"
        )
    }

    func run() {
        engine.checkpoint()
    }

    func emptyLog() throws -> Bool {
        try engine.emptyLog()
    }
}
