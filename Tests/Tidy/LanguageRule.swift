/// Every text for people stands in Chinese and in English.
enum LanguageRule {
    static func findings(_ source: SwiftSource) -> [Finding] {
        source.tokens.indices.flatMap { index -> [Finding] in
            guard source.tokens[index].text == "L", source.token(index + 1) == "(",
                !["func", "struct", "."].contains(source.token(index - 1) ?? ""),
                let (chinese, english) = texts(source, open: index + 1)
            else { return [] }
            var found: [Finding] = []
            if hasLetters(chinese), !hasChinese(chinese) {
                found.append(source.finding(at: index, "no Chinese in “\(shown(chinese))”"))
            }
            if hasChinese(outsideQuotes(english)) {
                found.append(source.finding(at: index, "Chinese in English “\(shown(english))”"))
            }
            return found
        }
    }

    /// The two texts of `L("…", en: "…")`; nil for every other call.
    private static func texts(_ source: SwiftSource, open: Int) -> (String, String)? {
        var texts = ["", ""]
        var isEnglish = false
        var depth = 0
        for index in open..<source.tokens.count {
            let token = source.tokens[index]
            switch token.text {
            case "(", "[", "{": depth += 1
            case ")", "]", "}": depth -= 1
            case "en" where depth == 1 && source.token(index + 1) == ":": isEnglish = true
            case "\"" where depth == 1:
                if let literal = token.literal {
                    texts[isEnglish ? 1 : 0] += source.literals[literal].text
                }
            default: break
            }
            if depth == 0 { break }
        }
        return isEnglish ? (texts[0], texts[1]) : nil
    }

    static func hasChinese(_ text: String) -> Bool {
        text.unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0x3000...0x303F, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xFF00...0xFFEF: true
            default: false
            }
        }
    }

    private static func hasLetters(_ text: String) -> Bool {
        text.utf8.contains { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
    }

    /// A sample term stands in quotes or in brackets: “姓名”, (坐席).
    private static func outsideQuotes(_ text: String) -> String {
        var depth = 0
        return String(
            text.filter { character in
                if "“‘「(".contains(character) { depth += 1 }
                if "”’」)".contains(character) { depth = max(0, depth - 1) }
                return depth == 0
            }
        )
    }

    private static func shown(_ text: String) -> String {
        text.replacing("\0", with: "…")
    }
}
