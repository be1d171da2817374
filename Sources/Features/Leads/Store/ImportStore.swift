package import Access
package import Campaigns
package import Database
package import Kernel
internal import Sodium
internal import Tables
internal import Vault

/// Imports in the database. C2.1.
package struct ImportStore {
    let transaction: Transaction

    /// A store within one transaction.
    package init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    // MARK: Finding

    /// An import that the viewer may see: the bank every one, a vendor those of its tasks, a
    /// program its own.
    package func find(
        _ id: ID<LeadImport>,
        visibleTo viewer: Viewer,
        toChange: Bool = false,
    ) throws -> ImportRecord {
        guard let record = try find(id, toChange: toChange), try isVisible(record, to: viewer)
        else { throw NotFound(L("导入", en: "import")) }
        return record
    }

    /// An import, for the thread that works it off.
    func find(_ id: ID<LeadImport>, toChange: Bool) throws -> ImportRecord? {
        let lock: SQL = toChange ? transaction.dialect.forUpdate : ""
        return try transaction.first("SELECT * FROM lead_import WHERE id = \(id) \(lock)")
            .map(Self.record)
    }

    private func isVisible(_ record: ImportRecord, to viewer: Viewer) throws -> Bool {
        if viewer.scopes != nil { return record.createdBy == viewer.account }
        guard viewer.onlyVendor != nil else { return true }
        guard let campaign = record.campaign else { return false }
        do {
            _ = try CampaignStore(transaction).find(campaign, visibleTo: viewer)
            return true
        } catch is NotFound {
            return false
        }
    }

    /// The imports that the viewer may see, newest first, before `key`; of one task or of all.
    package func list(
        of campaign: ID<Campaign>? = nil,
        visibleTo viewer: Viewer,
        before key: Int64 = .max,
        limit: Int,
    ) throws -> [ImportRecord] {
        var conditions: SQL = ""
        if let campaign { conditions = " AND i.campaign_id = \(campaign)" }
        if let vendor = viewer.onlyVendor {
            conditions = "\(conditions) AND c.vendor_id = \(vendor)"
        }
        if viewer.scopes != nil {
            conditions = "\(conditions) AND i.created_by = \(viewer.account)"
        }
        return try transaction.rows(
            """
            SELECT i.* FROM lead_import i LEFT JOIN campaign c ON c.id = i.campaign_id
            WHERE i.id < \(key)\(conditions) ORDER BY i.id DESC LIMIT \(limit)
            """
        ).map(Self.record)
    }

    /// The imports that wait for somebody's word and that the viewer may see, the oldest first.
    func waiting(visibleTo viewer: Viewer, limit: Int) throws -> [ImportRecord] {
        try transaction.rows(
            """
            SELECT * FROM lead_import WHERE state IN ('mapping', 'ready')
            ORDER BY id LIMIT \(limit)
            """
        ).map(Self.record).filter { try isVisible($0, to: viewer) }
    }

    /// What is still to be worked off: lists that block customers first, then the oldest.
    package func open() throws -> [ID<LeadImport>] {
        try transaction.rows(
            """
            SELECT id FROM (SELECT id, kind FROM lead_import WHERE state = 'running'
                UNION ALL SELECT id, kind FROM lead_import WHERE state = 'checking'
                UNION ALL SELECT id, kind FROM lead_import WHERE state = 'undoing') AS open
            ORDER BY (CASE kind WHEN 'suppression' THEN 0 ELSE 1 END), id
            """
        ).map { ID(try $0.int(0)) }
    }

    /// Where the files of imports lie that are still to be read.
    func pathsNeeded() throws -> Set<String> {
        Set(
            try transaction.rows(
                "SELECT stored_path FROM lead_import WHERE state IN "
                    + "('mapping', 'checking', 'ready', 'running')"
            ).map { try $0.text(0) }
        )
    }

    /// Files of the inbox that are kept as imports and not reported yet.
    func fromInbox(_ vault: Vault) throws -> [TakenFile] {
        try transaction.rows(
            """
            SELECT id, inbox_reference, inbox_name, file_hash, state, inbox_name_sealed
            FROM lead_import
            WHERE inbox_name IS NOT NULL ORDER BY id
            """
        ).map { row in
            let sealed = try row.optionalBlob(5)
            return TakenFile(
                id: ID(try row.int(0)),
                reference: try row.text(1),
                name: try sealed.map { try vault.open($0, as: .inboxName) } ?? row.text(2),
                digest: try row.blob(3),
                state: try row.decode(4, as: ImportState.self),
            )
        }
    }

    /// The import that brought the same file to the same task and still holds; of a workbook, the
    /// same sheet, or one of which nobody has said which sheet it is.
    func sameFile(
        _ hash: [UInt8],
        _ kind: ImportKind,
        _ campaign: ID<Campaign>?,
        sheet: Int?,
    ) throws -> ID<LeadImport>? {
        let task: SQL = campaign.map { "campaign_id = \($0)" } ?? "campaign_id IS NULL"
        let part: SQL = sheet.map { "(sheet IS NULL OR sheet = \($0))" } ?? "sheet IS NULL"
        return try transaction.first(
            """
            SELECT id FROM lead_import WHERE file_hash = \(hash) AND kind = \(kind.rawValue)
                AND \(task) AND \(part) AND state IN ('mapping', 'checking', 'ready', 'running',
                'finished', 'unsettled', 'undoing')
            """
        ).map { ID(try $0.int(0)) }
    }

    /// How many rows were left out for which reason, the most frequent first.
    package func reasons(of id: ID<LeadImport>) throws -> [(reason: ImportRejection, count: Int)] {
        try transaction.rows(
            """
            SELECT reason, COUNT(*) AS n FROM lead_import_reject WHERE import_id = \(id)
            GROUP BY reason ORDER BY n DESC, reason
            """
        ).map {
            (try $0.decode("reason", as: ImportRejection.self), Int(try $0.int("n")))
        }
    }

    /// The rows after `key` that were left out, in the order of the file.
    func rejects(of id: ID<LeadImport>, after key: Int64, limit: Int) throws -> [RejectedRow] {
        try transaction.rows(
            """
            SELECT line, reason, number_masked, region, attributes_sealed, campaign_id, id
            FROM lead_import_reject WHERE import_id = \(id) AND id > \(key)
            ORDER BY id LIMIT \(limit)
            """
        ).map { row in
            RejectedRow(
                key: try row.int(6),
                line: try row.int(0),
                reason: try row.decode(1, as: ImportRejection.self),
                number: try row.text(2),
                region: try row.text(3),
                attributes: try row.optionalBlob(4),
                otherTask: try row.optionalInt(5).map { ID($0) },
            )
        }
    }

    // MARK: Mappings

    /// The columns that were named for this header before.
    func columns(for header: [String], _ kind: ImportKind) throws -> ImportColumns? {
        try transaction.first(
            """
            SELECT mapping FROM import_mapping
            WHERE header_key = \(Self.headerKey(header, kind))
            """
        ).map { try ImportColumns(stored: try $0.text(0)) }
    }

    /// Remembers which columns are which under this header.
    func remember(
        _ columns: ImportColumns,
        for header: [String],
        _ kind: ImportKind,
        at now: Moment,
    ) throws {
        try transaction.execute(
            """
            INSERT INTO import_mapping(header_key, mapping, saved_at)
            VALUES (\(Self.headerKey(header, kind)), \(try columns.stored), \(now))
            ON CONFLICT(header_key) DO UPDATE SET mapping = excluded.mapping,
                saved_at = excluded.saved_at
            """
        )
    }

    /// The digest under which a header's mapping is remembered: the same titles in the same order,
    /// for the same kind of file. The titles themselves are not kept: somebody may have taken a
    /// customer's row for a header. C4.4.
    private static func headerKey(_ header: [String], _ kind: ImportKind) -> String {
        var digest = Digest()
        for title in [kind.rawValue] + header {
            digest.update(Array("\(title.utf8.count):\(title) ".utf8).span.bytes)
        }
        return Hex.encode(digest.finish())
    }

    // MARK: Rows

    static func record(_ row: Row) throws -> ImportRecord {
        var counts = ImportCounts()
        counts.read = Int(try row.int("read_rows"))
        counts.accepted = Int(try row.int("accepted"))
        counts.rejected = Int(try row.int("rejected"))
        counts.duplicates = Int(try row.int("duplicates"))
        counts.suppressed = Int(try row.int("suppressed"))
        return ImportRecord(
            id: ID(try row.int("id")),
            kind: try row.decode("kind", as: ImportKind.self),
            campaign: try row.optionalInt("campaign_id").map { ID($0) },
            fileName: try row.text("file_name"),
            storedPath: try row.text("stored_path"),
            columns: try ImportColumns(stored: try row.text("mapping")),
            state: try row.decode("state", as: ImportState.self),
            sheets: try ImportSheet.read(try row.optionalText("sheets")),
            sheet: try row.optionalInt("sheet").map(Int.init),
            headerLine: try row.optionalInt("header_line").map(Int.init),
            startsByItself: try row.int("starts_by_itself") == 1,
            check: try row.optionalText("check_result").map { try ImportCheck(stored: $0) },
            position: try row.optionalText("next_position"),
            counts: counts,
            readBytes: Int(try row.int("next_offset")),
            fileBytes: Int(try row.int("file_bytes")),
            createdBy: ID(try row.int("created_by")),
            createdAt: try row.moment("created_at"),
            finishedAt: try row.optionalMoment("finished_at"),
            problem: try row.optionalText("problem"),
            isCalled: try row.optionalInt("called_at") != nil,
            undoneRows: Int(try row.int("undone_rows")),
        )
    }
}

extension TableHeader {
    /// The header as stored: nil for the first record, 0 for none, else its line.
    var stored: Int? {
        switch self {
        case .first: nil
        case .none: 0
        case .line(let line): line
        }
    }

    /// Reads what was stored.
    init(stored line: Int?) {
        self =
            switch line {
            case nil: .first
            case 0: .none
            case .some(let line): .line(line)
            }
    }
}

extension ImportRecord {
    /// Where the header stands.
    var header: TableHeader { TableHeader(stored: headerLine) }

    /// Which part of the file is the table.
    var part: TablePart { TablePart(sheet: sheet ?? 1, header: header) }
}
