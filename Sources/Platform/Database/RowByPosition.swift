package import Kernel

/// Reading by position, which counts from 0.
extension Row {
    func field(_ index: Int) throws -> Field {
        guard values.indices.contains(index) else {
            throw DatabaseError(code: "column", message: "no column \(index)", sql: "")
        }
        return Field(name: names[index], value: values[index])
    }

    /// Whether the column at a position holds nothing.
    package func isNull(_ index: Int) throws -> Bool {
        try field(index).value == .null
    }

    /// A whole number at a position.
    package func int(_ column: Int) throws -> Int64 {
        // Without the column's name, which only a defect needs.
        if column < values.count, case .integer(let number) = values[column] { return number }
        return try field(column).int()
    }

    /// A whole number at a position; nil for null.
    package func optionalInt(_ column: Int) throws -> Int64? { try field(column).optionalInt() }

    /// A number with a fraction at a position.
    package func double(_ column: Int) throws -> Double { try field(column).double() }

    /// A number with a fraction at a position; nil for null.
    package func optionalDouble(_ column: Int) throws -> Double? {
        try field(column).optionalDouble()
    }

    /// A text at a position.
    package func text(_ column: Int) throws -> String {
        if column < values.count, case .text(let text) = values[column] { return text }
        return try field(column).text()
    }

    /// A text at a position; nil for null.
    package func optionalText(_ column: Int) throws -> String? { try field(column).optionalText() }

    /// Bytes at a position.
    package func blob(_ column: Int) throws -> [UInt8] { try field(column).blob() }

    /// Bytes at a position; nil for null.
    package func optionalBlob(_ column: Int) throws -> [UInt8]? { try field(column).optionalBlob() }

    /// A yes or no, stored as 0 or 1 at a position.
    package func bool(_ column: Int) throws -> Bool { try field(column).bool() }

    /// A yes or no, stored as 0 or 1 at a position; nil for null.
    package func optionalBool(_ column: Int) throws -> Bool? { try field(column).optionalBool() }

    /// A moment, stored in milliseconds at a position.
    package func moment(_ column: Int) throws -> Moment { try field(column).moment() }

    /// A moment, stored in milliseconds at a position; nil for null.
    package func optionalMoment(_ column: Int) throws -> Moment? {
        try field(column).optionalMoment()
    }

    /// A day, stored as `20260331` at a position.
    package func day(_ column: Int) throws -> BusinessDay { try field(column).day() }

    /// A day, stored as `20260331` at a position; nil for null.
    package func optionalDay(_ column: Int) throws -> BusinessDay? {
        try field(column).optionalDay()
    }

    /// A time of day, stored in minutes at a position.
    package func timeOfDay(_ column: Int) throws -> TimeOfDay { try field(column).timeOfDay() }

    /// A time of day, stored in minutes at a position; nil for null.
    package func optionalTimeOfDay(_ column: Int) throws -> TimeOfDay? {
        try field(column).optionalTimeOfDay()
    }

    /// An amount, stored in 分 at a position.
    package func money(_ column: Int) throws -> Money { try field(column).money() }

    /// An amount, stored in 分 at a position; nil for null.
    package func optionalMoney(_ column: Int) throws -> Money? { try field(column).optionalMoney() }

    /// An identity at a position.
    package func id<Owner>(
        _ column: Int,
        of owner: Owner.Type = Owner.self,
    ) throws -> ID<Owner> {
        ID(try field(column).int())
    }

    /// An identity at a position; nil for null.
    package func optionalID<Owner>(
        _ column: Int,
        of owner: Owner.Type = Owner.self,
    ) throws -> ID<Owner>? {
        try field(column).optionalInt().map { ID($0) }
    }

    /// An enum at a position, stored as its code. An unknown code is a defect of the data.
    package func decode<Choice: RawRepresentable<String>>(
        _ column: Int,
        as type: Choice.Type = Choice.self,
    ) throws -> Choice {
        try field(column).decode()
    }

    /// An enum at a position, stored as its code; nil for null.
    package func optionalDecode<Choice: RawRepresentable<String>>(
        _ column: Int,
        as type: Choice.Type = Choice.self,
    ) throws -> Choice? {
        try field(column).optionalDecode()
    }
}
