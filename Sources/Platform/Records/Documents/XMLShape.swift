/// Whether a text is one whole XML document. It is not read for what it says.
enum XMLShape {
    /// Whether it begins as XML does. A web page and a drawing do too, and are none of our kinds.
    static func begins(_ content: [UInt8]) -> Bool {
        let start = String(decoding: text(content).prefix(512), as: UTF8.self)
        guard start.hasPrefix("<?xml") else { return false }
        let lower = start.lowercased()
        return !lower.contains("<html") && !lower.contains("<svg")
    }

    /// Valid UTF-8 in which every element that is opened is closed, in order, with one root and
    /// nothing but remarks around it. A document type, which may draw in other files, is refused.
    static func isWhole(_ content: [UInt8]) -> Bool {
        guard let text = String(validating: text(content), as: UTF8.self), !text.contains("\0")
        else { return false }
        var rest = text.utf8[...]
        var open: [Substring.UTF8View.SubSequence] = []
        var roots = 0
        while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
            if open.isEmpty, !rest[..<start].allSatisfy(isSpace) { return false }
            rest = rest[start...]
            if let after = skip(rest, "<?", "?>") ?? skip(rest, "<!--", "-->") {
                rest = after
            } else if !open.isEmpty, let after = skip(rest, "<![CDATA[", "]]>") {
                rest = after
            } else if let tag = tag(rest) {
                if tag.name.first == UInt8(ascii: "!") { return false }
                rest = tag.rest
                switch tag.kind {
                case .closing:
                    guard let last = open.popLast(), last.elementsEqual(tag.name) else {
                        return false
                    }
                case .opening, .empty:
                    if open.isEmpty { roots += 1 }
                    if tag.kind == .opening { open.append(tag.name) }
                }
            } else {
                return false
            }
            if open.count > 256 || roots > 1 { return false }
        }
        return open.isEmpty && roots == 1 && rest.allSatisfy(isSpace)
    }

    private enum Kind { case opening, closing, empty }

    private typealias Text = Substring.UTF8View.SubSequence

    /// The tag at the start of `text`; a `>` within quotes does not end it.
    private static func tag(_ text: Text) -> (kind: Kind, name: Text, rest: Text)? {
        var quote: UInt8?
        var position = text.index(after: text.startIndex)
        while position < text.endIndex {
            let byte = text[position]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: "<") {
                return nil
            } else if byte == UInt8(ascii: ">") {
                break
            }
            position = text.index(after: position)
        }
        guard position < text.endIndex else { return nil }
        var inner = text[text.index(after: text.startIndex)..<position]
        var kind = Kind.opening
        if inner.first == UInt8(ascii: "/") {
            kind = .closing
            inner = inner.dropFirst()
        } else if inner.last == UInt8(ascii: "/") {
            kind = .empty
            inner = inner.dropLast()
        }
        let name = inner.prefix { !isSpace($0) }
        guard !name.isEmpty else { return nil }
        return (kind, name, text[text.index(after: position)...])
    }

    /// What follows `end` where `text` begins with `start`; nil for anything else.
    private static func skip(_ text: Text, _ start: String, _ end: String) -> Text? {
        guard text.starts(with: start.utf8),
            let found = text.dropFirst(start.utf8.count).firstRange(of: Array(end.utf8))
        else { return nil }
        return text[found.upperBound...]
    }

    private static func text(_ content: [UInt8]) -> ArraySlice<UInt8> {
        content.starts(with: [0xEF, 0xBB, 0xBF]) ? content[3...] : content[...]
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }
}
