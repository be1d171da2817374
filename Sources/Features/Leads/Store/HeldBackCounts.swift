internal import Campaigns
internal import Database
internal import Kernel

/// Why there is no lead.
extension HandOutStore {
    /// Leads of one task and reason that are counted at most: the writer must not wait for more.
    private static let mostCounted = 10_000

    /// How many leads of these tasks wait for each reason, counted up to ten thousand a task and
    /// reason, and when the first of all is due.
    func heldBack(in campaigns: [ID<Campaign>]) throws -> ([HeldBack: Int], Moment?) {
        var counts: [HeldBack: Int] = [:]
        var due: Moment?
        for campaign in campaigns {
            for reason in HeldBack.allCases {
                let count = try transaction.one(
                    """
                    SELECT COUNT(*) FROM (SELECT 1 FROM lead WHERE campaign_id = \(campaign)
                        AND state = 'waiting' AND held_back = \(reason.rawValue)
                        LIMIT \(Self.mostCounted)) AS waiting
                    """
                ).int(0)
                if count > 0 { counts[reason, default: 0] += Int(count) }
            }
            let first = try transaction.first(
                """
                SELECT due_at FROM lead WHERE campaign_id = \(campaign) AND state = 'waiting'
                ORDER BY due_at, id LIMIT 1
                """
            )
            if let first = try first?.moment(0) { due = min(first, due ?? first) }
        }
        return (counts, due)
    }
}
