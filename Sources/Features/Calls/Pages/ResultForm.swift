internal import Campaigns
internal import HTML
internal import Kernel

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

    /// One field with what it was filled with.
    static func field(_ field: Outcome.Field, _ record: OutcomeRecord? = nil) -> HTML {
        let input = Field(field.rawValue, field.name)
        let none = L("请选择", en: "Choose")
        switch field {
        case .channel:
            return input.radioCards(
                LoanChannel.allCases.map { Choice($0.rawValue, $0.name) },
                chosen: record?.channel?.rawValue ?? "",
            )
        case .amountBand:
            return input.select(
                AmountBand.allCases.map { Choice($0.rawValue, $0.name) },
                chosen: record?.amount?.rawValue ?? "",
                none: none,
            )
        case .reason:
            return input.select(
                NoInterestReason.allCases.map { Choice($0.rawValue, $0.name) },
                chosen: record?.reason?.rawValue ?? "",
                none: none,
            )
        case .callbackAt:
            let value = record?.callbackAt.map { "\($0.day)T\($0.clock.prefix(5))" } ?? ""
            return input.dateTime(value)
        case .callbackScope:
            return input.radioCards(
                CallbackScope.allCases.map { Choice($0.rawValue, $0.name) },
                chosen: record?.callbackScope?.rawValue ?? CallbackScope.own.rawValue,
            )
        case .note:
            return input.area(record?.note ?? "", rows: 2, maximum: 1_000)
        }
    }
}
