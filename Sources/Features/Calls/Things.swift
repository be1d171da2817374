internal import Kernel
package import Web

extension ThingKind {
    /// A call.
    package static let call = ThingKind(
        "call",
        acts: "calls",
        L("通话", en: "Call"),
        page: "/calls/{id}",
    )
    /// An agent's seat, by the agent.
    package static let seat = ThingKind("seat", acts: "seats", L("席位", en: "Seat"))
    /// A callback that was promised.
    package static let callback = ThingKind(
        "callback",
        acts: "callbacks",
        L("回访", en: "Callback"),
    )
    /// The networks of the calling room.
    package static let callingRoom = ThingKind(
        "calling_room",
        acts: "calling-room",
        L("作业场地网络", en: "Networks of the calling room"),
        page: "/calling-room",
        isOnly: true,
    )
    /// The talk that a success needs.
    package static let talkMinimum = ThingKind(
        "talk_minimum",
        acts: "talk-minimum",
        L("意向最短通话", en: "Least talk of a success"),
        page: "/talk-minimum",
        isOnly: true,
    )
}
