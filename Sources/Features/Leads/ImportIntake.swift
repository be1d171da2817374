package import Access
package import Campaigns
internal import Database
internal import Glibc
package import Kernel
internal import Sodium
internal import Tables
internal import Vault
package import Web

/// Takes files in, and hears what people say of those that are not understood. C2.1.
package struct ImportIntake {
    private let database: any Database
    private let vault: Vault
    private let temporaryFolder: String
    private let newPath: () -> String

    /// Takes in what is stored in `environment`.
    package init(_ environment: Environment) {
        database = environment.database
        vault = environment.vault
        temporaryFolder = "\(environment.dataFolder)/uploads"
        newPath = { Self.newPath(environment) }
    }

    /// A file that is brought.
    private struct Brought {
        let path: String
        let name: String
        let kind: ImportKind
        let campaign: ID<Campaign>?
        let viewer: Viewer?
        let inbox: InboxPlace?
        let startsByItself: Bool
    }

    /// Takes in a file that lies sealed at `path` and stays there: refuses it at once if it is no table,
    /// recognises sheet, header and columns, and keeps it as an import that is read through before
    /// its first row goes in. It starts by itself only where everything was understood, and a
    /// program brought it or it blocks customers: a refusal must not wait for somebody's word.
    package func take(
        _ path: String,
        name: String,
        kind: ImportKind,
        campaign: ID<Campaign>?,
        by viewer: Viewer,
        at now: Moment,
    ) throws -> ID<LeadImport> {
        let file = Brought(
            path: path,
            name: name,
            kind: kind,
            campaign: campaign,
            viewer: viewer,
            inbox: nil,
            startsByItself: viewer.scopes != nil || kind == .suppression,
        )
        return try take(file, at: now)
    }

    /// The same with a file that the inbox brings, for a task.
    func take(
        _ path: String,
        from inbox: InboxPlace,
        campaign: ID<Campaign>,
        at now: Moment,
    ) throws -> ID<LeadImport> {
        let file = Brought(
            path: path,
            name: inbox.name,
            kind: .leads,
            campaign: campaign,
            viewer: nil,
            inbox: inbox,
            startsByItself: true,
        )
        return try take(file, at: now)
    }

    private func take(_ file: Brought, at now: Moment) throws -> ID<LeadImport> {
        let hash = try hash(ofSealed: file.path)
        let sheets = try sheets(of: file.path)
        let shown = sheets.filter { !$0.isHidden }
        let sheet = shown.count == 1 ? shown.first?.number : nil
        // Refused before a large workbook is converted, and once more below.
        try database.read { try check($0, hash, file, sheet) }
        var bytes = 0
        var understood = UnderstoodFile()
        if sheets.isEmpty || sheet != nil {
            let (head, size) = try head(file.path, sheet)
            bytes = size
            understood = try understand(head, file.kind)
        }
        understood.sheets = sheets
        understood.sheet = sheet
        // Somebody has to know that rows which a filter hides go in. Blocking more harms nobody.
        if file.kind == .leads, sheets.contains(where: { $0.number == sheet && $0.hiddenRows > 0 })
        {
            understood.isSure = false
        }
        return try database.write { transaction in
            try check(transaction, hash, file, sheet)
            return try ImportStore(transaction).add(
                NewImport(
                    kind: file.kind,
                    campaign: file.campaign,
                    fileName: Masked(fileName: String(file.name.prefix(200))).description,
                    hash: hash,
                    storedPath: file.path,
                    understood: understood,
                    bytes: bytes,
                    account: file.viewer?.account ?? ID(0),
                    inbox: file.inbox,
                    startsByItself: file.startsByItself,
                ),
                at: now,
            )
        }
    }

    // MARK: What people say

    /// How a decision is written: as part of the act that is recorded with it. Nil for by itself.
    typealias Writing = ((Transaction) throws -> Void) throws -> Void

    /// Says which sheets of a workbook are imported: this import brings the first of them, and each
    /// other one gets an import of its own.
    func choose(
        _ sheets: [Int],
        of id: ID<LeadImport>,
        by viewer: Viewer,
        at now: Moment,
        _ write: Writing? = nil,
    ) throws {
        let record = try database.read { try ImportStore($0).find(id, visibleTo: viewer) }
        let known = record.sheets.map(\.number)
        guard let first = sheets.first, sheets.allSatisfy(known.contains) else {
            throw InvalidInput("sheet", L("请选择工作表。", en: "Choose the sheets."))
        }
        let files = try sheets.map { sheet in
            var file = try understand(head(record.storedPath, sheet).head, record.kind)
            file.sheets = record.sheets
            file.sheet = sheet
            return (sheet: sheet, file: file)
        }
        var copies: [Int: String] = [:]
        do {
            for sheet in sheets.dropFirst() {
                let path = newPath()
                guard link(record.storedPath, path) == 0 else { throw ImportRefusal.notStored }
                copies[sheet] = path
            }
            try (write ?? database.write) { transaction in
                let imports = ImportStore(transaction)
                try open(imports, id, viewer)
                for sheet in sheets {
                    if let same = try imports.sameSheet(as: id, sheet) {
                        throw ImportRefusal.sameFile(same.rawValue)
                    }
                }
                for (sheet, file) in files {
                    if let path = copies[sheet] {
                        try imports.addSheet(of: id, file, storedPath: path, at: now)
                    } else if sheet == first {
                        try imports.tell(id, file)
                    }
                }
            }
        } catch {
            for path in copies.values { unlink(path) }
            throw error
        }
    }

    /// Says where the header stands and which column is which; remembered for this header. What
    /// follows is read through with it, and nothing goes in yet.
    func name(
        _ columns: ImportColumns,
        header: TableHeader = .first,
        of id: ID<LeadImport>,
        by viewer: Viewer,
        at now: Moment,
        _ write: Writing? = nil,
    ) throws {
        let record = try database.read { try ImportStore($0).find(id, visibleTo: viewer) }
        if record.lacksSheet {
            throw InvalidInput("sheet", L("请先选择工作表。", en: "Choose the sheet first."))
        }
        let head = try head(record.storedPath, record.sheet).head
        let header = head.place(header)
        guard let titles = head.titles(header) else {
            throw InvalidInput(
                "header",
                L("这一行是客户数据，不是表头，请另选。", en: "That row is a customer's, no header; choose another."),
            )
        }
        let width = Array(repeating: "", count: max(head.width, titles.count))
        guard columns.fits(width), columns.isComplete(for: record.kind) else {
            throw InvalidInput(
                "phone",
                L("电话列和姓名列必选，同一列不能重复使用。", en: "Choose the columns; none serves twice."),
            )
        }
        try (write ?? database.write) { transaction in
            let imports = ImportStore(transaction)
            try open(imports, id, viewer)
            let file = UnderstoodFile(
                sheet: record.sheet,
                header: header,
                columns: columns,
                state: .checking,
            )
            try imports.tell(id, file)
            if header != .none {
                try imports.remember(columns, for: titles, record.kind, at: now)
            }
        }
    }

    private func open(
        _ imports: ImportStore,
        _ id: ID<LeadImport>,
        _ viewer: Viewer,
    ) throws {
        let state = try imports.find(id, visibleTo: viewer, toChange: true).state
        guard state == .mapping || state == .ready else { throw ImportRefusal.notMapping }
    }

    // MARK: Looking

    /// The first records of an import's file, for whoever looks at what was understood of it.
    func head(of record: ImportRecord) throws -> FileHead {
        try head(record.storedPath, record.sheet).head
    }

    private func head(_ path: String, _ sheet: Int?) throws -> (head: FileHead, bytes: Int) {
        do throws(TableError) {
            let reader = try TableFile.open(
                SealedUpload(path, vault),
                part: TablePart(sheet: sheet ?? 1, header: .none),
                temporaryFolder: temporaryFolder,
            )
            return (try FileHead(reader), reader.totalBytes)
        } catch {
            throw ImportRefusal(error)
        }
    }

    private func understand(_ head: FileHead, _ kind: ImportKind) throws -> UnderstoodFile {
        do {
            return try database.read { transaction in
                try head.understand(kind) { header in
                    try ImportStore(transaction).columns(for: header, kind)
                }
            }
        } catch let error as TableError {
            throw ImportRefusal(error)
        }
    }

    private func sheets(of path: String) throws(ImportRefusal) -> [ImportSheet] {
        do throws(TableError) {
            let all = try TableFile.sheets(
                SealedUpload(path, vault),
                temporaryFolder: temporaryFolder
            )
            let sheets = all.filter(\.hasCells).map { sheet in
                ImportSheet(
                    number: sheet.number,
                    name: Masked(freeText: String(sheet.name.prefix(60))).description,
                    isHidden: sheet.isHidden,
                    hiddenRows: sheet.hiddenRows,
                )
            }
            if !all.isEmpty, sheets.isEmpty { throw .empty }
            return sheets
        } catch {
            throw ImportRefusal(error)
        }
    }

    private func check(
        _ transaction: Transaction,
        _ hash: [UInt8],
        _ file: Brought,
        _ sheet: Int?,
    ) throws {
        if let campaign = file.campaign {
            if let viewer = file.viewer {
                _ = try CampaignStore(transaction).find(campaign, visibleTo: viewer)
            }
            let task = try transaction.one("SELECT state FROM campaign WHERE id = \(campaign)")
            if try task.decode("state", as: CampaignState.self) == .closed {
                throw ImportRefusal.campaignClosed
            }
        }
        let same = try ImportStore(transaction)
            .sameFile(hash, file.kind, file.campaign, sheet: sheet)
        if let same { throw ImportRefusal.sameFile(same.rawValue) }
    }

    private func hash(ofSealed path: String) throws(ImportRefusal) -> [UInt8] {
        do throws(TableError) {
            return try SealedUpload(path, vault).digest()
        } catch {
            throw .notStored
        }
    }

    /// The digest of the content of a file in the clear.
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
