internal import Calls
internal import Campaigns
internal import HTML
internal import Kernel

/// The seats of a part as cards, small ones when they are many.
struct FloorGrid {
    let seats: [FloorView.Seat]
    /// Whether the floor has no seat at all.
    let isEmpty: Bool
    let mayListen: Bool
    /// How many seats the whole floor has in the state that is asked for, or in all.
    let count: Int

    /// What a seat does whose customer waits.
    static let onHold = L("保持中", en: "On hold")

    var html: HTML {
        element(
            "div",
            .class("floor-grid"),
            .id("seats"),
            .data("word-held", Self.onHold),
            .data("density", seats.count <= 12 ? "card" : "compact"),
            .data("count", String(count)),
        ) {
            if seats.isEmpty {
                emptyState(
                    .seat,
                    isEmpty
                        ? L("还没有坐席签入过。", en: "No agent has signed in yet.")
                        : L("没有符合条件的坐席。", en: "No seat is like that now."),
                )
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

/// How many seats are in each state; a chip leads to those, and back to all. Scripts take the
/// states' words and pictures from here.
struct FloorChips {
    let counts: [String: Int]
    let vendor: Int64?
    let query: FloorQuery

    var html: HTML {
        element(
            "nav",
            .class("state-chips"),
            .id("floor-chips"),
            .label(L("按状态筛选", en: "Seats by state")),
        ) {
            for state in SeatState.Code.allCases {
                element(
                    "a",
                    .class("state-chip"),
                    .href(path(state)),
                    .data("state", state.rawValue),
                    query.state == state ? Attribute("aria-current", "true") : nil,
                ) {
                    icon(FloorGrid.picture(state))
                    element("span") { state.name }
                    element("strong") { counts[state.rawValue] ?? 0 }
                }
            }
        }
    }

    private func path(_ state: SeatState.Code) -> String {
        var only = query
        only.state = query.state == state ? nil : state
        return only.path(of: vendor)
    }
}
