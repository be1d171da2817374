package import Kernel

/// A value that goes into a statement or comes out of a row, in either engine.
package enum Value: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])
}

/// What a parameter is declared as when its value is null.
package enum ValueKind: Sendable, Hashable {
    case integer
    case real
    case text
    case blob
    /// Left to the engine.
    case unknown
}

/// What can be bound into a statement.
package protocol Bindable {
    /// The form in which the database keeps it.
    var databaseValue: Value { get }
    /// What it is declared as when it is missing. Only PostgreSQL needs it; the default leaves it
    /// to the server, which finds it out from most statements.
    static var databaseKind: ValueKind { get }
}

extension Bindable {
    package static var databaseKind: ValueKind { .unknown }
}

extension Int: Bindable {
    package var databaseValue: Value { .integer(Int64(self)) }
    package static var databaseKind: ValueKind { .integer }
}

extension Int64: Bindable {
    package var databaseValue: Value { .integer(self) }
    package static var databaseKind: ValueKind { .integer }
}

extension Double: Bindable {
    package var databaseValue: Value { .real(self) }
    package static var databaseKind: ValueKind { .real }
}

extension String: Bindable {
    package var databaseValue: Value { .text(self) }
    package static var databaseKind: ValueKind { .text }
}

extension Bool: Bindable {
    package var databaseValue: Value { .integer(self ? 1 : 0) }
    package static var databaseKind: ValueKind { .integer }
}

extension [UInt8]: Bindable {
    package var databaseValue: Value { .blob(self) }
    package static var databaseKind: ValueKind { .blob }
}

extension Optional: Bindable where Wrapped: Bindable {
    package var databaseValue: Value { self?.databaseValue ?? .null }
    package static var databaseKind: ValueKind { Wrapped.databaseKind }
}

extension ID: Bindable {
    package var databaseValue: Value { .integer(rawValue) }
    package static var databaseKind: ValueKind { .integer }
}

extension Moment: Bindable {
    package var databaseValue: Value { .integer(milliseconds) }
    package static var databaseKind: ValueKind { .integer }
}

extension BusinessDay: Bindable {
    package var databaseValue: Value { .integer(stored) }
    package static var databaseKind: ValueKind { .integer }
}

extension TimeOfDay: Bindable {
    package var databaseValue: Value { .integer(Int64(minutes)) }
    package static var databaseKind: ValueKind { .integer }
}

extension Money: Bindable {
    package var databaseValue: Value { .integer(fen) }
    package static var databaseKind: ValueKind { .integer }
}

extension Bindable where Self: RawRepresentable<String> {
    package var databaseValue: Value { .text(rawValue) }
    package static var databaseKind: ValueKind { .text }
}
