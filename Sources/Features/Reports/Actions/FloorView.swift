internal import Accounts
internal import Calls
package import HTML
package import Kernel
internal import Leads
internal import Telephony
package import Web

/// The floor as a reader sees it.
package struct FloorView: Resource {
    /// One seat.
    package struct Seat: Encodable, Sendable, Hashable {
        let agent: Int64
        let name: String
        let staffNumber: String
        let state: String
        let stateName: L
        let since: Int64
        /// Whether the customer waits on hold; `since` is then since when.
        let isHeld: Bool
        let dialled: Int
        let interested: Int
        let occupancyPercent: Int?
        /// The call to which one may listen now; nil without one, or where it has no voice.
        let listen: Int64?

        init(_ seat: FloorSeat, hasVoice: Bool) {
            agent = seat.agent
            name = seat.name
            staffNumber = seat.staffNumber
            state = seat.state.rawValue
            isHeld = seat.heldSince != nil
            stateName = isHeld ? FloorGrid.onHold : seat.state.name
            since = (seat.heldSince ?? seat.since).milliseconds
            dialled = seat.dialled
            interested = seat.interested
            occupancyPercent = seat.occupancy.map { Int(($0 * 100).rounded()) }
            listen = hasVoice ? seat.call?.rawValue : nil
        }

        /// The seat with the way to its conversation, where `line` has its voice.
        init(_ seat: FloorSeat, on line: any Line) {
            self.init(
                seat,
                hasVoice: seat.call.map { line.hasVoice($0, of: SoftphoneID(seat.agent)) } ?? false,
            )
        }
    }

    /// One running task.
    package struct Task: Encodable, Sendable {
        let campaign: Int64
        let name: String
        let institution: String
        let volume: Int
        let volumeUsed: Int
        let refusal: L?
        let refusalCode: String?
        let leads: Int
        let ready: Int
        let dialled: Int
        let answered: Int
        let interested: Int
        let heldBack: [Held]

        init(_ task: FloorTask) {
            campaign = task.campaign
            name = task.name
            institution = task.institution
            volume = task.volume
            volumeUsed = task.volumeUsed
            refusal = task.refusal?.message
            refusalCode = task.refusal?.code
            leads = task.leads
            ready = task.ready
            dialled = task.dialled
            answered = task.answered
            interested = task.interested
            heldBack = task.heldBack.map { Held(code: $0.code, reason: $0.name, count: $0.count) }
        }
    }

    /// Leads that wait for one reason.
    package struct Held: Encodable, Sendable {
        let code: String
        let reason: L
        let count: Int
    }

    /// The seats that are shown, and how they were chosen.
    struct Part: Sendable {
        let query: FloorQuery
        let seats: [Seat]
        /// Whether more seats follow.
        let hasMore: Bool
    }

    /// The vendor that is shown; nil when there is none.
    package let vendor: Int64?
    /// The sums over all of the vendor's seats.
    package let totals: FloorTotals
    /// The vendor's seats of this part, sixty at most.
    package let seats: [Seat]
    /// The agent after whom the next part begins (`?after=`); nil on the last one.
    package let next: Int64?
    /// The vendor's running tasks.
    package let tasks: [Task]
    /// How the trunk does; nil without a vendor.
    package let trunk: TrunkView?
    private let vendors: [OrganisationDetails]
    private let query: FloorQuery
    /// Whether the viewer may listen and the line has a voice.
    private let mayListen: Bool

    private enum CodingKeys: CodingKey {
        case vendor, totals, seats, next, tasks, trunk
    }

    init(
        vendors: [OrganisationDetails],
        vendor: Int64?,
        part: Part,
        totals: FloorTotals,
        tasks: [FloorTask],
        trunk: TrunkView?,
        mayListen: Bool,
    ) {
        self.vendors = vendors
        self.vendor = vendor
        self.totals = totals
        self.trunk = trunk
        self.mayListen = mayListen
        query = part.query
        seats = part.seats
        next = part.hasMore ? part.seats.last?.agent : nil
        self.tasks = tasks.map(Task.init)
    }

    package var title: L { L("现场监控", en: "Floor") }
    package var layout: PageLayout { .wide }
    package var styles: [String] { ["floor.css"] }
    package var scripts: [String] { ["floor.js"] }

    package var page: HTML {
        element(
            "div",
            .class("floor"),
            .id("floor"),
            .data("vendor", vendor.map(String.init) ?? "")
        ) {
            element("div", .class("floor-head")) {
                element("h1") { title }
                element("span", .class("live-mark"), .id("live"), .data("lost", Self.lost)) {
                    icon(.dot)
                    element("span") { L("实时", en: "Live") }
                }
                if mayListen { listenButton }
                choice
            }
            if let trunk { trunk.page }
            element("div", .id("floor-live")) {
                element("div", .id("floor-tiles")) { tiles }
                FloorChips(counts: totals.states, vendor: vendor, query: query).html
                element("div", .class("floor-body")) {
                    element("div", .class("floor-part")) {
                        FloorGrid(
                            seats: seats,
                            isEmpty: totals.seats == 0,
                            mayListen: mayListen,
                            count: query.state.map { totals.states[$0.rawValue] ?? 0 }
                                ?? totals.seats,
                        ).html
                        keyPages(
                            path: query.path(of: vendor),
                            after: query.after,
                            next: next,
                            shown: next == nil && query.after == 0 ? nil : Self.shown(seats, totals),
                        )
                    }
                    FloorSide(tasks: tasks).html
                }
            }
        }
    }

    private static let lost = L("连接中断，正在重连", en: "Connection lost, trying again")

    /// Goes from one conversation to the next; Enter then opens it.
    private var listenButton: HTML {
        element(
            "button",
            .type("button"),
            .class("btn btn-sm btn-outline-secondary floor-listen"),
            .id("next-conversation"),
            .data("key", "l"),
            .title(
                L(
                    "依次选中可监听的通话，按 Enter 监听",
                    en: "Goes through the conversations; Enter listens",
                )
            ),
        ) {
            icon(.headset)
            element("span") { L("下一通可监听", en: "Next to listen to") }
            element("kbd", Attribute("aria-hidden", "true")) { "L" }
        }
    }

    private static func shown(_ seats: [Seat], _ totals: FloorTotals) -> L {
        L(
            "本页\(seats.count)席，共\(grouped(totals.seats))席",
            en: "\(seats.count) of \(grouped(totals.seats)) seats",
        )
    }

    /// Whose seats, and which of them: by state on the chips below, here by name or number.
    private var choice: HTML {
        filterBar("/floor", reset: query.search.isEmpty ? nil : resetPath) {
            if vendors.count > 1 {
                ShowFloor.vendor.filled(
                    vendor.map { ID($0) },
                    among: vendors.map { Choice("\($0.id)", L(same: $0.name)) },
                ).html
            }
            if let state = query.state {
                FilledField.hidden(ShowFloor.state.name, state.rawValue).html
            }
            ShowFloor.search.filled(query.search).html
        }
    }

    private var resetPath: String {
        var all = query
        all.search = ""
        return all.path(of: vendor)
    }

    private var tiles: HTML {
        statTiles([
            StatTile(
                L("在席", en: "Seats working"),
                value: "\(totals.working)",
                unit: L(same: " / \(totals.seats)"),
            ),
            StatTile(
                L("今日外呼", en: "Calls today"),
                value: grouped(totals.dialled),
                formula: L("每人每日上限200（C5.1）", en: "At most 200 a person a day (C5.1)"),
            ),
            StatTile(
                L("意向客户", en: "Interested"),
                value: grouped(totals.interested),
                formula: L(
                    "按不同客户计，目标每人15户（C5.2）",
                    en: "Different customers; the aim is 15 a person (C5.2)",
                ),
            ),
            StatTile(
                L("工时利用率", en: "Occupancy"),
                value: totals.occupancyPercent.map(String.init) ?? "–",
                unit: L(same: "%"),
                formula: L("处理时长 ÷ 签入可用时长", en: "Handling ÷ signed-in available time"),
            ),
        ])
    }
}
