/// What an engine refused: its code, its words and the statement, but no bound value.
package struct DatabaseError: Error, Sendable, CustomStringConvertible {
    /// The engine's code: an SQLSTATE, or SQLite's extended code; a word for what this layer finds.
    package let code: String
    /// The engine's own words.
    package let message: String
    /// The statement.
    package let sql: String

    /// What an engine refused.
    package init(code: String, message: String, sql: String) {
        self.code = code
        self.message = message
        self.sql = sql
    }

    package var description: String { "database \(code): \(message) [\(sql)]" }

    /// Whether a unique or primary key refused it.
    package var isUniqueViolation: Bool { ["23505", "2067", "1555"].contains(code) }
    /// Whether a check refused it.
    package var isCheckViolation: Bool { ["23514", "275"].contains(code) }
    /// Whether a foreign key refused it.
    package var isForeignKeyViolation: Bool { ["23503", "787"].contains(code) }
    /// Whether a trigger refused it, such as that of an append-only table.
    package var isRefusedByTrigger: Bool { ["P0001", "1811"].contains(code) }

    /// Whether the engine may not write: a file, a folder or a disk that is read-only, or a standby
    /// server.
    package var isReadOnly: Bool { code == "25006" || sqlite == 8 }
    /// Whether the disk is full.
    package var isDiskFull: Bool { code == "53100" || sqlite == 13 }
    /// Whether the file is damaged, or none of a database.
    package var isDamage: Bool { code == "XX001" || sqlite == 11 || sqlite == 26 }

    /// Whether the same work may succeed later without anything of it being changed: the disk is
    /// full, a file or the server cannot be reached or written now, or others are in the way.
    package var isPassing: Bool {
        if isReadOnly || isDiskFull || isTransient { return true }
        if let sqlite { return [5, 6, 10, 14].contains(sqlite) }
        return ["08", "53", "57P", "58"].contains { code.hasPrefix($0) }
    }

    /// Whether a table does not exist: the database is new.
    package var isMissingTable: Bool {
        code == "42P01" || sqlite == 1 && message.hasPrefix("no such table")
    }

    /// SQLite's code without what it adds in detail; nil for another one's.
    private var sqlite: Int? { code.count < 5 ? Int(code).map { $0 & 0xFF } : nil }

    /// Whether another transaction was in the way and the same work may succeed when repeated.
    var isTransient: Bool { ["40001", "40P01"].contains(code) }

    static let closed = DatabaseError(code: "closed", message: "the database is closed", sql: "")
}
