internal import Database
internal import Kernel
internal import Leads
package import Telephony
package import Web

/// Takes in what the line sees: stores it as evidence, moves the seat, tells the open pages. C6.3.
package struct LineLog: Sendable {
    private let environment: Environment

    /// A log on the product's surroundings.
    package init(_ environment: Environment) {
        self.environment = environment
    }

    /// Stores one event in a transaction of its own, now or as soon as the database takes it. A
    /// repeated one changes nothing.
    package func receive(_ event: LineEvent) throws {
        try environment.late.write { try receive(event, in: $0) }
    }

    private func receive(_ event: LineEvent, in transaction: Transaction) throws {
        let calls = CallStore(transaction)
        guard try calls.add(event), let call = try calls.call(event.call) else { return }
        let step: SeatEvent
        switch event.kind {
        case .proceeding, .measured: return
        case .ringing, .earlyMedia: step = .ring
        case .answered: step = .answer
        case .ended:
            let failed = try call.isLineFailure(rang: try calls.rang(call.id), event.signal)
            step = failed ? .lineFail : .end
        }
        // The seat's row first, as at every dial.
        let before = try SeatStore(transaction).seat(of: call.agent)
        if step == .lineFail { try takeBack(call, at: event.at, in: transaction) }
        guard let before, before.state.call == call.id else { return }
        try move(before, step, at: event.at, in: transaction)
    }

    private func move(
        _ before: Seat,
        _ step: SeatEvent,
        at moment: Moment,
        in transaction: Transaction,
    ) throws {
        var seat = before
        try seat.apply(step, at: moment)
        try SeatStore(transaction).save(&seat, before: before, at: moment)
        environment.announce(seat, in: transaction)
    }

    /// A call that the line did not carry was none: it has its result by the line's own word, what
    /// it had counted is given back, and so is the lead. C5.1, C6.3.
    private func takeBack(
        _ call: CallDetails,
        at moment: Moment,
        in transaction: Transaction,
    ) throws {
        try CallStore(transaction).uncount(call.id)
        try OutcomeStore(transaction, vault: environment.vault).addLineFailed(call.id, at: moment)
        try HandOut(vault: environment.vault, calendar: environment.calendar).lineFailed(
            call.handOut,
            for: call.institution,
            on: call.day,
            now: moment,
            in: transaction,
        )
    }

    /// Ends a call that the line refused to place.
    func couldNotPlace(_ call: ID<PlacedCall>, because error: any Error) {
        end(call, cause: .networkFailure)
    }

    /// Goes on with the calls that the line still carries, and ends every other that was going on
    /// when the program stopped: nobody knows how it ended, so it is neither placed again nor called
    /// answered. The seats go on to record a result. Many calls are one commit; one that cannot be
    /// ended holds up no other.
    package func closeLost() throws {
        let open = try environment.database.read { try CallStore($0).open().map(\.id) }
        let takenUp = environment.line.takeUp(Set(open))
        let lost = open.filter { !takenUp.contains($0) }
        try environment.writeEach(lost) { call, transaction in
            try receive(ending(call, .lost), in: transaction)
        } failed: { call, error in
            "call \(call) could not be ended: \(error)"
        }
    }

    /// Ends a call of which the line knows nothing, and moves on the seat that stands at it also where
    /// the books had ended it before.
    func lose(_ id: ID<PlacedCall>) {
        end(id, cause: .lost) { transaction in
            guard let call = try CallStore(transaction).call(id), call.endedAt != nil,
                let seat = try SeatStore(transaction).seat(of: call.agent), seat.callGoingOn == id
            else { return }
            try move(seat, .end, at: environment.time.now(), in: transaction)
        }
    }

    private func end(
        _ call: ID<PlacedCall>,
        cause: EndCause,
        _ andThen: @escaping (Transaction) throws -> Void = { _ in },
    ) {
        let event = ending(call, cause)
        do {
            try environment.late.write { transaction in
                try receive(event, in: transaction)
                try andThen(transaction)
            }
        } catch {
            environment.report("call \(call) could not be ended: \(error)")
        }
    }

    private func ending(_ call: ID<PlacedCall>, _ cause: EndCause) -> LineEvent {
        LineEvent(
            call: call,
            at: environment.time.now(),
            sequence: LineEvent.endInTheBooks,
            kind: .ended(cause, by: .system),
            source: .huihu,
        )
    }
}
