package import Kernel

/// A form that a script submits without leaving the page: problems show at their fields, input
/// is never lost. Without the script it is an ordinary form.
///
/// `success` shows on the page to which the answer leads. `isUpload` is for forms with files.
package func form(
    action: String,
    id: String? = nil,
    success: L? = nil,
    isUpload: Bool = false,
    @HTMLBuilder content: () -> HTML,
) -> HTML {
    element(
        "form",
        .class("form"),
        id.map { .id($0) },
        Attribute("method", "post"),
        Attribute("action", action),
        .data("enhanced", ""),
        success.map { .data("success", $0) },
        isUpload ? Attribute("enctype", "multipart/form-data") : nil,
        Attribute(flag: "novalidate"),
    ) {
        HTML.csrfField
        element("div", .class("form-notice"), .data("form-notice", ""), .role("alert"))
        content()
    }
}

/// Fields that belong together, under a heading.
package func fieldGroup(
    _ title: L,
    _ explanation: L? = nil,
    @HTMLBuilder content: () -> HTML,
) -> HTML {
    element("fieldset", .class("field-group")) {
        element("legend") { title }
        if let explanation { element("p", .class("hint")) { explanation } }
        element("div", .class("field-grid")) { content() }
    }
}

/// The end of a form: the button that submits it, and the way out.
package func submitBar(
    _ submit: L,
    icon picture: Icon? = nil,
    cancel: String? = nil,
    @HTMLBuilder more: () -> HTML = { .empty },
) -> HTML {
    element("div", .class("submit-bar")) {
        submitButton(submit, icon: picture)
        if let cancel { linkButton(L("取消", en: "Cancel"), href: cancel, .quiet) }
        more()
        element("span", .class("hint submit-hint")) {
            key("Ctrl")
            key("Enter")
        }
    }
}

/// The form of a list: what is searched for and filtered by stands in the address.
package func filterBar(
    _ action: String,
    reset: String? = nil,
    @HTMLBuilder content: () -> HTML,
) -> HTML {
    element(
        "form",
        .class("filter-bar"),
        Attribute("method", "get"),
        Attribute("action", action),
        .role("search"),
    ) {
        content()
        element("button", .type("submit"), .class("btn btn-outline-secondary btn-sm")) {
            icon(.filter)
            L("筛选", en: "Filter")
        }
        if let reset {
            element("a", .class("btn btn-quiet btn-sm"), .href(reset)) { L("清除", en: "Clear") }
        }
    }
}

/// The search field of a filter bar; the key `/` leads to it.
package func searchField(_ name: String, _ placeholder: L, value: String = "") -> HTML {
    element("label", .class("search-field")) {
        icon(.search)
        element(
            "input",
            .type("search"),
            .name(name),
            .value(value),
            .class("form-control"),
            .placeholder(placeholder),
            .label(placeholder),
        )
    }
}

/// A value that travels with the form unseen.
package func hiddenField(_ name: String, _ value: String) -> HTML {
    element("input", .type("hidden"), .name(name), .value(value))
}
