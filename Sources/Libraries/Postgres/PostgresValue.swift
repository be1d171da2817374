/// What a parameter is declared as, so that the server never has to guess.
package enum PostgresType: UInt8, Sendable, Hashable {
    /// `int8`.
    case integer
    /// `float8`.
    case real
    /// `text`.
    case text
    /// `bytea`.
    case blob
    /// Left to the server; only for a null whose type nobody knows.
    case unknown

    /// The type's number in the server's catalogue.
    var oid: UInt32 {
        switch self {
        case .integer: 20
        case .real: 701
        case .text: 25
        case .blob: 17
        case .unknown: 0
        }
    }
}

/// A value that goes into a statement or comes out of a row.
package enum PostgresValue: Sendable, Hashable {
    /// Nothing, where the type would be expected.
    case null(PostgresType)
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])

    /// What it is declared as.
    var type: PostgresType {
        switch self {
        case .null(let type): type
        case .integer: .integer
        case .real: .real
        case .text: .text
        case .blob: .blob
        }
    }
}

/// What the server refused: its code, its words and the statement, but no bound value.
package struct PostgresError: Error, Sendable, CustomStringConvertible {
    /// The SQLSTATE; `08006` when the connection is gone.
    package let code: String
    /// The server's own words, without the detail, which could repeat a value.
    package let message: String
    /// The statement.
    package let sql: String

    package var description: String { "PostgreSQL \(code): \(message) [\(sql)]" }
}
