package import Access
package import Campaigns
internal import Database
package import Kernel

/// What a list of calls is narrowed to.
package struct CallFilter: Sendable, Hashable {
    /// The day to which the calls belong.
    package var day: BusinessDay
    /// Only an agent's calls.
    package var agent: ID<Account>?
    /// Only calls whose newest result is this one.
    package var outcome: Outcome?

    /// Every call of a day.
    package init(day: BusinessDay) {
        self.day = day
    }
}

/// A call in a list, with the result that counts.
package struct ListedCall: Sendable {
    /// The call.
    package let call: CallDetails
    /// Its newest result; nil while nothing is recorded.
    package let outcome: Outcome?
}

extension CallStore {
    /// The calls that the viewer may see, newest first, before `key`: an agent their own, the rest
    /// of a vendor the vendor's, the bank every one.
    package func list(
        _ filter: CallFilter,
        visibleTo viewer: Viewer,
        before key: Int64,
        limit: Int,
    ) throws -> [ListedCall] {
        var conditions: SQL = "c.day = \(filter.day) AND c.id < \(key)"
        if let vendor = viewer.onlyVendor {
            conditions = conditions + " AND c.vendor_id = \(vendor)"
        }
        let agent = viewer.holds(.agent) ? viewer.account : filter.agent
        if let agent { conditions = conditions + " AND c.agent_id = \(agent)" }
        if let outcome = filter.outcome {
            conditions = conditions + " AND o.code = \(outcome.rawValue)"
        }
        return try transaction.rows(
            """
            SELECT c.*, o.code AS outcome_code FROM call c LEFT JOIN outcome o ON o.call_id = c.id
                AND o.version = (SELECT MAX(n.version) FROM outcome n WHERE n.call_id = c.id)
            WHERE \(conditions) ORDER BY c.id DESC LIMIT \(limit)
            """
        ).map { row in
            ListedCall(
                call: try Self.details(row),
                outcome: try row.optionalText("outcome_code").flatMap(Outcome.init(rawValue:)),
            )
        }
    }
}
