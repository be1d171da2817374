package import Access
package import Kernel
package import Telephony

/// An agent's seat as the database keeps it.
package struct Seat: Sendable, Hashable {
    /// The agent whose seat it is.
    package let agent: ID<Account>
    /// The agent's vendor.
    package let vendor: ID<Organisation>
    /// What it is doing.
    package private(set) var state: SeatState
    /// How leads come to it.
    package var mode: DialMode
    /// The token of the one browser tab that works at it; empty when none does.
    package var holder: String
    /// The key of the session under which it was opened, and with which it ends; nil for those that a
    /// program opens.
    package var session: [UInt8]?
    /// Since when it is in its state.
    package private(set) var since: Moment
    /// When its browser was last heard, on the machine's clock.
    package var lastSeenAt: Moment
    /// Counts its changes: of two answers that tell of it, the one with the greater number is newer.
    package var revision: Int64

    /// A seat as stored, or a new one.
    package init(
        agent: ID<Account>,
        vendor: ID<Organisation>,
        state: SeatState,
        mode: DialMode,
        holder: String,
        session: [UInt8]? = nil,
        since: Moment,
        lastSeenAt: Moment,
        revision: Int64 = 0,
    ) {
        self.agent = agent
        self.vendor = vendor
        self.state = state
        self.mode = mode
        self.holder = holder
        self.session = session
        self.since = since
        self.lastSeenAt = lastSeenAt
        self.revision = revision
    }

    /// How long a seat is kept for a browser that has fallen silent.
    package static let lease = Duration.seconds(90)

    /// Moves the seat; the time in its state begins anew when the state changes.
    package mutating func apply(_ event: SeatEvent, at now: Moment) throws(SeatRefusal) {
        let before = state
        try state.apply(event)
        if state != before { since = now }
    }

    /// The call that its agent is in, or about to be; nil for none.
    package var callGoingOn: ID<PlacedCall>? {
        switch state {
        case .dialling(_, let call), .ringing(_, let call), .talking(_, let call): call
        case .wrappingUp, .previewing, .ready, .onBreak, .locked, .signedOut: nil
        }
    }

    /// Refuses a tab that no longer holds the seat.
    package func check(holder claimed: String) throws(SeatRefusal) {
        if holder.isEmpty { throw .notOpen }
        if holder != claimed { throw .takenOver }
    }

    /// Refuses a lead for a seat that is not ready for one.
    func checkReady() throws(SeatRefusal) {
        guard state == .ready else { throw .wrongState(state.code, .handOut(ID(0))) }
    }
}
