package import Kernel

/// The head of a page: where it belongs, its name, its state and what can be done.
package func pageHeader(
    _ title: L,
    _ explanation: L? = nil,
    back: (title: L, href: String)? = nil,
    state: HTML? = nil,
    @HTMLBuilder actions: () -> HTML = { .empty },
) -> HTML {
    element("div", .class("page-header")) {
        element("div", .class("page-header-text")) {
            if let back {
                element("a", .class("back-link"), .href(back.href)) {
                    icon(.arrowLeft)
                    back.title
                }
            }
            element("h1") {
                title
                state
            }
            if let explanation { element("p", .class("page-lead")) { explanation } }
        }
        element("div", .class("page-actions")) { actions() }
    }
}

/// A surface with a heading. A table inside lies flush with its edges.
package func card(
    _ title: L? = nil,
    id: String? = nil,
    @HTMLBuilder actions: () -> HTML = { .empty },
    @HTMLBuilder content: () -> HTML,
) -> HTML {
    element("section", .class("panel"), id.map { .id($0) }) {
        if let title {
            element("div", .class("panel-head")) {
                element("h2") { title }
                element("div", .class("panel-actions")) { actions() }
            }
        }
        element("div", .class("panel-body")) { content() }
    }
}

/// Surfaces side by side where the width allows. `columns` is 2, 3 or 4.
package func columns(_ columns: Int, @HTMLBuilder content: () -> HTML) -> HTML {
    element("div", .class("columns columns-\(columns)")) { content() }
}

/// Names with their values, in as many columns as fit.
package func facts(_ rows: [(name: L, value: HTML)]) -> HTML {
    element("dl", .class("facts")) {
        for row in rows {
            element("div") {
                element("dt") { row.name }
                element("dd") { row.value }
            }
        }
    }
}

/// A page's parts, each a page of its own.
package struct Tab: Sendable {
    let title: L
    let href: String
    let isCurrent: Bool
    let count: Int?

    /// A part of a page; `count` tells how much waits there.
    package init(_ title: L, href: String, isCurrent: Bool, count: Int? = nil) {
        self.title = title
        self.href = href
        self.isCurrent = isCurrent
        self.count = count
    }
}

/// The way from one part of a page to another.
package func tabs(_ tabs: [Tab], label: L) -> HTML {
    element("nav", .class("tabs"), .label(label)) {
        for tab in tabs {
            element("a", .href(tab.href), tab.isCurrent ? Attribute("aria-current", "page") : nil) {
                tab.title
                if let count = tab.count { element("span", .class("count")) { grouped(count) } }
            }
        }
    }
}

/// The steps of something longer; `current` counts from 0, everything before it is done.
package func stepIndicator(_ steps: [L], current: Int) -> HTML {
    element("ol", .class("steps")) {
        for (index, step) in steps.enumerated() {
            element(
                "li",
                .class(index < current ? "step-done" : index == current ? "step-now" : ""),
                index == current ? Attribute("aria-current", "step") : nil,
            ) {
                element("span", .class("step-number")) {
                    if index < current { icon(.check) } else { index + 1 }
                }
                element("span") { step }
            }
        }
    }
}

/// One thing that happened, as the timeline tells it.
package struct TimelineEntry: Sendable {
    /// When it happened.
    package let at: Moment
    let title: L
    let by: String?
    let detail: HTML?
    let tone: Tone

    /// What happened, when, by whom, and more about it.
    package init(
        at: Moment,
        _ title: L,
        by: String? = nil,
        tone: Tone = .neutral,
        detail: HTML? = nil,
    ) {
        self.at = at
        self.title = title
        self.by = by
        self.tone = tone
        self.detail = detail
    }
}

/// What happened, in the order given.
package func timeline(_ entries: [TimelineEntry]) -> HTML {
    element("ol", .class("timeline")) {
        for entry in entries {
            element("li", .class("timeline-\(entry.tone.rawValue)")) {
                element("div", .class("timeline-head")) {
                    element("strong") { entry.title }
                    if let by = entry.by { element("span") { by } }
                    momentText(entry.at)
                }
                if let detail = entry.detail {
                    element("div", .class("timeline-detail")) { detail }
                }
            }
        }
    }
}

/// The content of an error page: what happened and what to do.
package func errorContent(
    code: String,
    title: L,
    _ message: L,
    @HTMLBuilder details: () -> HTML = { .empty },
) -> HTML {
    element("div", .class("problem"), .role("alert")) {
        icon(.error)
        element("h1") { title }
        element("p", .class("problem-message")) { message }
        details()
        element("p", .class("problem-actions")) {
            element(
                "button",
                .type("button"),
                .class("btn btn-outline-secondary"),
                .data("back", "")
            ) {
                L("返回上一页", en: "Go back")
            }
            linkButton(L("回到首页", en: "To the start page"), href: "/", .primary)
        }
        element("p", .class("problem-code")) {
            L("代码：", en: "Code: ")
            code
        }
    }
}
