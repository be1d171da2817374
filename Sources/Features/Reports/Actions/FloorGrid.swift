internal import Calls
internal import Campaigns
internal import HTML
internal import Kernel

/// The seats as cards, or as dense dots when there are hundreds.
struct FloorGrid {
    let seats: [FloorView.Seat]

    var html: HTML {
        let density = seats.count <= 12 ? "card" : seats.count <= 80 ? "compact" : "dense"
        return element("div", .class("floor-grid"), .id("seats"), .data("density", density)) {
            if seats.isEmpty {
                emptyState(.seat, L("还没有坐席签入过。", en: "No agent has signed in yet."))
            }
            for seat in seats { Self.card(seat) }
        }
    }

    private static func card(_ seat: FloorView.Seat) -> HTML {
        element(
            "a",
            .class("seat"),
            .id("seat-\(seat.agent)"),
            .href("/calls?agent=\(seat.agent)"),
            .data("state", seat.state),
            .title(L(same: "\(seat.name) \(seat.staffNumber) · ") + seat.stateName),
        ) {
            element("div", .class("seat-head")) {
                element("span", .class("seat-name")) { seat.name }
                element("span", .class("seat-number")) { seat.staffNumber }
            }
            element("div", .class("seat-state")) {
                icon(SeatState.Code(rawValue: seat.state).map(FloorGrid.picture) ?? .dash)
                element("span", .class("seat-word")) { seat.stateName }
                runningTime(since: Moment(milliseconds: seat.since))
            }
            element("div", .class("seat-figures")) {
                figure(
                    .phoneOut,
                    L("拨打", en: "Calls"),
                    seat.dialled,
                    of: CallLimits.callsPerAgentAndDay
                )
                figure(.star, L("意向", en: "Interested"), seat.interested, of: Measures.aim)
                figure(
                    .clock,
                    L("利用率", en: "Occupancy"),
                    seat.occupancyPercent ?? 0,
                    of: 100,
                )
            }
        }
    }

    @HTMLBuilder
    private static func figure(_ picture: Icon, _ name: L, _ value: Int, of whole: Int) -> HTML {
        element("span", .title(name)) {
            icon(picture)
            element("em") { name }
        }
        element("progress", .class("bar"), Attribute("max", String(whole)), .value(String(value)))
        element("strong") {
            value
            element("small") { " / \(whole)" }
        }
    }

    static func picture(_ state: SeatState.Code) -> Icon {
        switch state {
        case .talking: .phone
        case .ringing: .bell
        case .dialling: .phoneOut
        case .wrappingUp: .edit
        case .ready: .check
        case .previewing: .eye
        case .onBreak: .break
        case .locked: .lock
        case .signedOut: .dash
        }
    }
}

/// How many seats are in each state; a chip shows only those. Scripts take the states' words and
/// pictures from here.
struct FloorChips {
    let seats: [FloorView.Seat]

    var html: HTML {
        let counts = FloorTotals(seats).states
        return element("div", .class("state-chips"), .id("floor-chips")) {
            for state in SeatState.Code.allCases {
                element(
                    "button",
                    .type("button"),
                    .class("state-chip"),
                    .data("state", state.rawValue),
                    Attribute("aria-pressed", "false"),
                ) {
                    icon(FloorGrid.picture(state))
                    element("span") { state.name }
                    element("strong") { counts[state.rawValue] ?? 0 }
                }
            }
        }
    }
}
