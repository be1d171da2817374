package import Access
package import HTML
package import Kernel

/// Fields that belong together on a form, under a title and with a word on them.
package struct FilledGroup: Sendable {
    let title: L?
    let text: L?
    let fields: [FilledField]

    /// A part of a form; without a title its fields stand free.
    package init(_ title: L?, _ text: L? = nil, fields: [FilledField]) {
        self.title = title
        self.text = text
        self.fields = fields
    }

    var html: HTML {
        let content = HTML { for field in fields { field.html } }
        guard let title else { return content }
        return fieldGroup(title, text) { content }
    }
}

/// A form on a page: the endpoint that takes it and the fields with what they say.
package struct PostForm: Sendable, HTMLConvertible {
    let version: Version
    private let permission: Permission
    private let carriesVersion: Bool
    private let groups: [FilledGroup]
    private let action: String
    private let submit: L
    private let icon: Icon?
    private let cancel: String?
    private let success: L?
    private let isPlain: Bool

    /// The form of `endpoint`, of the thing `id` and the further `parts` that its route names. It
    /// carries the version that the reader saw where the endpoint asks for one. `isPlain` is for an
    /// answer that is itself the page, shown and never again: no script takes the form over.
    package init<Act: Endpoint>(
        _ endpoint: Act.Type,
        of id: Int64? = nil,
        parts: [String: String] = [:],
        version: Version = Version(0),
        groups: [FilledGroup],
        submit: L = L("保存", en: "Save"),
        icon: Icon? = nil,
        cancel: String? = nil,
        success: L? = nil,
        isPlain: Bool = false,
    ) {
        action = Act.route.path(id.map { parts.merging(["id": "\($0)"]) { $1 } } ?? parts)
        permission = Act.permission
        carriesVersion = Act.edits?.isAsSeen == true
        self.version = version
        self.groups = groups
        self.submit = submit
        self.icon = icon
        self.cancel = cancel
        self.success = success
        self.isPlain = isPlain
    }

    /// The same with fields that need no groups.
    package init<Act: Endpoint>(
        _ endpoint: Act.Type,
        of id: Int64? = nil,
        parts: [String: String] = [:],
        version: Version = Version(0),
        fields: [FilledField],
        submit: L = L("保存", en: "Save"),
        icon: Icon? = nil,
        cancel: String? = nil,
        success: L? = nil,
        isPlain: Bool = false,
    ) {
        self.init(
            endpoint,
            of: id,
            parts: parts,
            version: version,
            groups: [FilledGroup(nil, fields: fields)],
            submit: submit,
            icon: icon,
            cancel: cancel,
            success: success,
            isPlain: isPlain,
        )
    }

    var fields: [FilledField] { groups.flatMap(\.fields) }

    /// The form where `viewer` has the right to what it does, else nil.
    package func offered(to viewer: Viewer) -> PostForm? {
        permission.allows(viewer) ? self : nil
    }

    /// The form, ready for a page or a card.
    package var html: HTML {
        guard isPlain else {
            return form(
                action: action,
                success: success,
                isUpload: fields.contains(where: \.isFile)
            ) {
                content
            }
        }
        return element(
            "form",
            .class("form"),
            Attribute("method", "post"),
            Attribute("action", action),
        ) {
            HTML.csrfField
            content
        }
    }

    private var content: HTML {
        HTML {
            if carriesVersion { version.html }
            for group in groups { group.html }
            submitBar(submit, icon: icon, cancel: cancel)
        }
    }
}

extension PostForm? {
    /// The form in a card of its own; nothing where there is none.
    package func inCard(_ title: L, id: String? = nil) -> HTML {
        map { form in card(title, id: id) { form } } ?? .empty
    }
}

/// A page that is one form: what its fields say, for programs, and the form, for people.
package struct FormPage: Resource {
    /// The thing that is changed; nil for a new one.
    package let id: Int64?
    /// What the fields say, by their names.
    package let values: [String: String]
    /// What may be chosen in a field, where only the database knows it.
    package let choices: [String: [Choice]]
    /// What the reader saw; 0 for a new thing.
    package let version: Int64
    package let title: L
    private let lead: L?
    private let back: (title: L, href: String)?
    private let form: PostForm

    private enum CodingKeys: CodingKey {
        case id, values, choices, version
    }

    /// A form under its title; `back` is the page that it came from.
    package init(
        _ title: L,
        id: Int64? = nil,
        lead: L? = nil,
        back: (title: L, href: String)? = nil,
        _ form: PostForm,
    ) {
        self.id = id
        self.title = title
        self.lead = lead
        self.back = back
        self.form = form
        version = form.version.rawValue
        choices = Dictionary(
            form.fields.filter { !$0.choices.isEmpty }.map { ($0.name, $0.choices) }
        ) { _, last in last }
        values = Dictionary(form.fields.map { ($0.name, $0.text) }) { _, last in last }
    }

    package var page: HTML {
        pageHeader(title, lead, back: back)
        form.html
    }
}
