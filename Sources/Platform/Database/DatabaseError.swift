/// What an engine refused: its code, its words and the statement, but no bound value.
package struct DatabaseError: Error, Sendable, CustomStringConvertible {
    /// The engine's code: an SQLSTATE, or SQLite's extended code; a word for what this layer finds.
    package let code: String
    /// The engine's own words.
    package let message: String
    /// The statement.
    package let sql: String

    package var description: String { "database \(code): \(message) [\(sql)]" }

    /// Whether a unique or primary key refused it.
    package var isUniqueViolation: Bool { ["23505", "2067", "1555"].contains(code) }
    /// Whether a check refused it.
    package var isCheckViolation: Bool { ["23514", "275"].contains(code) }
    /// Whether a foreign key refused it.
    package var isForeignKeyViolation: Bool { ["23503", "787"].contains(code) }
    /// Whether a trigger refused it, such as that of an append-only table.
    package var isRefusedByTrigger: Bool { ["P0001", "1811"].contains(code) }

    /// Whether another transaction was in the way and the same work may succeed when repeated.
    var isTransient: Bool { ["40001", "40P01"].contains(code) }

    static let closed = DatabaseError(code: "closed", message: "the database is closed", sql: "")
}
