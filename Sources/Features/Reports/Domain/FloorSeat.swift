package import Calls
package import Kernel
package import Leads
package import Telephony

/// A seat as the floor view shows it.
package struct FloorSeat: Sendable, Hashable {
    /// The agent's account.
    package let agent: Int64
    /// The agent's name.
    package let name: String
    /// The staff number.
    package let staffNumber: String
    /// What the seat is doing.
    package let state: SeatState.Code
    /// Since when.
    package let since: Moment
    /// Since when the customer waits on hold; nil while nobody does.
    package let heldSince: Moment?
    /// The conversation that goes on; nil in every other state.
    package let call: CallID?
    /// Calls placed today. C5.1.
    package let dialled: Int
    /// Different customers found interested today. C5.2.
    package let interested: Int
    /// Seconds in handling today, those in the present state included.
    package let handlingSeconds: Int
    /// Seconds available today, those in the present state included.
    package let availableSeconds: Int

    /// Handling ÷ available, 0 to 1; nil before anything was available.
    package var occupancy: Double? {
        availableSeconds == 0 ? nil : Double(handlingSeconds) / Double(availableSeconds)
    }
}

/// A running task as the floor view shows it.
package struct FloorTask: Sendable, Hashable {
    /// The task.
    package let campaign: Int64
    /// The task's name.
    package let name: String
    /// The branch for which it is called.
    package let institution: String
    /// The branch's calls of a day at most, over all its tasks. C5.3.
    package let volume: Int
    /// How many of them are used up today.
    package let volumeUsed: Int
    /// Why it has no lead for anybody now; nil while it has. C2.1.
    package let refusal: HandOutRefusal?
    /// Leads in all.
    package let leads: Int
    /// Leads that may be handed out now.
    package let ready: Int
    /// Leads that wait, by reason, counted up to ten thousand.
    package let heldBack: [HeldBackCount]
    /// Calls placed today.
    package let dialled: Int
    /// Calls that the line saw answered today.
    package let answered: Int
    /// Customers found interested today.
    package let interested: Int
}

/// How many leads wait for one reason.
package struct HeldBackCount: Sendable, Hashable {
    /// The reason's stable code.
    package let code: String
    /// The reason for people.
    package let name: L
    /// How many.
    package let count: Int
}

/// The sums over a vendor's seats.
package struct FloorTotals: Encodable, Sendable, Hashable {
    /// Seats that were opened at least once.
    package let seats: Int
    /// Of those the ones that work.
    package let working: Int
    /// Calls placed today. C5.1.
    package let dialled: Int
    /// Different customers found interested today. C5.2.
    package let interested: Int
    /// Handling ÷ available, over all seats of today; nil before anything was available.
    package let occupancyPercent: Int?
    /// Seats by state.
    package let states: [String: Int]

    /// Gathers the sums; the times are in milliseconds.
    package init(
        states: [SeatState.Code: Int],
        dialled: Int,
        interested: Int,
        handling: Int64,
        available: Int64,
    ) {
        self.states = Dictionary(
            uniqueKeysWithValues: states.map { ($0.key.rawValue, $0.value) }
        )
        seats = states.values.reduce(0, +)
        working = states.filter(\.key.isAvailable).values.reduce(0, +)
        self.dialled = dialled
        self.interested = interested
        occupancyPercent =
            available == 0
            ? nil : Int((Double(handling) / Double(available) * 100).rounded())
    }

    /// A floor without a seat.
    package static let none = FloorTotals(
        states: [:],
        dialled: 0,
        interested: 0,
        handling: 0,
        available: 0,
    )
}

/// By what a seat's move is noticed.
struct FloorMark: Sendable, Hashable {
    let state: String
    let since: Int64
}
