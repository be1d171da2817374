package import Access
package import Campaigns
internal import Database
internal import Glibc
package import Kernel
internal import Sodium
internal import Tables
internal import Vault
package import Web

/// Takes files in and takes imports back. C2.1.
package struct ImportIntake {
    private let database: any Database
    private let temporaryFolder: String

    /// Takes in what is stored in `environment`.
    package init(_ environment: Environment) {
        database = environment.database
        temporaryFolder = "\(environment.dataFolder)/uploads"
    }

    /// Takes in a file that lies at `path` and stays there: refuses it at once if it is no table,
    /// recognises its columns, and keeps it as an import that can begin.
    package func take(
        _ path: String,
        name: String,
        kind: ImportKind,
        campaign: ID<Campaign>?,
        by viewer: Viewer,
        at now: Moment,
    ) throws -> ID<LeadImport> {
        try take(path, name, kind, campaign, viewer, inbox: nil, at: now)
    }

    /// The same with a file that the inbox brings, for a task.
    func take(
        _ path: String,
        from inbox: InboxPlace,
        campaign: ID<Campaign>,
        at now: Moment,
    ) throws -> ID<LeadImport> {
        try take(path, inbox.name, .leads, campaign, nil, inbox: inbox, at: now)
    }

    private func take(
        _ path: String,
        _ name: String,
        _ kind: ImportKind,
        _ campaign: ID<Campaign>?,
        _ viewer: Viewer?,
        inbox: InboxPlace?,
        at now: Moment,
    ) throws -> ID<LeadImport> {
        let hash = try Self.hash(path)
        // Refused before a large workbook is converted, and once more below.
        try database.read { try check($0, hash, kind, campaign, viewer) }
        let reader = try open(path)
        let header = reader.header
        let bytes = reader.totalBytes
        return try database.write { transaction in
            try check(transaction, hash, kind, campaign, viewer)
            let imports = ImportStore(transaction)
            return try imports.add(
                NewImport(
                    kind: kind,
                    campaign: campaign,
                    fileName: String(name.prefix(200)),
                    hash: hash,
                    storedPath: path,
                    columns: try imports.columns(for: header)
                        ?? ImportColumns(recognising: header),
                    bytes: bytes,
                    account: viewer?.account ?? ID(0),
                    inbox: inbox,
                ),
                at: now,
            )
        }
    }

    /// Names the columns of an import that waits for it; they are remembered for this header.
    package func name(
        _ columns: ImportColumns,
        of id: ID<LeadImport>,
        by viewer: Viewer,
        at now: Moment,
    ) throws {
        let record = try database.read { try ImportStore($0).find(id, visibleTo: viewer) }
        let header = try open(record.storedPath).header
        guard columns.fits(header), columns.isComplete(for: record.kind) else {
            throw InvalidInput(
                "phone",
                L("电话列和姓名列必选，同一列不能重复使用。", en: "Choose the columns; none serves twice."),
            )
        }
        try database.write { transaction in
            let imports = ImportStore(transaction)
            let record = try imports.find(id, visibleTo: viewer, toChange: true)
            guard record.state == .mapping else { throw ImportRefusal.notMapping }
            try imports.begin(id, columns)
            try imports.remember(columns, for: header, at: now)
        }
    }

    /// The header and the first rows of an import's file, for whoever names its columns.
    func sample(_ record: ImportRecord, rows: Int) throws -> (header: [String], rows: [[String]]) {
        let reader = try open(record.storedPath)
        var sample: [[String]] = []
        do throws(TableError) {
            while sample.count < rows, try reader.next() {
                sample.append(reader.header.indices.map { reader.text($0) })
            }
        } catch {
            throw ImportRefusal(error)
        }
        return (reader.header, sample)
    }

    private func open(_ path: String) throws(ImportRefusal) -> TableReader {
        do throws(TableError) {
            return try TableFile.open(path, temporaryFolder: temporaryFolder)
        } catch {
            throw ImportRefusal(error)
        }
    }

    private func check(
        _ transaction: Transaction,
        _ hash: [UInt8],
        _ kind: ImportKind,
        _ campaign: ID<Campaign>?,
        _ viewer: Viewer?,
    ) throws {
        if let campaign {
            if let viewer {
                _ = try CampaignStore(transaction).find(campaign, visibleTo: viewer)
            }
            let task = try transaction.one("SELECT state FROM campaign WHERE id = \(campaign)")
            if try task.decode("state", as: CampaignState.self) == .closed {
                throw ImportRefusal.campaignClosed
            }
        }
        if let same = try ImportStore(transaction).sameFile(hash, kind, campaign) {
            throw ImportRefusal.sameFile(same.rawValue)
        }
    }

    /// The digest of a file's content.
    static func hash(_ path: String) throws(ImportRefusal) -> [UInt8] {
        let file = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .notStored }
        defer { close(file) }
        var digest = Digest()
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(file, &buffer, buffer.count)
            guard count >= 0 else { throw .notStored }
            if count == 0 { break }
            digest.update(buffer.span.bytes.extracting(0..<count))
        }
        return digest.finish()
    }
}
