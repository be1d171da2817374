internal import Access
internal import Campaigns
internal import Database
internal import Kernel
internal import Tables

/// A file that is to be imported.
struct NewImport {
    let kind: ImportKind
    let campaign: ID<Campaign>?
    let fileName: String
    let hash: [UInt8]
    let storedPath: String
    let columns: ImportColumns
    let bytes: Int
    let account: ID<Account>
    let inbox: InboxPlace?
}

/// Where in the inbox a file lay: the task's folder, and its name there.
struct InboxPlace {
    let reference: String
    let name: String
}

/// A file of the inbox that is kept as an import, and whose report is still to be written.
struct TakenFile {
    let id: ID<LeadImport>
    let reference: String
    let name: String
    let digest: [UInt8]
    let state: ImportState

    /// Whether it was read to its end.
    var isRead: Bool { state != .failed }
    /// Whether nothing changes any more.
    var isOver: Bool {
        switch state {
        case .finished, .failed, .undone: true
        case .mapping, .running, .undoing: false
        }
    }
}

extension ImportStore {
    /// Keeps a file that is to be imported; the columns decide whether it can begin at once.
    func add(_ new: NewImport, at now: Moment) throws -> ID<LeadImport> {
        let state: ImportState = new.columns.isComplete(for: new.kind) ? .running : .mapping
        return ID(
            try transaction.insert(
                """
                INSERT INTO lead_import(kind, campaign_id, file_name, file_hash, stored_path,
                    mapping, state, next_offset, next_line, read_rows, accepted, rejected,
                    duplicates, suppressed, file_bytes, created_by, created_at, inbox_reference,
                    inbox_name)
                VALUES (\(new.kind.rawValue), \(new.campaign), \(new.fileName), \(new.hash),
                    \(new.storedPath), \(try new.columns.stored), \(state.rawValue), 0, 1, 0, 0, 0,
                    0, 0, \(new.bytes), \(new.account), \(now), \(new.inbox?.reference),
                    \(new.inbox?.name)) RETURNING id
                """
            )
        )
    }

    /// Lets an import begin with the columns that someone named.
    func begin(_ id: ID<LeadImport>, _ columns: ImportColumns) throws {
        try transaction.execute(
            """
            UPDATE lead_import SET mapping = \(try columns.stored), state = 'running'
            WHERE id = \(id) AND state = 'mapping'
            """
        )
    }

    /// Notes that the file's report is written.
    func forgetInbox(_ id: ID<LeadImport>) throws {
        try transaction.execute(
            "UPDATE lead_import SET inbox_reference = NULL, inbox_name = NULL WHERE id = \(id)"
        )
    }

    /// Keeps how far an import has come.
    func save(_ record: ImportRecord, _ counts: ImportCounts, upTo position: TablePosition) throws {
        try transaction.execute(
            """
            UPDATE lead_import SET next_position = \(position.code),
                next_offset = \(position.offset), next_line = \(position.line),
                read_rows = \(counts.read), accepted = \(counts.accepted),
                rejected = \(counts.rejected), duplicates = \(counts.duplicates),
                suppressed = \(counts.suppressed)
            WHERE id = \(record.id)
            """
        )
    }

    /// Keeps how large the file's text is: of a workbook it is known once it is converted.
    func setSize(_ id: ID<LeadImport>, _ bytes: Int) throws {
        try transaction.execute("UPDATE lead_import SET file_bytes = \(bytes) WHERE id = \(id)")
    }

    /// Ends an import.
    func end(_ id: ID<LeadImport>, _ state: ImportState, problem: String?, at now: Moment) throws {
        try transaction.execute(
            """
            UPDATE lead_import SET state = \(state.rawValue), problem = \(problem),
                finished_at = \(now) WHERE id = \(id) AND state = 'running'
            """
        )
    }

    /// Notes a row that was left out, with what helps to find it and identifies nobody. C4.4.
    func addReject(
        _ id: ID<LeadImport>,
        _ row: ImportRow,
        _ reason: ImportRejection,
        otherTask: Int64?,
    ) throws {
        try transaction.execute(
            """
            INSERT INTO lead_import_reject(import_id, line, reason, detail, number_masked, region,
                attributes, campaign_id)
            VALUES (\(id), \(row.line), \(reason.rawValue), '', \(row.number), \(row.region),
                \(row.attributes), \(otherTask))
            """
        )
    }
}
