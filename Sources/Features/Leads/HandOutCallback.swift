package import Access
internal import Campaigns
package import Database
package import Kernel

extension HandOut {
    /// Checks that a callback at `moment` could be taken: the task's and the province's hours hold
    /// for it, and the limits of calls to one customer. An agent must not promise what the rules
    /// will refuse. Throws `InvalidInput` naming the field `callback_at`.
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
        let customer = try store.facts(candidate, at: now)
        guard let limit = rules.limitReached(customer.attempts),
            let advice = Self.advice(limit, customer, at: moment, now: now)
        else { return }
        throw InvalidInput("callback_at", limit.name + advice)
    }

    /// What to do about a limit that still holds at `moment`; nil when it is over by then.
    private static func advice(
        _ limit: AttemptLimit,
        _ customer: CustomerFacts,
        at moment: Moment,
        now: Moment,
    ) -> L? {
        switch limit {
        case .campaign:
            L("，不能再约回访，请记录其他结果。", en: "; no callback can be agreed: record another result.")
        case .day:
            moment.day > now.day ? nil : L("，请约在次日或以后。", en: "; agree a later day.")
        case .hours24:
            moment >= (customer.firstIn24Hours ?? now) + .hours(24)
                ? nil : L("，请约在次日或以后。", en: "; agree a later day.")
        }
    }
}
