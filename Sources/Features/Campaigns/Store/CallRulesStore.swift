package import Access
internal import Database
package import Kernel

/// The rules of running tasks, read at every hand-out and every dial: one indexed query.
extension CampaignStore {
    /// The rules of one task; nil where there is no such task. For hand-out and dial, which found
    /// the lead through its viewer, and for what the system does by itself.
    package func callRules(_ campaign: ID<Campaign>) throws -> CallRules? {
        try rules("c.id = \(campaign)").first
    }

    /// The rules of a vendor's running tasks whose period has `day`, the most urgent first, `limit`
    /// at most. Most hand-outs need the first alone.
    package func running(
        vendor: ID<Organisation>,
        on day: BusinessDay,
        limit: Int = .max,
    ) throws -> [CallRules] {
        try rules(
            """
            c.vendor_id = \(vendor) AND c.state = 'running' AND c.starts_on <= \(day)
                AND c.ends_on >= \(day)
            """,
            limit,
        )
    }

    private func rules(_ condition: SQL, _ limit: Int = 1) throws -> [CallRules] {
        let gathered: SQL =
            switch transaction.dialect {
            case .sqlite: "group_concat(region || '=' || hours, ';')"
            case .postgres: "string_agg(region || '=' || hours, ';')"
            }
        return try transaction.rows(
            """
            SELECT c.id, c.state, c.vendor_id, c.institution_id, c.starts_on, c.ends_on,
                c.call_hours, c.attempts_per_day, c.attempts_total, c.priority,
                c.script_version_id, c.caller_id, c.recycling, i.daily_volume,
                (SELECT \(gathered) FROM region_hours) AS region_hours
            FROM campaign c JOIN institution i ON i.id = c.institution_id
            WHERE \(condition) ORDER BY c.priority DESC, c.id LIMIT \(limit)
            """
        ).map(Self.callRules)
    }

    private static func callRules(_ row: Row) throws -> CallRules {
        CallRules(
            campaign: ID(try row.int(0)),
            state: try row.decode(1, as: CampaignState.self),
            vendor: ID(try row.int(2)),
            institution: ID(try row.int(3)),
            institutionDailyVolume: Int(try row.int(13)),
            startsOn: try row.day(4),
            endsOn: try row.day(5),
            hours: CallHours(stored: try row.text(6)),
            attemptsPerDay: Int(try row.int(7)),
            attemptsTotal: Int(try row.int(8)),
            priority: Int(try row.int(9)),
            scriptVersion: try row.optionalInt(10).map { ID($0) },
            callerID: try row.text(11),
            recycling: RecyclingRules(stored: try row.text(12)),
            regionHours: ProvincialHours(stored: try row.optionalText(14) ?? ""),
        )
    }
}
