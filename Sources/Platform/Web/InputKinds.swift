internal import HTML
package import Kernel

// The kinds of fields that are typed, ticked or dropped.

extension InputField where Value == String {
    /// A line of text that must be there; with `rows` an area of so many lines.
    package static func text(
        _ name: String,
        _ label: L,
        maximum: Int,
        rows: Int? = nil,
        help: L? = nil,
    ) -> InputField {
        typed(name, label, maximum, rows, help, isRequired: true, isWide: rows != nil) {
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
        typed(name, label, maximum, rows, help, isWide: rows != nil) {
            form,
            name throws(InvalidInput) in try form.optionalText(name, maximum: maximum) ?? ""
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
        typed(name, label, maximum, rows, help, isRequired: true, isWide: true) {
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
        typed(name, label, maximum, nil, help) { form, name throws(InvalidInput) in
            try form.optionalRemark(name, maximum: maximum) ?? ""
        }
    }

    /// What is searched for in a list; empty for everything. The key `/` leads to it.
    package static func search(_ name: String, _ label: L, maximum: Int) -> InputField {
        InputField(
            name,
            label,
            shown: \.self,
            control: { _, text, _ in searchField(name, label, value: text) },
        ) { form, name throws(InvalidInput) in
            try form.optionalText(name, maximum: maximum) ?? ""
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
            label,
            help: help,
            isRequired: true,
            shown: { _ in "" },
            control: { field, _, _ in field.password(purpose) },
        ) { form, name throws(InvalidInput) in try form.secret(name) }
    }

    /// Text that is typed as it is kept; with `rows` into an area of so many lines.
    private static func typed(
        _ name: String,
        _ label: L,
        _ maximum: Int,
        _ rows: Int?,
        _ help: L?,
        isRequired: Bool = false,
        isWide: Bool = false,
        parse: @escaping @Sendable (Form, String) throws(InvalidInput) -> String,
    ) -> InputField {
        InputField(
            name,
            label,
            help: help,
            isRequired: isRequired,
            isWide: isWide,
            shown: \.self,
            control: { field, text, _ in
                rows.map { field.area(text, rows: $0, maximum: maximum) }
                    ?? field.text(text, maximum: maximum)
            },
            parse: parse,
        )
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
            label,
            help: help,
            isRequired: true,
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
            label,
            help: help,
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
            label,
            help: help,
            isRequired: true,
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
            label,
            help: help,
            shown: { $0?.description ?? "" },
            control: { field, text, _ in field.date(BusinessDay(text)) },
        ) { form, name throws(InvalidInput) in try form.optionalDay(name) }
    }
}

extension InputField where Value == Bool {
    /// Yes or no; what is missing is no.
    package static func flag(_ name: String, _ label: L, help: L? = nil) -> InputField {
        InputField(
            name,
            label,
            help: help,
            shown: { $0 ? "on" : "" },
            control: { field, text, _ in field.toggle(isOn: !text.isEmpty) },
        ) { form, name in form.flag(name) }
    }
}

extension InputField where Value == Form.File {
    /// A file of one of the endings in `accept`, such as `.csv,.xlsx`.
    package static func file(
        _ name: String,
        _ label: L,
        accept: String,
        help: L? = nil,
    ) -> InputField {
        InputField(
            name,
            label,
            help: help,
            isRequired: true,
            isWide: true,
            isFile: true,
            shown: { _ in "" },
            control: { field, _, _ in field.file(accept: accept) },
        ) { form, name throws(InvalidInput) in try form.file(name) }
    }
}
