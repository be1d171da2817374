internal import Calls
internal import Campaigns
internal import HTML
internal import Kernel

/// The seats as cards, or as dense dots when there are hundreds.
struct FloorGrid {
    let seats: [FloorView.Seat]
    let mayListen: Bool

    var html: HTML {
        let density = seats.count <= 12 ? "card" : seats.count <= 80 ? "compact" : "dense"
        return element("div", .class("floor-grid"), .id("seats"), .data("density", density)) {
            if seats.isEmpty {
                emptyState(.seat, L("还没有坐席签入过。", en: "No agent has signed in yet."))
            }
            for seat in seats { card(seat) }
        }
    }

    private func card(_ seat: FloorView.Seat) -> HTML {
        element(
            "div",
            .class("seat"),
            .id("seat-\(seat.agent)"),
            .data("state", seat.state),
            .title(L(same: "\(seat.name) \(seat.staffNumber) · ") + seat.stateName),
        ) {
            element("div", .class("seat-head")) {
                element("a", .class("seat-name"), .href("/calls?agent=\(seat.agent)")) { seat.name }
                element("span", .class("seat-number")) { seat.staffNumber }
                if mayListen { listenLink(seat) }
            }
            element("div", .class("seat-state")) {
                icon(SeatState.Code(rawValue: seat.state).map(FloorGrid.picture) ?? .dash)
                element("span", .class("seat-word")) { seat.stateName }
                runningTime(since: Moment(milliseconds: seat.since))
            }
            element("div", .class("seat-figures")) {
                Self.figure(
                    .phoneOut,
                    L("拨打", en: "Calls"),
                    seat.dialled,
                    of: CallLimits.callsPerAgentAndDay
                )
                Self.figure(.star, L("意向", en: "Interested"), seat.interested, of: Measures.aim)
                Self.figure(
                    .clock,
                    L("利用率", en: "Occupancy"),
                    seat.occupancyPercent,
                    of: 100,
                    unit: "%",
                )
            }
        }
    }

    /// The way to the seat's conversation; hidden while there is none.
    private func listenLink(_ seat: FloorView.Seat) -> HTML {
        element(
            "a",
            .class("seat-listen"),
            seat.listen.map { .href("/calls/\($0)/monitor") } ?? Attribute(flag: "hidden"),
            .label(L("监听 \(seat.name)", en: "Listen to \(seat.name)")),
        ) {
            icon(.headset)
            element("span") { L("监听", en: "Listen") }
        }
    }

    @HTMLBuilder
    private static func figure(
        _ picture: Icon,
        _ name: L,
        _ value: Int?,
        of whole: Int,
        unit: String? = nil,
    ) -> HTML {
        element("span", .title(name)) {
            icon(picture)
            element("em") { name }
        }
        element(
            "progress",
            .class("bar"),
            Attribute("max", String(whole)),
            .value(String(value ?? 0))
        )
        element("strong") {
            value.map(String.init) ?? "–"
            element("small") { unit ?? " / \(whole)" }
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
