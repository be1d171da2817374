package import Accounts
package import Kernel

/// The networks of the bank's calling room: work at a seat comes from there and from nowhere else.
/// C2.3, C4.6.
package struct CallingRoom: Sendable, Hashable {
    /// The room's addresses and networks; none while the bank has named none, and then nothing is
    /// checked.
    package let networks: [SourceAddress]

    /// A room of these networks.
    package init(_ networks: [SourceAddress]) {
        self.networks = networks
    }

    /// Refuses a browser at `peer` that is not in the room.
    package func check(_ peer: String) throws(CallingRoomRefusal) {
        if networks.isEmpty || networks.contains(where: { $0.covers(peer) }) { return }
        throw .outside(peer)
    }
}

/// Why somebody may not work from where they are.
package enum CallingRoomRefusal: UserFacing, Hashable {
    /// The address is not one of the calling room's.
    case outside(String)

    package var code: String { "seat.outside_calling_room" }

    package var status: RefusalStatus { .refused }

    package var message: L {
        switch self {
        case .outside(let peer):
            L(
                "本机地址 \(peer) 不在行方集中外呼场地的网络内，不能作业。请在场地内的作业机上登录；"
                    + "如作业机地址有变，请联系行方安全管理员。",
                en:
                    "This machine's address \(peer) is not in the bank's calling room: no work from "
                    + "here. Sign in at a work machine in the room; if its address has changed, "
                    + "tell the bank's security officer.",
            )
        }
    }
}
