package import Access
package import HTML
package import Kernel

/// An act or a page that a page offers: said with the endpoint behind it, so that its address, its
/// right and the version it carries are the endpoint's own.
package struct Offer: Sendable {
    /// What is asked before it is done: what it means, and what has to be filled in.
    package struct Question: Sendable {
        let title: L
        let text: L
        let fields: [FilledField]
        let confirm: L?

        /// A question under its title; `confirm` is what its button says, else the act's own title.
        package init(_ title: L, _ text: L, fields: [FilledField] = [], confirm: L? = nil) {
            self.title = title
            self.text = text
            self.fields = fields
            self.confirm = confirm
        }
    }

    private enum Kind: Sendable {
        case link
        case post
        case download
        case ask(Question)
    }

    /// Its stable name: the last word of its route.
    package let code: String
    let permission: Permission
    let path: String
    private let kind: Kind
    private let title: L
    private let icon: Icon?
    private let weight: Weight
    private let key: String?
    private let fields: [FilledField]
    private let dialog: String
    private let isInRow: Bool
    private let carriesVersion: Bool

    /// The way to a page, of the thing `id` and the further `parts` that its route names; `query`
    /// stands behind the address.
    package static func link<Page: Endpoint>(
        _ page: Page.Type,
        of id: Int64? = nil,
        parts: [String: String] = [:],
        query: [FilledField] = [],
        _ title: L,
        icon: Icon? = nil,
        _ weight: Weight = .secondary,
        key: String? = nil,
    ) -> Offer {
        Offer(page, .link, id, parts, query, title, icon, weight, key, inRow: false)
    }

    /// An act on the thing `id` and the further `parts` that its route names. `fields` go with it
    /// unseen, `asks` is what comes before it, and `inRow` is for an act that stands on the page
    /// once for each of several things.
    package static func act<Act: Endpoint>(
        _ act: Act.Type,
        of id: Int64? = nil,
        parts: [String: String] = [:],
        fields: [FilledField] = [],
        _ title: L,
        icon: Icon? = nil,
        _ weight: Weight = .secondary,
        key: String? = nil,
        asks question: Question? = nil,
        inRow: Bool = false,
    ) -> Offer {
        let kind = question.map { Kind.ask($0) } ?? .post
        return Offer(act, kind, id, parts, fields, title, icon, weight, key, inRow: inRow)
    }

    /// An act whose answer is a file; the page stays.
    package static func download<Act: Endpoint>(
        _ act: Act.Type,
        of id: Int64? = nil,
        parts: [String: String] = [:],
        fields: [FilledField],
        _ title: L,
    ) -> Offer {
        Offer(act, .download, id, parts, fields, title, nil, .secondary, nil, inRow: false)
    }

    private init<Target: Endpoint>(
        _ target: Target.Type,
        _ kind: Kind,
        _ id: Int64?,
        _ parts: [String: String],
        _ fields: [FilledField],
        _ title: L,
        _ icon: Icon?,
        _ weight: Weight,
        _ key: String?,
        inRow: Bool,
    ) {
        let values = id.map { parts.merging(["id": "\($0)"]) { $1 } } ?? parts
        let path = target.route.path(values)
        let code = target.route.pattern.split(separator: "/").last.map(String.init) ?? ""
        self.code = code
        self.path = path
        self.kind = kind
        self.fields = fields
        self.title = title
        self.icon = icon
        self.weight = weight
        self.key = key
        permission = target.permission
        dialog = inRow ? code + values.values.sorted().map { "-\($0)" }.joined() : code
        isInRow = inRow
        carriesVersion = target.edits?.isAsSeen == true
    }

    /// The button or link, with the dialog that it opens.
    func html(_ version: Version) -> HTML {
        switch kind {
        case .link: linkButton(title, href: path + fields.query, icon: icon, weight, key: key)
        case .download: downloadButton(title, action: path, fields: sent(version))
        case .post:
            postButton(
                title,
                action: path,
                icon: icon,
                weight,
                key: key,
                fields: sent(version),
            )
        case .ask(let question): asking(question, version)
        }
    }

    private func sent(_ version: Version) -> [(name: String, value: String)] {
        fields.map { ($0.name, $0.text) }
            + (carriesVersion ? [(Version.field, String(version.rawValue))] : [])
    }

    private func asking(_ question: Question, _ version: Version) -> HTML {
        let isFinal = weight == .danger
        return HTML {
            dialogButton(
                title,
                opens: dialog,
                icon: icon,
                isInRow ? .quiet : isFinal ? .secondary : weight,
                key: key,
            )
            confirmDialog(
                dialog,
                title: question.title,
                question.text,
                action: path,
                confirm: question.confirm ?? title,
                isFinal ? .danger : .primary,
            ) {
                if carriesVersion { version.html }
                for field in fields + question.fields { field.html }
            }
        }
    }
}

/// What a page offers to its viewer now: of what the thing's state allows, what the viewer may do.
package struct Offers: Sendable, HTMLConvertible {
    private let offers: [Offer]
    private let version: Version

    /// Keeps of `offers` what `viewer` has the right to. What the thing's state refuses is nil:
    /// `state.allows(.close) ? .act(…) : nil`. `version` is what the reader sees of the thing.
    package init(_ viewer: Viewer, version: Version = Version(0), _ offers: [Offer?]) {
        self.offers = offers.compactMap(\.self).filter { $0.permission.allows(viewer) }
        self.version = version
    }

    /// Nothing.
    package static let none = Offers(.anonymous, [])

    /// The stable names of what is offered, for programs.
    package var codes: [String] { offers.map(\.code) }

    /// The buttons, each with the dialog that it opens.
    package var html: HTML { HTML { for offer in offers { offer.html(version) } } }

}

extension Viewer {
    /// Where `page` of the thing `id` is; nil where the viewer has no right to it.
    package func path<Page: Endpoint>(to page: Page.Type, of id: Int64) -> String? {
        page.permission.allows(self) ? page.route.path(["id": "\(id)"]) : nil
    }
}
