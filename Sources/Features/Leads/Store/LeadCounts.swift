package import Campaigns
package import Database
package import Kernel

/// How many leads of a task stand where, as `LeadMover` keeps it: as quick for a million as for ten.
package struct LeadCounts: Sendable {
    private var states: [LeadState: Int] = [:]
    /// How many leads wait for each reason.
    package private(set) var heldBack: [HeldBack: Int] = [:]

    /// Reads the counts of a task.
    package init(of campaign: ID<Campaign>, _ transaction: Transaction) throws {
        try transaction.each(
            """
            SELECT state, held_back, SUM(leads) AS leads FROM lead_count
            WHERE campaign_id = \(campaign) GROUP BY state, held_back HAVING SUM(leads) <> 0
            """
        ) { row in
            let state = try row.decode("state", as: LeadState.self)
            let leads = Int(try row.int("leads"))
            states[state, default: 0] += leads
            guard state == .waiting else { return }
            if let reason = HeldBack(rawValue: try row.text("held_back")) {
                heldBack[reason] = leads
            }
        }
    }

    /// How many leads stand in `state`.
    package subscript(state: LeadState) -> Int { states[state, default: 0] }

    /// How many leads the task has.
    package var total: Int { states.values.reduce(0, +) }
}

/// Makes the counts of leads anew from the leads themselves, when someone wants to know whether
/// they agree.
package enum LeadRecount {
    /// Counts every task's leads; returns the tasks whose counts disagreed and were put right.
    package static func run(_ database: any Database) throws -> [ID<Campaign>] {
        try database.write { transaction in
            switch transaction.dialect {
            case .sqlite: break
            case .postgres: try transaction.execute("LOCK TABLE lead IN SHARE MODE")
            }
            let wrong = try transaction.rows(
                """
                SELECT DISTINCT campaign_id FROM (
                    SELECT campaign_id, state, held_back, SUM(leads) AS leads FROM (
                        \(counted) UNION ALL
                        SELECT campaign_id, state, held_back, -leads FROM lead_count) AS both_ways
                    GROUP BY campaign_id, state, held_back) AS differences
                WHERE leads <> 0 ORDER BY campaign_id
                """
            ).map { ID<Campaign>(try $0.int(0)) }
            for campaign in wrong {
                try transaction.execute("DELETE FROM lead_count WHERE campaign_id = \(campaign)")
                try transaction.execute(
                    """
                    INSERT INTO lead_count(campaign_id, state, held_back, stripe, leads)
                    SELECT campaign_id, state, held_back, 0, leads FROM (\(counted)) AS counted
                    WHERE campaign_id = \(campaign)
                    """
                )
            }
            return wrong
        }
    }

    private static let counted: SQL = """
        SELECT campaign_id, state, COALESCE(held_back, '') AS held_back, COUNT(*) AS leads
        FROM lead GROUP BY campaign_id, state, COALESCE(held_back, '')
        """
}
