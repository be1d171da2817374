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
    let due: Moment?
    let heldBack: HeldBack?
    let attempts: Int
}

/// A hand-out that is not over, as stored.
struct StoredHandOut {
    let lead: ID<Lead>
    let campaign: ID<Campaign>
    let customerKey: Int64
    let kind: HandOutKind
    let isPreviewing: Bool
    let attempts: Int
    /// Where the lead stands now.
    let state: LeadState
    let heldBack: HeldBack?
    /// Where the lead stood before; nil for one handed out before that was kept.
    let before: LeadState?
    let dueBefore: Moment?
    let heldBackBefore: HeldBack?
    /// When it was over; nil while it is open.
    let closedAt: Moment?
}

/// What decides whether an agent may have a lead.
struct AgentStanding {
    /// How many calls the agent has placed today.
    let dialled: Int
    /// Whether a hand-out of the agent's is open.
    let hasOpen: Bool
}

/// A previewed hand-out with what a dial needs.
struct PreviewedLead {
    let candidate: Candidate
    let kind: HandOutKind
    let phoneSealed: [UInt8]
}

/// Every statement of the hand-out. Each hits an index; states stand as literals so that the
/// partial indexes match.
struct HandOutStore {
    let transaction: Transaction

    init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    /// What is known of a customer: suppression, who has them, and how often they were dialled in
    /// 24 hours and today over all tasks. `handOut` is the one that may have them.
    func facts(
        _ candidate: Candidate,
        but handOut: ID<HandOut>? = nil,
        at now: Moment,
    ) throws -> CustomerFacts {
        let key = candidate.customerKey
        let row = try transaction.one(
            """
            SELECT COUNT(*),
                COALESCE(SUM(CASE WHEN dialled_at >= \(now.day.start) THEN 1 ELSE 0 END), 0),
                MIN(dialled_at),
                CASE WHEN EXISTS (SELECT 1 FROM suppression s WHERE s.customer_key = \(key)
                    AND NOT EXISTS (SELECT 1 FROM suppression_lift l
                        WHERE l.suppression_id = s.id)) THEN 1 ELSE 0 END,
                (SELECT handout_id FROM customer_hold WHERE customer_key = \(key))
            FROM handout WHERE customer_key = \(key)
                AND dialled_at IS NOT NULL AND dialled_at > \(now - .hours(24))
            """
        )
        let holder = try row.optionalInt(4)
        return CustomerFacts(
            isWithdrawn: try isUndone(candidate.id),
            isSuppressed: try row.int(3) == 1,
            isHeld: holder != nil && holder != handOut?.rawValue,
            attempts: AttemptCounts(
                today: Int(try row.int(1)),
                inCampaign: candidate.attempts,
                in24Hours: Int(try row.int(0)),
            ),
            firstIn24Hours: try row.optionalMoment(2),
        )
    }

