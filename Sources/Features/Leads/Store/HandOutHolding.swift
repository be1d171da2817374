internal import Access
internal import Database
internal import Kernel

/// Taking a lead and its customer into an agent's hands.
extension HandOutStore {
    /// What came of the attempt to hold a lead.
    enum Holding {
        case held(HeldLead)
        case agentIsBusy
        case customerIsHeld
    }

    /// Holds a lead and its customer for the agent. Two unique indexes are the last guard: one open
    /// hand-out an agent, one hand-out a customer, whatever the task.
    func hold(
        _ candidate: Candidate,
        kind: HandOutKind,
        by viewer: Viewer,
        at now: Moment,
    ) throws -> Holding {
        let written =
            switch transaction.dialect {
            case .sqlite: try holdInSteps(candidate, kind, viewer, now)
            case .postgres: try holdTogether(candidate, kind, viewer, now)
            }
        guard let handOut = written.handOut else { return .agentIsBusy }
        guard written.isCustomerFree else {
            try transaction.execute("DELETE FROM handout WHERE id = \(handOut)")
            return .customerIsHeld
        }
        try LeadMover(transaction).held(candidate)
        return .held(
            HeldLead(
                handOut: handOut,
                lead: candidate.id,
                campaign: candidate.campaign,
                kind: kind,
            )
        )
    }

    /// What was written: nil for an agent who has a lead; a customer who is not free leaves a
    /// hand-out behind that goes again.
    private typealias Written = (handOut: ID<HandOut>?, isCustomerFree: Bool)

    /// One statement after the other: SQLite has no statement that writes into several tables.
    private func holdInSteps(
        _ candidate: Candidate,
        _ kind: HandOutKind,
        _ viewer: Viewer,
        _ now: Moment,
    ) throws -> Written {
        let opened = try transaction.first(opening(candidate, kind, viewer, now))
        guard let handOut = try opened?.id(0, of: HandOut.self) else { return (nil, true) }
        let kept = try transaction.execute(
            """
            INSERT INTO customer_hold(customer_key, agent_id, lead_id, handout_id, since)
            VALUES (\(candidate.customerKey), \(viewer.account), \(candidate.id), \(handOut),
                \(now)) ON CONFLICT DO NOTHING
            """
        )
        guard kept == 1 else { return (handOut, false) }
        let taking = try LeadMover.update(candidate.state, by: .taken)
        try transaction.execute("\(taking) WHERE id = \(candidate.id)")
        return (handOut, true)
    }

    /// The same in one statement: the server is asked once.
    private func holdTogether(
        _ candidate: Candidate,
        _ kind: HandOutKind,
        _ viewer: Viewer,
        _ now: Moment,
    ) throws -> Written {
        let taking = try LeadMover.update(candidate.state, by: .taken)
        let row = try transaction.one(
            """
            WITH opened AS (\(opening(candidate, kind, viewer, now))),
                kept AS (
                    INSERT INTO customer_hold(customer_key, agent_id, lead_id, handout_id, since)
                    SELECT \(candidate.customerKey), \(viewer.account), \(candidate.id), id, \(now)
                    FROM opened ON CONFLICT DO NOTHING RETURNING handout_id),
                moved AS (
                    \(taking) WHERE id = \(candidate.id) AND EXISTS (SELECT 1 FROM kept))
            SELECT (SELECT id FROM opened), EXISTS (SELECT 1 FROM kept)
            """
        )
        return (try row.optionalID(0, of: HandOut.self), try row.bool(1))
    }

    private func opening(
        _ candidate: Candidate,
        _ kind: HandOutKind,
        _ viewer: Viewer,
        _ now: Moment,
    ) -> SQL {
        """
        INSERT INTO handout(lead_id, campaign_id, institution_id, vendor_id, customer_key,
            agent_id, kind, state, day, handed_at, lead_state, lead_due_at, lead_held_back)
        VALUES (\(candidate.id), \(candidate.campaign), \(candidate.institution),
            \(viewer.organisation), \(candidate.customerKey), \(viewer.account),
            \(kind.rawValue), 'previewing', \(now.day), \(now), \(candidate.state.rawValue),
            \(candidate.due), \(candidate.heldBack?.rawValue))
        ON CONFLICT DO NOTHING RETURNING id
        """
    }

    /// What moves the lead of a hand-out that comes to nothing: out, if it was taken back or its
    /// customer suppressed meanwhile; where it stood, if it was a callback or a redial; else `rested`.
    func event(of held: StoredHandOut, rested: LeadEvent) throws -> LeadEvent {
        if try isUndone(held.lead) { return .withdrawn }
        if try isSuppressed(held.customerKey) { return .suppressed }
        if held.kind != .next, let before = held.before {
            let stood = Standing(state: before, due: held.dueBefore, heldBack: held.heldBackBefore)
            return .putBack(stood)
        }
        return held.kind == .callback ? .putBack(Standing(state: .callback)) : rested
    }
}
