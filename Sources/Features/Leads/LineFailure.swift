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
        let rested = LeadEvent.waiting(until: now + Self.lineFailureRest, .lineFailed)
        try store.release(held, by: store.event(of: held, rested: rested))
        try store.close(handOut, customer: held.customerKey, as: "failed", at: now)
    }
}
