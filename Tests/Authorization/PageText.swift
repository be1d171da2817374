import HTTPServer

/// A page and its JSON as lines that a person reads and compares.
enum PageText {
    /// What stands in the page's `main`: a line for each block, `|` between cells.
    static func of(_ html: String) -> String {
        guard let start = html.firstRange(of: "<main"), let end = html.firstRange(of: "</main>")
        else { return "" }
        return lines(html[start.lowerBound..<end.lowerBound])
    }

    /// The menu's headings and entries.
    static func menu(_ html: String) -> String {
        guard let start = html.firstRange(of: "<nav"), let end = html.firstRange(of: "</nav>")
        else { return "" }
        return lines(html[start.lowerBound..<end.lowerBound])
    }

    private static let silent: Set<Substring> = ["script", "style", "svg", "template"]
    private static let inline: Set<Substring> = [
        "a", "abbr", "b", "code", "em", "i", "kbd", "small", "span", "strong", "sub", "time",
    ]

    private static func lines(_ html: Substring) -> String {
        var (text, rest) = ("", html)
        while let open = rest.firstIndex(of: "<") {
            text += rest[..<open]
            guard let close = rest[open...].firstIndex(of: ">") else { break }
            let tag = rest[rest.index(after: open)..<close]
            rest = rest[rest.index(after: close)...]
            let name = tag.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }
            if silent.contains(name), !tag.hasPrefix("/"), !tag.hasSuffix("/") {
                guard let after = rest.firstRange(of: "</\(name)>") else { break }
                rest = rest[after.upperBound...]
            } else {
                text += mark(tag, name)
            }
        }
        return text.split(separator: "\n").map { line in
            plain(line.split(whereSeparator: \.isWhitespace).joined(separator: " "))
        }.filter { $0.contains { !" |[]#".contains($0) } }.joined(separator: "\n")
    }

    /// What stands for a tag.
    private static func mark(_ tag: Substring, _ name: Substring) -> String {
        let isEnd = tag.hasPrefix("/")
        switch name {
        case "td", "th": return isEnd ? " | " : ""
        case "h1", "h2", "h3": return isEnd ? "\n" : "\n\(name == "h1" ? "#" : "##") "
        case "button": return isEnd ? "]\n" : "\n["
        case "option":
            return isEnd ? "\n" : tag.contains(" selected") ? "\n  * " : "\n  - "
        case "input":
            guard attribute("type", tag) != "hidden" else { return "" }
            let mark = tag.contains(" checked") ? " checked" : ""
            let value = attribute("value", tag).map { " = \($0)" } ?? ""
            return "\n  <\(attribute("name", tag) ?? "")\(value)\(mark)>\n"
        default: return inline.contains(name) ? " " : "\n"
        }
    }

    private static func attribute(_ name: String, _ tag: Substring) -> String? {
        guard let place = tag.firstRange(of: " \(name)=\"") else { return nil }
        return String(tag[place.upperBound...].prefix { $0 != "\"" })
    }

    private static func plain(_ text: String) -> String {
        [
            ("[ ", "["), (" ]", "]"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""),
            ("&#39;", "'"), ("&amp;", "&"),
        ]
        .reduce(text) { $0.replacing($1.0, with: $1.1) }
    }

    /// JSON with a line for each field and each item.
    static func json(_ text: String) -> String {
        var (lines, line, depth) = ([String](), "", 0)
        var (isText, isEscaped) = (false, false)
        func end() {
            if !line.isEmpty { lines.append(String(repeating: "  ", count: depth) + line) }
            line = ""
        }
        for character in text {
            if isText {
                line.append(character)
                if !isEscaped, character == "\"" { isText = false }
                isEscaped = character == "\\" && !isEscaped
                continue
            }
            switch character {
            case "{", "[":
                line.append(character)
                end()
                depth += 1
            case "}", "]":
                end()
                depth -= 1
                line.append(character)
            case ",":
                line.append(character)
                end()
            default:
                line.append(character)
                isText = character == "\""
            }
        }
        end()
        // An empty list or object stands on one line.
        return lines.joined(separator: "\n")
            .replacing(/([\[{])\n\s*([\]}])/) { "\($0.output.1)\($0.output.2)" }
    }
}
