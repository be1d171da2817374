/// A statement with its values. Interpolation binds: `"… WHERE id = \(id)"` has a parameter, and a
/// text from outside never becomes part of the statement.
package struct SQL: Sendable, ExpressibleByStringInterpolation {
    /// One value and where its placeholder begins in the text, in bytes.
    struct Parameter: Sendable {
        let value: Value
        let kind: ValueKind
        let start: Int
    }

    /// The statement as an engine gets it, with `$1`, `$2` … where the values belong.
    package private(set) var text: String
    private(set) var parameters: [Parameter]

    /// A statement without values.
    package init(stringLiteral text: String) {
        self.text = text
        parameters = []
    }

    /// A statement with values.
    package init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.sql
    }

    fileprivate init(literalCapacity: Int, interpolationCount: Int) {
        text = ""
        text.reserveCapacity(literalCapacity + interpolationCount * 3)
        parameters = []
        parameters.reserveCapacity(interpolationCount)
    }

    /// Two parts, one after the other.
    package static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum.append(right)
        return sum
    }

    fileprivate mutating func append(_ literal: String) {
        text += literal
    }

    fileprivate mutating func bind(_ value: Value, _ kind: ValueKind) {
        parameters.append(Parameter(value: value, kind: kind, start: text.utf8.count))
        text += Self.placeholder(parameters.count)
    }

    /// Puts a part behind, its placeholders numbered anew.
    fileprivate mutating func append(_ part: SQL) {
        if part.parameters.isEmpty {
            text += part.text
            return
        }
        let bytes = part.text.utf8
        var position = bytes.startIndex
        for (index, parameter) in part.parameters.enumerated() {
            let start = bytes.index(bytes.startIndex, offsetBy: parameter.start)
            text += part.text[position..<start]
            bind(parameter.value, parameter.kind)
            position = bytes.index(start, offsetBy: Self.placeholder(index + 1).utf8.count)
        }
        text += part.text[position...]
    }

    private static let placeholders = (0...99).map { "$\($0)" }

    private static func placeholder(_ number: Int) -> String {
        number < placeholders.count ? placeholders[number] : "$\(number)"
    }

    /// Gathers text and values.
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var sql: SQL

        package init(literalCapacity: Int, interpolationCount: Int) {
            sql = SQL(literalCapacity: literalCapacity, interpolationCount: interpolationCount)
        }

        package mutating func appendLiteral(_ text: String) {
            sql.append(text)
        }

        /// Binds a value.
        package mutating func appendInterpolation<Bound: Bindable>(_ value: Bound) {
            sql.bind(value.databaseValue, Bound.databaseKind)
        }

        /// Binds a value that may be missing.
        package mutating func appendInterpolation<Bound: Bindable>(_ value: Bound?) {
            sql.bind(value?.databaseValue ?? .null, Bound.databaseKind)
        }

        /// Puts in another part with its values.
        package mutating func appendInterpolation(_ part: SQL) {
            sql.append(part)
        }

        /// Binds a list: `IN \(list: ids)`. An empty list matches nothing.
        package mutating func appendInterpolation<Bound: Bindable>(list: [Bound]) {
            if list.isEmpty {
                sql.append("(NULL)")
                return
            }
            for (index, value) in list.enumerated() {
                sql.append(index == 0 ? "(" : ",")
                sql.bind(value.databaseValue, Bound.databaseKind)
            }
            sql.append(")")
        }

        /// Puts in text that stands in the program, such as a column's name.
        package mutating func appendInterpolation(literal text: StaticString) {
            sql.append(text.description)
        }
    }
}
