package import Access
package import Database
internal import Kernel
internal import Leads
package import Web

/// What an act at the seat concerns, for the audit log.
extension Workbench {
    /// What lies at the viewer's seat: the call, else the lead on the screen, else the seat itself.
    /// An act that puts it away asks first.
    package func atHand(_ viewer: Viewer, _ transaction: Transaction) throws -> Thing {
        guard let seat = try SeatStore(transaction).own(viewer) else {
            return Thing(.seat, viewer.account.rawValue)
        }
        return try atHand(seat, transaction)
    }

    func atHand(_ context: Context) throws -> Thing {
        try atHand(context.viewer, context.transaction)
    }

    /// What lies at a seat.
    func atHand(_ seat: Seat, _ transaction: Transaction) throws -> Thing {
        try seat.state.call.map { Thing(.call, $0.rawValue) } ?? lead(seat, transaction)
    }

    /// The lead at a seat, dialled or not; the seat itself without one.
    func lead(_ seat: Seat, _ transaction: Transaction) throws -> Thing {
        let lead = try seat.state.handOut.flatMap {
            try handOuts.lead(of: $0, in: transaction)
        }
        return lead.map { Thing(.lead, $0.rawValue) } ?? Thing(.seat, seat.agent.rawValue)
    }
}
