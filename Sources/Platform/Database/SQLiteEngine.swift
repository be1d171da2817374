internal import SQLite

/// A connection of SQLite behind the common protocol.
final class SQLiteEngine: Connection {
    let dialect = Dialect.sqlite
    private let connection: SQLiteConnection

    init(path: String, readOnly: Bool) throws {
        connection = try Self.translating { try SQLiteConnection(path: path, readOnly: readOnly) }
        // SQLite opens a file that it may not write for reading, and says so at the first write.
        guard readOnly || !connection.isReadOnly else {
            throw DatabaseError(code: "8", message: "the file may not be written", sql: path)
        }
    }

    /// A connection that copies the write-ahead log of the file at `path`, and writes nothing else.
    static func copying(_ path: String, _ durability: Durability) throws -> SQLiteEngine {
        let engine = try SQLiteEngine(path: path, readOnly: false)
        try engine.script(
            "PRAGMA synchronous=\(durability.rawValue); PRAGMA cache_size=-256;"
                + "PRAGMA wal_autocheckpoint=0;"
        )
        return engine
    }

    /// Whether a transaction is open.
    var isInTransaction: Bool { connection.isInTransaction }

    /// Pages in the write-ahead log after the last commit.
    var logPages: Int { connection.logPages }

    func run(_ sql: SQL, _ wanted: Wanted, _ body: (Row) throws -> Void) throws -> Int {
        // SQLite ends a transaction by itself when the disk is full. What came after would stay.
        guard connection.isInTransaction else {
            throw DatabaseError(
                code: "no_transaction",
                message: "the engine has ended the transaction",
                sql: sql.text,
            )
        }
        return try Self.translating {
            try connection.run(sql.text) { parameters in
                for (index, parameter) in sql.parameters.enumerated() {
                    try Self.bind(parameter.value, at: index + 1, parameters)
                }
            } row: { row in
                let values = row.names.indices.map { Self.value(row, $0) }
                try body(Row(names: row.names, values: values))
                return wanted != .first
            }
        }
    }

    func script(_ sql: String) throws {
        try Self.translating { try connection.script(sql) }
    }

    /// Begins, ends or divides a transaction.
    func control(_ sql: String) throws {
        try Self.translating { try connection.execute(sql) }
    }

    /// Undoes everything. SQLite may have done so already; then nothing is left to undo.
    func rollBack() {
        guard connection.isInTransaction else { return }
        do { try connection.execute("ROLLBACK") } catch { return }
    }

    /// Leaves the write-ahead log to `checkpoint` from now on.
    func countLogPages() {
        connection.countLogPages()
    }

    /// Copies the write-ahead log into the file. It loses nothing by failing: the log keeps what was
    /// not copied, and the next attempt follows.
    func checkpoint() {
        do { try connection.checkpoint() } catch { return }
    }

    /// The same; once nobody reads the log, the next commit begins it anew.
    func restartLog() {
        do { try connection.checkpoint(restarting: true) } catch { return }
    }

    /// The same, and cuts the log to nothing; false when someone was in the way.
    func emptyLog() throws -> Bool {
        try Self.translating { try connection.emptyLog() }
    }

    private static func bind(
        _ value: Value,
        at position: Int,
        _ parameters: SQLiteParameters,
    ) throws {
        switch value {
        case .null: try parameters.bindNull(at: position)
        case .integer(let number): try parameters.bind(number, at: position)
        case .real(let number): try parameters.bind(number, at: position)
        case .text(let text): try parameters.bind(text, at: position)
        case .blob(let bytes): try parameters.bind(bytes, at: position)
        }
    }

    private static func value(_ row: SQLiteRow, _ column: Int) -> Value {
        switch row.kind(column) {
        case .null: .null
        case .integer: .integer(row.integer(column))
        case .real: .real(row.real(column))
        case .text: .text(row.text(column))
        case .blob: .blob(row.blob(column))
        }
    }

    private static func translating<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as SQLiteError {
            throw DatabaseError(code: String(error.code), message: error.message, sql: error.sql)
        }
    }
}
