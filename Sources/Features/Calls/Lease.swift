internal import Access
internal import Database
package import Kernel
internal import Leads
internal import Synchronization
internal import Telephony
internal import Web

/// Frees seats whose browser has fallen silent, and moves on those whose call the line no longer
/// has: none stays stuck, none holds a customer.
package final class Lease: Sendable {
    private let environment: Environment
    private let workbench: Workbench
    private let start: Moment
    /// Calls at seats that the line did not have at the last sweep.
    private let missed = Mutex<Set<ID<PlacedCall>>>([])

    /// A lease on the seats of `workbench` in a program that can hear their browsers since `start`,
    /// by the machine's clock.
    package init(_ workbench: Workbench, since start: Moment) {
        environment = workbench.environment
        self.workbench = workbench
        self.start = start
    }

    /// Frees the seats not heard of for `Seat.lease`: a previewed lead goes back, a call is hung
    /// up, an unsaved result waits for the agent. After a start every seat has that long to be heard.
    /// Returns how many seats were touched.
    @discardableResult
    package func sweep() throws -> Int {
        do {
            try workbench.storeSightings()
        } catch let error as DatabaseError where error.isPassing {
            // What is not stored stays in memory, where it is looked for below.
        }
        let opened = try environment.database.read { try SeatStore($0).opened() }
        heal(opened)
        return try free(opened)
    }

    /// Moves on the seats at which a call stands that the line has not had for two sweeps: its end
    /// was lost. Waits while ends are still to be stored.
    private func heal(_ opened: [Seat]) {
        let now = Set(opened.compactMap(\.callGoingOn).filter { !environment.line.carries($0) })
        let twice = missed.withLock { before in
            defer { before = now }
            return now.intersection(before)
        }
        if environment.late.count > 0 { return }
        for call in twice {
            LineLog(environment).lose(call)
            environment.report("the line has no call \(call): its seat moves on")
        }
    }

    private func free(_ opened: [Seat]) throws -> Int {
        let silentSince = environment.wall.now() - Seat.lease
        // Nobody was heard while the program was down, and what was heard in the seconds before an
        // abrupt end is not stored.
        if start > silentSince { return 0 }
        let isSilent = { [workbench] (seat: Seat) in workbench.lastHeard(seat) < silentSince }
        let silent = opened.filter { isSilent($0) && $0.state.code != .wrappingUp }
        try free(silent, for: .pageGone, where: isSilent)
        return silent.count
    }

    /// Whose seats are open under which session.
    func sessions() throws -> [(agent: ID<Account>, session: [UInt8])] {
        try environment.database.read { try SeatStore($0).sessions() }
    }

    /// Frees those of these agents' seats whose session is not one of `live`, as silent ones are freed
    /// and at once: signed out, closed, timed out.
    func endSessions(of agents: [ID<Account>], but live: Set<[UInt8]>) throws {
        if agents.isEmpty { return }
        let isOver = { (seat: Seat) in seat.session.map { !live.contains($0) } ?? false }
        let seats = try environment.database.read { transaction in
            try agents.compactMap { try SeatStore(transaction).seat(of: $0) }
        }
        try free(seats.filter(isOver), for: .signedOut, where: isOver)
    }

    /// Frees seats, each if `isDue` still says so.
    private func free(
        _ seats: [Seat],
        for reason: HangUpReason,
        where isDue: @escaping (Seat) -> Bool,
    ) throws {
        // First, and whether or not anything can be written: nobody listens to these customers.
        let line = environment.line
        let talking = seats.compactMap(\.callGoingOn).filter { line.carries($0) }
        for call in talking { line.hangUp(call, for: reason) }
        // Those seats move when the line tells of the end.
        let others = seats.filter { seat in
            seat.callGoingOn.map { !talking.contains($0) } ?? true
        }
        try environment.writeEach(others.map(\.agent)) { agent, transaction in
            guard let before = try SeatStore(transaction).seat(of: agent), isDue(before) else {
                return
            }
            if case .wrappingUp = before.state { return }
            let now = environment.time.now()
            try workbench.release(before, for: reason, at: now, in: transaction)
        } failed: { agent, error in
            "the seat of account \(agent) could not be freed: \(error)"
        }
    }
}
