package import Access
package import Campaigns
package import Database
package import Kernel
package import Leads
package import Telephony

/// The owner type of a callback's identity.
package enum Callback {}

/// A call that a customer asked for.
package struct CallbackDetails: Sendable, Hashable {
    /// The identity.
    package let id: ID<Callback>
    /// The customer's lead.
    package let lead: ID<Lead>
    /// The task.
    package let campaign: ID<Campaign>
    /// The vendor whose agents may call.
    package let vendor: ID<Organisation>
    /// The agent who agreed it; nil when anyone may call.
    package let owner: ID<Account>?
    /// When the customer wants the call.
    package let dueAt: Moment
    /// The call in which it was agreed.
    package let call: ID<PlacedCall>?
}

/// Callbacks in the database.
package struct CallbackStore {
    let transaction: Transaction

    /// A store within one transaction.
    package init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    /// How long after its time a callback waits for an owner who is away before anyone may call.
    package static let handedOnAfter = Duration.minutes(10)

    /// Keeps a callback; an open one for the same lead is replaced.
    func add(_ record: OutcomeRecord, from call: CallDetails, at now: Moment) throws {
        try cancelOpen(of: call.lead)
        guard let dueAt = record.callbackAt else { return }
        let owner = record.callbackScope == .anyone ? nil : call.agent
        try transaction.execute(
            """
            INSERT INTO callback(lead_id, campaign_id, vendor_id, customer_key, owner_id, due_at,
                state, call_id, created_by, created_at)
            VALUES (\(call.lead), \(call.campaign), \(call.vendor), \(call.customerKey), \(owner),
                \(dueAt), 'open', \(call.id), \(call.agent), \(now))
            """
        )
    }

    /// Takes away the open callbacks of a lead: it was called, or refused.
    func cancelOpen(of lead: ID<Lead>) throws {
        try transaction.execute(
            """
            UPDATE callback SET state = 'cancelled' WHERE lead_id = \(lead) AND state = 'open'
            """
        )
    }

    /// The callbacks that an agent sees: their own, anyone's, and those handed on because their
    /// owner is away, due until `until`, soonest first.
    package func list(for viewer: Viewer, until: Moment, now: Moment, limit: Int) throws
        -> [CallbackDetails]
    {
        try transaction.rows(
            """
            SELECT c.* FROM \(Self.open(to: viewer, until: until, now: now))
            ORDER BY c.due_at, c.id LIMIT \(limit)
            """
        ).map(Self.details)
    }

    /// How many of those callbacks are due, counted up to `most`.
    func countDue(for viewer: Viewer, at now: Moment, upTo most: Int) throws -> Int {
        let row = try transaction.one(
            """
            SELECT COUNT(*) FROM (SELECT 1 FROM \(Self.open(to: viewer, until: now, now: now))
                LIMIT \(most)) AS due
            """
        )
        return Int(try row.int(0))
    }

    /// The open callbacks that an agent may take, as the tables and conditions of a query.
    private static func open(to viewer: Viewer, until: Moment, now: Moment) -> SQL {
        """
        callback c LEFT JOIN seat s ON s.agent_id = c.owner_id
            WHERE c.vendor_id = \(viewer.organisation) AND c.state = 'open'
                AND c.due_at <= \(until)
                AND (c.owner_id IS NULL OR c.owner_id = \(viewer.account)
                    OR (c.due_at <= \(now - handedOnAfter)
                        AND COALESCE(s.state, 'signed_out')
                            IN ('signed_out', 'on_break', 'locked')))
        """
    }

    /// A callback that the agent may take now.
    func take(_ id: ID<Callback>, for viewer: Viewer, at now: Moment) throws -> CallbackDetails {
        let row = try transaction.first(
            """
            SELECT c.* FROM \(Self.open(to: viewer, until: now + .hours(24 * 31), now: now))
                AND c.id = \(id)
            """
        )
        guard let row else { throw NotFound(L("回访预约", en: "callback")) }
        return try Self.details(row)
    }

    /// Notes that the callback's call was placed.
    func finish(of lead: ID<Lead>) throws {
        try transaction.execute(
            "UPDATE callback SET state = 'done' WHERE lead_id = \(lead) AND state = 'open'"
        )
    }

    static func details(_ row: Row) throws -> CallbackDetails {
        CallbackDetails(
            id: ID(try row.int("id")),
            lead: ID(try row.int("lead_id")),
            campaign: ID(try row.int("campaign_id")),
            vendor: ID(try row.int("vendor_id")),
            owner: try row.optionalInt("owner_id").map { ID($0) },
            dueAt: try row.moment("due_at"),
            call: try row.optionalInt("call_id").map { ID($0) },
        )
    }
}
