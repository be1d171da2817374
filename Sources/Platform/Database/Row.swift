package import Kernel

/// One row of an answer, read by column name or by position.
package struct Row: Sendable {
    let names: [String]
    let values: [Value]

    /// Whether the column holds nothing.
    package func isNull(_ column: String) throws -> Bool {
        try value(column) == .null
    }

    func value(_ column: String) throws -> Value {
        guard let index = names.firstIndex(of: column) else {
            throw DatabaseError(code: "column", message: "no column \(column)", sql: "")
        }
        return values[index]
    }

    private func mismatch(_ column: String, _ type: String) -> DatabaseError {
        DatabaseError(code: "type", message: "column \(column) is not \(type)", sql: "")
    }

    private func present<Read>(_ column: String, _ type: String, _ read: Read?) throws -> Read {
        guard let read else { throw mismatch(column, type) }
        return read
    }

    /// A whole number; nil for null.
    package func optionalInt(_ column: String) throws -> Int64? {
        switch try value(column) {
        case .null: nil
        case .integer(let number): number
        case .real, .text, .blob: throw mismatch(column, "a whole number")
        }
    }

    /// A whole number.
    package func int(_ column: String) throws -> Int64 {
        try present(column, "a whole number", optionalInt(column))
    }

    /// The whole number at a position.
    package func int(_ index: Int) throws -> Int64 {
        guard case .integer(let number) = values[index] else {
            throw mismatch(String(index), "a whole number")
        }
        return number
    }

    /// The blob at a position.
    package func blob(_ index: Int) throws -> [UInt8] {
        guard case .blob(let bytes) = values[index] else { throw mismatch(String(index), "a blob") }
        return bytes
    }

    /// The text at a position.
    package func text(_ index: Int) throws -> String {
        guard case .text(let text) = values[index] else { throw mismatch(String(index), "a text") }
        return text
    }

    /// A text; nil for null.
    package func optionalText(_ column: String) throws -> String? {
        switch try value(column) {
        case .null: nil
        case .text(let text): text
        case .integer, .real, .blob: throw mismatch(column, "a text")
        }
    }

    /// A text.
    package func text(_ column: String) throws -> String {
        try present(column, "a text", optionalText(column))
    }

    /// Bytes; nil for null.
    package func optionalBlob(_ column: String) throws -> [UInt8]? {
        switch try value(column) {
        case .null: nil
        case .blob(let bytes): bytes
        case .integer, .real, .text: throw mismatch(column, "a blob")
        }
    }

    /// Bytes.
    package func blob(_ column: String) throws -> [UInt8] {
        try present(column, "a blob", optionalBlob(column))
    }

    /// A number with a fraction; nil for null.
    package func optionalDouble(_ column: String) throws -> Double? {
        switch try value(column) {
        case .null: nil
        case .real(let number): number
        case .integer(let number): Double(number)
        case .text, .blob: throw mismatch(column, "a number")
        }
    }

    /// A number with a fraction.
    package func double(_ column: String) throws -> Double {
        try present(column, "a number", optionalDouble(column))
    }

    /// A yes or no, stored as 0 or 1.
    package func bool(_ column: String) throws -> Bool {
        try int(column) != 0
    }

    /// A moment, stored in milliseconds; nil for null.
    package func optionalMoment(_ column: String) throws -> Moment? {
        try optionalInt(column).map(Moment.init(milliseconds:))
    }

    /// A moment.
    package func moment(_ column: String) throws -> Moment {
        Moment(milliseconds: try int(column))
    }

    /// A day, stored as `20260331`; nil for null.
    package func optionalDay(_ column: String) throws -> BusinessDay? {
        try optionalInt(column).map(BusinessDay.init(stored:))
    }

    /// A day.
    package func day(_ column: String) throws -> BusinessDay {
        BusinessDay(stored: try int(column))
    }

    /// An amount, stored in 分.
    package func money(_ column: String) throws -> Money {
        Money(fen: try int(column))
    }

    /// An identity.
    package func id<Owner>(_ column: String, of owner: Owner.Type = Owner.self) throws -> ID<Owner>
    {
        ID(try int(column))
    }

    /// An identity; nil for null.
    package func optionalID<Owner>(
        _ column: String,
        of owner: Owner.Type = Owner.self,
    ) throws -> ID<Owner>? {
        try optionalInt(column).map { ID($0) }
    }

    /// An enum, stored as its code. An unknown code is a defect of the data.
    package func decode<Choice: RawRepresentable<String>>(
        _ column: String,
        as type: Choice.Type = Choice.self,
    ) throws -> Choice {
        try present(column, "a known code", Choice(rawValue: text(column)))
    }

    /// An enum, stored as its code; nil for null.
    package func optionalDecode<Choice: RawRepresentable<String>>(
        _ column: String,
        as type: Choice.Type = Choice.self,
    ) throws -> Choice? {
        guard let code = try optionalText(column) else { return nil }
        return try present(column, "a known code", Choice(rawValue: code))
    }
}

/// What an engine refused: its code, its words and the statement, but no bound value.
package struct DatabaseError: Error, Sendable, CustomStringConvertible {
    /// The engine's code: an SQLSTATE, or SQLite's extended code.
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
}
