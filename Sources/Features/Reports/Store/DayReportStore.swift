package import Access
internal import Calls
package import Campaigns
package import Database
package import Kernel

/// Reads a day's figures out of the sums that the calls' capability keeps: as quick on a day of
/// 200,000 calls as on one of 200. Writes nothing.
package struct DayReportStore {
    private let transaction: Transaction

    /// A store within one transaction.
    package init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    /// The measures of one vendor's task; those of times at the seat, which belong to no task,
    /// stand under task 0.
    package struct Part: Sendable {
        /// The vendor.
        package let vendor: Int64
        /// The task.
        package let campaign: Int64
        /// The figures.
        package let measures: Measures
    }

    /// A day by vendor and task, of the vendors that the viewer may see.
    package func parts(
        on day: BusinessDay,
        vendor: ID<Organisation>?,
        visibleTo viewer: Viewer,
    ) throws -> [Part] {
        try transaction.rows(
            """
            SELECT vendor_id, campaign_id, \(Self.sums)
            FROM \(kept(day, viewer.onlyVendor ?? vendor))
            GROUP BY vendor_id, campaign_id ORDER BY vendor_id, campaign_id
            """
        ).map { row in
            Part(
                vendor: try row.int("vendor_id"),
                campaign: try row.int("campaign_id"),
                measures: try Self.measures(row),
            )
        }
    }

    /// A day by agent, in the order of their identities, after `key`.
    package func agents(
        on day: BusinessDay,
        vendor: ID<Organisation>?,
        visibleTo viewer: Viewer,
        after key: Int64,
        limit: Int,
    ) throws -> [(agent: Int64, measures: Measures)] {
        try transaction.rows(
            """
            SELECT agent_id, \(Self.sums)
            FROM \(kept(day, viewer.onlyVendor ?? vendor, " AND agent_id > \(key)"))
            GROUP BY agent_id ORDER BY agent_id LIMIT \(limit)
            """
        ).map { (try $0.int("agent_id"), try Self.measures($0)) }
    }

    /// What calls and seats of a day add up to, one beside the other, as a table of a query.
    private func kept(
        _ day: BusinessDay,
        _ vendor: ID<Organisation>?,
        _ condition: SQL = "",
    ) -> SQL {
        let these: SQL = "day = \(day)\(filter(vendor))\(condition)"
        return """
            (SELECT vendor_id, agent_id, campaign_id, \(CallFigures.columns), 0 AS handling,
                    0 AS wrapping_up, 0 AS available FROM call_sum WHERE \(these)
                UNION ALL SELECT vendor_id, agent_id, 0, \(CallFigures.nothing), handling,
                    wrapping_up, available FROM seat_sum WHERE \(these)) AS kept
            """
    }

    private static let sums: SQL = """
        \(CallFigures.sums), SUM(handling) AS handling, SUM(wrapping_up) AS wrapping_up,
        SUM(available) AS available
        """

    private static func measures(_ row: Row) throws -> Measures {
        var measures = Measures()
        measures.calls = try CallFigures(row)
        measures.handling = Int(try row.int("handling"))
        measures.wrappingUp = Int(try row.int("wrapping_up"))
        measures.available = Int(try row.int("available"))
        return measures
    }

    private func filter(_ vendor: ID<Organisation>?) -> SQL {
        vendor.map { " AND vendor_id = \($0)" } ?? ""
    }

    /// Calls placed and customers found interested, by hour of the day; 24 entries each.
    package func hours(
        on day: BusinessDay,
        vendor: ID<Organisation>?,
        visibleTo viewer: Viewer,
    ) throws -> (dialled: [Int], interested: [Int]) {
        var dialled = [Int](repeating: 0, count: 24)
        var interested = [Int](repeating: 0, count: 24)
        try transaction.each(
            """
            SELECT hour, SUM(dialled) AS dialled, SUM(interested) AS interested FROM call_mix
            WHERE day = \(day)\(filter(viewer.onlyVendor ?? vendor)) GROUP BY hour
            """
        ) { row in
            let hour = Int(try row.int("hour"))
            guard (0..<24).contains(hour) else { return }
            dialled[hour] = Int(try row.int("dialled"))
            interested[hour] = Int(try row.int("interested"))
        }
        return (dialled, interested)
    }

    /// How many calls of a day have each result, as it counts now.
    package func outcomes(
        on day: BusinessDay,
        vendor: ID<Organisation>?,
        visibleTo viewer: Viewer,
    ) throws -> [Outcome: Int] {
        var counts: [Outcome: Int] = [:]
        try transaction.each(
            """
            SELECT code, SUM(calls) AS calls FROM call_mix
            WHERE day = \(day) AND code <> ''\(filter(viewer.onlyVendor ?? vendor))
            GROUP BY code HAVING SUM(calls) > 0
            """
        ) { row in
            counts[try row.decode("code", as: Outcome.self)] = Int(try row.int("calls"))
        }
        return counts
    }

    /// The newest day with calls that the viewer may see; nil when there is none.
    package func newestDay(visibleTo viewer: Viewer) throws -> BusinessDay? {
        try transaction.first(
            """
            SELECT day FROM call_sum WHERE day > 0\(filter(viewer.onlyVendor))
            ORDER BY day DESC LIMIT 1
            """
        )?.day("day")
    }
}
