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

    /// The state of each of a vendor's seats and since when: what tells cheaply who has moved.
    func marks(of vendor: ID<Organisation>) throws -> [Int64: FloorMark] {
        var marks: [Int64: FloorMark] = [:]
        try transaction.each(
            "SELECT agent_id, state, since FROM seat WHERE vendor_id = \(vendor)"
        ) { row in
            marks[try row.int("agent_id")] = FloorMark(
                state: try row.text("state"),
                since: try row.int("since"),
            )
        }
        return marks
    }

    /// The seats of a vendor that were opened at least once, by agent; `only` these when given.
    package func seats(
        of vendor: ID<Organisation>,
        at now: Moment,
        only agents: [Int64]? = nil,
    ) throws -> [FloorSeat] {
        let day = now.day
        let times = try seatTimes(vendor, day, agents)
        let mine: SQL = agents.map { " AND s.agent_id IN \(list: $0)" } ?? ""
        let interested = try interested(vendor, day)
        return try transaction.rows(
            """
            SELECT s.agent_id, a.name, a.staff_number, s.state, s.since, s.call_id,
                COALESCE(d.dialled, 0) AS dialled
            FROM seat s JOIN account a ON a.id = s.agent_id
                LEFT JOIN agent_day d ON d.agent_id = s.agent_id AND d.day = \(day)
            WHERE s.vendor_id = \(vendor)\(mine) ORDER BY s.agent_id
            """
        ).map { row in
            let agent = try row.int("agent_id")
            let state = try row.decode("state", as: SeatState.Code.self)
            let since = try row.moment("since")
            let running = since.day == day ? max(0, Int((now - since).wholeSeconds)) : 0
            let past = times[agent] ?? (0, 0)
            return FloorSeat(
                agent: agent,
                name: try row.text("name"),
                staffNumber: try row.text("staff_number"),
                state: state,
                since: since,
                call: state == .talking ? try row.optionalInt("call_id").map { ID($0) } : nil,
                dialled: Int(try row.int("dialled")),
                interested: interested[agent] ?? 0,
                handlingSeconds: past.handling + (state.isHandling ? running : 0),
                availableSeconds: past.available + (state.isAvailable ? running : 0),
            )
        }
    }

    private func seatTimes(
        _ vendor: ID<Organisation>,
        _ day: BusinessDay,
        _ agents: [Int64]?,
    ) throws -> [Int64: (handling: Int, available: Int)] {
        let mine: SQL = agents.map { " AND agent_id IN \(list: $0)" } ?? ""
        var times: [Int64: (handling: Int, available: Int)] = [:]
        try transaction.each(
            """
            SELECT agent_id, state, SUM(to_at - from_at) AS spent FROM seat_log
            WHERE day = \(day) AND vendor_id = \(vendor)\(mine)
            GROUP BY agent_id, state
            """
        ) { row in
            let state = try row.decode("state", as: SeatState.Code.self)
            let seconds = Int(try row.int("spent") / 1_000)
            var sum = times[try row.int("agent_id")] ?? (0, 0)
            if state.isHandling { sum.handling += seconds }
            if state.isAvailable { sum.available += seconds }
            times[try row.int("agent_id")] = sum
        }
        return times
    }

    private func interested(
        _ vendor: ID<Organisation>,
        _ day: BusinessDay,
    ) throws -> [Int64: Int] {
        var counts: [Int64: Int] = [:]
        try transaction.each(
            """
            SELECT agent_id, COUNT(*) AS n FROM interested_day
            WHERE day = \(day) AND vendor_id = \(vendor) GROUP BY agent_id
            """
        ) { counts[try $0.int("agent_id")] = Int(try $0.int("n")) }
        return counts
    }

    /// The vendor's tasks that run today with what is left of them. Counts over whole tasks: for
    /// `FloorTasks`, which keeps them for a while, not for every reader.
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
            let ready = try count(
                "SELECT COUNT(*) FROM lead WHERE campaign_id = \(campaign) AND state = 'ready'"
            )
            let used = Int(try names.int("used"))
            let check = HandOutCheck(rules, calendar, at: now)
            return FloorTask(
                campaign: campaign.rawValue,
                name: try names.text("name"),
                institution: try names.text("institution"),
                volume: rules.institutionDailyVolume,
                volumeUsed: used,
                refusal: try refusal(check, volumeUsed: used, ready: ready),
                leads: try count("SELECT COUNT(*) FROM lead WHERE campaign_id = \(campaign)"),
                ready: ready,
                heldBack: try heldBack(campaign),
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

    private func count(_ sql: SQL) throws -> Int {
        Int(try transaction.one(sql).int(0))
    }

    private func heldBack(_ campaign: ID<Campaign>) throws -> [HeldBackCount] {
        let counts = try HandOut.heldBack(in: [campaign], transaction)
        return HeldBack.allCases.compactMap { reason in
            counts[reason].map {
                HeldBackCount(code: reason.rawValue, name: reason.name, count: $0)
            }
        }
    }

    private func callsByTask(
        _ vendor: ID<Organisation>,
        _ day: BusinessDay,
    ) throws -> [Int64: (dialled: Int, answered: Int, interested: Int)] {
        var tasks: [Int64: (dialled: Int, answered: Int, interested: Int)] = [:]
        try transaction.each(
            """
            SELECT c.campaign_id, SUM(c.is_counted) AS dialled, COUNT(c.answered_at) AS answered,
                COUNT(i.call_id) AS interested
            FROM call c LEFT JOIN interested_day i ON i.call_id = c.id
            WHERE c.day = \(day) AND c.vendor_id = \(vendor) GROUP BY c.campaign_id
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
