package import Kernel

/// A kind of thing that people act on, as the audit log knows it: its codes, its name for people and
/// its page. Its codes are stored and never change.
package struct ThingKind: Sendable {
    /// Under which views of it stand in the log.
    package let code: String
    /// Under which acts on it stand in the log: apart from its views, so that its history is found
    /// without walking over them.
    package let acts: String
    /// Its name for people.
    package let name: L
    /// The page of one of them, such as `/leads/{id}`; nil for none.
    package let page: String?
    /// Whether there is only one of it, such as a setting of the bank; it has the number 1.
    package let isOnly: Bool

    /// A kind of things. The page's parameter is their number, or a day.
    package init(
        _ code: String,
        acts: String,
        _ name: L,
        page: String? = nil,
        isOnly: Bool = false,
    ) {
        self.code = code
        self.acts = acts
        self.name = name
        self.page = page
        self.isOnly = isOnly
    }

    /// The number of the only one.
    package static let only: Int64 = 1

    /// The page of a thing.
    func path(of id: Int64) -> String? {
        page?.replacing("{id}", with: "\(id)")
            .replacing("{day}", with: "\(BusinessDay(number: Int(id)))")
    }
}

/// One thing that an act concerns.
package struct Thing: Sendable {
    /// What it is.
    package let kind: ThingKind
    /// Which one; 0 where none was made.
    package let id: Int64
    /// What it is called, without customer data; empty where its number says it.
    package let label: String

    /// The most characters of a label.
    private static let longest = 40

    /// A thing, with its name where it has one.
    package init(_ kind: ThingKind, _ id: Int64, _ label: String = "") {
        self.kind = kind
        self.id = id
        let line = label.split(whereSeparator: \.isNewline).joined(separator: " ")
        self.label = String(line.prefix(Self.longest))
    }
}

/// What an endpoint does, as the audit log says it: a stable code, words for people, and what the act
/// concerns.
package struct LoggedAct: Sendable {
    /// Where the act's thing comes from.
    enum Source: Sendable {
        /// The act concerns nothing.
        case nothing
        /// The route names it, or there is only one.
        case route(ThingKind)
        /// The endpoint says it by `Context.concerns`; without it the answer is a defect.
        case endpoint(ThingKind)
    }

    /// The stable code; stored.
    package let code: String
    /// What was done, such as “approved a task”.
    package let words: L
    let source: Source

    private init(_ code: String, _ words: L, _ source: Source) {
        self.code = code
        self.words = words
        self.source = source
    }

    /// An act that concerns no thing.
    package init(_ code: String, _ words: L) { self.init(code, words, .nothing) }

    /// An act on the thing that the route's `id` names, or on the only one of its kind.
    package init(_ code: String, _ words: L, on kind: ThingKind) {
        self.init(code, words, .route(kind))
    }

    /// An act on a thing that is known only as it is done, such as one that it makes: the endpoint
    /// says which by `Context.concerns`.
    package init(_ code: String, _ words: L, onSaid kind: ThingKind) {
        self.init(code, words, .endpoint(kind))
    }

    /// Whether it says what it concerns.
    package var namesThing: Bool {
        switch source {
        case .nothing: false
        case .route, .endpoint: true
        }
    }

    var kind: ThingKind? {
        switch source {
        case .nothing: nil
        case .route(let kind), .endpoint(let kind): kind
        }
    }
}

/// A defect: an act was done that did not say what it concerns.
struct ConcernMissing: Error {
    let code: String
}
