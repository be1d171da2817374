package import Access
internal import Database
package import Kernel
package import Vault

/// Reading the suppression list, and lifting an entry of it. C4.12.
extension Suppression {
    private static let columns: SQL = """
        s.id, s.phone_sealed, s.reason, s.evidence, s.call_id, s.import_id, s.added_by,
        s.added_at, l.lifted_by, l.lifted_at, l.reason AS lift_reason,
        (SELECT d.phone_sealed FROM lead d WHERE d.customer_key = s.customer_key LIMIT 1)
            AS lead_phone
        """

    /// The entries, newest first, before `key`.
    package func list(
        before key: Int64 = .max,
        limit: Int,
        vault: Vault,
    ) throws -> [SuppressionRecord] {
        try records("s.id < \(key)", limit: limit, vault)
    }

    /// The entries of one customer, newest first; lifted ones too.
    package func entries(of customerKey: Int64, vault: Vault) throws -> [SuppressionRecord] {
        try records("s.customer_key = \(customerKey)", limit: 100, vault)
    }

    private func records(
        _ condition: SQL,
        limit: Int,
        _ vault: Vault,
    ) throws -> [SuppressionRecord] {
        try transaction.rows(
            """
            SELECT \(Self.columns) FROM suppression s
            LEFT JOIN suppression_lift l ON l.suppression_id = s.id
            WHERE \(condition) ORDER BY s.id DESC LIMIT \(limit)
            """
        ).map { try Self.record($0, vault) }
    }

    /// Lifts an entry: the entry stays, and so does every lead that left the queues. Another entry
    /// of the same customer goes on holding.
    package func lift(
        _ entry: ID<SuppressionEntry>,
        because reason: String,
        by viewer: Viewer,
        at now: Moment,
    ) throws {
        let known = try transaction.first("SELECT id FROM suppression WHERE id = \(entry)")
        if known == nil { throw NotFound(L("禁呼条目", en: "suppression entry")) }
        let lifted = try transaction.execute(
            """
            INSERT INTO suppression_lift(suppression_id, lifted_by, lifted_at, reason)
            VALUES (\(entry), \(viewer.account), \(now), \(reason)) ON CONFLICT DO NOTHING
            """
        )
        if lifted == 0 { throw SuppressionRefusal.alreadyLifted }
    }

    private static func record(_ row: Row, _ vault: Vault) throws -> SuppressionRecord {
        var lift: SuppressionRecord.Lift?
        if let account = try row.optionalInt("lifted_by") {
            lift = SuppressionRecord.Lift(
                account: ID(account),
                at: try row.moment("lifted_at"),
                reason: Masked(freeText: try row.text("lift_reason")),
            )
        }
        return SuppressionRecord(
            id: ID(try row.int("id")),
            phone: try phone(row, vault),
            reason: try row.decode("reason", as: SuppressionReason.self),
            evidence: Masked(freeText: try row.text("evidence")),
            call: try row.optionalInt("call_id").map { ID($0) },
            fromImport: try row.optionalInt("import_id").map { ID($0) },
            addedBy: ID(try row.int("added_by")),
            addedAt: try row.moment("added_at"),
            lift: lift,
        )
    }

    /// The number that the list brought, else that of a lead of the same customer.
    private static func phone(_ row: Row, _ vault: Vault) throws -> Masked? {
        let digits =
            if let sealed = try row.optionalBlob("phone_sealed") {
                try vault.open(sealed, as: .suppressedPhone)
            } else if let sealed = try row.optionalBlob("lead_phone") {
                try vault.open(sealed, as: .leadPhone)
            } else {
                String?.none
            }
        return try digits.map { Masked(phone: try PhoneNumber($0)) }
    }
}
