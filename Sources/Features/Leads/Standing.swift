package import Campaigns
package import Database
package import Kernel

extension HandOut {
    /// How an outcome recorded at `now` moves the lead of a hand-out: it is suppressed for good,
    /// waits for its callback, comes back later, or is finished.
    func event(
        after outcome: Outcome,
        callbackAt: Moment?,
        of handOut: StoredHandOut,
        at now: Moment,
        in transaction: Transaction,
    ) throws -> LeadEvent {
        if try outcome.suppresses || HandOutStore(transaction).isSuppressed(handOut.customerKey) {
            return .suppressed
        }
        if let callbackAt { return .agreed(callbackAt) }
        guard let rules = try CampaignStore(transaction).callRules(handOut.campaign),
            handOut.attempts < rules.attemptsTotal,
            let due = rules.returns(after: outcome, at: now)
        else { return .finished(nil) }
        return .waiting(until: due, .recycled)
    }

    /// Puts a lead where the corrected outcome of its last call belongs. A lead that was called
    /// again since, is in someone's hands, suppressed or withdrawn stays where it is. C6.3.
    package func revise(
        _ handOut: ID<HandOut>,
        outcome: Outcome,
        callbackAt: Moment?,
        in transaction: Transaction,
    ) throws {
        let store = HandOutStore(transaction)
        guard let last = try store.last(handOut), let closedAt = last.closedAt else { return }
        let event = try event(
            after: outcome,
            callbackAt: callbackAt,
            of: last,
            at: closedAt,
            in: transaction,
        )
        try store.move(leadOf: last, by: event, outcome: outcome)
    }
}
