package import Access
internal import Campaigns
package import Database
package import Kernel

extension HandOut {
    /// Checks that a callback at `moment` could be taken: the task's and the province's hours hold
    /// for it, and on the same day the limit of calls to one customer. An agent must not promise
    /// what the rules will refuse. Throws `InvalidInput` naming the field `callback_at`.
    package func checkCallback(
        at moment: Moment,
        lead: ID<Lead>,
        vendor: ID<Organisation>,
        now: Moment,
        in transaction: Transaction,
    ) throws {
        let store = HandOutStore(transaction)
        guard let candidate = try store.candidate(lead, vendor: vendor),
            let rules = try CampaignStore(transaction).callRules(candidate.campaign)
        else { throw HandOutRefusal.notHeld }
        if case .closed(_, let reason) = rules.opening(
            at: moment,
            region: candidate.region,
            calendar: calendar,
        ) {
            throw InvalidInput(
                "callback_at",
                reason.message + L("，请另约时间。", en: "; agree another time."),
            )
        }
        guard moment.day == now.day,
            let limit = rules.limitReached(try store.facts(candidate, at: now).attempts)
        else { return }
        throw InvalidInput(
            "callback_at",
            limit.name + L("，请约在次日或以后。", en: "; agree a later day."),
        )
    }
}
