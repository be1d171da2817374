internal import Access
internal import Campaigns
internal import Database
internal import Kernel

/// A lead that may be handed out, with what the checks need.
struct Candidate {
    let id: ID<Lead>
    let campaign: ID<Campaign>
    let institution: ID<Institution>
    let customerKey: Int64
    let region: String
    let state: LeadState
    let attempts: Int
    let phoneSealed: [UInt8]
}

/// A hand-out as stored.
struct StoredHandOut {
    let lead: ID<Lead>
    let campaign: ID<Campaign>
    let customerKey: Int64
    let kind: HandOutKind
    let isPreviewing: Bool
    let attempts: Int
}

/// Every statement of the hand-out. Each hits an index; states stand as literals so that the
/// partial indexes match.
struct HandOutStore {
    private let transaction: Transaction

    init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    // MARK: Counts

    func dialled(_ agent: ID<Account>, on day: BusinessDay) throws -> Int {
        let row = try transaction.first(
            "SELECT dialled FROM agent_day WHERE agent_id = \(agent) AND day = \(day)"
        )
        return Int(try row?.int(0) ?? 0)
    }

    func dialled(for institution: ID<Institution>, on day: BusinessDay) throws -> Int {
        let row = try transaction.first(
            """
            SELECT dialled FROM institution_day
            WHERE institution_id = \(institution) AND day = \(day)
            """
        )
        return Int(try row?.int(0) ?? 0)
    }

    /// Counts one call of the agent; false at 200. C5.1.
    func countCall(by agent: ID<Account>, on day: BusinessDay) throws -> Bool {
        try transaction.first(
            """
            INSERT INTO agent_day(agent_id, day, dialled) VALUES (\(agent), \(day), 1)
            ON CONFLICT(agent_id, day) DO UPDATE SET dialled = agent_day.dialled + 1
                WHERE agent_day.dialled < 200
            RETURNING dialled
            """
        ) != nil
    }

    /// Counts one call for the branch; false when its volume of the day is used up. C5.3.
    func countCall(
        for institution: ID<Institution>,
        on day: BusinessDay,
        upTo volume: Int,
    ) throws -> Bool {
        if volume < 1 { return false }
        return try transaction.first(
            """
            INSERT INTO institution_day(institution_id, day, dialled)
            VALUES (\(institution), \(day), 1)
            ON CONFLICT(institution_id, day) DO UPDATE SET dialled = institution_day.dialled + 1
                WHERE institution_day.dialled < \(volume)
            RETURNING dialled
            """
        ) != nil
    }

    /// How often the customer was called: in this task ever, and today and in 24 hours over all.
    func counts(_ candidate: Candidate, _ now: Moment) throws -> AttemptCounts {
        let dayAgo = now - .hours(24)
        let row = try transaction.one(
            """
            SELECT COUNT(*), COALESCE(SUM(CASE WHEN dialled_at >= \(now.day.start) THEN 1 ELSE 0 END), 0)
            FROM handout WHERE customer_key = \(candidate.customerKey)
                AND dialled_at IS NOT NULL AND dialled_at > \(dayAgo)
            """
        )
        return AttemptCounts(
            today: Int(try row.int(1)),
            inCampaign: candidate.attempts,
            in24Hours: Int(try row.int(0)),
        )
    }

    func isSuppressed(_ customerKey: Int64) throws -> Bool {
        try transaction.first(
            """
            SELECT s.id FROM suppression s WHERE s.customer_key = \(customerKey)
                AND NOT EXISTS (SELECT 1 FROM suppression_lift l WHERE l.suppression_id = s.id)
            LIMIT 1
            """
        ) != nil
    }

    func isHeld(_ customerKey: Int64) throws -> Bool {
        try transaction.first(
            "SELECT agent_id FROM customer_hold WHERE customer_key = \(customerKey)"
        ) != nil
    }

    func hasOpen(_ agent: ID<Account>) throws -> Bool {
        try transaction.first(
            """
            SELECT id FROM handout WHERE agent_id = \(agent)
                AND state IN ('previewing', 'dialled')
            """
        ) != nil
    }

    // MARK: Candidates

    private static let columns: SQL = """
        id, campaign_id, institution_id, customer_key, region, state, attempts, phone_sealed
        """

    /// The lead of a task that is next in turn: one that is due again, else the best new one.
    func candidate(in campaign: ID<Campaign>, at now: Moment) throws -> Candidate? {
        let due = try transaction.first(
            """
            SELECT \(Self.columns) FROM lead
            WHERE campaign_id = \(campaign) AND state = 'waiting' AND due_at <= \(now)
            ORDER BY due_at, id LIMIT 1\(transaction.dialect.skipLocked)
            """
        )
        if let due { return try Self.candidate(due) }
        return try transaction.first(
            """
            SELECT \(Self.columns) FROM lead
            WHERE campaign_id = \(campaign) AND state = 'ready'
            ORDER BY priority DESC, id LIMIT 1\(transaction.dialect.skipLocked)
            """
        ).map(Self.candidate)
    }

    /// One particular lead of a vendor.
    func candidate(_ lead: ID<Lead>, vendor: ID<Organisation>) throws -> Candidate? {
        try transaction.first(
            """
            SELECT \(Self.columns) FROM lead
            WHERE id = \(lead) AND vendor_id = \(vendor)\(transaction.dialect.forUpdate)
            """
        ).map(Self.candidate)
    }

