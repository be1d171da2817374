/// Splits Swift into words, signs, texts and comments: as much of the language as the rules need.
struct Lexer {
    private(set) var tokens: [Token] = []
    private(set) var literals: [Passage] = []
    private(set) var comments: [Passage] = []

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var isSpaced = true

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Whether a byte belongs to an identifier, a keyword or a number.
    static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x80...0xFF: true
        default: false
        }
    }

    /// Reads to the end.
    mutating func run() {
        code(untilParenthesis: false)
    }

    /// Reads code: to the end, or to the parenthesis that closes an interpolation.
    private mutating func code(untilParenthesis: Bool) {
        var depth = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte == 0x28 { depth += 1 }
            if byte == 0x29 {
                if untilParenthesis, depth == 0 { return }
                depth -= 1
            }
            switch byte {
            case 0x0A, 0x20, 0x09, 0x0D: space()
            case 0x2F where next(1) == 0x2F: lineComment()
            case 0x2F where next(1) == 0x2A: blockComment()
            case 0x22: literal(hashes: 0)
            case 0x23 where next(1) == 0x2F: pattern()
            case 0x23 where startsRawLiteral: literal(hashes: countHashes())
            case _ where Self.isWord(byte): word()
            default: sign()
            }
        }
    }

    private func next(_ offset: Int) -> UInt8? {
        position + offset < bytes.count ? bytes[position + offset] : nil
    }

    private mutating func space() {
        if bytes[position] == 0x0A { line += 1 }
        position += 1
        isSpaced = true
    }

    private mutating func word() {
        let start = position
        while position < bytes.count, Self.isWord(bytes[position]) { position += 1 }
        append(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func sign() {
        append(String(decoding: bytes[position...position], as: UTF8.self))
        position += 1
    }

    private mutating func append(_ text: String, literal: Int? = nil) {
        tokens.append(Token(text: text, line: line, isSpaced: isSpaced, literal: literal))
        isSpaced = false
    }

    private mutating func lineComment() {
        let start = position
        while position < bytes.count, bytes[position] != 0x0A { position += 1 }
        comments.append(
            Passage(text: String(decoding: bytes[start..<position], as: UTF8.self), line: line)
        )
    }

    private mutating func blockComment() {
        let start = position
        let first = line
        var depth = 0
        repeat {
            if next(0) == 0x2F, next(1) == 0x2A {
                depth += 1
                position += 2
            } else if next(0) == 0x2A, next(1) == 0x2F {
                depth -= 1
                position += 2
            } else {
                if bytes[position] == 0x0A { line += 1 }
                position += 1
            }
        } while depth > 0 && position < bytes.count
        let text = String(decoding: bytes[start..<min(position, bytes.count)], as: UTF8.self)
        comments.append(Passage(text: text, line: first))
        isSpaced = true
    }

    /// Skips a regular expression between `#/` and `/#`; none of its signs are code.
    private mutating func pattern() {
        append("#")
        position += 2
        while position < bytes.count, !(bytes[position] == 0x2F && next(1) == 0x23) {
            if bytes[position] == 0x0A { line += 1 }
            position += 1
        }
        position += 2
    }

    private var startsRawLiteral: Bool {
        next(countHashes()) == 0x22
    }

    private func countHashes() -> Int {
        var count = 0
        while next(count) == 0x23 { count += 1 }
        return count
    }

    private func hasHashes(_ count: Int, from offset: Int) -> Bool {
        (0..<count).allSatisfy { next(offset + $0) == 0x23 }
    }

    /// Reads a text literal with `hashes` signs around it; its interpolations are read as code.
    private mutating func literal(hashes: Int) {
        let first = line
        let index = literals.count
        literals.append(Passage(text: "", line: first))
        append("\"", literal: index)
        position += hashes
        let isLong = next(1) == 0x22 && next(2) == 0x22
        let quotes = isLong ? 3 : 1
        position += quotes
        var text: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            if byte == 0x22, closes(quotes: quotes, hashes: hashes) {
                position += quotes + hashes
                break
            }
            if byte == 0x5C, hasHashes(hashes, from: 1) {
                position += 1 + hashes
                escape(into: &text)
                continue
            }
            if byte == 0x0A {
                line += 1
                if !isLong { break }
            }
            text.append(byte)
            position += 1
        }
        literals[index] = Passage(text: String(decoding: text, as: UTF8.self), line: first)
        isSpaced = false
    }

    private func closes(quotes: Int, hashes: Int) -> Bool {
        (0..<quotes).allSatisfy { next($0) == 0x22 } && hasHashes(hashes, from: quotes)
    }

    /// What stands behind a backslash: an interpolation, or a sign that is taken as it is.
    private mutating func escape(into text: inout [UInt8]) {
        guard position < bytes.count else { return }
        if bytes[position] == 0x28 {
            position += 1
            text.append(0)
            isSpaced = true
            code(untilParenthesis: true)
            position += 1
            return
        }
        if bytes[position] == 0x0A { line += 1 }
        text.append(0x20)
        position += 1
    }
}
