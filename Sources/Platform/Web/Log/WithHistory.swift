package import HTML
package import Kernel

/// A thing's page with what was done to it at its end; in the JSON under `history`.
@dynamicMemberLookup
package struct WithHistory<Base: Resource>: Resource {
    private let base: Base
    private let history: History

    fileprivate init(_ base: Base, _ history: History) {
        self.base = base
        self.history = history
    }

    /// What the thing's own page says.
    package subscript<Value>(dynamicMember path: KeyPath<Base, Value>) -> Value {
        base[keyPath: path]
    }

    package var title: L { base.title }
    package var location: String? { base.location }
    package var scripts: [String] { base.scripts }
    package var styles: [String] { base.styles }
    package var layout: PageLayout { base.layout }
    package var status: Int { base.status }

    package var page: HTML {
        base.page
        history.html
    }

    package func encode(to encoder: any Encoder) throws {
        try base.encode(to: encoder)
        var container = encoder.container(keyedBy: FactKey.self)
        try container.encode(history, forKey: FactKey("history"))
    }
}

extension Resource {
    /// The page with the history of its thing.
    package func with(_ history: History) -> WithHistory<Self> { WithHistory(self, history) }
}
