package import Access
package import Database
package import Kernel

/// By whom and when a vendor's day was closed.
package struct DayClosingRecord: Sendable, Hashable {
    /// Who closed it.
    package let by: ID<Account>
    /// When.
    package let at: Moment
}

/// Counts what stands against closing a vendor's day. Writes nothing.
package struct ClosingStore {
    private let transaction: Transaction

    /// A store within one transaction.
    package init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    /// Seats that are signed in.
    package func seatsAtWork(of vendor: ID<Organisation>) throws -> Int {
        try count(
            "SELECT COUNT(*) FROM seat WHERE vendor_id = \(vendor) AND state <> 'signed_out'"
        )
    }

    /// Calls of the day that go on.
    package func openCalls(on day: BusinessDay, of vendor: ID<Organisation>) throws -> Int {
        try count(
            """
            SELECT COUNT(*) FROM call WHERE day = \(day) AND vendor_id = \(vendor)
                AND ended_at IS NULL
            """
        )
    }

    /// Calls of the day that have ended and have no result.
    package func unrecorded(on day: BusinessDay, of vendor: ID<Organisation>) throws -> Int {
        try count(
            """
            SELECT COUNT(*) FROM call c WHERE c.day = \(day) AND c.vendor_id = \(vendor)
                AND c.ended_at IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM outcome o WHERE o.call_id = c.id)
            """
        )
    }

    /// The vendors whose day is closed, by whom and when.
    package func closings(on day: BusinessDay) throws -> [Int64: DayClosingRecord] {
        try Dictionary(
            uniqueKeysWithValues: transaction.rows(
                "SELECT vendor_id, closed_by, closed_at FROM day_close WHERE day = \(day)"
            ).map { row in
                let record = DayClosingRecord(
                    by: ID(try row.int("closed_by")),
                    at: try row.moment("closed_at"),
                )
                return (try row.int("vendor_id"), record)
            }
        )
    }

    private func count(_ sql: SQL) throws -> Int {
        Int(try transaction.one(sql).int(0))
    }
}
