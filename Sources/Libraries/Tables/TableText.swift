/// Writes delimited text as RFC 4180 says, in a form that a spreadsheet opens without harm.
///
/// A value that a spreadsheet would run as a formula (it begins with `=`, `+`, `-`, `@`, a tab or a
/// line end) gets an apostrophe in front, unless it is a number.
package struct TableText: Sendable {
    /// The bytes written so far.
    package private(set) var bytes: [UInt8] = []
    private let delimiter: UInt8

    /// Starts a text. Excel reads UTF-8 only behind a byte-order mark; programs want none.
    package init(delimiter: Delimiter = .comma, byteOrderMark: Bool = false) {
        self.delimiter = delimiter.byte
        if byteOrderMark { bytes += [0xEF, 0xBB, 0xBF] }
    }

    /// Appends one record.
    package mutating func append(_ fields: [String]) {
        for (column, field) in fields.enumerated() {
            if column > 0 { bytes.append(delimiter) }
            append(field, isOnly: fields.count == 1)
        }
        bytes += [0x0D, 0x0A]
    }

    /// Gives the bytes away and starts afresh behind them.
    package mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    private mutating func append(_ field: String, isOnly: Bool) {
        let guarded = Self.isFormula(field) ? "'" + field : field
        let needsQuotes =
            (isOnly && field.isEmpty)
            || guarded.utf8.contains { byte in
                byte == delimiter || byte == 0x22 || byte == 0x0A || byte == 0x0D
            }
        guard needsQuotes else {
            bytes.append(contentsOf: guarded.utf8)
            return
        }
        bytes.append(0x22)
        for byte in guarded.utf8 {
            if byte == 0x22 { bytes.append(0x22) }
            bytes.append(byte)
        }
        bytes.append(0x22)
    }

    private static func isFormula(_ field: String) -> Bool {
        guard let first = field.utf8.first else { return false }
        switch first {
        case 0x3D, 0x40, 0x09, 0x0D, 0x0A: return true
        case 0x2B, 0x2D: return !isNumber(field.utf8.dropFirst())
        default:
            // Full-width forms, which some spreadsheets take for the same.
            return ["＝", "＋", "－", "＠"].contains { field.hasPrefix($0) }
        }
    }

    /// Digits with at most one point among them, and perhaps a percent sign.
    private static func isNumber(_ text: Substring.UTF8View) -> Bool {
        var digits = 0
        var points = 0
        for (place, byte) in text.enumerated() {
            switch byte {
            case 0x30...0x39: digits += 1
            case 0x2E: points += 1
            case 0x25 where place == text.count - 1: break
            default: return false
            }
        }
        return digits > 0 && points <= 1
    }
}
