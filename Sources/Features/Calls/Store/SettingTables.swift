internal import Accounts
internal import Database
internal import Records

extension DecisionTable<CallingRoom> {
    /// What the bank has named as its calling room's networks, divided by spaces.
    static let callingRoom = DecisionTable(
        "calling_room",
        column: "networks",
        store: { "\($0.networks.map(\.description).joined(separator: " "))" },
        load: { row in
            CallingRoom(
                try row.text("networks").split(separator: " ").map { text in
                    guard let network = SourceAddress(String(text)) else {
                        preconditionFailure("Only networks that were read go into the table.")
                    }
                    return network
                }
            )
        },
    )
}

extension DecisionTable<Int> {
    /// What the bank asks of a conversation, in seconds.
    static let talkMinimum = DecisionTable(
        "talk_minimum",
        column: "seconds",
        store: { "\($0)" },
        load: { Int(try $0.int("seconds")) },
    )
}
