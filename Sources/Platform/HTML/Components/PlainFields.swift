package import Kernel

/// A field of one line; `type` is that of the `input` element.
package func field(
    _ name: String,
    _ label: L,
    type: String = "text",
    value: String = "",
    help: L? = nil,
    required: Bool = false,
    more: [Attribute] = [],
) -> HTML {
    Field(name, label, help: help, isRequired: required).input(type, value, more)
}

/// A field of several lines.
package func areaField(
    _ name: String,
    _ label: L,
    value: String = "",
    rows: Int = 4,
    help: L? = nil,
    required: Bool = false,
) -> HTML {
    Field(name, label, help: help, isRequired: required, isWide: true).area(value, rows: rows)
}

/// A field in which one of a list is chosen; `none` is the text of an empty first entry.
package func selectField(
    _ name: String,
    _ label: L,
    choices: [(value: String, name: L)],
    chosen: String = "",
    none: L? = nil,
    help: L? = nil,
    required: Bool = false,
) -> HTML {
    Field(name, label, help: help, isRequired: required)
        .select(choices.map { Choice($0.value, $0.name) }, chosen: chosen, none: none)
}

/// A field in which any number of choices are ticked.
package func checkboxes(
    _ name: String,
    _ label: L,
    choices: [(value: String, name: L)],
    chosen: Set<String> = [],
    help: L? = nil,
    required: Bool = false,
) -> HTML {
    Field(name, label, help: help, isRequired: required, isWide: true)
        .checkboxes(choices.map { Choice($0.value, $0.name) }, chosen: chosen)
}
