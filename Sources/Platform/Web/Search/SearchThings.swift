package import Access
package import HTML
package import Kernel

/// How all capabilities' things are found.
struct SearchDesk: Sendable {
    let sources: [any SearchSource]

    init(_ capabilities: [Capability]) {
        sources = capabilities.flatMap(\.search)
    }
}

/// Things by their number or name, and a customer by their full number. The text comes in the body:
/// it stands in no address and no log. It changes nothing, and so is no act; what it shows of
/// customers is recorded as a view. C4.4.
package struct SearchThings: Endpoint {
    package static let route = Route(.post, "/search")
    package static let permission = Permission.people("search")
    package static let access = DatabaseAccess.read
    package static let bodyLimit = 4_096

    package struct Input: FormInput {
        let text: SearchText

        package init(_ form: Form) throws(InvalidInput) {
            text = SearchText(try form.optionalText("q", maximum: 100) ?? "")
        }
    }

    private let desk: SearchDesk

    init(_ desk: SearchDesk) { self.desk = desk }

    package func answer(_ input: Input, _ context: Context) throws -> SearchView {
        if input.text.words.isEmpty { return SearchView(found: []) }
        let found = try desk.sources.filter { $0.permission.allows(context.viewer) }
            .flatMap { try $0.find(input.text, context).prefix(Found.most) }
        return SearchView(found: found)
    }
}

/// What was found.
package struct SearchView: Resource {
    /// The things, by kind.
    package let found: [Found]

    package var title: L { L("搜索结果", en: "Search results") }

    package var page: HTML {
        HTML {
            pageHeader(title)
            card {
                if found.isEmpty {
                    emptyState(.search, L("没有找到。", en: "Nothing found."))
                } else {
                    element("ul", .class("news-list")) {
                        for thing in found {
                            element("li") {
                                element("span") { thing.kind }
                                element("a", .href(thing.href)) { thing.title }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The one thing that a look-up finds; nothing where the viewer may know of none.
package func ifVisible<Thing>(_ find: () throws -> Thing) throws -> Thing? {
    do {
        return try find()
    } catch is NotFound {
        return nil
    }
}
