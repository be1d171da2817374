package import Database
package import Kernel

extension HandOut {
    /// Ends a dialled hand-out without an outcome: nobody recorded one and nobody will. The lead
    /// comes back the next day at the earliest, so that no customer is called again unawares.
    package func abandon(
        _ handOut: ID<HandOut>,
        now: Moment,
        in transaction: Transaction,
    ) throws {
        let store = HandOutStore(transaction)
        guard let held = try store.handOut(handOut) else { throw HandOutRefusal.notHeld }
        if try store.isSuppressed(held.customerKey) {
            try store.setLead(held.lead, .suppressed, due: nil, heldBack: nil)
        } else {
            let due = now.day.next.start
            try store.setLead(held.lead, .waiting, due: due, heldBack: .recycled)
        }
        try store.close(handOut, customer: held.customerKey, as: "done", at: now)
    }
}
