/// A statement with its values. Interpolation binds: `"… WHERE id = \(id)"` has a parameter, and a
/// text from outside never becomes part of the statement.
package struct SQL: Sendable, ExpressibleByStringInterpolation {
    fileprivate(set) var pieces: [Piece]

    enum Piece: Sendable {
        case text(String)
        case value(Value)
    }

    /// A statement without values.
    package init(stringLiteral text: String) {
        pieces = [.text(text)]
    }

    /// A statement with values.
    package init(stringInterpolation: StringInterpolation) {
        pieces = stringInterpolation.pieces
    }

    /// Two parts, one after the other.
    package static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum.pieces += right.pieces
        return sum
    }

    /// Gathers text and values.
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var pieces: [Piece] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            pieces.reserveCapacity(interpolationCount * 2 + 1)
        }

        package mutating func appendLiteral(_ text: String) {
            if !text.isEmpty { pieces.append(.text(text)) }
        }

        /// Binds a value.
        package mutating func appendInterpolation(_ value: some Bindable) {
            pieces.append(.value(value.databaseValue))
        }

        /// Binds a value that may be missing.
        package mutating func appendInterpolation(_ value: (some Bindable)?) {
            pieces.append(.value(value?.databaseValue ?? .null))
        }

        /// Puts in another part with its values.
        package mutating func appendInterpolation(_ part: SQL) {
            pieces += part.pieces
        }

        /// Binds a list: `IN \(list: ids)`. An empty list matches nothing.
        package mutating func appendInterpolation(list: [some Bindable]) {
            if list.isEmpty {
                pieces.append(.text("(NULL)"))
                return
            }
            for (index, value) in list.enumerated() {
                pieces.append(.text(index == 0 ? "(" : ","))
                pieces.append(.value(value.databaseValue))
            }
            pieces.append(.text(")"))
        }

        /// Puts in text that stands in the program, such as a column's name.
        package mutating func appendInterpolation(literal text: StaticString) {
            pieces.append(.text(text.description))
        }
    }

    /// The text with `$1`, `$2` …, and the values in that order.
    func compiled() -> (text: String, values: [Value]) {
        if pieces.count == 1, case .text(let text) = pieces[0] { return (text, []) }
        var text = ""
        var values: [Value] = []
        text.reserveCapacity(512)
        values.reserveCapacity(pieces.count / 2 + 1)
        for piece in pieces {
            switch piece {
            case .text(let part): text += part
            case .value(let value):
                values.append(value)
                text += "$"
                text += String(values.count)
            }
        }
        return (text, values)
    }
}
