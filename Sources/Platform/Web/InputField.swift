package import HTML
package import Kernel

/// A field said once: its name, label, limits and how its text becomes a value. The parser, the
/// form on the page and the refusals take it from here: `InputField.text("name", L(…), maximum: 60)`.
package struct InputField<Value: Sendable>: Sendable {
    /// The name in a form and in JSON.
    package let name: String
    private let field: Field
    private let parse: @Sendable (Form, String) throws(InvalidInput) -> Value
    private let shown: @Sendable (Value) -> String
    private let control: @Sendable (Field, String, [Choice]) -> HTML

    /// A field of a kind of its own: `shown` is a value as the field's text, `parse` reads it back,
    /// `control` draws it.
    package init(
        _ name: String,
        _ field: Field,
        shown: @escaping @Sendable (Value) -> String,
        control: @escaping @Sendable (Field, String, [Choice]) -> HTML = { field, text, _ in
            field.text(text)
        },
        parse: @escaping @Sendable (Form, String) throws(InvalidInput) -> Value,
    ) {
        self.name = name
        self.field = field
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
    /// Whether a list always has it, such as the day of a day's list: it filters nothing away.
    private(set) var isStanding = false

    /// A value that travels with the form unseen.
    package static func hidden(_ name: String, _ text: String) -> FilledField {
        FilledField(name: name, text: text, html: hiddenField(name, text))
    }

    /// The same field as one that a list always has.
    package var standing: FilledField {
        var field = self
        field.isStanding = true
        return field
    }
}

extension InputField where Value == String {
    /// A line of text that must be there; with `rows` an area of so many lines.
    package static func text(
        _ name: String,
        _ label: L,
        maximum: Int,
        rows: Int? = nil,
        help: L? = nil,
    ) -> InputField {
        let field = Field(name, label, help: help, isRequired: true, isWide: rows != nil)
        return InputField(name, field, shown: \.self, control: line(maximum, rows)) {
            form,
            name throws(InvalidInput) in try form.text(name, maximum: maximum)
        }
    }

    /// A line of text that may be missing; then it is empty.
    package static func optionalText(
        _ name: String,
        _ label: L,
        maximum: Int,
        rows: Int? = nil,
        help: L? = nil,
    ) -> InputField {
        let field = Field(name, label, help: help, isWide: rows != nil)
        return InputField(name, field, shown: \.self, control: line(maximum, rows)) {
            form,
            name throws(InvalidInput) in
            try form.optionalText(name, maximum: maximum) ?? ""
        }
    }

    /// A text that is kept in the clear, such as the reason for an act: what leads to a person is
    /// hidden before anyone keeps it. C4.4.
    package static func remark(
        _ name: String,
        _ label: L,
        maximum: Int,
        rows: Int? = nil,
        help: L? = nil,
    ) -> InputField {
        let field = Field(name, label, help: help, isRequired: true, isWide: true)
        return InputField(name, field, shown: \.self, control: line(maximum, rows)) {
            form,
            name throws(InvalidInput) in try form.remark(name, maximum: maximum)
        }
    }

    /// The same where it may be missing; then it is empty.
    package static func optionalRemark(
        _ name: String,
        _ label: L,
        maximum: Int,
        help: L? = nil,
    ) -> InputField {
        InputField(
            name,
            Field(name, label, help: help),
            shown: \.self,
            control: line(maximum, nil),
        ) { form, name throws(InvalidInput) in
            try form.optionalRemark(name, maximum: maximum) ?? ""
        }
    }

    /// A password that holds already, to be typed once more.
    package static func password(_ name: String, _ label: L) -> InputField {
        secret(name, label, nil, "current-password")
    }

    /// A new password, kept exactly as typed and never shown.
    package static func newPassword(_ name: String, _ label: L, help: L? = nil) -> InputField {
        secret(name, label, help, "new-password")
    }

    private static func secret(
        _ name: String,
        _ label: L,
        _ help: L?,
        _ purpose: String,
    ) -> InputField {
        InputField(
            name,
            Field(name, label, help: help, isRequired: true),
            shown: { _ in "" },
            control: { field, _, _ in field.password(purpose) },
        ) { form, name throws(InvalidInput) in try form.secret(name) }
    }

    private static func line(
        _ maximum: Int,
        _ rows: Int?,
    ) -> @Sendable (Field, String, [Choice]) -> HTML {
        { field, text, _ in
            rows.map { field.area(text, rows: $0, maximum: maximum) }
                ?? field.text(text, maximum: maximum)
        }
    }
}

extension InputField where Value == String? {
    /// One of the texts that the database knows, or none; its choices come with `filled`.
    package static func optionalOneOf(
        _ name: String,
        _ label: L,
        maximum: Int,
        none: L = L("全部", en: "All"),
    ) -> InputField {
        InputField(
            name,
            Field(name, label),
            shown: { $0 ?? "" },
            control: { field, text, choices in
                field.select(choices, chosen: text, none: none)
            },
        ) { form, name throws(InvalidInput) in try form.optionalText(name, maximum: maximum) }
    }
}

extension InputField where Value == Int {
    /// A whole number of a range that must be there.
    package static func int(
        _ name: String,
        _ label: L,
        in range: ClosedRange<Int>,
        help: L? = nil,
        unit: L? = nil,
    ) -> InputField {
        InputField(
            name,
            Field(name, label, help: help, isRequired: true),
            shown: { String($0) },
            control: { field, text, _ in field.number(Int(text), in: range, unit: unit) },
        ) { form, name throws(InvalidInput) in try form.int(name, in: range) }
    }
}

extension InputField where Value == Int? {
    /// A whole number of a range that may be missing.
    package static func optionalInt(
        _ name: String,
        _ label: L,
        in range: ClosedRange<Int>,
        help: L? = nil,
        unit: L? = nil,
    ) -> InputField {
        InputField(
            name,
            Field(name, label, help: help),
            shown: { $0.map { String($0) } ?? "" },
            control: { field, text, _ in field.number(Int(text), in: range, unit: unit) },
        ) { form, name throws(InvalidInput) in try form.optionalInt(name, in: range) }
    }
}

extension InputField where Value == BusinessDay {
    /// A day that must be there.
    package static func day(_ name: String, _ label: L, help: L? = nil) -> InputField {
        InputField(
            name,
            Field(name, label, help: help, isRequired: true),
            shown: \.description,
            control: { field, text, _ in field.date(BusinessDay(text)) },
        ) { form, name throws(InvalidInput) in try form.day(name) }
    }
}

extension InputField where Value == BusinessDay? {
    /// A day that may be missing, such as that of a list.
    package static func optionalDay(_ name: String, _ label: L, help: L? = nil) -> InputField {
        InputField(
            name,
            Field(name, label, help: help),
            shown: { $0?.description ?? "" },
            control: { field, text, _ in field.date(BusinessDay(text)) },
        ) { form, name throws(InvalidInput) in try form.optionalDay(name) }
    }
}

extension InputField {
    /// One of an enum's values that must be chosen.
    package static func choice(
        _ name: String,
        _ label: L,
        help: L? = nil,
        named title: @escaping @Sendable (Value) -> L,
    ) -> InputField where Value: RawRepresentable<String> & CaseIterable {
        InputField(
            name,
            Field(name, label, help: help, isRequired: true),
            shown: \.rawValue,
            control: { field, text, _ in
                field.select(
                    Value.allCases.map { Choice($0.rawValue, title($0)) },
                    chosen: text,
                    none: text.isEmpty ? L("请选择", en: "Choose") : nil,
                )
            },
        ) { form, name throws(InvalidInput) in try form.choice(name) }
    }

    /// One of an enum's values, or none; `none` says what that means.
    package static func optionalChoice<Case: RawRepresentable<String> & CaseIterable & Sendable>(
        _ name: String,
        _ label: L,
        none: L = L("全部", en: "All"),
        named title: @escaping @Sendable (Case) -> L,
    ) -> InputField where Value == Case? {
        InputField(
            name,
            Field(name, label),
            shown: { $0?.rawValue ?? "" },
            control: { field, text, _ in
                field.select(
                    Case.allCases.map { Choice($0.rawValue, title($0)) },
                    chosen: text,
                    none: none,
                )
            },
        ) { form, name throws(InvalidInput) in try form.optionalChoice(name) }
    }

    /// Any number of `cases`, one at least.
    package static func choices<Case>(
        _ name: String,
        _ label: L,
        among cases: [Case] = Array(Case.allCases),
        missing: L,
        named title: @escaping @Sendable (Case) -> L,
    ) -> InputField
    where
        Case: RawRepresentable<String> & CaseIterable & Hashable & Sendable,
        Value == Set<Case>
    {
        InputField(
            name,
            Field(name, label, isRequired: true, isWide: true),
            shown: { $0.map(\.rawValue).sorted().joined(separator: " ") },
            control: { field, text, _ in
                field.checkboxes(
                    cases.map { Choice($0.rawValue, title($0)) },
                    chosen: Set(text.split(separator: " ").map(String.init)),
                )
            },
        ) { form, name throws(InvalidInput) in
            var chosen: Set<Case> = []
            for text in form.all(name) {
                guard let one = Case(rawValue: text), cases.contains(one) else {
                    throw InvalidInput(
                        name,
                        L("没有这个选项，请重新选择。", en: "No such choice; choose again."),
                    )
                }
                chosen.insert(one)
            }
            if chosen.isEmpty { throw InvalidInput(name, missing) }
            return chosen
        }
    }

    /// A thing that the database knows; its choices come with `filled`.
    package static func id<Owner>(
        _ name: String,
        _ label: L,
        help: L? = nil,
    ) -> InputField where Value == ID<Owner> {
        InputField(
            name,
            Field(name, label, help: help, isRequired: true),
            shown: \.description,
            control: { field, text, choices in
                field.select(
                    choices,
                    chosen: text,
                    none: text.isEmpty ? L("请选择", en: "Choose") : nil,
                )
            },
        ) { form, name throws(InvalidInput) in try form.id(name) }
    }

    /// A thing that the database knows, or none; `none` says what that means.
    package static func optionalID<Owner>(
        _ name: String,
        _ label: L,
        help: L? = nil,
        none: L = L("全部", en: "All"),
    ) -> InputField where Value == ID<Owner>? {
        InputField(
            name,
            Field(name, label, help: help),
            shown: { $0?.description ?? "" },
            control: { field, text, choices in
                field.select(choices, chosen: text, none: none)
            },
        ) { form, name throws(InvalidInput) in try form.optionalID(name) }
    }
}
