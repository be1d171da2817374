package import Access
package import Campaigns
internal import Database
package import Kernel
package import Vault

/// A lead as a list shows it: masked. C4.4.
package struct LeadLine: Sendable {
    /// The lead.
    package let id: ID<Lead>
    /// The task.
    package let campaign: ID<Campaign>
    /// The customer's name, masked.
    package let name: Masked
    /// The customer's number, masked.
    package let phone: Masked
    /// The customer's province, as the file tells it.
    package let region: String
    /// Where it stands.
    package let state: LeadState
    /// Why it waits; nil where nothing holds it back.
    package let heldBack: HeldBack?
    /// When it is due again.
    package let due: Moment?
    /// Calls in this task so far.
    package let attempts: Int
    /// The last call's result.
    package let lastOutcome: Outcome?
    /// Higher goes first.
    package let priority: Int
}

/// Once that a lead was handed to an agent.
package struct HandOutLine: Sendable {
    /// Who got it.
    package let agent: ID<Account>
    /// How it came.
    package let kind: HandOutKind
    /// When it came to the agent.
    package let handedAt: Moment
    /// When it was dialled; nil if it was not.
    package let dialledAt: Moment?
}

extension LeadStore {
    /// The leads of a task that the viewer has been found to see, after `key`, one state or all.
    package func list(
        of campaign: ID<Campaign>,
        in state: LeadState? = nil,
        after key: Int64 = 0,
        limit: Int,
    ) throws -> [LeadLine] {
        try transaction.rows(
            """
            SELECT * FROM lead WHERE campaign_id = \(campaign) AND id > \(key)\(Self.only(state))
            ORDER BY id LIMIT \(limit)
            """
        ).map(line)
    }

    /// A lead that the viewer may see: a vendor those of its tasks, the bank every one.
    package func find(_ lead: ID<Lead>, visibleTo viewer: Viewer) throws -> LeadLine {
        let row = try transaction.first("SELECT * FROM lead WHERE id = \(lead)")
        guard let row, viewer.maySee(vendor: ID(try row.int("vendor_id"))) else {
            throw NotFound(L("客户", en: "lead"))
        }
        return try line(row)
    }

    /// The leads of a customer that the viewer may see, the newest first: found by the blind index
    /// of the number.
    package func leads(
        of phone: PhoneNumber,
        visibleTo viewer: Viewer,
        limit: Int,
    ) throws -> [LeadLine] {
        let mine: SQL = viewer.onlyVendor.map { " AND vendor_id = \($0)" } ?? ""
        return try transaction.rows(
            """
            SELECT * FROM lead WHERE customer_key = \(vault.customerKey(phone))\(mine)
            ORDER BY id DESC LIMIT \(limit)
            """
        ).map(line)
    }

    /// To whom a lead was handed, newest first.
    package func handOuts(of lead: LeadLine) throws -> [HandOutLine] {
        try transaction.rows(
            """
            SELECT agent_id, kind, handed_at, dialled_at FROM handout WHERE lead_id = \(lead.id)
            ORDER BY id DESC LIMIT 100
            """
        ).map { row in
            HandOutLine(
                agent: ID(try row.int("agent_id")),
                kind: try row.decode("kind", as: HandOutKind.self),
                handedAt: try row.moment("handed_at"),
                dialledAt: try row.optionalMoment("dialled_at"),
            )
        }
    }

    /// The condition, with states as literals so that the partial indexes match.
    private static func only(_ state: LeadState?) -> SQL {
        switch state {
        case nil: ""
        case .ready: " AND state = 'ready'"
        case .waiting: " AND state = 'waiting'"
        case .held: " AND state = 'held'"
        case .callback, .finished, .suppressed, .withdrawn:
            """
             AND state IN ('callback', 'finished', 'suppressed', 'withdrawn')
             AND state = \(state?.rawValue)
            """
        }
    }

    private func line(_ row: Row) throws -> LeadLine {
        LeadLine(
            id: ID(try row.int("id")),
            campaign: ID(try row.int("campaign_id")),
            name: Masked(name: try vault.open(try row.blob("name_sealed"), as: .leadName)),
            phone: try maskedPhone(row),
            region: try row.text("region"),
            state: try row.decode("state", as: LeadState.self),
            heldBack: try row.optionalDecode("held_back", as: HeldBack.self),
            due: try row.optionalMoment("due_at"),
            attempts: Int(try row.int("attempts")),
            lastOutcome: try row.optionalDecode("last_outcome", as: Outcome.self),
            priority: Int(try row.int("priority")),
        )
    }
}
