package import Access
package import Database
package import Kernel

/// A row of a suppression list that blocks nobody, with what helps to find it and identifies
/// nobody. C4.12.
package struct UnsettledRow: Sendable, Hashable {
    /// How somebody settled it.
    package struct Settlement: Sendable, Hashable {
        /// Whether its number was entered, and is blocked; else it is left unblocked for a reason.
        package let isBlocked: Bool
        /// Why, in the words of whoever settled it.
        package let reason: String
        /// Who.
        package let account: ID<Account>
        /// When.
        package let at: Moment
    }

    /// Its identity.
    package let id: Int64
    /// The import of the list.
    package let fromImport: ID<LeadImport>
    /// The name under which the sender keeps the list.
    package let fileName: String
    /// The row's line.
    package let line: Int64
    /// Why its number cannot be read.
    package let problem: ImportRejection
    /// The last digits of what stands in the number's place.
    package let number: String
    /// The customer's name, masked; empty where the list has none.
    package let name: String
    /// How it was settled; nil while nobody has.
    package let settlement: Settlement?
}

/// The rows of suppression lists that block nobody: each stands here until somebody has settled it,
/// by entering its number or by saying why not. C4.12.
package struct UnsettledRows {
    private let transaction: Transaction

    /// The rows within one transaction.
    package init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    /// A row that is wrong in itself; whoever is on the list already is blocked.
    private static let wrong: SQL = {
        let codes = ImportRejection.allCases
            .filter { !$0.isDuplicate && $0 != .suppressed }.map(\.rawValue)
        return "r.reason IN \(list: codes)"
    }()
    private static let rows: SQL = """
        SELECT r.id, r.import_id, i.file_name, r.line, r.reason, r.number_masked, r.detail,
            s.settled_by, s.suppression_id, s.reason AS why, s.settled_at
        FROM lead_import i JOIN lead_import_reject r ON r.import_id = i.id
        LEFT JOIN suppression_settlement s ON s.reject_id = r.id
        """

    /// How many rows nobody has settled; of one import, or of all; counted up to `most`.
    package func count(of id: ID<LeadImport>? = nil, upTo most: Int = 1_000_000) throws -> Int {
        let which: SQL = id.map { " AND i.id = \($0)" } ?? ""
        return Int(
            try transaction.one(
                """
                SELECT COUNT(*) FROM (SELECT 1 FROM lead_import i JOIN lead_import_reject r ON r.import_id = i.id
                WHERE i.kind = 'suppression' AND i.state IN ('unsettled', 'failed')\(which)
                    AND \(Self.wrong) AND NOT EXISTS
                        (SELECT 1 FROM suppression_settlement s WHERE s.reject_id = r.id)
                    LIMIT \(most)) AS unsettled
                """
            ).int(0)
        )
    }

    /// The rows that nobody has settled, the oldest first, behind `key`.
    package func open(after key: Int64, limit: Int) throws -> [UnsettledRow] {
        try transaction.rows(
            """
            \(Self.rows) WHERE i.kind = 'suppression' AND i.state IN ('unsettled', 'failed')
                AND \(Self.wrong) AND s.reject_id IS NULL AND r.id > \(key)
            ORDER BY r.id LIMIT \(limit)
            """
        ).map(Self.row)
    }

    /// The rows that were settled last.
    package func settled(limit: Int) throws -> [UnsettledRow] {
        try transaction.rows(
            """
            \(Self.rows) WHERE s.reject_id IS NOT NULL
            ORDER BY s.settled_at DESC, r.id DESC LIMIT \(limit)
            """
        ).map(Self.row)
    }

    /// A row of a suppression list, settled or not.
    package func find(_ id: Int64) throws -> UnsettledRow {
        let row = try transaction.first(
            "\(Self.rows) WHERE r.id = \(id) AND i.kind = 'suppression' AND \(Self.wrong)"
        )
        guard let row else { throw NotFound(L("待处理的行", en: "row to be settled")) }
        return try Self.row(row)
    }

    /// Settles a row: with the customer's key where the number was entered and blocks now. With its
    /// last row the import is finished.
    package func settle(
        _ row: UnsettledRow,
        customer: Int64?,
        because reason: String,
        by viewer: Viewer,
        at now: Moment,
    ) throws {
        let added = try transaction.execute(
            """
            INSERT INTO suppression_settlement(reject_id, suppression_id, reason, settled_by,
                settled_at)
            VALUES (\(row.id), (SELECT MAX(id) FROM suppression WHERE customer_key = \(customer)),
                \(reason), \(viewer.account), \(now)) ON CONFLICT DO NOTHING
            """
        )
        if added == 0 { throw SuppressionRefusal.alreadySettled }
        try transaction.execute(
            """
            UPDATE lead_import SET state = 'finished' WHERE id = \(row.fromImport)
                AND state = 'unsettled' AND NOT EXISTS
                (SELECT 1 FROM lead_import_reject r WHERE r.import_id = lead_import.id
                    AND \(Self.wrong) AND NOT EXISTS
                        (SELECT 1 FROM suppression_settlement s WHERE s.reject_id = r.id))
            """
        )
    }

    private static func row(_ row: Row) throws -> UnsettledRow {
        var settlement: UnsettledRow.Settlement?
        if let account = try row.optionalInt("settled_by") {
            settlement = UnsettledRow.Settlement(
                isBlocked: try row.optionalInt("suppression_id") != nil,
                reason: try row.text("why"),
                account: ID(account),
                at: try row.moment("settled_at"),
            )
        }
        return UnsettledRow(
            id: try row.int("id"),
            fromImport: ID(try row.int("import_id")),
            fileName: try row.text("file_name"),
            line: try row.int("line"),
            problem: try row.decode("reason", as: ImportRejection.self),
            number: try row.text("number_masked"),
            name: try row.text("detail"),
            settlement: settlement,
        )
    }
}
