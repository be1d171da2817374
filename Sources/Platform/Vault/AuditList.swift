internal import Access
package import Database
internal import Kernel

extension AuditLog {
    /// The entries that pass `filter`, by their time and then their number, the newest first: what
    /// was written in parallel has numbers out of order. The next page begins before the last one's
    /// `id`.
    package func list(
        _ filter: AuditFilter = AuditFilter(),
        before key: Int64? = nil,
        limit: Int = 50,
        in transaction: Transaction,
    ) throws -> [AuditRecord] {
        try transaction.rows(Self.query(filter, before: key, limit: limit, transaction.dialect))
            .map(AuditRecord.init)
    }

    /// The statement of `list`.
    static func query(
        _ filter: AuditFilter,
        before key: Int64?,
        limit: Int,
        _ dialect: Dialect,
    ) -> SQL {
        "SELECT * FROM audit_entry" + index(filter, dialect) + " WHERE 1 = 1"
            + conditions(filter) + page(before: key) + " LIMIT \(limit)"
    }

    /// SQLite keeps no statistics here and is told which index; PostgreSQL knows by itself.
    private static func index(_ filter: AuditFilter, _ dialect: Dialect) -> SQL {
        switch dialect {
        case .postgres: return ""
        case .sqlite: break
        }
        if filter.subject != nil { return " INDEXED BY audit_entry_subject" }
        return switch (filter.account, filter.action) {
        case (nil, nil): " INDEXED BY audit_entry_at"
        case (nil, .some): " INDEXED BY audit_entry_action"
        case (.some, nil): " INDEXED BY audit_entry_account"
        case (.some, .some): " INDEXED BY audit_entry_account_action"
        }
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

    /// The conditions, so written that one index serves them: that of the subject where there is
    /// one, else that of account and action, of either, or of the time. `+` and `||` keep an engine
    /// from choosing another.
    private static func conditions(_ filter: AuditFilter) -> SQL {
        var conditions: SQL = ""
        if let subject = filter.subject {
            // The last condition lets the engine use the index, which leaves 0 out.
            conditions = """
                 AND subject_id = \(subject.id) AND subject_id <> 0 AND subject_kind
                """
            // One code is read in order; the few entries of a thing with two are sorted.
            conditions =
                conditions
                + (subject.kinds.count == 1
                    ? " = \(subject.kind)" : " IN \(list: subject.kinds.sorted())")
            if let account = filter.account {
                conditions = conditions + " AND +account_id = \(account)"
            }
            if let action = filter.action {
                conditions = conditions + " AND action || '' = \(action)"
            }
        } else {
            if let account = filter.account {
                conditions = conditions + " AND account_id = \(account)"
            }
            if let action = filter.action { conditions = conditions + " AND action = \(action)" }
        }
        if let day = filter.from { conditions = conditions + " AND at >= \(day.start)" }
        if let day = filter.through {
            conditions = conditions + " AND at < \(day.adding(days: 1).start)"
        }
        return conditions
    }

    /// Where the page begins, and its order: each index ends with the time and the number.
    private static func page(before key: Int64?) -> SQL {
        let start: SQL? = key.map {
            " AND (at, id) < ((SELECT at FROM audit_entry WHERE id = \($0)), \($0))"
        }
        return (start ?? "") + " ORDER BY at DESC, id DESC"
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
