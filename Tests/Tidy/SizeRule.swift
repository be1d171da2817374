/// How long a file and a function may be.
enum SizeRule {
    static let fileLimit = 400
    static let functionLimit = 70

    /// Words that begin the next declaration: before them a function without a body has ended.
    private static let declarations: Set<String> = [
        "func", "var", "let", "init", "subscript", "case", "static", "package", "private",
        "mutating", "associatedtype", "typealias", "struct", "enum", "class", "extension",
        "protocol", "import",
    ]

    static func findings(path: String, lineCount: Int) -> [Finding] {
        guard lineCount > fileLimit else { return [] }
        let rule = "\(lineCount) lines; a file has \(fileLimit) at most"
        return [Finding(path: path, line: lineCount, rule: rule)]
    }

    static func functions(_ source: SwiftSource) -> [Finding] {
        source.tokens.indices.compactMap { index in
            guard let name = functionName(source, index),
                let open = body(source, after: index, isVariable: source.token(index) == "var"),
                let close = closing(source, open)
            else { return nil }
            let length = source.tokens[close].line - source.tokens[index].line + 1
            guard length > functionLimit else { return nil }
            let rule = "\(name) has \(length) lines; a function has \(functionLimit) at most"
            return source.finding(at: index, rule)
        }
    }

    private static func functionName(_ source: SwiftSource, _ index: Int) -> String? {
        guard source.token(index - 1) != "." else { return nil }
        switch source.tokens[index].text {
        case "func", "var":
            return source.token(index + 1)
        case "init" where ["(", "<", "?"].contains(source.token(index + 1)):
            return "init"
        case "subscript" where source.token(index + 1) == "(":
            return "subscript"
        default:
            return nil
        }
    }

    /// The brace that opens the body; nil for a requirement or a stored property.
    private static func body(_ source: SwiftSource, after start: Int, isVariable: Bool) -> Int? {
        var depth = 0
        for index in (start + 1)..<source.tokens.count {
            let token = source.tokens[index]
            switch token.text {
            case "(", "[": depth += 1
            case ")", "]": depth -= 1
            case "{" where depth == 0: return index
            case "}" where depth == 0: return nil
            case "=" where depth == 0 && isVariable: return nil
            case _ where depth == 0 && index > start + 1 && token.isSpaced:
                if declarations.contains(token.text) { return nil }
            default: continue
            }
            if depth < 0 { return nil }
        }
        return nil
    }

    private static func closing(_ source: SwiftSource, _ open: Int) -> Int? {
        var depth = 0
        for index in open..<source.tokens.count {
            switch source.tokens[index].text {
            case "{": depth += 1
            case "}":
                depth -= 1
                if depth == 0 { return index }
            default: continue
            }
        }
        return nil
    }
}
