package import Access
internal import Accounts
package import Database
package import Kernel

/// What the bank has named as its calling room's networks, each naming with who, when and why. C2.3.
package struct CallingRoomStore {
    private let transaction: Transaction

    /// A store within one transaction.
    package init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    /// One naming of the networks.
    package struct Decision: Sendable {
        /// From then on.
        package let room: CallingRoom
        /// Why.
        package let reason: String
        /// Who.
        package let by: ID<Account>
        /// When.
        package let at: Moment
    }

    /// The room as it is now.
    package func room() throws -> CallingRoom {
        try decisions(limit: 1).first?.room ?? CallingRoom([])
    }

    /// The namings, newest first.
    package func decisions(limit: Int) throws -> [Decision] {
        try transaction.rows(
            """
            SELECT networks, reason, account_id, at FROM calling_room
            ORDER BY id DESC LIMIT \(limit)
            """
        ).map { row in
            Decision(
                room: CallingRoom(
                    try row.text("networks").split(separator: " ").map(Self.network)
                ),
                reason: try row.text("reason"),
                by: ID(try row.int("account_id")),
                at: try row.moment("at"),
            )
        }
    }

    private static func network(_ text: Substring) -> SourceAddress {
        guard let network = SourceAddress(String(text)) else {
            preconditionFailure("Only networks that were read go into the table.")
        }
        return network
    }

    /// Names the networks.
    func set(
        _ room: CallingRoom,
        because reason: String,
        by viewer: Viewer,
        at now: Moment,
    ) throws {
        let networks = room.networks.map(\.description).joined(separator: " ")
        try transaction.execute(
            """
            INSERT INTO calling_room(networks, reason, account_id, at)
            VALUES (\(networks), \(reason), \(viewer.account), \(now))
            """
        )
    }
}
