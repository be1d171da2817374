package import Access
package import Database
package import Kernel
internal import Leads
internal import Telephony
internal import Web

extension Workbench {
    /// Frees an agent's seat. A call is hung up, and its result waits for the agent; a previewed
    /// lead goes back; a wrap-up ends without a result, and its lead waits for the next day.
    package func release(
        _ agent: ID<Account>,
        _ viewer: Viewer,
        at now: Moment,
        in transaction: Transaction,
    ) throws {
        let before = try SeatStore(transaction).find(agent, visibleTo: viewer)
        try release(before, for: .released, at: now, in: transaction)
    }

    /// Hangs up the call that goes on at an agent's seat; writes nothing. False where the line has
    /// none.
    func endCall(
        of agent: ID<Account>,
        _ viewer: Viewer,
        in transaction: Transaction,
    ) throws -> Bool {
        let seat = try SeatStore(transaction).find(agent, visibleTo: viewer)
        guard let call = seat.callGoingOn, environment.line.carries(call) else { return false }
        environment.line.hangUp(call, for: .released)
        return true
    }

    func release(
        _ before: Seat,
        for reason: HangUpReason,
        at now: Moment,
        in transaction: Transaction,
    ) throws {
        var seat = before
        switch seat.state {
        case .dialling(_, let call), .ringing(_, let call), .talking(_, let call):
            let line = environment.line
            let log = LineLog(environment)
            transaction.afterCommit {
                // A call that the line knows nothing of would never report its end.
                if line.carries(call) { line.hangUp(call, for: reason) } else { log.lose(call) }
            }
            return
        case .previewing(let handOut):
            try handOuts.giveBack(handOut, ofAgent: seat.agent, now: now, in: transaction)
        case .wrappingUp(let handOut, _):
            try handOuts.abandon(handOut, now: now, in: transaction)
        case .ready, .onBreak, .locked, .signedOut: break
        }
        try seat.apply(.release, at: now)
        seat.holder = ""
        forgetVoice(seat, in: transaction)
        try SeatStore(transaction).save(&seat, before: before, at: now)
        environment.announce(seat, in: transaction, event: .takenOver)
    }
}
