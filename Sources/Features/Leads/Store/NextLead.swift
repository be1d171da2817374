internal import Access
internal import Campaigns
internal import Database
internal import Kernel

/// The lead that is next in a task, with all that decides whether an agent gets it.
struct NextLead {
    let candidate: Candidate
    let facts: CustomerFacts
    let agent: AgentStanding
    /// How many calls were placed today for the task's branch.
    let dialledForInstitution: Int
}

extension HandOutStore {
    /// The lead of a task that is next in turn: one that is due again, else the best new one. One
    /// statement, for every request to the database counts; nil where the task has no lead.
    func nextLead(
        in rules: CallRules,
        for agent: ID<Account>,
        at now: Moment,
    ) throws -> NextLead? {
        let lock = transaction.dialect.skipLocked
        return try transaction.first(
            """
            SELECT \(Self.columns),
                COALESCE((SELECT dialled FROM agent_day
                    WHERE agent_id = \(agent) AND day = \(now.day)), 0),
                EXISTS (SELECT 1 FROM handout WHERE agent_id = \(agent)
                    AND state IN ('previewing', 'dialled')),
                COALESCE((SELECT dialled FROM institution_day
                    WHERE institution_id = \(rules.institution) AND day = \(now.day)), 0),
                EXISTS (SELECT 1 FROM lead_import i
                    WHERE i.id = l.import_id AND i.state IN ('undoing', 'undone')),
                EXISTS (SELECT 1 FROM suppression s WHERE s.customer_key = l.customer_key
                    AND NOT EXISTS (SELECT 1 FROM suppression_lift u
                        WHERE u.suppression_id = s.id)),
                EXISTS (SELECT 1 FROM customer_hold c WHERE c.customer_key = l.customer_key),
                (SELECT \(moments) FROM handout d WHERE d.customer_key = l.customer_key
                    AND d.dialled_at IS NOT NULL AND d.dialled_at > \(now - .hours(24)))
            FROM lead l WHERE l.id = COALESCE(
                (SELECT w.id FROM lead w WHERE w.campaign_id = \(rules.campaign)
                    AND w.state = 'waiting' AND w.due_at <= \(now)
                    ORDER BY w.due_at, w.id LIMIT 1\(lock)),
                (SELECT r.id FROM lead r WHERE r.campaign_id = \(rules.campaign)
                    AND r.state = 'ready'
                    ORDER BY r.priority DESC, r.id LIMIT 1\(lock)))\(transaction.dialect.forUpdate)
            """
        ).map { try Self.nextLead($0, at: now) }
    }

    /// A customer's calls of the last 24 hours are few: one text of their moments, and null for
    /// most, costs less than to count them three ways.
    private var moments: SQL {
        switch transaction.dialect {
        case .sqlite: "group_concat(d.dialled_at)"
        case .postgres: "string_agg(d.dialled_at::TEXT, ',')"
        }
    }

    private static func nextLead(_ row: Row, at now: Moment) throws -> NextLead {
        let candidate = try candidate(row)
        let calls = (try row.optionalText(15) ?? "").split(separator: ",").map { text in
            guard let milliseconds = Int64(text) else {
                preconditionFailure("Moments are stored in milliseconds.")
            }
            return Moment(milliseconds: milliseconds)
        }
        return NextLead(
            candidate: candidate,
            facts: CustomerFacts(
                isWithdrawn: try row.bool(12),
                isSuppressed: try row.bool(13),
                isHeld: try row.bool(14),
                attempts: AttemptCounts(
                    today: calls.count { $0 >= now.day.start },
                    inCampaign: candidate.attempts,
                    in24Hours: calls.count,
                ),
                firstIn24Hours: calls.min(),
            ),
            agent: AgentStanding(dialled: Int(try row.int(9)), hasOpen: try row.bool(10)),
            dialledForInstitution: Int(try row.int(11)),
        )
    }
}