    /// How many calls the agent has placed today, and whether a hand-out of theirs is open.
    func agent(
        _ agent: ID<Account>,
        on day: BusinessDay,
    ) throws -> AgentStanding {
        let row = try transaction.one(
            """
            SELECT COALESCE((SELECT dialled FROM agent_day
                    WHERE agent_id = \(agent) AND day = \(day)), 0),
                CASE WHEN EXISTS (SELECT 1 FROM handout WHERE agent_id = \(agent)
                    AND state IN ('previewing', 'dialled')) THEN 1 ELSE 0 END
            """
        )
        return AgentStanding(dialled: Int(try row.int(0)), hasOpen: try row.int(1) == 1)
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

    // MARK: Candidates

    static let columns: SQL = """
        l.id, l.campaign_id, l.institution_id, l.customer_key, l.region, l.state, l.due_at,
            l.held_back, l.attempts
        """

    /// One particular lead of a vendor.
    func candidate(_ lead: ID<Lead>, vendor: ID<Organisation>) throws -> Candidate? {
        try transaction.first(
            """
            SELECT \(Self.columns) FROM lead l
            WHERE id = \(lead) AND vendor_id = \(vendor)\(transaction.dialect.forUpdate)
            """
        ).map(Self.candidate)
    }

    static func candidate(_ row: Row) throws -> Candidate {
        Candidate(
            id: ID(try row.int(0)),
            campaign: ID(try row.int(1)),
            institution: ID(try row.int(2)),
            customerKey: try row.int(3),
            region: try row.text(4),
            state: try row.decode(5, as: LeadState.self),
            due: try row.optionalMoment(6),
            heldBack: try row.optionalDecode(7, as: HeldBack.self),
            attempts: Int(try row.int(8)),
        )
    }

    // MARK: Held leads

    /// The lead on an agent's screen, with the customer's hold locked: whoever suppresses the
    /// customer meanwhile waits for this transaction, or this one for theirs.
    func previewed(_ handOut: ID<HandOut>, by viewer: Viewer) throws -> PreviewedLead? {
        try transaction.first(
            """
            SELECT \(Self.columns), l.phone_sealed, h.kind
            FROM handout h JOIN lead l ON l.id = h.lead_id
                JOIN customer_hold c ON c.customer_key = h.customer_key AND c.handout_id = h.id
            WHERE h.id = \(handOut) AND h.agent_id = \(viewer.account)
                AND h.vendor_id = \(viewer.organisation) AND h.state = 'previewing'
                AND l.state = 'held'\(transaction.dialect.forUpdate)
            """
        ).map { row in
            PreviewedLead(
                candidate: try Self.candidate(row),
                kind: try row.decode(10, as: HandOutKind.self),
                phoneSealed: try row.blob(9),
            )
        }
    }

    /// An agent's hand-out that is not over.
    func open(_ handOut: ID<HandOut>, of agent: ID<Account>) throws -> StoredHandOut? {
        try stored("h.id = \(handOut) AND h.agent_id = \(agent) AND h.closed_at IS NULL")
    }

    /// A hand-out that is not over, whoever's it is.
    func open(_ handOut: ID<HandOut>) throws -> StoredHandOut? {
        try stored("h.id = \(handOut) AND h.closed_at IS NULL")
    }

    /// A hand-out that is over, when its lead waits or is finished and was not dialled since.
    func last(_ handOut: ID<HandOut>) throws -> StoredHandOut? {
        try stored(
            """
            h.id = \(handOut) AND h.closed_at IS NOT NULL
                AND l.state IN ('waiting', 'callback', 'finished')
                AND NOT EXISTS (SELECT 1 FROM handout n WHERE n.lead_id = h.lead_id
                    AND n.id > h.id AND n.dialled_at IS NOT NULL)
            """
        )
    }

    private func stored(_ condition: SQL) throws -> StoredHandOut? {
        try transaction.first(
            """
            SELECT h.lead_id, h.campaign_id, h.customer_key, h.kind, h.state, l.attempts,
                h.lead_state, h.lead_due_at, h.lead_held_back, h.closed_at,
                l.state AS now_state, l.held_back
            FROM handout h JOIN lead l ON l.id = h.lead_id
            WHERE \(condition)\(transaction.dialect.forUpdate)
            """
        ).map { row in
            StoredHandOut(
                lead: ID(try row.int(0)),
                campaign: ID(try row.int(1)),
                customerKey: try row.int(2),
                kind: try row.decode(3, as: HandOutKind.self),
                isPreviewing: try row.text(4) == "previewing",
                attempts: Int(try row.int(5)),
                state: try row.decode(10, as: LeadState.self),
                heldBack: try row.optionalDecode(11, as: HeldBack.self),
                before: try row.optionalDecode(6, as: LeadState.self),
                dueBefore: try row.optionalMoment(7),
                heldBackBefore: try row.optionalDecode(8, as: HeldBack.self),
                closedAt: try row.optionalMoment(9),
            )
        }
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

    /// Moves a lead that is not in anyone's hands.
    func move(_ candidate: Candidate, by event: LeadEvent) throws {
        try LeadMover(transaction).move(
            candidate.id,
            from: LeadMover.Place(candidate.campaign, candidate.state, candidate.heldBack),
            by: event,
        )
    }

    /// Moves the lead of a hand-out that is over.
    func move(leadOf handOut: StoredHandOut, by event: LeadEvent, outcome: Outcome) throws {
        try LeadMover(transaction).move(
            handOut.lead,
            from: LeadMover.Place(handOut.campaign, handOut.state, handOut.heldBack),
            by: event,
            outcome: outcome,
        )
    }

    /// Lets a lead go from an agent's hands. One that was withdrawn meanwhile stays so.
    func release(
        _ handOut: StoredHandOut,
        by event: LeadEvent,
        outcome: Outcome? = nil,
    ) throws {
        try LeadMover(transaction).move(
            handOut.lead,
            from: LeadMover.Place(handOut.campaign, .held),
            by: event,
            outcome: outcome,
        )
    }
}
