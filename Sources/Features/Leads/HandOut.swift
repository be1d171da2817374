package import Access
package import Calendar
package import Campaigns
package import Database
package import Kernel
package import Vault

/// The hand-out of leads: one atomic step that checks at that moment, and the same checks again
/// at the moment of dialling. C2.1, C4.12, C5.1, C5.3.
package struct HandOut: Sendable {
    /// What asking for the next lead leads to. A refusal is not thrown, so that the leads that
    /// were found blocked on the way stay put aside.
    package enum Answer: Sendable, Hashable {
        case held(HeldLead)
        case refused(HandOutRefusal)
    }

    /// Blocked leads that one hand-out puts aside at most before it gives up.
    private static let mostCandidates = 50
    /// How long a lead rests that an agent gave back without dialling.
    private static let givenBackRest = Duration.minutes(10)
    /// How long a lead rests whose customer is in someone else's hands.
    private static let customerHeldRest = Duration.minutes(15)

    private let vault: Vault
    private let calendar: WorkingCalendar

    /// A hand-out that opens numbers with `vault` and knows the working days.
    package init(vault: Vault, calendar: WorkingCalendar) {
        self.vault = vault
        self.calendar = calendar
    }

    /// How many calls an agent has placed on a day, of every kind. C5.1.
    package static func dialled(
        _ agent: ID<Account>,
        on day: BusinessDay,
        in transaction: Transaction,
    ) throws -> Int {
        try HandOutStore(transaction).dialled(agent, on: day)
    }

    /// How many leads of these tasks wait for each reason, counted up to ten thousand a task.
    package static func heldBack(
        in campaigns: [ID<Campaign>],
        _ transaction: Transaction,
    ) throws -> [HeldBack: Int] {
        try HandOutStore(transaction).heldBack(in: campaigns).0
    }

    /// Hands out the next lead of the agent's vendor, the most urgent task first.
    package func next(
        for viewer: Viewer,
        now: Moment,
        in transaction: Transaction,
    ) throws -> Answer {
        let store = HandOutStore(transaction)
        if let refusal = try refusalForAgent(viewer, now, store) { return .refused(refusal) }
        let tasks = try CampaignStore(transaction)
            .running(vendor: viewer.organisation, on: now.day)
        if tasks.isEmpty { return .refused(.noRunningTask) }
        var refusal: HandOutRefusal?
        var open: [ID<Campaign>] = []
        for rules in tasks {
            if let closed = refusalForTask(rules, "", now) {
                refusal = refusal ?? closed
                continue
            }
            if try store.dialled(for: rules.institution, on: now.day)
                >= rules.institutionDailyVolume
            {
                refusal = .institutionVolume
                continue
            }
            open.append(rules.campaign)
            if let held = try firstLead(of: rules, viewer, now, store) { return .held(held) }
        }
        if open.isEmpty { return .refused(refusal ?? .noRunningTask) }
        let (counts, due) = try store.heldBack(in: open)
        return .refused(.noLead(counts, due: due))
    }

    /// Takes one particular lead: a callback, or a manual redial. Every limit holds for it too.
    package func take(
        _ lead: ID<Lead>,
        kind: HandOutKind,
        for viewer: Viewer,
        now: Moment,
        in transaction: Transaction,
    ) throws -> HeldLead {
        let store = HandOutStore(transaction)
        if let refusal = try refusalForAgent(viewer, now, store) { throw refusal }
        guard let candidate = try store.candidate(lead, vendor: viewer.organisation),
            let rules = try CampaignStore(transaction).callRules(candidate.campaign)
        else { throw NotFound(L("客户", en: "lead")) }
        if let refusal = refusalForTask(rules, candidate.region, now) { throw refusal }
        if try store.dialled(for: rules.institution, on: now.day) >= rules.institutionDailyVolume {
            throw HandOutRefusal.institutionVolume
        }
        switch candidate.state {
        case .suppressed, .withdrawn: throw HandOutRefusal.suppressed
        case .held: throw HandOutRefusal.customerHeld
        case .ready, .waiting, .callback, .finished: break
        }
        if let refusal = try refusalForCustomer(candidate, rules, now, store) { throw refusal }
        guard let held = try store.hold(candidate, kind: kind, by: viewer, at: now) else {
            throw HandOutRefusal.customerHeld
        }
        return held
    }

    /// Gives leave to place the call: every check again, then the counts, then the number.
    package func authoriseDial(
        _ handOut: ID<HandOut>,
        by viewer: Viewer,
        now: Moment,
        in transaction: Transaction,
    ) throws -> DialPermit {
        let store = HandOutStore(transaction)
        guard let held = try store.open(handOut, of: viewer.account), held.isPreviewing,
            let candidate = try store.candidate(held.lead, vendor: viewer.organisation),
            let rules = try CampaignStore(transaction).callRules(candidate.campaign)
        else { throw HandOutRefusal.notHeld }
        if let refusal = refusalForTask(rules, candidate.region, now) { throw refusal }
        if try store.isSuppressed(candidate.customerKey) { throw HandOutRefusal.suppressed }
        if let limit = rules.limitReached(try store.counts(candidate, now)) {
            throw HandOutRefusal.limit(limit)
        }
        guard try store.countCall(by: viewer.account, on: now.day) else {
            throw HandOutRefusal.dailyCap
        }
        let volume = rules.institutionDailyVolume
        guard try store.countCall(for: rules.institution, on: now.day, upTo: volume) else {
            throw HandOutRefusal.institutionVolume
        }
        try store.markDialled(handOut, lead: candidate.id, at: now)
        return DialPermit(
            handOut: handOut,
            lead: candidate.id,
            campaign: candidate.campaign,
            institution: rules.institution,
            customerKey: candidate.customerKey,
            kind: held.kind,
            scriptVersion: rules.scriptVersion,
            callerID: rules.callerID.isEmpty ? nil : rules.callerID,
            number: try PhoneNumber(try vault.open(candidate.phoneSealed, as: .leadPhone)),
        )
    }

    /// Takes a lead back that was previewed and not dialled; it rests for a while.
    package func giveBack(
        _ handOut: ID<HandOut>,
        ofAgent agent: ID<Account>,
        now: Moment,
        in transaction: Transaction,
    ) throws {
        let store = HandOutStore(transaction)
        guard let held = try store.open(handOut, of: agent), held.isPreviewing else {
            throw HandOutRefusal.notHeld
        }
        if try store.isSuppressed(held.customerKey) {
            try store.setLead(held.lead, .suppressed, due: nil, heldBack: nil)
        } else if held.kind == .callback {
            try store.setLead(held.lead, .callback, due: nil, heldBack: nil)
        } else {
            try store.setLead(
                held.lead,
                .waiting,
                due: now + Self.givenBackRest,
                heldBack: .givenBack,
            )
        }
        try store.close(handOut, customer: held.customerKey, as: "returned", at: now)
    }

    /// Ends a hand-out with a call's outcome: the lead is finished, comes back later, waits for its
    /// callback, or is suppressed for good.
    package func finish(
        _ handOut: ID<HandOut>,
        outcome: Outcome,
        callbackAt: Moment?,
        now: Moment,
        in transaction: Transaction,
    ) throws {
        let store = HandOutStore(transaction)
        guard let held = try store.handOut(handOut) else { throw HandOutRefusal.notHeld }
        let rules = try CampaignStore(transaction).callRules(held.campaign)
        if try store.isSuppressed(held.customerKey) || outcome.suppresses {
            try store.setLead(held.lead, .suppressed, due: nil, heldBack: nil, outcome: outcome)
        } else if callbackAt != nil {
            try store.setLead(
                held.lead,
                .callback,
                due: callbackAt,
                heldBack: nil,
                outcome: outcome
            )
        } else if let rules, held.attempts < rules.attemptsTotal,
            let due = rules.returns(after: outcome, at: now)
        {
            try store.setLead(held.lead, .waiting, due: due, heldBack: .recycled, outcome: outcome)
        } else {
            try store.setLead(held.lead, .finished, due: nil, heldBack: nil, outcome: outcome)
        }
        try store.close(handOut, customer: held.customerKey, as: "done", at: now)
    }

    // MARK: The checks

    func opening(_ rules: CallRules, at moment: Moment, _ region: String) -> CallRules.Opening {
        rules.opening(at: moment, region: region, calendar: calendar)
    }

    private func refusalForAgent(
        _ viewer: Viewer,
        _ now: Moment,
        _ store: HandOutStore,
    ) throws -> HandOutRefusal? {
        if try store.dialled(viewer.account, on: now.day) >= CallLimits.callsPerAgentAndDay {
            return .dailyCap
        }
        return try store.hasOpen(viewer.account) ? .alreadyHolding : nil
    }

    private func refusalForTask(
        _ rules: CallRules,
        _ region: String,
        _ now: Moment,
    ) -> HandOutRefusal? {
        switch rules.opening(at: now, region: region, calendar: calendar) {
        case .open: nil
        case .closed(let until, let reason): .closed(reason, until: until)
        }
    }

    private func refusalForCustomer(
        _ candidate: Candidate,
        _ rules: CallRules,
        _ now: Moment,
        _ store: HandOutStore,
    ) throws -> HandOutRefusal? {
        if try store.isSuppressed(candidate.customerKey) { return .suppressed }
        if let limit = rules.limitReached(try store.counts(candidate, now)) { return .limit(limit) }
        return try store.isHeld(candidate.customerKey) ? .customerHeld : nil
    }

    /// The first lead of a task that may be called; the blocked ones before it are put aside until
    /// what blocks them is over.
    private func firstLead(
        of rules: CallRules,
        _ viewer: Viewer,
        _ now: Moment,
        _ store: HandOutStore,
    ) throws -> HeldLead? {
        for _ in 0..<Self.mostCandidates {
            guard let candidate = try store.candidate(in: rules.campaign, at: now) else {
                return nil
            }
            if case .closed(let until, _) = rules.opening(
                at: now,
                region: candidate.region,
                calendar: calendar,
            ) {
                try store.setLead(
                    candidate.id,
                    until == nil ? .finished : .waiting,
                    due: until,
                    heldBack: .regionHours,
                )
                continue
            }
            if let refusal = try refusalForCustomer(candidate, rules, now, store) {
                try putAside(candidate, refusal, now, store)
                continue
            }
            if let held = try store.hold(candidate, kind: .next, by: viewer, at: now) {
                return held
            }
            try putAside(candidate, .customerHeld, now, store)
        }
        return nil
    }

    private func putAside(
        _ candidate: Candidate,
        _ refusal: HandOutRefusal,
        _ now: Moment,
        _ store: HandOutStore,
    ) throws {
        switch refusal {
        case .suppressed:
            try store.setLead(candidate.id, .suppressed, due: nil, heldBack: nil)
        case .limit(.campaign):
            try store.setLead(candidate.id, .finished, due: nil, heldBack: .frequencyCampaign)
        case .limit(let limit):
            let tomorrow = now.day.next.start
            try store.setLead(candidate.id, .waiting, due: tomorrow, heldBack: HeldBack(limit))
        case .customerHeld, .dailyCap, .alreadyHolding, .noRunningTask, .closed,
            .institutionVolume, .noLead, .notHeld:
            try store.setLead(
                candidate.id,
                .waiting,
                due: now + Self.customerHeldRest,
                heldBack: .customerHeld,
            )
        }
    }
}
