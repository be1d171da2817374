package import Access
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

    /// The seats of a vendor that were opened at least once, by agent.
    package func seats(of vendor: ID<Organisation>, at now: Moment) throws -> [FloorSeat] {
        let day = now.day
        let times = try seatTimes(vendor, day)
        let interested = try interested(vendor, day)
        return try transaction.rows(
            """
            SELECT s.agent_id, a.name, a.staff_number, s.state, s.since,
                COALESCE(d.dialled, 0) AS dialled
            FROM seat s JOIN account a ON a.id = s.agent_id
                LEFT JOIN agent_day d ON d.agent_id = s.agent_id AND d.day = \(day)
            WHERE s.vendor_id = \(vendor) ORDER BY s.agent_id
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
    ) throws -> [Int64: (handling: Int, available: Int)] {
        var times: [Int64: (handling: Int, available: Int)] = [:]
        try transaction.each(
            """
            SELECT agent_id, state, SUM(to_at - from_at) AS spent FROM seat_log
            WHERE day = \(day) AND vendor_id = \(vendor) GROUP BY agent_id, state
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
    func tasks(of vendor: ID<Organisation>, on day: BusinessDay) throws -> [FloorTask] {
        let viewer = ID<Organisation>(vendor.rawValue)
        let today = try callsByTask(vendor, day)
        return try CampaignStore(transaction).running(vendor: viewer, on: day).map { rules in
            let campaign = rules.campaign
            let name = try transaction.one("SELECT name FROM campaign WHERE id = \(campaign)")
            let calls = today[campaign.rawValue] ?? (0, 0, 0)
            return FloorTask(
                campaign: campaign.rawValue,
                name: try name.text("name"),
                leads: try count("SELECT COUNT(*) FROM lead WHERE campaign_id = \(campaign)"),
                ready: try count(
                    "SELECT COUNT(*) FROM lead WHERE campaign_id = \(campaign) AND state = 'ready'"
                ),
                heldBack: try heldBack(campaign),
                dialled: calls.dialled,
                answered: calls.answered,
                interested: calls.interested,
            )
        }
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
            SELECT c.campaign_id, COUNT(*) AS dialled, COUNT(c.answered_at) AS answered,
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
