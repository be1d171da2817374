internal import Campaigns
internal import HTML
internal import Kernel
internal import Web

/// The fields that results need, on the workbench and in a correction. C6.3.
enum ResultForm {
    /// The results as a tree: each with its key and the fields that it needs.
    static var tree: HTML {
        HTML(
            Outcome.Group.allCases.filter { $0 != .system }.map { group in
                element("fieldset", .class("outcome-group")) {
                    element("legend") { group.name }
                    element("div", .class("outcome-keys")) {
                        for outcome in group.outcomes { choice(outcome) }
                    }
                }
            }
        )
    }

    private static func choice(_ outcome: Outcome) -> HTML {
        let style =
            switch outcome.group {
            case .open: "outcome outcome-open"
            case .stop: "outcome outcome-stop"
            case .notReached, .settled, .system: "outcome"
            }
        return element("label", .class(style), .data("key", outcome.hotkey)) {
            element(
                "input",
                .type("radio"),
                .name("outcome"),
                .value(outcome.rawValue),
                .data("reached", outcome.isReached ? "1" : "0"),
                .data("fields", outcome.fields.map(Self.code).joined(separator: " ")),
            )
            element("kbd", Attribute("aria-hidden", "true")) { outcome.hotkey }
            element("span") { outcome.name }
        }
    }

    /// `channel!` where the field is required, `note` where it may stay empty.
    private static func code(_ rule: Outcome.FieldRule) -> String {
        switch rule {
        case .required(let field): field.rawValue + "!"
        case .optional(let field): field.rawValue
        }
    }

    static let outcome = InputField<Outcome>(
        "outcome",
        L("结果", en: "Result"),
        isRequired: true,
        shown: \.rawValue,
        control: { field, text, _ in
            field.select(
                Outcome.recordable.map { Choice($0.rawValue, $0.name) },
                chosen: text,
            )
        },
    ) { form, name throws(InvalidInput) in
        let outcome: Outcome = try form.choice(name)
        guard outcome.isRecordable else {
            throw InvalidInput(
                name,
                L(
                    "“\(outcome.name.chinese)”由线路认定，不能由人录入。",
                    en: "Only the line itself says “\(outcome.name.english)”."
                ),
            )
        }
        return outcome
    }
    static let channel = InputField<LoanChannel?>.optionalCard(.channel, named: \.name)
    static let amount = InputField<AmountBand?>.optionalOne(.amountBand, named: \.name)
    static let reason = InputField<NoInterestReason?>.optionalOne(.reason, named: \.name)
    static let callbackScope = InputField<CallbackScope?>.optionalCard(
        .callbackScope,
        named: \.name,
    )
    static let callbackAt = InputField<Moment?>(
        Outcome.Field.callbackAt.rawValue,
        Outcome.Field.callbackAt.name,
        shown: { $0.map { "\($0.day)T\($0.clock.prefix(5))" } ?? "" },
        control: { field, text, _ in field.dateTime(text) },
    ) { form, name throws(InvalidInput) in try form.optionalMoment(name) }
    static let note = InputField<String?>(
        Outcome.Field.note.rawValue,
        Outcome.Field.note.name,
        shown: { $0 ?? "" },
        control: { field, text, _ in field.area(text, rows: 2, maximum: 1_000) },
    ) { form, name throws(InvalidInput) in try form.optionalText(name, maximum: 1_000) }

    /// One field with what it was filled with. The note starts empty: a stored one is shown masked
    /// only.
    static func field(_ field: Outcome.Field, _ record: OutcomeRecord? = nil) -> FilledField {
        switch field {
        case .channel: channel.filled(record?.channel)
        case .amountBand: amount.filled(record?.amount)
        case .reason: reason.filled(record?.reason)
        case .callbackAt: callbackAt.filled(record?.callbackAt)
        case .callbackScope: callbackScope.filled(record?.callbackScope ?? .own)
        case .note: note.filled()
        }
    }
}

extension InputField {
    /// One of a result's choices, or none.
    fileprivate static func optionalOne<Case: RawRepresentable<String> & CaseIterable & Sendable>(
        _ field: Outcome.Field,
        named title: @escaping @Sendable (Case) -> L,
    ) -> InputField where Value == Case? {
        optionalChoice(field.rawValue, field.name, none: L("请选择", en: "Choose"), named: title)
    }

    /// The same as cards, all in sight.
    fileprivate static func optionalCard<Case: RawRepresentable<String> & CaseIterable & Sendable>(
        _ field: Outcome.Field,
        named title: @escaping @Sendable (Case) -> L,
    ) -> InputField where Value == Case? {
        InputField(
            field.rawValue,
            field.name,
            shown: { $0?.rawValue ?? "" },
            control: { field, text, _ in
                field.radioCards(
                    Case.allCases.map { Choice($0.rawValue, title($0)) },
                    chosen: text,
                )
            },
        ) { form, name throws(InvalidInput) in try form.optionalChoice(name) }
    }
}
