package import Kernel

/// Where a figure goes, compared with an earlier one.
package struct Trend: Sendable {
    /// Up, down or as before.
    package enum Direction: Sendable {
        case up
        case down
        case level
    }

    let direction: Direction
    let text: L
    let tone: Tone

    /// A trend with its comparison, such as “较昨日 +12”, and whether that is good.
    package init(_ direction: Direction, _ text: L, _ tone: Tone = .neutral) {
        self.direction = direction
        self.text = text
        self.tone = tone
    }

    fileprivate var icon: Icon {
        switch direction {
        case .up: .arrowUp
        case .down: .arrowDown
        case .level: .arrowRight
        }
    }
}

/// One figure that matters: its name, its value, how it is computed and how it moves.
package struct StatTile: Sendable {
    let label: L
    let value: String
    let unit: L?
    let formula: L?
    let trend: Trend?
    let goal: (done: Int, whole: Int, tone: Tone)?
    let href: String?

    /// A figure. `formula` shows on demand; `goal` draws a bar below the value.
    package init(
        _ label: L,
        value: String,
        unit: L? = nil,
        formula: L? = nil,
        trend: Trend? = nil,
        goal: (done: Int, whole: Int, tone: Tone)? = nil,
        href: String? = nil,
    ) {
        self.label = label
        self.value = value
        self.unit = unit
        self.formula = formula
        self.trend = trend
        self.goal = goal
        self.href = href
    }

    fileprivate func html(_ id: String) -> HTML {
        element("div", .class("tile")) {
            element("div", .class("tile-label")) {
                if let href {
                    element("a", .href(href)) { label }
                } else {
                    label
                }
                if let formula { hint(formula, id: id) }
            }
            element("div", .class("tile-value")) {
                value
                if let unit { element("small") { unit } }
            }
            if let goal {
                element(
                    "progress",
                    .class("bar bar-\(goal.tone.rawValue)"),
                    .label(label),
                    Attribute("max", String(max(goal.whole, 1))),
                    .value(String(min(goal.done, max(goal.whole, 1)))),
                )
            }
            if let trend {
                element("div", .class("tile-trend trend-\(trend.tone.rawValue)")) {
                    icon(trend.icon)
                    trend.text
                }
            }
        }
    }
}

/// Figures side by side. `id` tells the hints of one row of tiles from another's.
package func statTiles(_ tiles: [StatTile], id: String = "tile") -> HTML {
    element("div", .class("tiles")) {
        for (index, tile) in tiles.enumerated() { tile.html("\(id)-\(index)") }
    }
}

/// A question mark that shows an explanation on hover, on focus and to screen readers: how a
/// figure is computed.
package func hint(_ text: L, id: String) -> HTML {
    element("span", .class("hint-mark")) {
        element(
            "button",
            .type("button"),
            .class("hint-button"),
            Attribute("aria-describedby", id),
            .label(L("计算口径", en: "How it is computed")),
        ) { icon(.help) }
        element("span", .class("hint-text"), .id(id), .role("tooltip")) { text }
    }
}
