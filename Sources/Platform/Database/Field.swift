internal import Kernel

/// One value of a row, read as the type that the caller expects.
struct Field {
    let name: String
    let value: Value

    private func mismatch(_ expected: String) -> DatabaseError {
        let found =
            switch value {
            case .null: "null"
            case .integer: "a whole number"
            case .real: "a number with a fraction"
            case .text: "a text"
            case .blob: "bytes"
            }
        return DatabaseError(
            code: "type",
            message: "column \(name) holds \(found), not \(expected)",
            sql: "",
        )
    }

    private func present<Read>(_ read: Read?, _ expected: String) throws -> Read {
        guard let read else { throw mismatch(expected) }
        return read
    }

    func optionalInt() throws -> Int64? {
        switch value {
        case .null: nil
        case .integer(let number): number
        case .real, .text, .blob: throw mismatch("a whole number")
        }
    }

    func int() throws -> Int64 {
        guard case .integer(let number) = value else { throw mismatch("a whole number") }
        return number
    }

    func optionalDouble() throws -> Double? {
        switch value {
        case .null: nil
        case .real(let number): number
        case .integer(let number): Double(number)
        case .text, .blob: throw mismatch("a number")
        }
    }

    func double() throws -> Double { try present(optionalDouble(), "a number") }

    func optionalText() throws -> String? {
        switch value {
        case .null: nil
        case .text(let text): text
        case .integer, .real, .blob: throw mismatch("a text")
        }
    }

    func text() throws -> String {
        guard case .text(let text) = value else { throw mismatch("a text") }
        return text
    }

    func optionalBlob() throws -> [UInt8]? {
        switch value {
        case .null: nil
        case .blob(let bytes): bytes
        case .integer, .real, .text: throw mismatch("bytes")
        }
    }

    func blob() throws -> [UInt8] {
        guard case .blob(let bytes) = value else { throw mismatch("bytes") }
        return bytes
    }

    func optionalTimeOfDay() throws -> TimeOfDay? {
        guard let minutes = try optionalInt() else { return nil }
        guard (0...1_440).contains(minutes) else { throw mismatch("a time of day") }
        return TimeOfDay(minutes: Int(minutes))
    }

    func timeOfDay() throws -> TimeOfDay { try present(optionalTimeOfDay(), "a time of day") }

    func optionalDecode<Choice: RawRepresentable<String>>() throws -> Choice? {
        guard let code = try optionalText() else { return nil }
        return try present(Choice(rawValue: code), "a known code of \(Choice.self)")
    }

    func decode<Choice: RawRepresentable<String>>() throws -> Choice {
        try present(Choice(rawValue: text()), "a known code of \(Choice.self)")
    }

    func optionalBool() throws -> Bool? { try optionalInt().map { $0 != 0 } }

    func bool() throws -> Bool { try int() != 0 }

    func optionalMoment() throws -> Moment? { try optionalInt().map(Moment.init(milliseconds:)) }

    func moment() throws -> Moment { try Moment(milliseconds: int()) }

    func optionalDay() throws -> BusinessDay? { try optionalInt().map(BusinessDay.init(stored:)) }

    func day() throws -> BusinessDay { try BusinessDay(stored: int()) }

    func optionalMoney() throws -> Money? { try optionalInt().map(Money.init(fen:)) }

    func money() throws -> Money { try Money(fen: int()) }
}
