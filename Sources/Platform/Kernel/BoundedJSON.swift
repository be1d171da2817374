internal import FoundationEssentials

/// Decodes JSON that comes from outside, within bounds that are checked before anything is parsed.
///
/// The parser calls itself for each level, and so does what decodes the values: without a bound
/// two kilobytes of brackets use up a thread's stack and end the program. Nothing else here may
/// use `JSONDecoder`.
package enum BoundedJSON {
    /// The most arrays and objects within each other.
    package static let mostLevels = 32
    /// The most values: each takes many times its own bytes while it is decoded.
    package static let mostValues = 2_000_000

    /// Decodes a value from at most `most` bytes. Throws `JSONRefusal` over a bound, and
    /// `DecodingError` for what is no JSON or another value.
    package static func decode<Value: Decodable>(
        _ type: Value.Type = Value.self,
        from bytes: [UInt8],
        most: Int,
    ) throws -> Value {
        try check(bytes, most: most)
        return try JSONDecoder().decode(type, from: Data(bytes))
    }

    /// Counts levels and values in one pass, without parsing and without calling itself. Text that
    /// is no JSON may pass: the parser finds out, at no depth that could harm.
    package static func check(_ bytes: [UInt8], most: Int) throws(JSONRefusal) {
        guard bytes.count <= most else { throw .tooLarge(most) }
        var scan = Scan()
        for byte in bytes { try scan.take(byte) }
    }

    private struct Scan {
        private var level = 0
        private var values = 1
        private var isText = false
        private var isEscaped = false

        mutating func take(_ byte: UInt8) throws(JSONRefusal) {
            // Only UTF-16 and UTF-32 have zero bytes; the parser would read them, in which a
            // quotation mark's byte may be half of another sign and hide what follows.
            if byte == 0 { throw .notUTF8 }
            if isText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isText = false
                }
                return
            }
            switch byte {
            case UInt8(ascii: "\""): isText = true
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                level += 1
                values += 1
                if level > BoundedJSON.mostLevels { throw .tooDeep }
            case UInt8(ascii: "]"), UInt8(ascii: "}"): level -= 1
            case UInt8(ascii: ","): values += 1
            default: return
            }
            if values > BoundedJSON.mostValues { throw .tooManyValues }
        }
    }
}

/// Why JSON is refused before it is parsed.
package enum JSONRefusal: UserFacing, Hashable {
    /// More bytes than the reader takes.
    case tooLarge(Int)
    /// More levels than `BoundedJSON.mostLevels`.
    case tooDeep
    /// More values than `BoundedJSON.mostValues`.
    case tooManyValues
    /// Another encoding than UTF-8.
    case notUTF8

    package var code: String {
        switch self {
        case .tooLarge: "json.too_large"
        case .tooDeep: "json.too_deep"
        case .tooManyValues: "json.too_many_values"
        case .notUTF8: "json.not_utf8"
        }
    }

    package var status: RefusalStatus {
        switch self {
        case .tooLarge: .tooLarge
        case .tooDeep, .tooManyValues, .notUTF8: .badRequest
        }
    }

    package var message: L {
        switch self {
        case .tooLarge(let most):
            L("JSON 超过上限（\(most)字节），请分次发送。", en: "JSON over \(most) bytes; send it in parts.")
        case .tooDeep:
            L(
                "JSON 嵌套超过\(BoundedJSON.mostLevels)层，请减少嵌套。",
                en: "JSON with more than \(BoundedJSON.mostLevels) levels; nest it less.",
            )
        case .tooManyValues:
            L(
                "JSON 的值超过\(BoundedJSON.mostValues)个，请分次发送。",
                en: "JSON with more than \(BoundedJSON.mostValues) values; send it in parts.",
            )
        case .notUTF8:
            L("JSON 必须使用 UTF-8 编码。", en: "JSON must be in UTF-8.")
        }
    }
}
