internal import Database
internal import Web

/// What an open page hears of its seat; the raw value is the event's name.
enum SeatNews: String {
    /// The seat has changed; the page asks for it again.
    case changed = "seat"
    /// Another tab has the seat, or nobody; the page stops.
    case takenOver = "taken_over"
    /// The softphone has come on; its state comes along.
    case softphone
    /// Someone listens to the call, or does so otherwise; the page asks who.
    case monitor
}

extension Environment {
    /// Tells the agent's page and the floor views of a seat, once it is durable.
    func announce(_ seat: Seat, in transaction: Transaction, event: SeatNews = .changed) {
        let events = events
        transaction.afterCommit {
            events.publish(
                Workbench.topic(seat.agent),
                event: event.rawValue,
                data: "\"\(seat.holder)\"",
            )
            events.publish(
                Workbench.floorTopic(seat.vendor),
                event: "changed",
                data: "\(seat.agent)",
            )
        }
    }
}