    private static func candidate(_ row: Row) throws -> Candidate {
        Candidate(
            id: ID(try row.int(0)),
            campaign: ID(try row.int(1)),
            institution: ID(try row.int(2)),
            customerKey: try row.int(3),
            region: try row.text(4),
            state: try row.decode("state", as: LeadState.self),
            attempts: Int(try row.int(6)),
            phoneSealed: try row.blob(7),
        )
    }

    // MARK: Holding

    /// Holds a lead and its customer for the agent; nil when someone else has the customer.
    func hold(
        _ candidate: Candidate,
        kind: HandOutKind,
        by viewer: Viewer,
        at now: Moment,
    ) throws -> HeldLead? {
        let handOut = try transaction.insert(
            """
            INSERT INTO handout(lead_id, campaign_id, institution_id, vendor_id, customer_key,
                agent_id, kind, state, day, handed_at)
            VALUES (\(candidate.id), \(candidate.campaign), \(candidate.institution),
                \(viewer.organisation), \(candidate.customerKey), \(viewer.account),
                \(kind.rawValue), 'previewing', \(now.day), \(now)) RETURNING id
            """
        )
        let isFirst =
            try transaction.execute(
                """
                INSERT INTO customer_hold(customer_key, agent_id, lead_id, handout_id, since)
                VALUES (\(candidate.customerKey), \(viewer.account), \(candidate.id), \(handOut),
                    \(now)) ON CONFLICT DO NOTHING
                """
            ) == 1
        guard isFirst else {
            try transaction.execute("DELETE FROM handout WHERE id = \(handOut)")
            return nil
        }
        try setLead(candidate.id, .held, due: nil, heldBack: nil)
        return HeldLead(
            handOut: ID(handOut),
            lead: candidate.id,
            campaign: candidate.campaign,
            kind: kind,
        )
    }

    func open(_ handOut: ID<HandOut>, of agent: ID<Account>) throws -> StoredHandOut? {
        try stored("h.id = \(handOut) AND h.agent_id = \(agent) AND h.closed_at IS NULL")
    }

    func handOut(_ handOut: ID<HandOut>) throws -> StoredHandOut? {
        try stored("h.id = \(handOut)")
    }

    private func stored(_ condition: SQL) throws -> StoredHandOut? {
        try transaction.first(
            """
            SELECT h.lead_id, h.campaign_id, h.customer_key, h.kind, h.state, l.attempts
            FROM handout h JOIN lead l ON l.id = h.lead_id WHERE \(condition)
            """
        ).map { row in
            StoredHandOut(
                lead: ID(try row.int(0)),
                campaign: ID(try row.int(1)),
                customerKey: try row.int(2),
                kind: try row.decode("kind", as: HandOutKind.self),
                isPreviewing: try row.text(4) == "previewing",
                attempts: Int(try row.int(5)),
            )
        }
    }

    func markDialled(_ handOut: ID<HandOut>, lead: ID<Lead>, at now: Moment) throws {
        try transaction.execute(
            "UPDATE handout SET state = 'dialled', dialled_at = \(now) WHERE id = \(handOut)"
        )
        try transaction.execute("UPDATE lead SET attempts = attempts + 1 WHERE id = \(lead)")
    }

    func close(
        _ handOut: ID<HandOut>,
        customer: Int64,
        as state: String,
        at now: Moment,
    ) throws {
        try transaction.execute(
            "UPDATE handout SET state = \(state), closed_at = \(now) WHERE id = \(handOut)"
        )
        try transaction.execute(
            """
            DELETE FROM customer_hold WHERE customer_key = \(customer) AND handout_id = \(handOut)
            """
        )
    }

    func setLead(
        _ lead: ID<Lead>,
        _ state: LeadState,
        due: Moment?,
        heldBack: HeldBack?,
        outcome: Outcome? = nil,
    ) throws {
        try transaction.execute(
            """
            UPDATE lead SET state = \(state.rawValue), due_at = \(due),
                held_back = \(heldBack?.rawValue),
                last_outcome = COALESCE(\(outcome?.rawValue), last_outcome) WHERE id = \(lead)
            """
        )
    }

    // MARK: Why there is none

    /// How many leads of these tasks wait for each reason, counted up to ten thousand, and when
    /// the first is due.
    func heldBack(in campaigns: [ID<Campaign>]) throws -> ([HeldBack: Int], Moment?) {
        var counts: [HeldBack: Int] = [:]
        var due: Moment?
        for campaign in campaigns {
            try transaction.each(
                """
                SELECT held_back, COUNT(*) AS n, MIN(due_at) AS due FROM
                    (SELECT held_back, due_at FROM lead WHERE campaign_id = \(campaign)
                        AND state = 'waiting' ORDER BY due_at, id LIMIT 10000) AS waiting
                GROUP BY held_back
                """
            ) { row in
                let reason = try row.optionalDecode("held_back", as: HeldBack.self) ?? .recycled
                counts[reason, default: 0] += Int(try row.int("n"))
                if let first = try row.optionalMoment("due") { due = min(first, due ?? first) }
            }
        }
        return (counts, due)
    }
}
