package import Access
internal import Calendar
internal import Calls
internal import Campaigns
package import Database
package import Kernel
internal import Leads

/// Reads the live picture of the floor. Writes nothing.
package struct FloorStore {
    private let transaction: Transaction

    /// A store within one transaction.
    package init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    /// The state of some of a vendor's seats and since when: what tells cheaply who has moved.
    func marks(of vendor: ID<Organisation>, _ agents: [Int64]) throws -> [Int64: FloorMark] {
        var marks: [Int64: FloorMark] = [:]
        try transaction.each(
            """
            SELECT agent_id, state, COALESCE(held_since, since) AS since FROM seat
            WHERE vendor_id = \(vendor) AND agent_id IN \(list: agents)
            """
        ) { row in
            marks[try row.int("agent_id")] = FloorMark(
                state: try row.text("state"),
                since: try row.int("since"),
            )
        }
        return marks
    }

    /// The sums over all seats of a vendor.
    package func totals(of vendor: ID<Organisation>, at now: Moment) throws -> FloorTotals {
        let day = now.day
        var states: [SeatState.Code: Int] = [:]
        var (handling, available): (Int64, Int64) = (0, 0)
        try transaction.each(
            """
            SELECT state, COUNT(*) AS seats, SUM(CASE WHEN since >= \(day.start)
                    AND since < \(now) THEN \(now) - since ELSE 0 END) AS running
            FROM seat WHERE vendor_id = \(vendor) GROUP BY state
            """
        ) { row in
            let state = try row.decode("state", as: SeatState.Code.self)
            states[state] = Int(try row.int("seats"))
            let running = try row.int("running")
            handling += state.isHandling ? running : 0
            available += state.isAvailable ? running : 0
        }
        let row = try transaction.one(
            """
            SELECT c.dialled, c.interested, s.handling, s.available FROM
                (SELECT COALESCE(SUM(dialled), 0) AS dialled,
                    COALESCE(SUM(interested), 0) AS interested
                    FROM call_mix WHERE day = \(day) AND vendor_id = \(vendor)) AS c,
                (SELECT COALESCE(SUM(handling), 0) AS handling,
                    COALESCE(SUM(available), 0) AS available
                    FROM seat_sum WHERE day = \(day) AND vendor_id = \(vendor)) AS s
            """
        )
        return FloorTotals(
            states: states,
            dialled: Int(try row.int("dialled")),
            interested: Int(try row.int("interested")),
            handling: handling + (try row.int("handling")),
            available: available + (try row.int("available")),
        )
    }

    /// The part of a vendor's floor that a reader looks at, and whether more follow.
    package func part(
        _ query: FloorQuery,
        of vendor: ID<Organisation>,
        at now: Moment,
    ) throws -> (seats: [FloorSeat], hasMore: Bool) {
        var condition: SQL = ""
        if let state = query.state { condition = " AND s.state = \(state.rawValue)" }
        if !query.search.isEmpty {
            let pattern = "%\(Self.escaped(query.search.lowercased()))%"
            condition = """
                \(condition) AND (LOWER(a.name) LIKE \(pattern) ESCAPE '!'
                    OR LOWER(a.staff_number) LIKE \(pattern) ESCAPE '!')
                """
        }
        let agents = try transaction.rows(
            """
            SELECT s.agent_id FROM seat s JOIN account a ON a.id = s.agent_id
            WHERE s.vendor_id = \(vendor) AND s.agent_id > \(query.after)\(condition)
            ORDER BY s.agent_id LIMIT \(FloorQuery.most + 1)
            """
        ).map { try $0.int(0) }
        return (
            try seats(of: vendor, Array(agents.prefix(FloorQuery.most)), at: now),
            agents.count > FloorQuery.most
        )
    }

    /// The text as a pattern that means nothing but itself.
    private static func escaped(_ text: String) -> String {
        String(text.flatMap { "!%_".contains($0) ? ["!", $0] : [$0] })
    }

    /// Some seats of a vendor, by agent; those of others are not there.
    package func seats(
        of vendor: ID<Organisation>,
        _ agents: [Int64],
        at now: Moment,
    ) throws -> [FloorSeat] {
        let day = now.day
        return try transaction.rows(
            """
            SELECT s.agent_id, a.name, a.staff_number, s.state, s.since, s.call_id, s.held_since,
                COALESCE(d.dialled, 0) AS dialled, COALESCE(t.handling, 0) AS handling,
                COALESCE(t.available, 0) AS available,
                COALESCE((SELECT SUM(c.interested) FROM call_sum c WHERE c.day = \(day)
                    AND c.vendor_id = \(vendor) AND c.agent_id = s.agent_id), 0) AS interested
            FROM seat s JOIN account a ON a.id = s.agent_id
                LEFT JOIN agent_day d ON d.agent_id = s.agent_id AND d.day = \(day)
                LEFT JOIN seat_sum t ON t.day = \(day) AND t.vendor_id = \(vendor)
                    AND t.agent_id = s.agent_id
            WHERE s.vendor_id = \(vendor) AND s.agent_id IN \(list: agents) ORDER BY s.agent_id
            """
        ).map { row in
            let state = try row.decode("state", as: SeatState.Code.self)
            let since = try row.moment("since")
            let running = since.day == day ? max(0, Int((now - since).wholeMilliseconds)) : 0
            let handling = Int(try row.int("handling")) + (state.isHandling ? running : 0)
            let available = Int(try row.int("available")) + (state.isAvailable ? running : 0)
            return FloorSeat(
                agent: try row.int("agent_id"),
                name: try row.text("name"),
                staffNumber: try row.text("staff_number"),
                state: state,
                since: since,
                heldSince: state == .talking ? try row.optionalMoment("held_since") : nil,
                call: state == .talking ? try row.optionalInt("call_id").map { ID($0) } : nil,
                dialled: Int(try row.int("dialled")),
                interested: Int(try row.int("interested")),
                handlingSeconds: handling / 1_000,
                availableSeconds: available / 1_000,
            )
        }
    }

    /// The vendor's tasks that run today with what is left of them, from sums that are kept.
    func tasks(
        of vendor: ID<Organisation>,
        at now: Moment,
        _ calendar: WorkingCalendar,
    ) throws -> [FloorTask] {
        let today = try callsByTask(vendor, now.day)
        return try CampaignStore(transaction).running(vendor: vendor, on: now.day).map { rules in
            let campaign = rules.campaign
            let names = try transaction.one(
                """
                SELECT c.name, i.name AS institution,
                    COALESCE((SELECT dialled FROM institution_day d
                        WHERE d.institution_id = i.id AND d.day = \(now.day)), 0) AS used
                FROM campaign c JOIN institution i ON i.id = c.institution_id
                WHERE c.id = \(campaign)
                """
            )
            let calls = today[campaign.rawValue] ?? (0, 0, 0)
            let leads = try LeadCounts(of: campaign, transaction)
            let ready = leads[.ready]
            let used = Int(try names.int("used"))
            let check = HandOutCheck(rules, calendar, at: now)
            return FloorTask(
                campaign: campaign.rawValue,
                name: try names.text("name"),
                institution: try names.text("institution"),
                volume: rules.institutionDailyVolume,
                volumeUsed: used,
                refusal: try refusal(check, volumeUsed: used, ready: ready),
                leads: leads.total,
                ready: ready,
                heldBack: HeldBack.allCases.compactMap { reason in
                    leads.heldBack[reason].map {
                        HeldBackCount(code: reason.rawValue, name: reason.name, count: $0)
                    }
                },
                dialled: calls.dialled,
                answered: calls.answered,
                interested: calls.interested,
            )
        }
    }

    /// Why the task has no lead for anybody now; nil while it has. The same order as at hand-out.
    private func refusal(
        _ check: HandOutCheck,
        volumeUsed: Int,
        ready: Int,
    ) throws -> HandOutRefusal? {
        if let closed = check.closure { return closed }
        if volumeUsed >= check.rules.institutionDailyVolume { return .institutionVolume }
        if ready > 0 { return nil }
        let first = try transaction.first(
            """
            SELECT due_at FROM lead WHERE campaign_id = \(check.rules.campaign)
                AND state = 'waiting' ORDER BY due_at, id LIMIT 1
            """
        )?.optionalMoment("due_at")
        if let first, first <= check.now { return nil }
        return .noLead([:], due: first)
    }

    private func callsByTask(
        _ vendor: ID<Organisation>,
        _ day: BusinessDay,
    ) throws -> [Int64: (dialled: Int, answered: Int, interested: Int)] {
        var tasks: [Int64: (dialled: Int, answered: Int, interested: Int)] = [:]
        try transaction.each(
            """
            SELECT campaign_id, SUM(dialled) AS dialled, SUM(answered) AS answered,
                SUM(interested) AS interested
            FROM call_mix WHERE day = \(day) AND vendor_id = \(vendor) GROUP BY campaign_id
            """
        ) { row in
            tasks[try row.int("campaign_id")] = (
                Int(try row.int("dialled")), Int(try row.int("answered")),
                Int(try row.int("interested"))
            )
        }
        return tasks
    }
}
