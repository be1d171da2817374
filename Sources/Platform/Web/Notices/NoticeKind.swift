package import Kernel

/// A kind of notice: what people are told of. A capability contributes its own.
package struct NoticeKind: Sendable {
    /// The stable code; stored.
    package let code: String
    /// What it says, such as “a call task waits for your approval”. The thing's name follows.
    package let words: L
    /// The page that it leads to; nil for the thing's own.
    package let page: String?

    /// A kind of notice.
    package init(_ code: String, _ words: L, page: String? = nil) {
        self.code = code
        self.words = words
        self.page = page
    }
}

/// The kinds of notices, by their codes.
struct NoticeBook: Sendable {
    /// Every kind, in the order of the capabilities.
    let kinds: [NoticeKind]
    private let byCode: [String: NoticeKind]

    init(_ capabilities: [Capability]) {
        kinds = capabilities.flatMap(\.notices)
        byCode = Dictionary(kinds.map { ($0.code, $0) }) { first, _ in first }
        precondition(byCode.count == kinds.count, "A kind of notice is declared twice.")
    }

    /// What a notice says.
    func words(_ code: String) -> L { byCode[code]?.words ?? L(same: code) }
}
