internal import Access
package import Database
internal import Kernel

extension AuditLog {
    /// The entries that pass `filter`, the newest first; the next page begins before the last `id`.
    package func list(
        _ filter: AuditFilter = AuditFilter(),
        before key: Int64? = nil,
        limit: Int = 50,
        in transaction: Transaction,
    ) throws -> [AuditRecord] {
        let query: SQL =
            "SELECT * FROM audit_entry WHERE 1 = 1" + Self.conditions(filter)
            + Self.page(filter, before: key) + " LIMIT \(limit)"
        return try transaction.rows(query).map(AuditRecord.init)
    }

    /// The entries that pass `filter`, counted up to `most`.
    package func count(
        _ filter: AuditFilter,
        upTo most: Int,
        in transaction: Transaction,
    ) throws -> Int {
        let entries: SQL = "SELECT 1 FROM audit_entry WHERE 1 = 1" + Self.conditions(filter)
        let count: SQL = "SELECT COUNT(*) FROM (" + entries + " LIMIT \(most)) AS entries"
        return Int(try transaction.one(count).int(0))
    }

    private static func conditions(_ filter: AuditFilter) -> SQL {
        var conditions: SQL = ""
        if let account = filter.account {
            conditions = conditions + " AND account_id = \(account)"
        }
        if let subject = filter.subject {
            conditions = conditions + " AND subject_kind = \(subject)"
            if let id = filter.subjectID {
                // The second condition lets the engine use the index, which leaves 0 out.
                conditions = conditions + " AND subject_id = \(id) AND subject_id <> 0"
            }
        }
        if let action = filter.action { conditions = conditions + " AND action = \(action)" }
        if let day = filter.from { conditions = conditions + " AND day >= \(day)" }
        if let day = filter.through { conditions = conditions + " AND day <= \(day)" }
        return conditions
    }

    /// Where the page begins and how it is ordered: along the index that serves the filter.
    private static func page(_ filter: AuditFilter, before key: Int64?) -> SQL {
        if filter.account != nil {
            let start: SQL? = key.map {
                " AND chain_seq < (SELECT chain_seq FROM audit_entry WHERE id = \($0))"
            }
            return (start ?? "") + " ORDER BY chain_seq DESC"
        }
        if filter.subject == nil, filter.from != nil || filter.through != nil {
            let start: SQL? = key.map {
                " AND (day, id) < ((SELECT day FROM audit_entry WHERE id = \($0)), \($0))"
            }
            return (start ?? "") + " ORDER BY day DESC, id DESC"
        }
        let start: SQL? = key.map { " AND id < \($0)" }
        return (start ?? "") + " ORDER BY id DESC"
    }
}

extension AuditRecord {
    init(_ row: Row) throws {
        id = try row.int("id")
        sequence = try row.int("chain_seq")
        entry = AuditEntry(
            stored: try row.id("account_id"),
            at: try row.moment("at"),
            action: try row.text("action"),
            subject: try row.text("subject_kind"),
            subjectID: try row.int("subject_id"),
            detail: try row.text("detail"),
            permission: try row.text("permission"),
            outcome: try row.text("outcome"),
            peer: try row.text("peer"),
        )
    }
}
