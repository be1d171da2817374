/// Every `package` declaration says what it is.
///
/// Only what a protocol asks for may go without, inside the type or extension that names the
/// protocol, or as its default: the meaning stands at the protocol.
struct CommentRule {
    /// Requirements of the standard library's protocols that this project answers.
    static let standardRequirements: Set<String> = [
        "description", "debugDescription", "==", "<", "hash", "encode", "init", "next", "id",
        "rawValue", "allCases", "makeIterator", "stringInterpolation", "appendLiteral",
        "appendInterpolation", "errorDescription",
    ]

    private static let kinds: Set<String> = [
        "func", "var", "let", "struct", "enum", "class", "protocol", "init", "typealias",
        "subscript", "actor",
    ]

    private static let types: Set<String> = ["struct", "enum", "class", "extension", "actor"]

    private static let modifiers: Set<String> = [
        "static", "final", "mutating", "nonmutating", "override", "lazy", "indirect", "weak",
        "unowned", "nonisolated", "consuming", "borrowing", "convenience", "required",
    ]

    /// What each of the project's protocols asks for, with what its parents ask for.
    private let requirements: [String: Set<String>]

    /// Gathers the protocols of `sources`.
    init(_ sources: [SwiftSource]) {
        var requirements: [String: Set<String>] = [:]
        var parents: [String: [String]] = [:]
        for source in sources {
            for (index, token) in source.tokens.enumerated() where token.text == "protocol" {
                guard let name = source.token(index + 1) else { continue }
                let (header, members) = Self.protocolParts(source, index + 2)
                requirements[name, default: []].formUnion(members)
                parents[name, default: []] += header
            }
        }
        for _ in 0..<4 {
            for (name, inherited) in parents {
                let more = inherited.flatMap { requirements[$0] ?? [] }
                requirements[name, default: []].formUnion(more)
            }
        }
        self.requirements = requirements
    }

    /// The declarations of a file that say nothing.
    func findings(_ source: SwiftSource) -> [Finding] {
        source.tokens.indices.compactMap { index in
            guard source.tokens[index].text == "package", source.token(index - 1) != ".",
                let name = Self.declared(source, after: index),
                !Self.isDocumented(source, line: source.tokens[index].line),
                !isWitness(name, source, index)
            else { return nil }
            return source.finding(at: index, "package \(name) has no /// comment")
        }
    }

    /// Whether a protocol that the type or extension around the token names asks for `name`.
    private func isWitness(_ name: String, _ source: SwiftSource, _ index: Int) -> Bool {
        let header = Self.enclosingHeader(source, index)
        if header.contains(where: { requirements[$0]?.contains(name) ?? false }) { return true }
        return header.contains(":") && Self.standardRequirements.contains(name)
    }

    /// The words between a protocol's name and its brace, and the names it asks for.
    private static func protocolParts(
        _ source: SwiftSource,
        _ start: Int
    ) -> (header: [String], members: [String]) {
        let rest = source.tokens[start...]
        guard let open = rest.firstIndex(where: { $0.text == "{" }) else { return ([], []) }
        var members: [String] = []
        var depth = 0
        for index in open..<source.tokens.count {
            switch source.tokens[index].text {
            case "{": depth += 1
            case "}": depth -= 1
            case "func", "var", "associatedtype":
                members += name(source, index + 1).map { [$0] } ?? []
            case "init", "subscript": members.append(source.tokens[index].text)
            default: break
            }
            if depth == 0 { break }
        }
        return (source.tokens[start..<open].map(\.text), members)
    }

    /// The words of the declaration whose braces hold the token.
    private static func enclosingHeader(_ source: SwiftSource, _ index: Int) -> [String] {
        var depth = 0
        for before in source.tokens[..<index].indices.reversed() {
            switch source.tokens[before].text {
            case "}": depth += 1
            case "{": depth -= 1
            case let word where depth < 0 && types.contains(word):
                let rest = source.tokens[before..<index]
                let open = rest.firstIndex { $0.text == "{" } ?? index
                return source.tokens[before..<open].map(\.text)
            default: continue
            }
        }
        return []
    }

    /// The name that a `package` modifier declares; nil for an import or anything else.
    private static func declared(_ source: SwiftSource, after package: Int) -> String? {
        var index = package + 1
        while let word = source.token(index), modifiers.contains(word) || word == "(" {
            index += word == "(" ? 3 : 1
        }
        guard let kind = source.token(index), kinds.contains(kind) else { return nil }
        if kind == "init" || kind == "subscript" { return kind }
        return name(source, index + 1)
    }

    /// A declared name: without back quotes, and `==` whole.
    private static func name(_ source: SwiftSource, _ index: Int) -> String? {
        guard let name = source.token(index) else { return nil }
        if name == "`" { return source.token(index + 1) }
        return name == "=" ? "==" : name
    }

    /// Whether a `///` stands above the line, attributes and `//` in between not counted.
    private static func isDocumented(_ source: SwiftSource, line: Int) -> Bool {
        var index = line - 2
        while index >= 0 {
            let text = source.lines[index].drop { $0 == " " }
            if text.hasPrefix("///") { return true }
            guard text.hasPrefix("@") || text.hasPrefix("//") else { return false }
            index -= 1
        }
        return false
    }
}
