package import Access
package import Database
package import Kernel
package import Telephony

/// Why a customer must not be called. The raw value is stored. C4.12.
package enum SuppressionReason: String, Sendable, CaseIterable {
    case strongRefusal = "strong_refusal"
    case complaint
    case bankList = "bank_list"
    case customerRequest = "customer_request"

    /// The reason for people.
    package var name: L {
        switch self {
        case .strongRefusal: L("强烈拒绝", en: "Strong refusal")
        case .complaint: L("投诉", en: "Complaint")
        case .bankList: L("行方名单", en: "The bank's list")
        case .customerRequest: L("客户要求", en: "Asked by the customer")
        }
    }
}

/// The suppression list, bank-wide: nothing shortens it but a lift with a reason, and then the
/// old row stays. C4.12.
package struct Suppression {
    private let transaction: Transaction

    /// The list within one transaction.
    package init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    /// Adds a customer; every lead of theirs, in whatever task, leaves the queues at once.
    package func add(
        _ customerKey: Int64,
        reason: SuppressionReason,
        evidence: String,
        call: ID<PlacedCall>? = nil,
        phoneSealed: [UInt8]? = nil,
        by viewer: Viewer,
        at now: Moment,
    ) throws {
        try transaction.execute(
            """
            INSERT INTO suppression(customer_key, phone_sealed, reason, evidence, call_id, added_by,
                added_at)
            VALUES (\(customerKey), \(phoneSealed), \(reason.rawValue), \(evidence), \(call),
                \(viewer.account), \(now))
            """
        )
        try transaction.execute(
            """
            UPDATE lead SET state = 'suppressed', due_at = NULL, held_back = NULL
            WHERE customer_key = \(customerKey) AND state IN ('ready', 'waiting', 'callback')
            """
        )
    }

    /// Whether the customer must not be called.
    package func contains(_ customerKey: Int64) throws -> Bool {
        try HandOutStore(transaction).isSuppressed(customerKey)
    }
}
