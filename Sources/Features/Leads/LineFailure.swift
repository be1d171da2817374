package import Campaigns
package import Database
package import Kernel

extension HandOut {
    /// How long a lead rests whose call the trunk did not carry: a trunk that fails is not tried in
    /// a loop with the same customer.
    package static let lineFailureRest = Duration.minutes(2)

    /// Takes a dialled lead back whose call the line did not carry. What the dial had counted is
    /// given back: none of the agent's 200 (C5.1), none of the branch's volume (C5.3), no attempt at
    /// the customer. A callback or a redial stands again where it stood.
    ///
    /// The dial counts before the line is asked, so that no crash in between lets call 201 through;
    /// the count goes back in the transaction that stores the line's failure.
    package func lineFailed(
        _ handOut: ID<HandOut>,
        for institution: ID<Institution>,
        on day: BusinessDay,
        now: Moment,
        in transaction: Transaction,
    ) throws {
        let store = HandOutStore(transaction)
        guard let held = try store.open(handOut), !held.isPreviewing else { return }
        try store.uncountCall(of: handOut, lead: held.lead, for: institution, on: day)
        let rested = Standing(
            state: .waiting,
            due: now + Self.lineFailureRest,
            heldBack: .lineFailed,
        )
        try store.release(held, store.standing(of: held, rested: rested))
        try store.close(handOut, customer: held.customerKey, as: "failed", at: now)
    }
}

extension HandOutStore {
    /// Gives back what the dial of a hand-out has counted.
    func uncountCall(
        of handOut: ID<HandOut>,
        lead: ID<Lead>,
        for institution: ID<Institution>,
        on day: BusinessDay,
    ) throws {
        try transaction.execute(
            """
            UPDATE agent_day SET dialled = dialled - 1 WHERE day = \(day) AND dialled > 0
                AND agent_id = (SELECT agent_id FROM handout WHERE id = \(handOut))
            """
        )
        try transaction.execute(
            """
            UPDATE institution_day SET dialled = dialled - 1
            WHERE institution_id = \(institution) AND day = \(day) AND dialled > 0
            """
        )
        try transaction.execute(
            "UPDATE lead SET attempts = attempts - 1 WHERE id = \(lead) AND attempts > 0"
        )
        try transaction.execute("UPDATE handout SET dialled_at = NULL WHERE id = \(handOut)")
    }
}
