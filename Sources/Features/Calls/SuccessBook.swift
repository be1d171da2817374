package import Access
internal import Campaigns
internal import Database
package import Kernel
package import Telephony

/// Says whether a customer found interested counts to the 15 of a day: the one place that does.
/// C5.2, C6.3.
///
/// A success counts when the line's evidence carries it: a conversation of at least the talk that the
/// bank asks for. Any other waits until a person of the bank has confirmed it. What counts is a row of
/// `interested_day`, made and taken away by `OutcomeStore.countInterested` and `uncountInterested`
/// alone; what waits is a row of `success_review` in state `pending`. Reports read both and decide
/// nothing.
package struct SuccessBook {
    /// How a success stands whose evidence did not carry it. The raw value is stored.
    package enum Review: String, Sendable, CaseIterable, Encodable {
        /// It waits for a person of the bank.
        case pending
        /// A person of the bank has confirmed it; it counts.
        case confirmed
        /// A person of the bank has refused it; it does not count.
        case rejected
        /// The result was corrected to another one.
        case withdrawn

        /// The state's name for people.
        package var name: L {
            switch self {
            case .pending: L("意向待行方确认，暂不计数", en: "Waits for the bank, does not count yet")
            case .confirmed: L("行方已确认，计数", en: "Confirmed by the bank, counts")
            case .rejected: L("行方未予确认，不计数", en: "Not confirmed by the bank, does not count")
            case .withdrawn: L("结果已更正", en: "The result was corrected")
            }
        }
    }

    /// A decision, or what waits for one.
    package struct Standing: Sendable {
        /// How it stands.
        package let review: Review
        /// Who decided; nil while nobody has.
        package let by: ID<Account>?
        /// When.
        package let at: Moment?
        /// Why.
        package let reason: String?
    }

    private let transaction: Transaction
    private let outcomes: OutcomeStore

    init(_ transaction: Transaction, _ outcomes: OutcomeStore) {
        self.transaction = transaction
        self.outcomes = outcomes
    }

    /// Brings the count up to date after a result was recorded or corrected.
    func settle(_ outcome: Outcome, of call: CallDetails, minimum: Duration) throws {
        guard outcome.isSuccess else {
            try outcomes.uncountInterested(call)
            try move(call.id, to: .withdrawn)
            return
        }
        if EvidenceVerdict(outcome, call, minimum: minimum) == .consistent {
            return try outcomes.countInterested(call)
        }
        switch try standing(of: call.id)?.review {
        case .confirmed: try outcomes.countInterested(call)
        case .rejected: break
        case nil, .pending, .withdrawn: try wait(call)
        }
    }

    /// Decides on a success that waits, never on one's own. Only until the day is closed: its report stands.
    func decide(
        _ call: CallDetails,
        isConfirmed: Bool,
        because reason: String,
        by viewer: Viewer,
        at now: Moment,
    ) throws {
        if try outcomes.isClosed(call.day, of: call.vendor) {
            throw OutcomeRefusal.dayClosed(call.day)
        }
        try FourEyes.check(viewer.account, not: [call.agent])
        let state = isConfirmed ? Review.confirmed : .rejected
        let decided = try transaction.execute(
            """
            UPDATE success_review SET state = \(state.rawValue), decided_by = \(viewer.account),
                decided_at = \(now), reason = \(reason)
            WHERE call_id = \(call.id) AND state = 'pending'
            """
        )
        if decided == 0 { throw OutcomeRefusal.nothingToConfirm }
        if isConfirmed { try outcomes.countInterested(call) }
    }

    /// How a call's success stands; nil where the evidence carries it, or there is none.
    package func standing(of call: ID<PlacedCall>) throws -> Standing? {
        try transaction.first(
            """
            SELECT state, decided_by, decided_at, reason FROM success_review
            WHERE call_id = \(call)
            """
        ).map { row in
            Standing(
                review: try row.decode("state", as: Review.self),
                by: try row.optionalInt("decided_by").map { ID($0) },
                at: try row.optionalMoment("decided_at"),
                reason: try row.optionalText("reason"),
            )
        }
    }

    /// How many of an agent's successes of a day wait for the bank.
    package func pending(of agent: ID<Account>, on day: BusinessDay) throws -> Int {
        let row = try transaction.one(
            """
            SELECT COUNT(*) FROM success_review
            WHERE state = 'pending' AND day = \(day) AND agent_id = \(agent)
            """
        )
        return Int(try row.int(0))
    }

    /// The calls whose success waits for the bank, after `key`, oldest first.
    func pending(
        visibleTo viewer: Viewer,
        after key: Int64,
        limit: Int,
    ) throws -> [CallDetails] {
        let mine: SQL = viewer.onlyVendor.map { " AND r.vendor_id = \($0)" } ?? ""
        return try transaction.rows(
            """
            SELECT c.* FROM success_review r JOIN call c ON c.id = r.call_id
            WHERE r.state = 'pending' AND r.call_id > \(key)\(mine)
            ORDER BY r.call_id LIMIT \(limit)
            """
        ).map(CallStore.details)
    }

    private func wait(_ call: CallDetails) throws {
        try outcomes.uncountInterested(call)
        try transaction.execute(
            """
            INSERT INTO success_review(call_id, day, agent_id, vendor_id, campaign_id, state)
            VALUES (\(call.id), \(call.day), \(call.agent), \(call.vendor), \(call.campaign),
                'pending')
            ON CONFLICT(call_id) DO UPDATE SET state = 'pending'
            """
        )
    }

    private func move(_ call: ID<PlacedCall>, to state: Review) throws {
        try transaction.execute(
            """
            UPDATE success_review SET state = \(state.rawValue)
            WHERE call_id = \(call) AND state = 'pending'
            """
        )
    }
}
