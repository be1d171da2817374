/// What SQLite refused: its code, its words and the statement, but no bound value.
package struct SQLiteError: Error, Sendable, CustomStringConvertible {
    /// SQLite's extended result code.
    package let code: Int32
    /// SQLite's own words.
    package let message: String
    /// The statement, or the path that could not be opened.
    package let sql: String

    package var description: String { "SQLite \(code): \(message) [\(sql)]" }
}
