package import Access
internal import Database
package import Kernel

/// The rules of running tasks, read at every hand-out and every dial: two indexed queries.
extension CampaignStore {
    /// The rules of one task; nil where there is no such task. For hand-out and dial, which found
    /// the lead through its viewer, and for what the system does by itself.
    package func callRules(_ campaign: ID<Campaign>) throws -> CallRules? {
        try rules("c.id = \(campaign)", recycling: "r.campaign_id = \(campaign)").first
    }

    /// The rules of a vendor's running tasks whose period has `day`, the most urgent first.
    package func running(vendor: ID<Organisation>, on day: BusinessDay) throws -> [CallRules] {
        let running: SQL = "c.vendor_id = \(vendor) AND c.state = 'running'"
        return try rules(
            "\(running) AND c.starts_on <= \(day) AND c.ends_on >= \(day)",
            recycling: """
                r.campaign_id IN (SELECT c.id FROM campaign c WHERE \(running)
                    AND c.starts_on <= \(day) AND c.ends_on >= \(day))
                """,
        )
    }

    private func rules(_ condition: SQL, recycling: SQL) throws -> [CallRules] {
        var delays: [Int64: [Outcome: Int]] = [:]
        var regions: [Province: CallHours] = [:]
        try transaction.each(
            """
            SELECT r.campaign_id AS campaign_id, r.outcome AS name,
                r.delay_minutes AS delay_minutes, '' AS hours
            FROM recycling_rule r WHERE \(recycling)
            UNION ALL SELECT 0, region, 0, hours FROM region_hours
            """
        ) { row in
            let campaign = try row.int("campaign_id")
            if campaign == 0 {
                regions[try row.decode("name", as: Province.self)] =
                    CallHours(stored: try row.text("hours"))
            } else {
                delays[campaign, default: [:]][try row.decode("name", as: Outcome.self)] =
                    Int(try row.int("delay_minutes"))
            }
        }
        return try transaction.rows(
            """
            SELECT c.id, c.state, c.vendor_id, c.institution_id, c.starts_on, c.ends_on,
                c.call_hours, c.attempts_per_day, c.attempts_total, c.priority,
                c.script_version_id, c.caller_id, i.daily_volume
            FROM campaign c JOIN institution i ON i.id = c.institution_id
            WHERE \(condition) ORDER BY c.priority DESC, c.id
            """
        ).map { row in
            let id = try row.int("id")
            return try Self.callRules(row, recycling: delays[id] ?? [:], regions: regions)
        }
    }

    private static func callRules(
        _ row: Row,
        recycling: [Outcome: Int],
        regions: [Province: CallHours],
    ) throws -> CallRules {
        CallRules(
            campaign: ID(try row.int("id")),
            state: try row.decode("state", as: CampaignState.self),
            vendor: ID(try row.int("vendor_id")),
            institution: ID(try row.int("institution_id")),
            institutionDailyVolume: Int(try row.int("daily_volume")),
            startsOn: try row.day("starts_on"),
            endsOn: try row.day("ends_on"),
            hours: CallHours(stored: try row.text("call_hours")),
            attemptsPerDay: Int(try row.int("attempts_per_day")),
            attemptsTotal: Int(try row.int("attempts_total")),
            priority: Int(try row.int("priority")),
            scriptVersion: try row.optionalInt("script_version_id").map { ID($0) },
            callerID: try row.text("caller_id"),
            recycling: recycling,
            regionHours: regions,
        )
    }
}
