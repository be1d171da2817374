package import Database
package import Kernel

extension HandOut {
    /// Ends a dialled hand-out without an outcome: nobody recorded one and nobody will. The lead
    /// comes back the next day at the earliest, so that no customer is called again unawares; one
    /// that was finished, and redialled by hand, stays finished.
    package func abandon(
        _ handOut: ID<HandOut>,
        now: Moment,
        in transaction: Transaction,
    ) throws {
        let store = HandOutStore(transaction)
        guard let held = try store.open(handOut) else { throw HandOutRefusal.notHeld }
        if try store.isSuppressed(held.customerKey) {
            try store.release(held, by: .suppressed)
        } else if held.before == .finished {
            try store.release(held, by: .finished(held.heldBackBefore))
        } else {
            try store.release(held, by: .waiting(until: now.day.next.start, .recycled))
        }
        try store.close(handOut, customer: held.customerKey, as: "done", at: now)
    }
}
