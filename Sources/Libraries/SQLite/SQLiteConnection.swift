internal import CSQLite

/// A value that goes into a statement or comes out of a row.
package enum SQLiteValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])
}

/// What SQLite refused: its code, its words and the statement, but no bound value.
package struct SQLiteError: Error, Sendable, CustomStringConvertible {
    /// SQLite's extended result code.
    package let code: Int32
    /// SQLite's own words.
    package let message: String
    /// The statement.
    package let sql: String

    package var description: String { "SQLite \(code): \(message) [\(sql)]" }
}

/// One connection to a database file, used by one thread at a time.
package final class SQLiteConnection {
    private struct Statement {
        let handle: OpaquePointer
        let names: [String]
    }

    private let handle: OpaquePointer
    private var statements: [String: Statement] = [:]
    /// Statements kept prepared at most.
    private let limit = 400

    /// Opens `path`. Throws `SQLiteError` when the file cannot be opened.
    package init(path: String, readOnly: Bool = false) throws {
        var opened: OpaquePointer?
        let access = readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        let code = sqlite3_open_v2(path, &opened, access | SQLITE_OPEN_NOMUTEX, nil)
        guard let opened else {
            throw SQLiteError(code: code, message: "out of memory", sql: path)
        }
        guard code == SQLITE_OK else {
            let message = String(cString: sqlite3_errmsg(opened))
            sqlite3_close_v2(opened)
            throw SQLiteError(code: code, message: message, sql: path)
        }
        handle = opened
        sqlite3_extended_result_codes(handle, 1)
        sqlite3_busy_timeout(handle, 10_000)
    }

    deinit {
        for statement in statements.values { sqlite3_finalize(statement.handle) }
        sqlite3_close_v2(handle)
    }

    /// Runs several statements without values or rows: a migration, a pragma.
    package func script(_ sql: String) throws {
        try check(sqlite3_exec(handle, sql, nil, nil, nil), sql)
    }

    /// Runs one statement and gives each row to `body`, with the columns' names. Returns how many
    /// rows it changed. Values stand as `$1`, `$2` … in their order.
    @discardableResult
    package func run(
        _ sql: String,
        _ values: [SQLiteValue],
        _ body: (_ names: [String], _ row: [SQLiteValue]) throws -> Void,
    ) throws -> Int {
        let statement = try prepared(sql)
        defer {
            sqlite3_reset(statement.handle)
            sqlite3_clear_bindings(statement.handle)
        }
        for (index, value) in values.enumerated() {
            try check(bind(value, to: statement.handle, at: Int32(index + 1)), sql)
        }
        while true {
            switch sqlite3_step(statement.handle) {
            case SQLITE_ROW: try body(statement.names, row(statement))
            case SQLITE_DONE: return Int(sqlite3_changes(handle))
            default: throw error(sql)
            }
        }
    }

    private func prepared(_ sql: String) throws -> Statement {
        if let statement = statements[sql] { return statement }
        var made: OpaquePointer?
        let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
        try check(sqlite3_prepare_v3(handle, sql, -1, flags, &made, nil), sql)
        guard let made else { throw SQLiteError(code: 1, message: "empty statement", sql: sql) }
        let names = (0..<sqlite3_column_count(made)).map {
            String(cString: sqlite3_column_name(made, $0))
        }
        if statements.count >= limit { forgetStatements() }
        let statement = Statement(handle: made, names: names)
        statements[sql] = statement
        return statement
    }

    private func forgetStatements() {
        for statement in statements.values { sqlite3_finalize(statement.handle) }
        statements.removeAll(keepingCapacity: true)
    }

    private func bind(_ value: SQLiteValue, to statement: OpaquePointer, at index: Int32) -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(statement, index)
        case .integer(let number): return sqlite3_bind_int64(statement, index, number)
        case .real(let number): return sqlite3_bind_double(statement, index, number)
        case .text(var text):
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) {
                    shim_bind_text(statement, index, $0.baseAddress, Int32($0.count))
                }
            }
        case .blob(let bytes):
            return bytes.withUnsafeBytes {
                shim_bind_blob(statement, index, $0.baseAddress, Int32($0.count))
            }
        }
    }

    private func row(_ statement: Statement) -> [SQLiteValue] {
        (0..<Int32(statement.names.count)).map { column in
            switch sqlite3_column_type(statement.handle, column) {
            case SQLITE_INTEGER: .integer(sqlite3_column_int64(statement.handle, column))
            case SQLITE_FLOAT: .real(sqlite3_column_double(statement.handle, column))
            case SQLITE_TEXT: .text(String(decoding: bytes(statement, column), as: UTF8.self))
            case SQLITE_BLOB: .blob(Array(bytes(statement, column)))
            default: .null
            }
        }
    }

    private func bytes(_ statement: Statement, _ column: Int32) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(statement.handle, column)
        let count = Int(sqlite3_column_bytes(statement.handle, column))
        return UnsafeRawBufferPointer(start: start, count: count)
    }

    private func check(_ code: Int32, _ sql: String) throws {
        if code != SQLITE_OK { throw error(sql) }
    }

    private func error(_ sql: String) -> SQLiteError {
        SQLiteError(
            code: sqlite3_extended_errcode(handle),
            message: String(cString: sqlite3_errmsg(handle)),
            sql: sql,
        )
    }
}
