package import Access
package import Kernel

/// How the things of a capability are found by Ctrl+K.
///
/// Every thing is found through the viewer, as on its own page: what they may not see is not found.
/// Who shows customer data notes the view as that page does. C4.4.
package protocol SearchSource: Sendable {
    /// The right without which nothing is looked for.
    var permission: Permission { get }
    /// The things that a text means, at most `Found.most`, each looked up by an index or in a table
    /// that stays small.
    func find(_ text: SearchText, _ context: Context) throws -> [Found]
}

/// A thing that was found.
package struct Found: Encodable, Hashable, Sendable {
    /// The most things that one source finds.
    package static let most = 5

    /// What kind of thing it is.
    package let kind: L
    /// What it is called; masked where it is a customer.
    package let title: L
    /// Where it stands.
    package let href: String

    /// A thing with its page.
    package init(_ kind: L, _ title: L, href: String) {
        self.kind = kind
        self.title = title
        self.href = href
    }
}

/// What someone looks for. It may be a customer's number, and so it has no description: it reaches
/// neither a log nor an address.
package struct SearchText: Sendable {
    /// The words, without spaces around them, as in a name.
    package let words: String
    /// The customer's number, where the text is a full one.
    package let phone: PhoneNumber?

    /// Takes what was typed.
    package init(_ typed: String) {
        var words = typed[...]
        while words.first?.isWhitespace ?? false { words.removeFirst() }
        while words.last?.isWhitespace ?? false { words.removeLast() }
        self.words = String(words)
        do throws(PhoneNumber.Problem) {
            phone = try PhoneNumber(words)
        } catch {
            phone = nil
        }
    }

    /// The words as a pattern of `LIKE … ESCAPE '!'` against a name in lower case.
    package var pattern: String {
        let escaped = words.lowercased().map { "%_!".contains($0) ? "!\($0)" : "\($0)" }.joined()
        return "%\(escaped)%"
    }

    /// The number of a thing of this kind: `17`, `#17`, `通话 17`, `th17`, `call 17`; nil where the
    /// text means none, or names another kind.
    package func number(of kind: L) -> Int64? {
        let digits = words.reversed().prefix { $0.isASCII && $0.isNumber }.reversed()
        guard !digits.isEmpty, let number = Int64(String(digits)) else { return nil }
        let named = words.dropLast(digits.count).lowercased()
            .filter { !$0.isWhitespace && $0 != "#" }
        let names = [
            kind.chinese, kind.english.lowercased().filter { !$0.isWhitespace },
            PinyinInitials.of(kind.chinese),
        ]
        return named.isEmpty || names.contains { $0.hasPrefix(named) } ? number : nil
    }
}
