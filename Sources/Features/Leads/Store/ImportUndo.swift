package import Access
internal import Database
package import Kernel

/// Taking an import back, until its first call. From the moment that it is marked no lead of it is
/// handed out or dialled: the hand-out looks at the import's state. C2.1.
extension ImportStore {
    /// Begins to take an import back; `removeLeads` does the rest. Refused from the first call on.
    package func beginUndo(_ id: ID<LeadImport>, by viewer: Viewer, at now: Moment) throws {
        let record = try find(id, visibleTo: viewer, toChange: true)
        guard record.isUndoable else { throw ImportRefusal.notUndoable }
        if record.isCalled { throw ImportRefusal.called }
        try transaction.execute(
            """
            UPDATE lead_import SET state = 'undoing', undone_by = \(viewer.account),
                undone_at = \(now) WHERE id = \(id)
            """
        )
    }

    /// Takes the next leads back, at most `count` and behind `after`: one that nobody saw is
    /// deleted, one with a history is withdrawn, and one on an agent's screen leaves when it is
    /// given back. Tells how far it came; nil when none is left.
    func removeLeads(
        _ id: ID<LeadImport>,
        after: Int64,
        _ count: Int,
        at now: Moment,
    ) throws -> Int64? {
        guard try find(id, toChange: true)?.state == .undoing else { return nil }
        let part = try transaction.one(
            """
            SELECT MAX(id) FROM (SELECT id FROM lead WHERE import_id = \(id) AND id > \(after)
                ORDER BY id LIMIT \(count)) AS part
            """
        )
        guard let last = try part.optionalInt(0) else {
            try transaction.execute("UPDATE lead_import SET state = 'undone' WHERE id = \(id)")
            try notify(id, .undone, at: now)
            return nil
        }
        let range: SQL = "import_id = \(id) AND id > \(after) AND id <= \(last)"
        let mover = LeadMover(transaction)
        let deleted = try mover.remove(
            where: """
                \(range) AND state <> 'held'
                    AND NOT EXISTS (SELECT 1 FROM handout h WHERE h.lead_id = lead.id)
                """
        )
        let withdrawn = try mover.move(
            where: "\(range) AND state NOT IN ('held', 'withdrawn')",
            by: .withdrawn,
        )
        try transaction.execute(
            """
            UPDATE lead_import SET undone_rows = undone_rows + \(deleted + withdrawn)
            WHERE id = \(id)
            """
        )
        return last
    }
}

extension HandOutStore {
    /// Notes the first call of a lead's import, after which it is not undone any more. On
    /// PostgreSQL an undo at the same moment waits for this transaction, or this one for it; the
    /// checks behind see which came first.
    func noteCall(_ lead: ID<Lead>, at now: Moment) throws {
        try transaction.execute(
            """
            UPDATE lead_import SET called_at = \(now) WHERE called_at IS NULL
                AND id = (SELECT import_id FROM lead WHERE id = \(lead))
            """
        )
    }

    /// Whether the lead's import is being undone, or is.
    func isUndone(_ lead: ID<Lead>) throws -> Bool {
        try transaction.first(
            """
            SELECT 1 FROM lead l JOIN lead_import i ON i.id = l.import_id
            WHERE l.id = \(lead) AND i.state IN ('undoing', 'undone')
            """
        ) != nil
    }
}
