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
            stateName = seat.state.name
            since = seat.since.milliseconds
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
    }

    /// Leads that wait for one reason.
    package struct Held: Encodable, Sendable {
        let code: String
        let reason: L
        let count: Int
    }

    /// The vendor that is shown; nil when there is none.
    package let vendor: Int64?
    /// The vendor's seats.
    package let seats: [Seat]
    /// The vendor's running tasks.
    package let tasks: [Task]
    /// How the trunk does; nil without a vendor.
    package let trunk: TrunkView?
    private let vendors: [OrganisationDetails]
    /// Whether the viewer may listen and the line has a voice.
    private let mayListen: Bool

    private enum CodingKeys: CodingKey {
        case vendor, seats, tasks, trunk
    }

    init(
        vendors: [OrganisationDetails],
        vendor: Int64?,
        seats: [Seat],
        tasks: [FloorTask],
        trunk: TrunkView?,
        mayListen: Bool,
    ) {
        self.vendors = vendors
        self.vendor = vendor
        self.seats = seats
        self.trunk = trunk
        self.mayListen = mayListen
        self.tasks = tasks.map { task in
            Task(
                campaign: task.campaign,
                name: task.name,
                institution: task.institution,
                volume: task.volume,
                volumeUsed: task.volumeUsed,
                refusal: task.refusal?.message,
                refusalCode: task.refusal?.code,
                leads: task.leads,
                ready: task.ready,
                dialled: task.dialled,
                answered: task.answered,
                interested: task.interested,
                heldBack: task.heldBack.map {
                    Held(code: $0.code, reason: $0.name, count: $0.count)
                },
            )
        }
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
                if vendors.count > 1 { vendorChoice }
            }
            if let trunk { trunk.page }
            element("div", .id("floor-live")) {
                element("div", .id("floor-tiles")) { tiles }
                FloorChips(seats: seats).html
                element("div", .class("floor-body")) {
                    FloorGrid(seats: seats, mayListen: mayListen).html
                    element("aside", .class("floor-side"), .id("floor-side")) {
                        FloorSide(tasks: tasks).html
                    }
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

    private var vendorChoice: HTML {
        filterBar("/floor") {
            selectField(
                "vendor",
                L("供应商", en: "Vendor"),
                choices: vendors.map { (String($0.id.rawValue), L(same: $0.name)) },
                chosen: vendor.map(String.init) ?? "",
            )
        }
    }

    private var tiles: HTML {
        let totals = FloorTotals(seats)
        return statTiles([
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
                L("平均工时利用率", en: "Mean occupancy"),
                value: totals.occupancyPercent.map(String.init) ?? "–",
                unit: L(same: "%"),
                formula: L("处理时长 ÷ 签入可用时长", en: "Handling ÷ signed-in available time"),
            ),
        ])
    }
}
