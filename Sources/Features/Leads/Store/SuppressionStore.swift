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

    /// What lists call it besides.
    var otherNames: [String] {
        switch self {
        case .strongRefusal: ["强拒", "拒绝"]
        case .complaint: ["客户投诉"]
        case .bankList: ["名单"]
        case .customerRequest: ["本人要求", "客户本人要求"]
        }
    }

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
    let transaction: Transaction

    /// The list within one transaction.
    package init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    /// Adds a customer; every lead of theirs, in whatever task, leaves the queues at once. To say
    /// the same again adds nothing. Returns the entry that says it.
    @discardableResult
    package func add(
        _ customerKey: Int64,
        reason: SuppressionReason,
        evidence: String,
        call: ID<PlacedCall>? = nil,
        phoneSealed: [UInt8]? = nil,
        by viewer: Viewer,
        at now: Moment,
    ) throws -> ID<SuppressionEntry> {
        try transaction.execute(
            """
            INSERT INTO suppression(customer_key, phone_sealed, reason, evidence, call_id, added_by,
                added_at)
            SELECT \(customerKey), \(phoneSealed), \(reason.rawValue), \(evidence), \(call),
                \(viewer.account), \(now)
            WHERE NOT EXISTS (SELECT 1 FROM suppression s WHERE s.customer_key = \(customerKey)
                AND s.reason = \(reason.rawValue) AND s.evidence = \(evidence)
                AND s.call_id IS NOT DISTINCT FROM \(call)
                AND NOT EXISTS
                    (SELECT 1 FROM suppression_lift l WHERE l.suppression_id = s.id))
            """
        )
        try LeadMover(transaction).move(
            where: """
                customer_key = \(customerKey) AND state IN ('ready', 'waiting', 'callback')
                """,
            by: .suppressed,
        )
        // A dial that is being authorised waits for this one, or this one for it.
        _ = try transaction.first(
            """
            SELECT agent_id FROM customer_hold
            WHERE customer_key = \(customerKey)\(transaction.dialect.forUpdate)
            """
        )
        return try transaction.one(
            """
            SELECT MAX(id) AS id FROM suppression WHERE customer_key = \(customerKey)
                AND reason = \(reason.rawValue) AND evidence = \(evidence)
            """
        ).id("id")
    }

    /// Whether the customer must not be called.
    package func contains(_ customerKey: Int64) throws -> Bool {
        try HandOutStore(transaction).isSuppressed(customerKey)
    }
}
