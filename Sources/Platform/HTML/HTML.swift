package import Kernel

/// A piece of a page. Text in it is escaped; markup comes only from `element` and its kin.
package struct HTML: Sendable {
    indirect enum Node: Sendable {
        case empty
        case text(String)
        case bilingual(L)
        case element(StaticString, [Attribute], [HTML])
        case fragment([HTML])
        case csrfField
        case csrfMeta
    }

    let node: Node

    init(node: Node) {
        self.node = node
    }

    /// Nothing at all.
    package static let empty = HTML(node: .empty)

    /// The hidden field that proves that a form came from our own page; filled in on rendering.
    package static let csrfField = HTML(node: .csrfField)

    /// The same proof in the document's head, for the scripts that submit forms.
    package static let csrfMeta = HTML(node: .csrfMeta)

    /// Several pieces, one after another.
    package init(@HTMLBuilder _ content: () -> HTML) {
        self = content()
    }

    /// Several pieces, one after another.
    package init(_ pieces: [HTML]) {
        node = .fragment(pieces)
    }

    /// Text, escaped.
    package init(text: String) {
        node = .text(text)
    }
}

/// What a page shows as it is, such as a masked value.
package protocol HTMLConvertible {
    /// The value as a piece of a page.
    var html: HTML { get }
}

extension HTML: HTMLConvertible {
    /// Itself.
    package var html: HTML { self }
}

extension L: HTMLConvertible {
    /// The text, in the reader's language.
    package var html: HTML { HTML(node: .bilingual(self)) }
}

extension String: HTMLConvertible {
    /// The text, escaped.
    package var html: HTML { HTML(node: .text(self)) }
}

extension Int: HTMLConvertible {
    /// The digits.
    package var html: HTML { HTML(node: .text(String(self))) }
}

extension Int64: HTMLConvertible {
    /// The digits.
    package var html: HTML { HTML(node: .text(String(self))) }
}

/// An element of a page: `element("td", .class("num")) { count }`.
package func element(
    _ name: StaticString,
    _ attributes: Attribute?...,
    @HTMLBuilder content: () -> HTML = { .empty },
) -> HTML {
    HTML(node: .element(name, attributes.compactMap(\.self), [content()]))
}

/// An element whose attributes are put together beforehand.
package func element(
    _ name: StaticString,
    attributes: [Attribute],
    @HTMLBuilder content: () -> HTML = { .empty },
) -> HTML {
    HTML(node: .element(name, attributes, [content()]))
}

/// Gathers the pieces of a page from Swift's own control flow.
@resultBuilder
package enum HTMLBuilder {
    /// A piece, or anything that can become one.
    package static func buildExpression(_ piece: some HTMLConvertible) -> HTML { piece.html }
    /// A piece that may be missing.
    package static func buildExpression(_ piece: (some HTMLConvertible)?) -> HTML {
        piece?.html ?? .empty
    }
    /// Pieces in a list.
    package static func buildExpression(_ pieces: [HTML]) -> HTML { HTML(pieces) }
    /// Pieces one after another.
    package static func buildBlock(_ pieces: HTML...) -> HTML {
        pieces.count == 1 ? pieces[0] : HTML(pieces)
    }
    /// An `if` without `else`.
    package static func buildOptional(_ piece: HTML?) -> HTML { piece ?? .empty }
    /// The first branch of an `if` or `switch`.
    package static func buildEither(first piece: HTML) -> HTML { piece }
    /// The other branch of an `if` or `switch`.
    package static func buildEither(second piece: HTML) -> HTML { piece }
    /// A `for` loop.
    package static func buildArray(_ pieces: [HTML]) -> HTML { HTML(pieces) }
}
