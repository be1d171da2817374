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

    /// The rules of a vendor's running tasks whose period has `day`, the most urgent first.
    package func running(vendor: ID<Organisation>, on day: BusinessDay) throws -> [CallRules] {
        try rules(
            """
            c.vendor_id = \(vendor) AND c.state = 'running' AND c.starts_on <= \(day)
                AND c.ends_on >= \(day)
            """
        )
    }

    private func rules(_ condition: SQL) throws -> [CallRules] {
        let gathered: SQL =
            switch transaction.dialect {
            case .sqlite: "group_concat(region || '=' || hours, ';')"
            case .postgres: "string_agg(region || '=' || hours, ';')"
            }
        var found: [CallRules] = []
        try transaction.each(
            """
            SELECT c.id, c.state, c.vendor_id, c.institution_id, c.starts_on, c.ends_on,
                c.call_hours, c.attempts_per_day, c.attempts_total, c.priority,
                c.script_version_id, c.caller_id, c.recycling, i.daily_volume,
                (SELECT \(gathered) FROM region_hours) AS region_hours
            FROM campaign c JOIN institution i ON i.id = c.institution_id
            WHERE \(condition) ORDER BY c.priority DESC, c.id
            """
        ) { found.append(try Self.callRules($0)) }
        return found
    }

    private static func callRules(_ row: Row) throws -> CallRules {
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
            recycling: RecyclingRules(stored: try row.text("recycling")),
            regionHours: ProvincialHours(stored: try row.optionalText("region_hours") ?? ""),
        )
    }
}
