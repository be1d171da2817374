package import Kernel

/// How much a button or a link stands out.
package enum Weight: String, Sendable {
    /// The one thing to do on the page.
    case primary
    /// Everything else.
    case secondary
    /// What cannot be taken back.
    case danger
    /// A button without a frame.
    case quiet

    var classes: String {
        switch self {
        case .primary: "btn btn-primary"
        case .secondary: "btn btn-outline-secondary"
        case .danger: "btn btn-danger"
        case .quiet: "btn btn-quiet"
        }
    }
}

/// A link that looks like a button. `key` opens it from the keyboard.
package func linkButton(
    _ text: L,
    href: String,
    icon picture: Icon? = nil,
    _ weight: Weight = .secondary,
    key: String? = nil,
) -> HTML {
    element("a", .class(weight.classes), .href(href), key.map { .data("key", $0) }) {
        buttonContent(text, picture, key)
    }
}

/// A button that submits the form around it.
package func submitButton(
    _ text: L,
    icon picture: Icon? = nil,
    _ weight: Weight = .primary,
    name: String? = nil,
    value: String? = nil,
    key: String? = nil,
) -> HTML {
    element(
        "button",
        .type("submit"),
        .class(weight.classes),
        name.map { .name($0) },
        value.map { .value($0) },
        key.map { .data("key", $0) },
    ) { buttonContent(text, picture, key) }
}

/// A button that opens the dialog with this identity.
package func dialogButton(
    _ text: L,
    opens dialog: String,
    icon picture: Icon? = nil,
    _ weight: Weight = .secondary,
    key: String? = nil,
) -> HTML {
    element(
        "button",
        .type("button"),
        .class(weight.classes),
        .data("open", dialog),
        Attribute("aria-haspopup", "dialog"),
        key.map { .data("key", $0) },
    ) { buttonContent(text, picture, key) }
}

/// A form that is one button: an act that needs no input and no second thought.
package func postButton(
    _ text: L,
    action: String,
    icon picture: Icon? = nil,
    _ weight: Weight = .secondary,
    key: String? = nil,
    fields: [(name: String, value: String)] = [],
) -> HTML {
    element(
        "form",
        .class("action-form"),
        Attribute("method", "post"),
        Attribute("action", action),
        .data("enhanced", ""),
    ) {
        HTML.csrfField
        for field in fields { hiddenField(field.name, field.value) }
        submitButton(text, icon: picture, weight, key: key)
    }
}

/// A form that is one button and answers with a file: the page stays.
package func downloadButton(
    _ text: L,
    action: String,
    fields: [(name: String, value: String)] = [],
) -> HTML {
    element(
        "form",
        .class("action-form"),
        Attribute("method", "post"),
        Attribute("action", action),
    ) {
        HTML.csrfField
        for field in fields { hiddenField(field.name, field.value) }
        submitButton(text, icon: .download, .secondary)
    }
}

private func buttonContent(_ text: L, _ picture: Icon?, _ letter: String?) -> HTML {
    HTML {
        if let picture { icon(picture) }
        element("span") { text }
        if let letter {
            element("kbd", Attribute("aria-hidden", "true")) {
                letter.count == 1 ? letter.uppercased() : letter
            }
        }
    }
}

/// A dialog that asks before something is done that cannot be taken back; `fields` may ask for a
/// reason. Opened by `dialogButton(…, opens: id)`.
package func confirmDialog(
    _ id: String,
    title: L,
    _ explanation: L,
    action: String,
    confirm: L,
    _ weight: Weight = .primary,
    @HTMLBuilder fields: () -> HTML = { .empty },
) -> HTML {
    element(
        "dialog",
        .id(id),
        .class("dialog"),
        Attribute("aria-labelledby", "\(id)-title"),
    ) {
        element(
            "form",
            Attribute("method", "post"),
            Attribute("action", action),
            .data("enhanced", ""),
        ) {
            HTML.csrfField
            element("div", .class("dialog-head")) {
                element("h2", .id("\(id)-title")) { title }
                closeButton
            }
            element("p") { explanation }
            fields()
            element("div", .class("form-notice"), .data("form-notice", ""), .role("alert"))
            element("div", .class("submit-bar")) {
                submitButton(confirm, weight)
                element(
                    "button",
                    .type("button"),
                    .class(Weight.secondary.classes),
                    .data("close", ""),
                ) { L("取消", en: "Cancel") }
            }
        }
    }
}
