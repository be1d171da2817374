package import HTML
internal import HTTPServer
package import Kernel

/// A field said once: its name, label, limits and how its text becomes a value. The parser, the
/// form on the page and the refusals take it from here: `InputField.text("name", L(…), maximum: 60)`.
package struct InputField<Value: Sendable>: Sendable {
    /// The name in a form and in JSON.
    package let name: String
    private let field: Field
    private let isFile: Bool
    private let parse: @Sendable (Form, String) throws(InvalidInput) -> Value
    private let shown: @Sendable (Value) -> String
    private let control: @Sendable (Field, String, [Choice]) -> HTML

    /// A field of a kind of its own: `shown` is a value as the field's text, `parse` reads it back,
    /// `control` draws it. `isWide` takes the whole width of a form.
    package init(
        _ name: String,
        _ label: L,
        help: L? = nil,
        isRequired: Bool = false,
        isWide: Bool = false,
        isFile: Bool = false,
        shown: @escaping @Sendable (Value) -> String,
        control: @escaping @Sendable (Field, String, [Choice]) -> HTML = { field, text, _ in
            field.text(text)
        },
        parse: @escaping @Sendable (Form, String) throws(InvalidInput) -> Value,
    ) {
        self.name = name
        self.isFile = isFile
        field = Field(name, label, help: help, isRequired: isRequired, isWide: isWide)
        self.parse = parse
        self.shown = shown
        self.control = control
    }

    /// The value that a form carries.
    package func read(_ form: Form) throws(InvalidInput) -> Value { try parse(form, name) }

    /// The field with what it says now; nil leaves it empty. `choices` are those that only the
    /// database knows. A second field of the name on one page needs an `id`.
    package func filled(
        _ value: Value? = nil,
        among choices: [Choice] = [],
        id: String? = nil,
    ) -> FilledField {
        filled(text: value.map(shown) ?? "", among: choices, id: id)
    }

    /// The field with a text that stands in it to start from.
    package func filled(
        text: String,
        among choices: [Choice] = [],
        id: String? = nil,
    ) -> FilledField {
        FilledField(
            name: name,
            text: text,
            html: control(id.map { field.identified($0) } ?? field, text, choices),
            choices: choices,
            isFile: isFile,
        )
    }
}

/// A field with what it says, as it goes onto a page or into an address.
package struct FilledField: Sendable {
    /// The name in a form and in JSON.
    package let name: String
    /// What it says.
    package let text: String
    /// The field on a page.
    package let html: HTML
    /// What may be chosen, where only the database knows it.
    private(set) var choices: [Choice] = []
    private(set) var isFile = false
    /// Whether a list always has it, such as the day of a day's list: it filters nothing away.
    private(set) var isStanding = false

    /// A value that travels with the form unseen.
    package static func hidden(_ name: String, _ text: String) -> FilledField {
        FilledField(name: name, text: text, html: hiddenField(name, text))
    }

    /// A field that the page draws by itself, such as a box in each row of a table.
    package static func drawn(_ name: String, _ html: HTML) -> FilledField {
        FilledField(name: name, text: "", html: html)
    }

    /// The same field as one that a list always has.
    package var standing: FilledField {
        var field = self
        field.isStanding = true
        return field
    }
}

extension [FilledField] {
    /// What the fields say, as it stands behind an address; empty where they say nothing.
    package var query: String {
        let parts = filter { !$0.text.isEmpty }
            .map { "\($0.name)=\(percentEncode($0.text))" }
        return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
    }
}
