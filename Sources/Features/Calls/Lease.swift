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
        let silent = opened.filter {
            workbench.lastHeard($0) < silentSince && $0.state.code != .wrappingUp
        }
        // First, and whether or not anything can be written: nobody listens to these customers.
        let line = environment.line
        let talking = silent.compactMap(\.callGoingOn).filter { line.carries($0) }
        for call in talking { line.hangUp(call, for: .pageGone) }
        // Those seats move when the line tells of the end.
        let others = silent.filter { seat in
            seat.callGoingOn.map { !talking.contains($0) } ?? true
        }
        try environment.writeEach(others.map(\.agent)) { agent, transaction in
            try free(agent, silentSince: silentSince, in: transaction)
        } failed: { agent, error in
            "the seat of account \(agent) could not be freed: \(error)"
        }
        return silent.count
    }

    private func free(
        _ agent: ID<Account>,
        silentSince: Moment,
        in transaction: Transaction,
    ) throws {
        let now = environment.time.now()
        guard let before = try SeatStore(transaction).seat(of: agent),
            workbench.lastHeard(before) < silentSince
        else {
            return
        }
        if case .wrappingUp = before.state { return }
        try workbench.release(before, for: .pageGone, at: now, in: transaction)
    }
}
