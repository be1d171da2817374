package import Access
internal import Campaigns
package import Database
package import Kernel
package import Leads
package import Telephony

/// Calls and the line's evidence in the database. C6.3.
package struct CallStore {
    let transaction: Transaction

    /// A store within one transaction.
    package init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    /// Keeps a call that is about to be placed.
    func add(_ permit: DialPermit, by viewer: Viewer, at now: Moment) throws -> ID<PlacedCall> {
        let call = ID<PlacedCall>(
            try transaction.insert(
                """
                INSERT INTO call(handout_id, lead_id, campaign_id, institution_id, vendor_id,
                    agent_id, customer_key, kind, script_version_id, day, dialled_at)
                VALUES (\(permit.handOut), \(permit.lead), \(permit.campaign),
                    \(permit.institution), \(viewer.organisation), \(viewer.account),
                    \(permit.customerKey), \(permit.kind.rawValue), \(permit.scriptVersion),
                    \(now.day), \(now)) RETURNING id
                """
            )
        )
        try CallSums(transaction).begin(call)
        return call
    }

    /// A call that the viewer may see: an agent their own, the rest of a vendor the vendor's.
    package func find(_ id: ID<PlacedCall>, visibleTo viewer: Viewer) throws -> CallDetails {
        guard let call = try call(id), viewer.maySee(vendor: call.vendor),
            !viewer.holds(.agent) || call.agent == viewer.account
        else { throw NotFound(L("通话", en: "call")) }
        return call
    }

    /// A call by its identity; for what the line reports.
    func call(_ id: ID<PlacedCall>) throws -> CallDetails? {
        try transaction.first("SELECT * FROM call WHERE id = \(id)").map(Self.details)
    }

    /// The calls without an end, for start-up.
    func open() throws -> [CallDetails] {
        try transaction.rows("SELECT * FROM call WHERE ended_at IS NULL ORDER BY id")
            .map(Self.details)
    }

    /// The earlier calls to a lead, newest first.
    package func history(of lead: ID<Lead>, limit: Int) throws -> [CallDetails] {
        try transaction.rows(
            "SELECT * FROM call WHERE lead_id = \(lead) ORDER BY id DESC LIMIT \(limit)"
        ).map(Self.details)
    }

    /// An agent's calls of a day, newest first, before `key`.
    package func list(
        of agent: ID<Account>,
        on day: BusinessDay,
        before key: Int64,
        limit: Int,
    ) throws -> [CallDetails] {
        try transaction.rows(
            """
            SELECT * FROM call WHERE agent_id = \(agent) AND day = \(day) AND id < \(key)
            ORDER BY id DESC LIMIT \(limit)
            """
        ).map(Self.details)
    }

    /// Stores what the line saw and brings the call up to date; false when it was known already,
    /// or when the call has ended.
    func add(_ event: LineEvent) throws -> Bool {
        let new = try transaction.execute(
            """
            INSERT INTO line_event(call_id, sequence, kind, at, source, sip_status, q850, reason)
            VALUES (\(event.call), \(event.sequence), \(event.kind.code), \(event.at),
                \(event.source.rawValue), \(event.signal?.status), \(event.signal?.q850),
                \(event.signal?.reason))
            ON CONFLICT DO NOTHING
            """
        )
        if new == 0 { return false }
        return switch event.kind {
        case .proceeding, .measured:
            true
        case .ringing, .earlyMedia:
            try transaction.execute(
                """
                UPDATE call SET ringing_at = \(event.at)
                WHERE id = \(event.call) AND ringing_at IS NULL AND ended_at IS NULL
                """
            ) > 0
        case .answered:
            try CallSums(transaction).following(event.call) {
                try transaction.execute(
                    """
                    UPDATE call SET answered_at = \(event.at)
                    WHERE id = \(event.call) AND answered_at IS NULL AND ended_at IS NULL
                    """
                ) > 0
            }
        case .ended(let cause, let party):
            try CallSums(transaction).following(event.call) {
                try transaction.execute(
                    """
                    UPDATE call SET ended_at = \(event.at), end_cause = \(cause.code),
                        ended_by = \(party.code) WHERE id = \(event.call) AND ended_at IS NULL
                    """
                ) > 0
            }
        }
    }

    /// Whether the line saw it ring at the customer's.
    func rang(_ call: ID<PlacedCall>) throws -> Bool {
        try transaction.first(
            """
            SELECT id FROM line_event WHERE call_id = \(call) AND kind IN ('ringing', 'answered')
            LIMIT 1
            """
        ) != nil
    }

    /// Notes that a call counts as none: the line failed.
    func uncount(_ call: ID<PlacedCall>) throws {
        try CallSums(transaction).following(call) {
            _ = try transaction.execute("UPDATE call SET is_counted = 0 WHERE id = \(call)")
        }
    }

    /// How the trunk has done for a vendor's last calls.
    package func trunk(of vendor: ID<Organisation>, at now: Moment) throws -> TrunkStanding {
        let row = try transaction.one(
            """
            SELECT COUNT(*), COALESCE(SUM(1 - is_counted), 0) FROM (
                SELECT is_counted, dialled_at FROM call
                WHERE day = \(now.day) AND vendor_id = \(vendor)
                ORDER BY id DESC LIMIT \(TrunkStanding.lastCalls)) AS recent
            WHERE dialled_at > \(now - TrunkStanding.window)
            """
        )
        return TrunkStanding(failed: Int(try row.int(1)), calls: Int(try row.int(0)))
    }

    /// Keeps when the customer was told that the call is recorded; the first time counts.
    func addNotice(of call: ID<PlacedCall>, at now: Moment) throws {
        try transaction.execute(
            """
            INSERT INTO call_notice(call_id, at) VALUES (\(call), \(now)) ON CONFLICT DO NOTHING
            """
        )
    }

    /// When the customer was told that the call is recorded; nil if they were not.
    package func noticedAt(_ call: ID<PlacedCall>) throws -> Moment? {
        try transaction.first("SELECT at FROM call_notice WHERE call_id = \(call)")?.moment("at")
    }

    /// Everything that the line saw of a call, in order.
    package func evidence(of call: ID<PlacedCall>) throws -> [LineEvent] {
        try transaction.rows(
            """
            SELECT sequence, kind, at, source, sip_status, q850, reason FROM line_event
            WHERE call_id = \(call) ORDER BY at, sequence
            """
        ).compactMap { row in
            guard let kind = LineEvent.Kind(code: try row.text("kind")) else { return nil }
            let signal = LineEvent.Signal(
                status: try row.optionalInt("sip_status").map(Int.init),
                q850: try row.optionalInt("q850").map(Int.init),
                reason: try row.optionalText("reason"),
            )
            return LineEvent(
                call: call,
                at: try row.moment("at"),
                sequence: Int(try row.int("sequence")),
                kind: kind,
                source: try row.decode("source", as: LineEvent.Source.self),
                signal: signal == LineEvent.Signal() ? nil : signal,
            )
        }
    }

    static func details(_ row: Row) throws -> CallDetails {
        CallDetails(
            id: ID(try row.int("id")),
            handOut: ID(try row.int("handout_id")),
            lead: ID(try row.int("lead_id")),
            campaign: ID(try row.int("campaign_id")),
            agent: ID(try row.int("agent_id")),
            vendor: ID(try row.int("vendor_id")),
            institution: ID(try row.int("institution_id")),
            customerKey: try row.int("customer_key"),
            kind: try row.decode("kind", as: HandOutKind.self),
            day: try row.day("day"),
            dialledAt: try row.moment("dialled_at"),
            ringingAt: try row.optionalMoment("ringing_at"),
            answeredAt: try row.optionalMoment("answered_at"),
            endedAt: try row.optionalMoment("ended_at"),
            cause: try row.optionalText("end_cause").flatMap(EndCause.init(code:)),
            endedBy: try row.optionalText("ended_by").flatMap(Party.init(code:)),
            isCounted: try row.bool("is_counted"),
        )
    }
}
