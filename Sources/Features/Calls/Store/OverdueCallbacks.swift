package import Access
internal import Accounts
internal import Campaigns
internal import Database
package import Kernel
package import Leads
internal import Vault
internal import Web

/// Why a callback is not kept; stored by its name.
package enum CallbackClearing: String, Sendable, CaseIterable {
    /// The customer must not be called any more. C4.12.
    case suppressed
    /// The customer's lead was taken back with its import or its task.
    case withdrawn

    /// The reason for people.
    package var name: L {
        switch self {
        case .suppressed: L("客户已列入禁呼名单", en: "The customer must not be called any more")
        case .withdrawn: L("名单已撤回或任务已关闭", en: "The lead was taken back, or its task closed")
        }
    }
}

/// A callback that was taken back.
package struct ClearedCallback: Sendable {
    /// The customer's lead.
    package let lead: ID<Lead>
    /// When the customer wanted the call.
    package let dueAt: Moment
    /// Why it is not kept.
    package let reason: CallbackClearing
}

/// Callbacks that cannot be kept, and those that nobody has kept.
extension CallbackStore {
    /// How long after its time a callback is overdue.
    package static let overdueAfter = Duration.minutes(5)
    /// How many are looked at in one step.
    private static let pieces = 500

    /// The open callbacks whose customers nobody may call any more, of those with a key beyond
    /// `after`, each with the reason. Tells how far it looked; nil at the end.
    func unkept(
        after: Int64,
        _ leads: LeadStore,
    ) throws -> (found: [(id: ID<Callback>, reason: CallbackClearing)], next: Int64?) {
        let rows = try transaction.rows(
            """
            SELECT id, lead_id FROM callback WHERE state = 'open' AND id > \(after)
            ORDER BY id LIMIT \(Self.pieces)
            """
        )
        let ended = try leads.ended(of: rows.map { ID(try $0.int("lead_id")) })
        let found: [(id: ID<Callback>, reason: CallbackClearing)] = try rows.compactMap { row in
            guard let state = ended[ID(try row.int("lead_id"))] else { return nil }
            return (ID(try row.int("id")), state == .suppressed ? .suppressed : .withdrawn)
        }
        return (found, rows.count < Self.pieces ? nil : try rows.last?.int("id"))
    }

    /// Takes back an open callback. Tells whose it was; nil for anyone's, and where it is not open.
    func clear(
        _ id: ID<Callback>,
        because reason: CallbackClearing,
        at now: Moment,
    ) throws -> ID<Account>? {
        let row = try transaction.first(
            """
            UPDATE callback SET state = 'cleared', cleared_because = \(reason.rawValue),
                cleared_at = \(now) WHERE id = \(id) AND state = 'open' RETURNING owner_id
            """
        )
        return try row?.optionalInt("owner_id").map { ID($0) }
    }

    /// The agent's own callbacks that were taken back since `moment`, newest first.
    package func cleared(of viewer: Viewer, since moment: Moment) throws -> [ClearedCallback] {
        try transaction.rows(
            """
            SELECT lead_id, due_at, cleared_because FROM callback
            WHERE vendor_id = \(viewer.organisation) AND state = 'cleared'
                AND cleared_at >= \(moment) AND owner_id = \(viewer.account)
            ORDER BY cleared_at DESC, id DESC LIMIT 20
            """
        ).map { row in
            ClearedCallback(
                lead: ID(try row.int("lead_id")),
                dueAt: try row.moment("due_at"),
                reason: try row.decode("cleared_because", as: CallbackClearing.self),
            )
        }
    }

    /// The callbacks whose time is over, the oldest first, of the vendors that the viewer sees.
    package func overdue(for viewer: Viewer, at now: Moment, limit: Int) throws
        -> [CallbackDetails]
    {
        let vendor: SQL =
            viewer.onlyVendor.map { " AND vendor_id = \($0)" } ?? ""
        return try transaction.rows(
            """
            SELECT * FROM callback WHERE state = 'open'
                AND due_at < \(now - Self.overdueAfter)\(vendor)
            ORDER BY due_at, id LIMIT \(limit)
            """
        ).map(Self.details)
    }

    /// Tells each vendor's supervisors once a day that callbacks are overdue.
    func tellOverdue(at now: Moment) throws {
        for vendor in try OrganisationStore(transaction).vendors() {
            let overdue = try transaction.first(
                """
                SELECT id FROM callback WHERE vendor_id = \(vendor) AND state = 'open'
                    AND due_at < \(now - Self.overdueAfter) LIMIT 1
                """
            )
            guard let overdue else { continue }
            try Notices(transaction).tell(
                .callbacksOverdue,
                to: AccountStore(transaction).holders(of: .handOverCallbacks, in: vendor),
                about: Thing(.callback, try overdue.int("id"), "\(now.day)"),
                once: "\(now.day)",
                at: now,
            )
        }
    }

    /// Gives an open callback to another agent of its vendor. Throws where there is none.
    func handOver(
        _ id: ID<Callback>,
        to agent: ID<Account>,
        visibleTo viewer: Viewer,
    ) throws {
        let changed = try transaction.execute(
            """
            UPDATE callback SET owner_id = \(agent) WHERE id = \(id) AND state = 'open'
                AND vendor_id = \(viewer.organisation)
            """
        )
        if changed == 0 { throw NotFound(L("回访预约", en: "callback")) }
    }
}
