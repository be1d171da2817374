internal import Access
internal import Database
package import Kernel
internal import Leads
internal import Telephony
internal import Web

/// Frees seats whose browser has fallen silent: none stays stuck, none holds a customer.
package struct Lease: Sendable {
    private let environment: Environment
    private let workbench: Workbench
    private let start: Moment

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
        try workbench.storeSightings()
        let silentSince = environment.wall.now() - Seat.lease
        // Nobody was heard while the program was down, and what was heard in the seconds before an
        // abrupt end is not stored.
        if start > silentSince { return 0 }
        let silent = try environment.database.read { transaction in
            try SeatStore(transaction).opened().filter {
                $0.lastSeenAt < silentSince && $0.state.code != .wrappingUp
            }
        }
        try environment.writeEach(silent.map(\.agent)) { agent, transaction in
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
            before.lastSeenAt < silentSince
        else {
            return
        }
        if case .wrappingUp = before.state { return }
        try workbench.release(before, for: .pageGone, at: now, in: transaction)
    }
}
