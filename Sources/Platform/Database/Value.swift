package import Kernel

/// A value that goes into a statement or comes out of a row, in either engine.
package enum Value: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])
}

/// What can be bound into a statement.
package protocol Bindable {
    /// The form in which the database keeps it.
    var databaseValue: Value { get }
}

extension Int: Bindable {
    package var databaseValue: Value { .integer(Int64(self)) }
}

extension Int64: Bindable {
    package var databaseValue: Value { .integer(self) }
}

extension Double: Bindable {
    package var databaseValue: Value { .real(self) }
}

extension String: Bindable {
    package var databaseValue: Value { .text(self) }
}

extension Bool: Bindable {
    package var databaseValue: Value { .integer(self ? 1 : 0) }
}

extension [UInt8]: Bindable {
    package var databaseValue: Value { .blob(self) }
}

extension Optional: Bindable where Wrapped: Bindable {
    package var databaseValue: Value { self?.databaseValue ?? .null }
}

extension ID: Bindable {
    package var databaseValue: Value { .integer(rawValue) }
}

extension Moment: Bindable {
    package var databaseValue: Value { .integer(milliseconds) }
}

extension BusinessDay: Bindable {
    package var databaseValue: Value { .integer(stored) }
}

extension TimeOfDay: Bindable {
    package var databaseValue: Value { .integer(Int64(minutes)) }
}

extension Money: Bindable {
    package var databaseValue: Value { .integer(fen) }
}

extension Bindable where Self: RawRepresentable<String> {
    package var databaseValue: Value { .text(rawValue) }
}
