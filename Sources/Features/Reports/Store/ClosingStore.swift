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

    /// Whether a vendor placed calls on a day.
    func hasCalls(on day: BusinessDay, of vendor: ID<Organisation>) throws -> Bool {
        try transaction.first(
            "SELECT 1 FROM call_sum WHERE day = \(day) AND vendor_id = \(vendor) LIMIT 1"
        ) != nil
    }

    /// Calls of the day that go on.
    package func openCalls(on day: BusinessDay, of vendor: ID<Organisation>) throws -> Int {
        try sum("SUM(open)", day, vendor)
    }

    /// Calls of the day that have ended and have no result.
    package func unrecorded(on day: BusinessDay, of vendor: ID<Organisation>) throws -> Int {
        try sum("SUM(unrecorded)", day, vendor)
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

    /// What a vendor's day adds up to, in one word: whoever closes it says what they saw of it, and a
    /// call, a result or a correction that came meanwhile changes it. C6.3.
    func standing(on day: BusinessDay, of vendor: ID<Organisation>) throws -> String {
        let sums: [SQL] = ["SUM(dialled)", "SUM(interested)", "SUM(unrecorded)", "SUM(corrected)"]
        let results = try transaction.rows(
            """
            SELECT code, SUM(calls) AS calls FROM call_mix
            WHERE day = \(day) AND vendor_id = \(vendor) AND code <> ''
            GROUP BY code HAVING SUM(calls) > 0 ORDER BY code
            """
        )
        let words =
            try sums.map { "\(try sum($0, day, vendor))" }
            + results.map { "\(try $0.text("code")):\(try $0.int("calls"))" }
        return words.joined(separator: "-")
    }

    private func sum(_ what: SQL, _ day: BusinessDay, _ vendor: ID<Organisation>) throws -> Int {
        try count(
            """
            SELECT COALESCE(\(what), 0) FROM call_sum
            WHERE day = \(day) AND vendor_id = \(vendor)
            """
        )
    }

    private func count(_ sql: SQL) throws -> Int {
        Int(try transaction.one(sql).int(0))
    }
}
