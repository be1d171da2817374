/// A word or a sign of the code.
struct Token: Sendable {
    /// An identifier, a keyword or a number; one sign; or `"` for a whole text literal.
    let text: String
    /// Its line, from 1.
    let line: Int
    /// Whether white space or the start of a line stands before it.
    let isSpaced: Bool
    /// Where its literal stands in `SwiftSource.literals`; nil for everything else.
    let literal: Int?

    /// Whether it is an identifier, a keyword or a number.
    var isWord: Bool {
        guard let first = text.utf8.first else { return false }
        return Lexer.isWord(first)
    }
}

/// A piece of text in the code or a comment, with the line where it starts.
struct Passage: Sendable {
    let text: String
    let line: Int
}

/// A Swift file, taken apart: what is code, what is comment, what is text.
struct SwiftSource: Sendable {
    /// The path, relative to the root.
    let path: String
    /// The lines as written; the first stands at index 0.
    let lines: [String]
    /// The code's words and signs. What stands inside an interpolation comes after its literal.
    let tokens: [Token]
    /// The texts; an interpolation in one is replaced by a NUL.
    let literals: [Passage]
    /// The comments, each line on its own, with their slashes.
    let comments: [Passage]

    init(path: String, bytes: [UInt8]) {
        var lexer = Lexer(bytes)
        lexer.run()
        self.path = path
        tokens = lexer.tokens
        literals = lexer.literals
        comments = lexer.comments
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        if lines.last == "" { lines.removeLast() }
        self.lines = lines
    }

    /// Takes a sample apart, for the tests of the rules.
    init(path: String = "Sources/Features/Calls/Sample.swift", _ text: String) {
        self.init(path: path, bytes: Array(text.utf8))
    }

    /// Whether it is a test or the tests' support.
    var isTest: Bool { path.hasPrefix("Tests/") || path.contains("/Tests/") }

    /// The token at `index`; nil outside.
    func token(_ index: Int) -> String? {
        tokens.indices.contains(index) ? tokens[index].text : nil
    }

    /// A finding on the line of the token at `index`.
    func finding(at index: Int, _ rule: String) -> Finding {
        Finding(path: path, line: tokens[index].line, rule: rule)
    }
}
