package import Kernel

/// One row of an answer, read by column name or by position, which counts from 0.
///
/// A column that is missing or holds another type throws a `DatabaseError` that names both.
package struct Row: Sendable {
    /// The columns' names, shared by all rows of a statement.
    let names: [String]
    let values: [Value]

    func field(_ column: String) throws -> Field {
        guard let index = names.firstIndex(of: column) else {
            throw DatabaseError(code: "column", message: "no column \(column)", sql: "")
        }
        return Field(name: column, value: values[index])
    }

    /// Whether the column holds nothing.
    package func isNull(_ column: String) throws -> Bool {
        try field(column).value == .null
    }

    /// A whole number.
    package func int(_ column: String) throws -> Int64 { try field(column).int() }

    /// A whole number; nil for null.
    package func optionalInt(_ column: String) throws -> Int64? { try field(column).optionalInt() }

    /// A number with a fraction.
    package func double(_ column: String) throws -> Double { try field(column).double() }

    /// A number with a fraction; nil for null.
    package func optionalDouble(_ column: String) throws -> Double? {
        try field(column).optionalDouble()
    }

    /// A text.
    package func text(_ column: String) throws -> String { try field(column).text() }

    /// A text; nil for null.
    package func optionalText(_ column: String) throws -> String? {
        try field(column).optionalText()
    }

    /// Bytes.
    package func blob(_ column: String) throws -> [UInt8] { try field(column).blob() }

    /// Bytes; nil for null.
    package func optionalBlob(_ column: String) throws -> [UInt8]? {
        try field(column).optionalBlob()
    }

    /// A yes or no, stored as 0 or 1.
    package func bool(_ column: String) throws -> Bool { try field(column).bool() }

    /// A yes or no, stored as 0 or 1; nil for null.
    package func optionalBool(_ column: String) throws -> Bool? { try field(column).optionalBool() }

    /// A moment, stored in milliseconds.
    package func moment(_ column: String) throws -> Moment { try field(column).moment() }

    /// A moment, stored in milliseconds; nil for null.
    package func optionalMoment(_ column: String) throws -> Moment? {
        try field(column).optionalMoment()
    }

    /// A day, stored as `20260331`.
    package func day(_ column: String) throws -> BusinessDay { try field(column).day() }

    /// A day, stored as `20260331`; nil for null.
    package func optionalDay(_ column: String) throws -> BusinessDay? {
        try field(column).optionalDay()
    }

    /// A time of day, stored in minutes.
    package func timeOfDay(_ column: String) throws -> TimeOfDay { try field(column).timeOfDay() }

    /// A time of day, stored in minutes; nil for null.
    package func optionalTimeOfDay(_ column: String) throws -> TimeOfDay? {
        try field(column).optionalTimeOfDay()
    }

    /// An amount, stored in 分.
    package func money(_ column: String) throws -> Money { try field(column).money() }

    /// An amount, stored in 分; nil for null.
    package func optionalMoney(_ column: String) throws -> Money? {
        try field(column).optionalMoney()
    }

    /// An identity.
    package func id<Owner>(
        _ column: String,
        of owner: Owner.Type = Owner.self,
    ) throws -> ID<Owner> {
        ID(try field(column).int())
    }

    /// An identity; nil for null.
    package func optionalID<Owner>(
        _ column: String,
        of owner: Owner.Type = Owner.self,
    ) throws -> ID<Owner>? {
        try field(column).optionalInt().map { ID($0) }
    }

    /// An enum, stored as its code. An unknown code is a defect of the data.
    package func decode<Choice: RawRepresentable<String>>(
        _ column: String,
        as type: Choice.Type = Choice.self,
    ) throws -> Choice {
        try field(column).decode()
    }

    /// An enum, stored as its code; nil for null.
    package func optionalDecode<Choice: RawRepresentable<String>>(
        _ column: String,
        as type: Choice.Type = Choice.self,
    ) throws -> Choice? {
        try field(column).optionalDecode()
    }
}
