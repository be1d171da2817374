internal import Access
internal import Campaigns
internal import Database
internal import Kernel
internal import Tables
internal import Vault

/// A file that is to be imported.
struct NewImport {
    let kind: ImportKind
    let campaign: ID<Campaign>?
    let fileName: String
    let hash: [UInt8]
    let storedPath: String
    let understood: UnderstoodFile
    let bytes: Int
    let account: ID<Account>
    let inbox: InboxPlace?
    /// Whether it starts without anybody's word, once it is understood and was read through.
    let startsByItself: Bool
}

/// Where in the inbox a file lay: the task's folder, and its name there.
struct InboxPlace {
    let reference: String
    let name: String
    /// The name as it is kept until the report is written: it may tell a number.
    let nameSealed: [UInt8]

    init(reference: String, name: String, _ vault: Vault) {
        self.reference = reference
        self.name = name
        nameSealed = vault.seal(name, as: .inboxName)
    }
}

/// A file of the inbox that is kept as an import, and whose report is still to be written.
struct TakenFile {
    let id: ID<LeadImport>
    let reference: String
    /// The file's name in the folder; shown and reported only as `shownName`.
    let name: String
    let digest: [UInt8]
    let state: ImportState

    /// The name as it may be told.
    var shownName: String { Masked(fileName: name).description }
    /// Whether it was read to its end.
    var isRead: Bool { state != .failed }
    /// Whether nothing changes any more.
    var isOver: Bool {
        switch state {
        case .finished, .unsettled, .failed, .undone: true
        case .mapping, .checking, .ready, .running, .undoing: false
        }
    }
}

extension ImportStore {
    /// Keeps a file that is to be imported; what is understood of it decides whether it can be read
    /// through, or somebody has to say more.
    func add(_ new: NewImport, at now: Moment) throws -> ID<LeadImport> {
        let file = new.understood
        let startsByItself = new.startsByItself && file.isSure
        return ID(
            try transaction.insert(
                """
                INSERT INTO lead_import(kind, campaign_id, file_name, file_hash, stored_path,
                    mapping, state, next_offset, next_line, read_rows, accepted, rejected,
                    duplicates, suppressed, file_bytes, created_by, created_at, inbox_reference,
                    inbox_name, inbox_name_sealed, sheets, sheet, header_line, starts_by_itself)
                VALUES (\(new.kind.rawValue), \(new.campaign), \(new.fileName), \(new.hash),
                    \(new.storedPath), \(try file.columns.stored), \(file.state.rawValue), 0, 1, 0, 0, 0,
                    0, 0, \(new.bytes), \(new.account), \(now), \(new.inbox?.reference),
                    \(new.inbox.map { Masked(fileName: $0.name).description }),
                    \(new.inbox?.nameSealed), \(try ImportSheet.stored(file.sheets)),
                    \(file.sheet), \(file.header.stored),
                    \(startsByItself ? 1 : 0)) RETURNING id
                """
            )
        )
    }

    /// Keeps what someone said of a file that waits for it. Whoever said it sees it read through,
    /// and starts it.
    func tell(_ id: ID<LeadImport>, _ file: UnderstoodFile) throws {
        try transaction.execute(
            """
            UPDATE lead_import SET mapping = \(try file.columns.stored), sheet = \(file.sheet),
                header_line = \(file.header.stored), state = \(file.state.rawValue),
                starts_by_itself = 0, check_result = NULL
            WHERE id = \(id) AND state IN ('mapping', 'ready')
            """
        )
    }

    /// Another import of the same file and task that brings this sheet.
    func sameSheet(as id: ID<LeadImport>, _ sheet: Int) throws -> ID<LeadImport>? {
        try transaction.first(
            """
            SELECT o.id FROM lead_import o JOIN lead_import i ON i.file_hash = o.file_hash
                AND i.kind = o.kind AND i.campaign_id IS NOT DISTINCT FROM o.campaign_id
            WHERE i.id = \(id) AND o.id <> i.id AND o.sheet = \(sheet) AND o.state IN ('mapping',
                'checking', 'ready', 'running', 'finished', 'unsettled', 'undoing')
            """
        ).map { ID(try $0.int(0)) }
    }

    /// Keeps another sheet of an import's file as an import of its own.
    func addSheet(
        of id: ID<LeadImport>,
        _ file: UnderstoodFile,
        storedPath: String,
        at now: Moment,
    ) throws {
        try transaction.execute(
            """
            INSERT INTO lead_import(kind, campaign_id, file_name, file_hash, stored_path,
                mapping, state, next_offset, next_line, read_rows, accepted, rejected,
                duplicates, suppressed, file_bytes, created_by, created_at, sheets, sheet,
                header_line, starts_by_itself)
            SELECT kind, campaign_id, file_name, file_hash, \(storedPath),
                \(try file.columns.stored), \(file.state.rawValue), 0, 1, 0, 0, 0, 0, 0, 0,
                created_by, \(now), sheets, \(file.sheet), \(file.header.stored), 0
            FROM lead_import WHERE id = \(id)
            """
        )
    }

    /// Keeps what reading a file through showed, and lets it go on, wait, or fail.
    func checked(
        _ id: ID<LeadImport>,
        _ check: ImportCheck,
        _ state: ImportState,
        problem: String?,
        at now: Moment,
    ) throws {
        try transaction.execute(
            """
            UPDATE lead_import SET check_result = \(try check.stored), state = \(state.rawValue),
                problem = \(problem), finished_at = \(state == .failed ? now : nil)
            WHERE id = \(id) AND state = 'checking'
            """
        )
        try notify(id, state, at: now)
    }

    /// Lets an import begin that was read through.
    func start(_ id: ID<LeadImport>, by viewer: Viewer) throws {
        let record = try find(id, visibleTo: viewer, toChange: true)
        guard record.state == .ready else { throw ImportRefusal.notReady }
        if let campaign = record.campaign {
            let task = try CampaignStore(transaction).find(campaign, visibleTo: viewer)
            if task.state == .closed { throw ImportRefusal.campaignClosed }
        }
        try transaction.execute(
            "UPDATE lead_import SET state = 'running' WHERE id = \(id) AND state = 'ready'"
        )
    }

    /// Notes that the file's report is written.
    func forgetInbox(_ id: ID<LeadImport>) throws {
        try transaction.execute(
            """
            UPDATE lead_import SET inbox_reference = NULL, inbox_name = NULL,
                inbox_name_sealed = NULL WHERE id = \(id)
            """
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
        try notify(id, state, at: now)
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
                attributes, attributes_sealed, campaign_id)
            VALUES (\(id), \(row.line), \(reason.rawValue), \(row.who), \(row.number), \(row.region),
                '', \(row.attributes), \(otherTask))
            """
        )
    }
}
