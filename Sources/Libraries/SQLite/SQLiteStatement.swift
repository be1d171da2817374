internal import CSQLite

/// A prepared statement. The one owner of its handle.
final class SQLiteStatement {
    let handle: OpaquePointer
    /// Whether it only reads; BEGIN and COMMIT count as that too.
    let isReadOnly: Bool
    /// Whether it is running now: the same text asked for again needs another statement.
    var isRunning = false
    var lastUse = 0
    private(set) var names: [String]
    private var preparations: Int32 = 0

    init(_ handle: OpaquePointer) {
        self.handle = handle
        isReadOnly = sqlite3_stmt_readonly(handle) != 0
        names = Self.names(handle)
    }

    deinit {
        sqlite3_finalize(handle)
    }

    /// SQLite prepares a statement anew when the tables have changed; `SELECT *` has other columns
    /// then.
    func refreshNames() {
        let count = sqlite3_stmt_status(handle, SQLITE_STMTSTATUS_REPREPARE, 0)
        guard count != preparations else { return }
        preparations = count
        names = Self.names(handle)
    }

    private static func names(_ handle: OpaquePointer) -> [String] {
        (0..<sqlite3_column_count(handle)).map {
            sqlite3_column_name(handle, $0).map { String(cString: $0) } ?? ""
        }
    }
}

/// The parameters of a statement that is about to run. Valid only in the closure that gets it.
package struct SQLiteParameters {
    let statement: OpaquePointer
    let connection: OpaquePointer
    let sql: String

    /// Binds nothing; positions count from 1.
    package func bindNull(at position: Int) throws {
        try check(sqlite3_bind_null(statement, Int32(position)))
    }

    /// Binds a whole number.
    package func bind(_ number: Int64, at position: Int) throws {
        try check(sqlite3_bind_int64(statement, Int32(position), number))
    }

    /// Binds a number with a fraction.
    package func bind(_ number: Double, at position: Int) throws {
        try check(sqlite3_bind_double(statement, Int32(position), number))
    }

    /// Binds a text; SQLite copies it.
    package func bind(_ text: String, at position: Int) throws {
        var text = text
        let code = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                shim_bind_text(statement, Int32(position), $0.baseAddress, Int32($0.count))
            }
        }
        try check(code)
    }

    /// Binds bytes; SQLite copies them.
    package func bind(_ bytes: [UInt8], at position: Int) throws {
        let code = bytes.withUnsafeBytes {
            shim_bind_blob(statement, Int32(position), $0.baseAddress, Int32($0.count))
        }
        try check(code)
    }

    private func check(_ code: Int32) throws {
        try checked(code, connection, sql)
    }
}

/// The row at which a statement stands. Valid only in the closure that gets it.
package struct SQLiteRow {
    let statement: OpaquePointer
    /// The columns' names.
    package let names: [String]

    /// What a column holds.
    package enum Kind: Sendable {
        case null
        case integer
        case real
        case text
        case blob
    }

    /// What the column holds; positions count from 0.
    package func kind(_ column: Int) -> Kind {
        switch sqlite3_column_type(statement, Int32(column)) {
        case SQLITE_INTEGER: .integer
        case SQLITE_FLOAT: .real
        case SQLITE_TEXT: .text
        case SQLITE_BLOB: .blob
        default: .null
        }
    }

    /// A whole number.
    package func integer(_ column: Int) -> Int64 {
        sqlite3_column_int64(statement, Int32(column))
    }

    /// A number with a fraction.
    package func real(_ column: Int) -> Double {
        sqlite3_column_double(statement, Int32(column))
    }

    /// A text, copied.
    package func text(_ column: Int) -> String {
        String(decoding: bytes(column), as: UTF8.self)
    }

    /// Bytes, copied.
    package func blob(_ column: Int) -> [UInt8] {
        Array(bytes(column))
    }

    private func bytes(_ column: Int) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(statement, Int32(column))
        let count = Int(sqlite3_column_bytes(statement, Int32(column)))
        return UnsafeRawBufferPointer(start: start, count: count)
    }
}

/// The one place that judges SQLite's answers.
func checked(_ code: Int32, _ connection: OpaquePointer, _ sql: String) throws(SQLiteError) {
    guard code != SQLITE_OK, code != SQLITE_ROW, code != SQLITE_DONE else { return }
    throw SQLiteError(
        code: sqlite3_extended_errcode(connection),
        message: String(cString: sqlite3_errmsg(connection)),
        sql: sql,
    )
}
