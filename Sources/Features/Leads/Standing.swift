package import Campaigns
package import Database
package import Kernel

/// Where a lead stands after a call.
struct Standing {
    let state: LeadState
    var due: Moment?
    var heldBack: HeldBack?
}

extension HandOut {
    /// Where an outcome recorded at `now` puts the lead of a hand-out: suppressed for good, waiting
    /// for its callback, coming back later, or finished.
    func standing(
        after outcome: Outcome,
        callbackAt: Moment?,
        of handOut: StoredHandOut,
        at now: Moment,
        in transaction: Transaction,
    ) throws -> Standing {
        if try outcome.suppresses || HandOutStore(transaction).isSuppressed(handOut.customerKey) {
            return Standing(state: .suppressed)
        }
        if let callbackAt { return Standing(state: .callback, due: callbackAt) }
        guard let rules = try CampaignStore(transaction).callRules(handOut.campaign),
            handOut.attempts < rules.attemptsTotal,
            let due = rules.returns(after: outcome, at: now)
        else { return Standing(state: .finished) }
        return Standing(state: .waiting, due: due, heldBack: .recycled)
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
        let standing = try standing(
            after: outcome,
            callbackAt: callbackAt,
            of: last,
            at: closedAt,
            in: transaction,
        )
        try store.setLead(of: last, standing, outcome: outcome)
    }
}
