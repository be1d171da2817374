package import Access
package import Database
package import Kernel
package import Telephony

/// Who listened to which call, and how; append-only. C9.1.
package struct MonitorStore {
    private let transaction: Transaction

    /// A store within one transaction.
    package init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    /// One act of listening.
    package struct Act: Sendable, Hashable {
        /// Who.
        package let by: ID<Account>
        /// How from then on; nil for the end.
        package let mode: MonitorMode?
        /// When.
        package let at: Moment
    }

    /// Keeps an act; nil for the end.
    func add(_ monitor: Monitor, _ mode: MonitorMode?, at now: Moment) throws {
        try transaction.execute(
            """
            INSERT INTO call_monitor(call_id, account_id, mode, at)
            VALUES (\(monitor.call), \(monitor.supervisor), \(mode?.rawValue ?? "end"), \(now))
            """
        )
    }

    /// Who listened to a call, in order.
    package func acts(of call: CallID) throws -> [Act] {
        try transaction.rows(
            "SELECT account_id, mode, at FROM call_monitor WHERE call_id = \(call) ORDER BY id"
        ).map { row in
            Act(
                by: ID(try row.int("account_id")),
                mode: MonitorMode(rawValue: try row.text("mode")),
                at: try row.moment("at"),
            )
        }
    }
}
