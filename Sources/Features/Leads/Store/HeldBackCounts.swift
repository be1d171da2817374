internal import Campaigns
internal import Database
internal import Kernel

/// Why there is no lead.
extension HandOutStore {
    /// How many leads of these tasks wait for each reason, and when the first of all is due.
    func heldBack(in campaigns: [ID<Campaign>]) throws -> ([HeldBack: Int], Moment?) {
        var counts: [HeldBack: Int] = [:]
        var due: Moment?
        for campaign in campaigns {
            let waiting = try LeadCounts(of: campaign, transaction).heldBack
            counts.merge(waiting, uniquingKeysWith: +)
            if let first = try firstDue(in: campaign) { due = min(first, due ?? first) }
        }
        return (counts, due)
    }

    private func firstDue(in campaign: ID<Campaign>) throws -> Moment? {
        try transaction.first(
            """
            SELECT due_at FROM lead WHERE campaign_id = \(campaign) AND state = 'waiting'
            ORDER BY due_at, id LIMIT 1
            """
        )?.moment(0)
    }
}
