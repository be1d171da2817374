package import Kernel

/// One thing that can be chosen; in JSON its value and its name.
package struct Choice: Sendable, Encodable {
    let value: String
    let label: L
    let explanation: L?
    let icon: Icon?
    let isDisabled: Bool

    private enum CodingKeys: String, CodingKey {
        case value
        case label = "name"
    }

    /// A choice; the explanation shows on radio cards.
    package init(
        _ value: String,
        _ label: L,
        _ explanation: L? = nil,
        icon: Icon? = nil,
        isDisabled: Bool = false,
    ) {
        self.value = value
        self.label = label
        self.explanation = explanation
        self.icon = icon
        self.isDisabled = isDisabled
    }
}

/// A field of a form with its label, its help and the place for what is wrong with it:
/// `Field("name", L("任务名称", en: "Task name"), isRequired: true).text()`.
package struct Field: Sendable {
    private let name: String
    private let label: L
    private let help: L?
    private let isRequired: Bool
    private let isWide: Bool
    private let problem: L?
    private var id: String

    /// A field. `name` is that of the form; a second field of that name on the page needs an
    /// identity of its own. `isWide` takes the whole width of a field grid.
    package init(
        _ name: String,
        _ label: L,
        help: L? = nil,
        isRequired: Bool = false,
        isWide: Bool = false,
        problem: L? = nil,
        id: String? = nil,
    ) {
        self.name = name
        self.label = label
        self.help = help
        self.isRequired = isRequired
        self.isWide = isWide
        self.problem = problem
        self.id = id ?? "field-\(name)"
    }

    /// The same field under another identity, for a second one of its name on a page.
    package func identified(_ id: String) -> Field {
        var field = self
        field.id = id
        return field
    }

    // MARK: Kinds

    /// A line of text.
    package func text(
        _ value: String = "",
        maximum: Int? = nil,
        placeholder: L? = nil,
        more: [Attribute] = [],
    ) -> HTML {
        input("text", value, (placeholder.map { [.placeholder($0)] } ?? []) + more + limit(maximum))
    }

    /// A secret. `purpose` is `current-password` or `new-password`.
    package func password(_ purpose: String = "current-password") -> HTML {
        input("password", "", [Attribute("autocomplete", purpose)])
    }

    /// A whole number.
    package func number(_ value: Int? = nil, in range: ClosedRange<Int>? = nil, unit: L? = nil)
        -> HTML
    {
        let bounds: [Attribute] =
            range.map {
                [Attribute("min", String($0.lowerBound)), Attribute("max", String($0.upperBound))]
            } ?? []
        let field = control(
            "number",
            value.map { String($0) } ?? "",
            bounds + [Attribute("inputmode", "numeric")]
        )
        guard let unit else { return wrapped { field } }
        return wrapped {
            element("div", .class("with-unit")) {
                field
                element("span", .class("unit")) { unit }
            }
        }
    }

    /// A day.
    package func date(_ value: BusinessDay? = nil) -> HTML {
        input("date", value.map { "\($0)" } ?? "", [])
    }

    /// A time of day, `09:30`.
    package func time(_ value: String = "") -> HTML {
        input("time", value, [])
    }

    /// A day with a time, `2026-03-31T09:30`.
    package func dateTime(_ value: String = "") -> HTML {
        input("datetime-local", value, [])
    }

    /// Several lines of text.
    package func area(_ value: String = "", rows: Int = 4, maximum: Int? = nil) -> HTML {
        wrapped {
            element(
                "textarea",
                attributes: common + [Attribute("rows", String(rows))] + limit(maximum),
            ) {
                // A browser drops the first line break inside a text area.
                value.hasPrefix("\n") ? "\n" + value : value
            }
        }
    }

    /// One of a list. `none` is the text of an empty first entry.
    package func select(_ choices: [Choice], chosen: String = "", none: L? = nil) -> HTML {
        wrapped {
            element("select", attributes: base + [.class("form-select")]) {
                if let none { element("option", .value("")) { none } }
                for choice in choices {
                    element(
                        "option",
                        .value(choice.value),
                        choice.value == chosen ? .selected : nil,
                        choice.isDisabled ? .disabled : nil,
                    ) { choice.label }
                }
            }
        }
    }

    /// Yes or no; sent as `on`.
    package func toggle(isOn: Bool = false) -> HTML {
        element("div", .class(isWide ? "field field-wide" : "field")) {
            element("label", .class("check")) {
                element(
                    "input",
                    .type("checkbox"),
                    .name(name),
                    .id(id),
                    .value("on"),
                    isOn ? .checked : nil,
                    describedBy,
                )
                element("span") { label }
            }
            footing
        }
    }

    /// Any number of choices.
    package func checkboxes(_ choices: [Choice], chosen: Set<String> = []) -> HTML {
        group("check-list") {
            for choice in choices {
                element("label", .class("check")) {
                    element(
                        "input",
                        .type("checkbox"),
                        .name(name),
                        .value(choice.value),
                        chosen.contains(choice.value) ? .checked : nil,
                        choice.isDisabled ? .disabled : nil,
                    )
                    element("span") { choice.label }
                }
            }
        }
    }

    /// Exactly one choice, each with room for an explanation.
    package func radioCards(_ choices: [Choice], chosen: String = "") -> HTML {
        group("radio-cards") {
            for choice in choices {
                element("label", .class("radio-card")) {
                    element(
                        "input",
                        .type("radio"),
                        .name(name),
                        .value(choice.value),
                        choice.value == chosen ? .checked : nil,
                        choice.isDisabled ? .disabled : nil,
                        isRequired ? .required : nil,
                    )
                    if let picture = choice.icon { icon(picture) }
                    element("span", .class("radio-card-text")) {
                        element("strong") { choice.label }
                        if let explanation = choice.explanation { element("small") { explanation } }
                    }
                }
            }
        }
    }

    /// A file, dropped on the field or chosen. `accept` lists endings: `.csv,.xlsx`.
    package func file(accept: String, multiple: Bool = false) -> HTML {
        wrapped {
            element("div", .class("drop-zone"), .data("drop-zone", "")) {
                icon(.upload)
                element("span", .class("drop-text"), .data("drop-text", "")) {
                    L("把文件拖到这里，或点击选择", en: "Drop a file here, or click to choose one")
                }
                element("small") { accept.replacing(",", with: " ") }
                element(
                    "input",
                    .type("file"),
                    .name(name),
                    .id(id),
                    Attribute("accept", accept),
                    multiple ? .multiple : nil,
                    isRequired ? .required : nil,
                    describedBy,
                )
            }
            element("div", .class("progress-line"), .data("upload-progress", ""), .hidden) {
                element(
                    "progress",
                    .class("bar"),
                    Attribute("max", "100"),
                    .value("0"),
                    .label(label)
                )
                element("span", .class("progress-text"), Attribute("aria-live", "polite"))
            }
        }
    }

    // MARK: Parts

    private var base: [Attribute] {
        [.id(id), .name(name), isRequired ? .required : nil, describedBy, invalid]
            .compactMap(\.self)
    }

    private var common: [Attribute] { base + [.class("form-control")] }

    private var describedBy: Attribute? {
        let described = (help == nil ? "" : "\(id)-help ") + "\(id)-problem"
        return Attribute("aria-describedby", described)
    }

    private var invalid: Attribute? {
        problem == nil ? nil : Attribute("aria-invalid", "true")
    }

    private func limit(_ maximum: Int?) -> [Attribute] {
        maximum.map { [Attribute("maxlength", String($0))] } ?? []
    }

    private func control(_ type: String, _ value: String, _ more: [Attribute]) -> HTML {
        element("input", attributes: common + [.type(type), .value(value)] + more)
    }

    /// A field of any of the `input` element's types.
    package func input(_ type: String, _ value: String, _ more: [Attribute] = []) -> HTML {
        wrapped { control(type, value, more) }
    }

    private var caption: HTML {
        HTML {
            label
            if isRequired {
                element("span", .class("required-mark"), .title(L("必填", en: "Required"))) { "*" }
            }
        }
    }

    private func wrapped(@HTMLBuilder content: () -> HTML) -> HTML {
        element("div", .class(isWide ? "field field-wide" : "field")) {
            element("label", .class("field-label"), .for(id)) { caption }
            content()
            footing
        }
    }

    private func group(_ style: String, @HTMLBuilder content: () -> HTML) -> HTML {
        element(
            "fieldset",
            .class(isWide ? "field field-wide" : "field"),
            .id(id),
            describedBy,
        ) {
            element("legend", .class("field-label")) { caption }
            element("div", .class(style)) { content() }
            footing
        }
    }

    private var footing: HTML {
        HTML {
            if let help {
                element("p", .class("field-help"), .id("\(id)-help")) { help }
            }
            element(
                "p",
                .class("field-problem"),
                .id("\(id)-problem"),
                .data("problem-for", name),
                problem == nil ? .hidden : nil,
            ) { problem }
        }
    }
}
