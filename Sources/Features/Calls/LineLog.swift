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

    /// Moves on a seat at which a call stands that the line has not: the call is over.
    func heal(_ id: ID<PlacedCall>) throws {
        try environment.database.write { transaction in
            guard let call = try CallStore(transaction).call(id) else { return }
            guard call.endedAt != nil else {
                return try receive(ending(id, .lost), in: transaction)
            }
            let seats = SeatStore(transaction)
            guard let before = try seats.seat(of: call.agent), before.state.call == id,
                before.state.code != .wrappingUp
            else { return }
            var seat = before
            let now = environment.time.now()
            try seat.apply(.end, at: now)
            try seats.save(seat, before: before, at: now)
            environment.announce(seat, in: transaction)
        }
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
        let seats = SeatStore(transaction)
        // The seat's row first, as at every dial.
        let before = try seats.seat(of: call.agent)
        if step == .lineFail { try takeBack(call, at: event.at, in: transaction) }
        guard let before, before.state.call == call.id else { return }
        var seat = before
        try seat.apply(step, at: event.at)
        try seats.save(seat, before: before, at: event.at)
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

    /// Ends every call that was going on when the program stopped: nobody knows how it ended, so
    /// it is neither placed again nor called answered. The seats go on to record a result. Many
    /// calls are one commit; one that cannot be ended holds up no other.
    package func closeLost() throws {
        let open = try environment.database.read { try CallStore($0).open().map(\.id) }
        try environment.writeEach(open) { call, transaction in
            try receive(ending(call, .lost), in: transaction)
        } failed: { call, error in
            "call \(call) could not be ended: \(error)"
        }
    }

    /// Ends a call of which the line knows nothing.
    func lose(_ call: ID<PlacedCall>) {
        end(call, cause: .lost)
    }

    private func end(_ call: ID<PlacedCall>, cause: EndCause) {
        do {
            try receive(ending(call, cause))
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
