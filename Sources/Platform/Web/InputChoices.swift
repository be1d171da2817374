internal import HTML
package import Kernel

// The kinds of fields in which something is chosen.

private let choose = L("请选择", en: "Choose")
private let noSuchChoice = L("没有这个选项，请重新选择。", en: "No such choice; choose again.")

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
            label,
            shown: { $0 ?? "" },
            control: { field, text, choices in
                field.select(choices, chosen: text, none: none)
            },
        ) { form, name throws(InvalidInput) in try form.optionalText(name, maximum: maximum) }
    }
}

extension InputField where Value == Set<String> {
    /// Any number of texts without spaces, which come with `filled`; whoever takes them in says
    /// whether there are such.
    package static func anyOf(
        _ name: String,
        _ label: L,
        help: L? = nil,
        isRequired: Bool = false,
    ) -> InputField {
        InputField(
            name,
            label,
            help: help,
            isRequired: isRequired,
            isWide: true,
            shown: { $0.sorted().joined(separator: " ") },
            control: { field, text, choices in
                field.checkboxes(choices, chosen: Set(text.split(separator: " ").map(String.init)))
            },
        ) { form, name in Set(form.all(name)) }
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
            label,
            help: help,
            isRequired: true,
            shown: \.rawValue,
            control: { field, text, _ in
                field.select(
                    Value.allCases.map { Choice($0.rawValue, title($0)) },
                    chosen: text,
                    none: text.isEmpty ? choose : nil,
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
            label,
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
            label,
            isRequired: true,
            isWide: true,
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
                    throw InvalidInput(name, noSuchChoice)
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
            label,
            help: help,
            isRequired: true,
            shown: \.description,
            control: { field, text, choices in
                field.select(choices, chosen: text, none: text.isEmpty ? choose : nil)
            },
        ) { form, name throws(InvalidInput) in try form.id(name) }
    }

    /// A thing that the database knows, or none; `none` says what that means.
    package static func optionalID<Owner>(
        _ name: String,
        _ label: L,
        help: L? = nil,
        none: L? = L("全部", en: "All"),
    ) -> InputField where Value == ID<Owner>? {
        InputField(
            name,
            label,
            help: help,
            shown: { $0?.description ?? "" },
            control: { field, text, choices in
                field.select(choices, chosen: text, none: none)
            },
        ) { form, name throws(InvalidInput) in try form.optionalID(name) }
    }
}
