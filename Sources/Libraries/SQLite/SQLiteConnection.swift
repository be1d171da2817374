internal import CSQLite

/// One connection to a database file, used by one thread at a time.
package final class SQLiteConnection {
    private let handle: OpaquePointer
    private var statements: [String: SQLiteStatement] = [:]
    private var uses = 0
    private let limit: Int
    /// Pages in the write-ahead log after the last commit through this connection.
    package private(set) var logPages = 0

    /// Settings of the whole library, made once.
    private static let configured: Void = shim_use_no_memory_statistics()

    /// Opens `path`. At most `statements` stay prepared. Throws `SQLiteError` when the file cannot
    /// be opened.
    package init(path: String, readOnly: Bool = false, statements limit: Int = 256) throws {
        Self.configured
        var opened: OpaquePointer?
        let access = readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        let code = sqlite3_open_v2(path, &opened, access | SQLITE_OPEN_NOMUTEX, nil)
        guard let opened else {
            throw SQLiteError(code: code, message: "out of memory", sql: path)
        }
        do {
            try checked(code, opened, path)
        } catch {
            sqlite3_close_v2(opened)
            throw error
        }
        handle = opened
        self.limit = limit
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_busy_timeout(handle, Self.longestWait)
    }

    /// How long a statement waits for another connection's, in milliseconds.
    private static let longestWait: Int32 = 10_000

    deinit {
        statements.removeAll()
        sqlite3_close_v2(handle)
    }

    /// Whether a transaction is open. SQLite ends one by itself when the disk is full.
    package var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Whether the file, its folder or its disk lets nothing be written, whatever was asked for.
    package var isReadOnly: Bool { sqlite3_db_readonly(handle, "main") == 1 }

    /// Runs several statements without values or rows: a migration, a pragma.
    package func script(_ sql: String) throws {
        try check(sqlite3_exec(handle, sql, nil, nil, nil), sql)
    }

    /// Runs one statement without values or rows, and keeps it prepared.
    package func execute(_ sql: String) throws {
        try run(sql, bind: { _ in }, row: { _ in true })
    }

    /// Runs one statement. `bind` sets its values, which stand as `$1`, `$2` … in their order; each
    /// row goes to `row`, which says whether it wants more. Returns how many rows were changed.
    ///
    /// A statement that writes runs to its end even if nobody wants more rows.
    @discardableResult
    package func run(
        _ sql: String,
        bind: (SQLiteParameters) throws -> Void,
        row: (SQLiteRow) throws -> Bool,
    ) throws -> Int {
        let statement = try prepared(sql)
        statement.isRunning = true
        defer {
            sqlite3_reset(statement.handle)
            sqlite3_clear_bindings(statement.handle)
            statement.isRunning = false
        }
        try bind(SQLiteParameters(statement: statement.handle, connection: handle, sql: sql))
        var wantsMore = true
        while true {
            let code = sqlite3_step(statement.handle)
            try check(code, sql)
            guard code == SQLITE_ROW, wantsMore || !statement.isReadOnly else { break }
            guard wantsMore else { continue }
            statement.refreshNames()
            wantsMore = try row(SQLiteRow(statement: statement.handle, names: statement.names))
            if !wantsMore, statement.isReadOnly { break }
        }
        return statement.isReadOnly ? 0 : Int(sqlite3_changes64(handle))
    }

    /// Counts the pages of the write-ahead log in `logPages` from now on, and no longer copies them
    /// into the database file by itself: `checkpoint` does.
    package func countLogPages() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_wal_hook(
            handle,
            { context, _, _, pages in
                guard let context else { return SQLITE_OK }
                let connection = Unmanaged<SQLiteConnection>.fromOpaque(context)
                connection.takeUnretainedValue().logPages = Int(pages)
                return SQLITE_OK
            },
            context,
        )
    }

    /// Copies what the write-ahead log holds into the database file as far as no reader is in the
    /// way. Waits for nobody. With `restarting` it waits for writers and readers, copies everything,
    /// and the next commit stands at the log's beginning.
    package func checkpoint(restarting: Bool = false) throws {
        var total: Int32 = 0
        var copied: Int32 = 0
        let mode = restarting ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE
        let code = sqlite3_wal_checkpoint_v2(handle, nil, mode, &total, &copied)
        // Another checkpoint is on its way: that is as good.
        if code & 0xFF != SQLITE_BUSY { try check(code, "checkpoint") }
    }

    /// The same, and cuts the log to nothing, so that what was overwritten stands nowhere. False
    /// when someone was in the way. Waits for nobody.
    package func emptyLog() throws -> Bool {
        sqlite3_busy_timeout(handle, 0)
        defer { sqlite3_busy_timeout(handle, Self.longestWait) }
        // Most is copied beside the writers, which wait only for the rest.
        try checkpoint()
        let code = sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
        if code & 0xFF == SQLITE_BUSY { return false }
        try check(code, "checkpoint")
        return true
    }

    private func prepared(_ sql: String) throws -> SQLiteStatement {
        uses += 1
        if let statement = statements[sql] {
            statement.lastUse = uses
            // The same text within its own rows: a statement of its own, not kept.
            return statement.isRunning ? try prepare(sql, flags: 0) : statement
        }
        if statements.count >= limit { forgetOldest() }
        let statement = try prepare(sql, flags: UInt32(SQLITE_PREPARE_PERSISTENT))
        statement.lastUse = uses
        statements[sql] = statement
        return statement
    }

    private func prepare(_ sql: String, flags: UInt32) throws -> SQLiteStatement {
        var made: OpaquePointer?
        try check(sqlite3_prepare_v3(handle, sql, -1, flags, &made, nil), sql)
        guard let made else { throw SQLiteError(code: 1, message: "empty statement", sql: sql) }
        return SQLiteStatement(made)
    }

    /// Lets go of the quarter that was not used for longest.
    private func forgetOldest() {
        let old = statements.sorted { $0.value.lastUse < $1.value.lastUse }
        for (sql, _) in old.prefix(max(1, limit / 4)) { statements.removeValue(forKey: sql) }
    }

    private func check(_ code: Int32, _ sql: String) throws {
        try checked(code, handle, sql)
    }
}
