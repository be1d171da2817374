package import Access
internal import Accounts
internal import Database
package import HTML
package import Kernel
package import Web

extension Context {
    /// Refuses an act at a seat whose browser is not in the calling room. C2.3.
    func requireCallingRoom() throws {
        try CallingRoomStore(transaction).room().check(peer)
    }
}

/// From which networks agents may work. C2.3.
package struct ShowCallingRoom: Endpoint {
    package static let route = Route(.get, "/calling-room")
    package static let permission = Permission.seeCallingRoom

    package func answer(_ input: NoInput, _ context: Context) throws -> WithHistory<CallingRoomView>
    {
        try CallingRoomView(context).with(try context.history(of: .callingRoom))
    }
}

/// The calling room as a reader sees it.
package struct CallingRoomView: Resource {
    /// One naming of the networks.
    package struct Decision: Encodable, Sendable {
        let networks: [String]
        let reason: String
        let by: String
        let at: String
    }

    /// The networks; none while work is not bound to a place.
    package let networks: [String]
    /// The namings, newest first.
    package let decisions: [Decision]
    /// The address that the reader's own request came from.
    package let peer: String
    /// What the reader saw; sent with new networks.
    package let version: Int64
    private let maySet: Bool

    private enum CodingKeys: String, CodingKey { case networks, decisions, peer, version }

    init(_ context: Context) throws {
        let namings = try CallingRoomStore(context.transaction).decisions(limit: 50)
        let names = try AccountStore(context.transaction).names(Set(namings.map(\.by.rawValue)))
        networks = namings.first?.room.networks.map(\.description) ?? []
        decisions = namings.map { naming in
            Decision(
                networks: naming.room.networks.map(\.description),
                reason: naming.reason,
                by: names[naming.by.rawValue] ?? "",
                at: "\(naming.at)",
            )
        }
        peer = context.peer
        version = try context.version(of: .callingRoom).rawValue
        maySet = Permission.setCallingRoom.allows(context.viewer)
    }

    package var title: L { L("作业场地网络", en: "Calling room") }

    package var page: HTML {
        pageHeader(
            title,
            L(
                "坐席只能在行方集中外呼场地的网络内签入、取客户和拨号（C2.3）。",
                en: "Agents open a seat, take leads and dial only from the networks of the bank's "
                    + "calling room (C2.3).",
            ),
        )
        card(L("现行网络", en: "Networks now")) {
            if networks.isEmpty {
                notice(
                    .warning,
                    L(
                        "尚未设定，坐席可在任何地址作业。投产前请设定。",
                        en: "None is named: agents can work from anywhere. Name them before going "
                            + "live.",
                    ),
                )
            } else {
                element("p") { networks.joined(separator: "  ") }
            }
            if maySet { settingForm }
        }
        card(L("设定记录", en: "Decisions")) {
            dataTable(
                columns: [
                    Column(L("时间", en: "Time")), Column(L("网络", en: "Networks")),
                    Column(L("设定人", en: "By")), Column(L("依据", en: "Ground")),
                ],
                rows: decisions.map { decision in
                    TableRow([
                        decision.at.html, decision.networks.joined(separator: " ").html,
                        decision.by.html, decision.reason.html,
                    ])
                },
                empty: L("尚无设定。", en: "Nothing has been named."),
            )
        }
    }

    private var settingForm: HTML {
        form(action: "/calling-room", success: L("已保存。", en: "Saved.")) {
            Version(version).html
            Field(
                "networks",
                L("网络", en: "Networks"),
                help: L(
                    "IP或网段（如 10.8.3.0/24），以空格分隔；留空则不限制。您当前的地址是 \(peer)。",
                    en: "IP addresses or networks (such as 10.8.3.0/24), divided by spaces; empty "
                        + "for no limit. Your own address is \(peer).",
                ),
                isWide: true,
            ).text(networks.joined(separator: " "), maximum: 1_000)
            Field("reason", L("依据", en: "On what ground"), isRequired: true, isWide: true)
                .text(maximum: 300)
            submitBar(L("保存", en: "Save"))
        }
    }
}
