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

    /// Blocked leads that one hand-out puts aside at most before it lets others at the database.
    private static let mostCandidates = 200
    /// How long a lead rests that an agent gave back without dialling.
    private static let givenBackRest = Duration.minutes(10)

    private let vault: Vault
    let calendar: WorkingCalendar

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

    /// Hands out the next lead of the agent's vendor, the most urgent task first.
    package func next(
        for viewer: Viewer,
        now: Moment,
        in transaction: Transaction,
    ) throws -> Answer {
        let store = HandOutStore(transaction)
        let campaigns = CampaignStore(transaction)
        var search = Search()
        // The most urgent task has a lead for most; the others are read when it has none.
        for limit in [1, Int.max] {
            let tasks =
                try campaigns
                .running(vendor: viewer.organisation, on: now.day, limit: limit)
            for rules in tasks where !search.seen.contains(rules.campaign) {
                let check = HandOutCheck(rules, calendar, at: now)
                if let answer = try look(check, viewer, store, &search) { return answer }
            }
        }
        if let refusal = try refusalForAgent(nil, viewer, now, store, &search) {
            return .refused(refusal)
        }
        if search.open.isEmpty { return .refused(search.refusal ?? .noRunningTask) }
        let (counts, due) = try store.heldBack(in: search.open)
        return .refused(.noLead(counts, due: due))
    }

    /// What the search for a lead has met so far.
    private struct Search {
        var seen: [ID<Campaign>] = []
        /// The tasks that are open now and have no lead.
        var open: [ID<Campaign>] = []
        /// Why a task is not open.
        var refusal: HandOutRefusal?
        /// Leads that were put aside.
        var aside = 0
        /// Whether the agent was found to be free and below the ceiling.
        var isAgentChecked = false
    }

    /// Looks for a lead in one task; nil when the search goes on. The blocked leads before it are
    /// put aside until what blocks them is over. The agent comes first: what refuses them is the
    /// answer, whatever the task says.
    private func look(
        _ check: HandOutCheck,
        _ viewer: Viewer,
        _ store: HandOutStore,
        _ search: inout Search,
    ) throws -> Answer? {
        let (rules, now) = (check.rules, check.now)
        search.seen.append(rules.campaign)
        let closed = check.closure
        while search.aside < Self.mostCandidates {
            let next =
                try closed == nil
                ? store.nextLead(in: rules, for: viewer.account, at: now) : nil
            if let refusal = try refusalForAgent(next, viewer, now, store, &search) {
                return .refused(refusal)
            }
            if let closed {
                search.refusal = search.refusal ?? closed
                return nil
            }
            if try isVolumeUsedUp(next, rules, now, store) {
                search.refusal = .institutionVolume
                return nil
            }
            if search.open.last != rules.campaign { search.open.append(rules.campaign) }
            guard let next else { return nil }
            var verdict = check.verdict(next.facts, region: next.candidate.region)
            if verdict == .clear {
                switch try store.hold(next.candidate, kind: .next, by: viewer, at: now) {
                case .held(let held): return .held(held)
                case .agentIsBusy: return .refused(.alreadyHolding)
                case .customerIsHeld: verdict = HandOutCheck.held(at: now)
                }
            }
            guard case .blocked(_, let event?) = verdict else { return nil }
            try store.move(next.candidate, by: event)
            search.aside += 1
        }
        return .refused(.putAside(search.aside))
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
        let agent = try store.agent(viewer.account, on: now.day)
        if let refusal = Self.refusal(agent) { throw refusal }
        guard let candidate = try store.candidate(lead, vendor: viewer.organisation),
            let rules = try CampaignStore(transaction).callRules(candidate.campaign)
        else { throw NotFound(L("客户", en: "lead")) }
        _ = try candidate.state.after(.taken)
        let facts = try store.facts(candidate, at: now)
        let check = HandOutCheck(rules, calendar, at: now)
        if case .blocked(let refusal, _) = check.verdict(facts, region: candidate.region) {
            throw refusal
        }
        if try isVolumeUsedUp(nil, rules, now, store) { throw HandOutRefusal.institutionVolume }
        switch try store.hold(candidate, kind: kind, by: viewer, at: now) {
        case .held(let held): return held
        case .agentIsBusy: throw HandOutRefusal.alreadyHolding
        case .customerIsHeld: throw HandOutRefusal.customerHeld
        }
    }

    /// Gives leave to place the call: every check again, then the counts, then the number.
    package func authoriseDial(
        _ handOut: ID<HandOut>,
        by viewer: Viewer,
        now: Moment,
        in transaction: Transaction,
    ) throws -> DialPermit {
        let store = HandOutStore(transaction)
        guard let previewed = try store.previewed(handOut, by: viewer),
            let rules = try CampaignStore(transaction).callRules(previewed.candidate.campaign)
        else { throw HandOutRefusal.notHeld }
        let candidate = previewed.candidate
        try store.noteCall(candidate.id, at: now)
        let facts = try store.facts(candidate, but: handOut, at: now)
        let check = HandOutCheck(rules, calendar, at: now)
        if case .blocked(let refusal, _) = check.verdict(facts, region: candidate.region) {
            throw refusal
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
            kind: previewed.kind,
            scriptVersion: rules.scriptVersion,
            callerID: rules.callerID.isEmpty ? nil : rules.callerID,
            number: try PhoneNumber(try vault.open(previewed.phoneSealed, as: .leadPhone)),
        )
    }

    /// The lead of a hand-out; nil where there is none.
    package func lead(of handOut: ID<HandOut>, in transaction: Transaction) throws -> ID<Lead>? {
        try transaction.first("SELECT lead_id FROM handout WHERE id = \(handOut)")?
            .id("lead_id")
    }

    /// Takes a lead back that was previewed and not dialled. One that came in turn rests for a
    /// while; a callback or a redial stands again where it stood.
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
        let rested = LeadEvent.waiting(until: now + Self.givenBackRest, .givenBack)
        try store.release(held, by: store.event(of: held, rested: rested))
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
        guard let held = try store.open(handOut) else { throw HandOutRefusal.notHeld }
        let event = try event(
            after: outcome,
            callbackAt: callbackAt,
            of: held,
            at: now,
            in: transaction,
        )
        try store.release(held, by: event, outcome: outcome)
        try store.close(handOut, customer: held.customerKey, as: "done", at: now)
    }

    // MARK: The checks

    /// Why the agent gets no lead; looked up once in a search, by itself where no lead was found
    /// that brings the facts along.
    private func refusalForAgent(
        _ next: NextLead?,
        _ viewer: Viewer,
        _ now: Moment,
        _ store: HandOutStore,
        _ search: inout Search,
    ) throws -> HandOutRefusal? {
        if search.isAgentChecked { return nil }
        search.isAgentChecked = true
        return Self.refusal(try next?.agent ?? store.agent(viewer.account, on: now.day))
    }

    private static func refusal(_ agent: AgentStanding) -> HandOutRefusal? {
        if agent.dialled >= CallLimits.callsPerAgentAndDay { return .dailyCap }
        return agent.hasOpen ? .alreadyHolding : nil
    }

    private func isVolumeUsedUp(
        _ next: NextLead?,
        _ rules: CallRules,
        _ now: Moment,
        _ store: HandOutStore,
    ) throws -> Bool {
        let dialled =
            try next?.dialledForInstitution ?? store.dialled(for: rules.institution, on: now.day)
        return dialled >= rules.institutionDailyVolume
    }
}
