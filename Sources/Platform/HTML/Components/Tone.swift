package import Kernel

/// What a state means to the reader. Each tone has a colour and a picture: nobody depends on
/// telling the colours apart.
package enum Tone: String, CaseIterable, Sendable {
    /// Neither here nor there: drafts, closed things.
    case neutral
    /// Worth knowing.
    case info
    /// As it should be.
    case good
    /// Needs a look soon.
    case warning
    /// Wrong, refused, stopped.
    case bad
    /// Going on right now.
    case busy

    /// The picture that stands for the tone.
    package var icon: Icon {
        switch self {
        case .neutral: .dash
        case .info: .info
        case .good: .check
        case .warning: .warning
        case .bad: .error
        case .busy: .busy
        }
    }
}

/// A state in a word: `badge(L("执行中", en: "Running"), .busy)`. A neutral one is a plain word.
package func badge(_ text: L, _ tone: Tone = .neutral, icon picture: Icon? = nil) -> HTML {
    element("span", .class("state state-\(tone.rawValue)")) {
        if let picture {
            icon(picture)
        } else if tone != .neutral {
            icon(tone.icon)
        }
        text
    }
}

/// A message above or inside the page, with an optional heading and whatever follows it.
package func notice(
    _ tone: Tone,
    _ message: L,
    title: L? = nil,
    @HTMLBuilder content: () -> HTML = { .empty },
) -> HTML {
    element(
        "div",
        .class("notice notice-\(tone.rawValue)"),
        .role(tone == .bad ? "alert" : "status")
    ) {
        icon(tone.icon)
        element("div", .class("notice-text")) {
            if let title { element("strong") { title } }
            element("p") { message }
            content()
        }
    }
}

/// What stands where a list has nothing to show: a picture, a sentence and the way on.
package func emptyState(
    _ picture: Icon,
    _ title: L,
    _ explanation: L? = nil,
    @HTMLBuilder action: () -> HTML = { .empty },
) -> HTML {
    element("div", .class("empty")) {
        icon(picture)
        element("p", .class("empty-title")) { title }
        if let explanation { element("p", .class("empty-text")) { explanation } }
        action()
    }
}

/// A key as it is printed on the keyboard.
package func key(_ name: String) -> HTML {
    element("kbd") { name }
}
