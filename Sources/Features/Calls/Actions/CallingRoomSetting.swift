package import Access
internal import Accounts
internal import Database
internal import HTML
package import Kernel
package import Records
package import Web

/// From which networks agents may work; from the next act at a seat on. C2.3.
package enum CallingRoomSetting: DecidedSetting {
    package static let path = "/calling-room"
    package static let see = Permission.seeCallingRoom
    package static let decide = Permission.setCallingRoom
    package static let kind = ThingKind.callingRoom
    package static let deciding = (
        code: "calling_room.set", words: L("设置作业场地网络", en: "Set the networks of the calling room")
    )
    package static let thing = SharedThing.callingRoom
    package static let table = DecisionTable.callingRoom
    package static let standard = CallingRoom([])
    package static let title = L("作业场地网络", en: "Calling room")
    package static let lead = L(
        "坐席只能在行方集中外呼场地的网络内签入、取客户和拨号（C2.3）。",
        en: "Agents open a seat, take leads and dial only from the networks of the bank's calling "
            + "room (C2.3).",
    )
    package static let field = InputField<CallingRoom>(
        "networks",
        L("网络", en: "Networks"),
        help: L(
            "IP或网段（如 10.8.3.0/24），以空格分隔；留空则不限制。",
            en: "IP addresses or networks (such as 10.8.3.0/24), divided by spaces; empty for "
                + "no limit.",
        ),
        isWide: true,
        shown: { $0.networks.map(\.description).joined(separator: " ") },
        control: { field, text, _ in field.text(text, maximum: 1_000) },
    ) { form, name throws(InvalidInput) in CallingRoom(try form.sourceAddresses(name)) }

    package static func words(_ room: CallingRoom) -> L {
        room.networks.isEmpty
            ? L("不限", en: "Anywhere")
            : L(same: room.networks.map(\.description).joined(separator: "  "))
    }

    package static func json(_ room: CallingRoom) -> any Encodable & Sendable {
        room.networks.map(\.description)
    }

    package static func extras(_ room: CallingRoom, _ context: Context) throws -> SettingExtras {
        SettingExtras(
            facts: ["peer": context.peer],
            remark: HTML {
                if room.networks.isEmpty {
                    notice(
                        .warning,
                        L(
                            "尚未设定，坐席可在任何地址作业。投产前请设定。",
                            en: "None is named: agents can work from anywhere. Name them before "
                                + "going live.",
                        ),
                    )
                }
                element("p") {
                    L("您当前的地址是 \(context.peer)。", en: "Your own address is \(context.peer).")
                }
            },
        )
    }
}

extension Context {
    /// Refuses an act at a seat whose browser is not in the calling room. C2.3.
    func requireCallingRoom() throws {
        try CallingRoomSetting.value(transaction).check(peer)
    }
}
