package import Access
internal import Accounts
internal import Campaigns
internal import Database
internal import HTML
package import Kernel
internal import Tables
internal import Vault
package import Web

/// One import: how far it is, what was left out, and what is understood of its file before its
/// first row goes in.
package struct ShowImport: Endpoint {
    package static let route = Route(.get, "/imports/{id}")
    package static let permission = Permission.listImports
    package static let access = DatabaseAccess.own

    /// Where somebody says that the header stands: `0` for none, else its line; nil for nothing.
    static let header = InputField<TableHeader?>(
        "header",
        L("表头在哪一行", en: "Which row is the header"),
        shown: { _ in "" },
        control: { field, text, choices in field.select(choices, chosen: text) },
    ) { form, name throws(InvalidInput) in
        guard let line = try form.optionalInt(name, in: 0...1_000_000) else { return nil }
        return line == 0 ? TableHeader.none : .line(line)
    }

    package struct Input: FormInput {
        let id: ID<LeadImport>
        /// The header that the reader asks to see the file with; nil for the one that is kept.
        let header: TableHeader?

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id")
            header = try ShowImport.header.read(form)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> WithHistory<ImportView> {
        let view = try view(input, context)
        return view.with(try context.read { try $0.history(of: .leadImport, input.id) })
    }

    private func view(_ input: Input, _ context: Context) throws -> ImportView {
        let kept = try context.environment.database.read {
            try KeptImport(input.id, for: context.viewer, in: $0)
        }
        let record = kept.record
        var view = ImportView(kept, for: context.viewer)
        guard MapImport.permission.allows(context.viewer) else { return view }
        if record.state == .mapping || record.state == .ready, !record.lacksSheet {
            let head = try ImportIntake(context.environment).head(of: record)
            context.recordView(.leadImport, record.id.rawValue)
            view.show(head, header: input.header ?? record.header, record.columns, record.header)
        }
        return view
    }
}

/// An import and what stands beside it in the database.
struct KeptImport {
    let record: ImportRecord
    let reasons: [(reason: ImportRejection, count: Int)]
    /// The task's name; empty for a suppression list.
    let campaign: String
    /// Who brought it; empty for the watched folder.
    let createdBy: String
    /// Rows of a suppression list that nobody has settled.
    let unsettled: Int
    let version: Version
    /// Columns of the task for which the viewer may say whether they are shown, and nobody has.
    let undecidedColumns: Int?

    init(_ id: ID<LeadImport>, for viewer: Viewer, in transaction: Transaction) throws {
        let imports = ImportStore(transaction)
        record = try imports.find(id, visibleTo: viewer)
        reasons = try imports.reasons(of: id)
        campaign =
            try record.campaign.map {
                try CampaignStore(transaction).find($0, visibleTo: viewer).details.name
            } ?? ""
        let account = record.createdBy.rawValue
        createdBy = try AccountStore(transaction).names([account])[account] ?? ""
        unsettled = record.kind == .leads ? 0 : try UnsettledRows(transaction).count(of: id)
        version = try Versions(transaction).version(of: .leadImport, id.rawValue)
        undecidedColumns = try record.campaign.flatMap {
            try AttributeColumns(transaction).undecided(of: $0, for: viewer)
        }
    }
}

/// An import as its reader sees it.
package struct ImportView: Resource {
    /// How many rows were left out for one reason.
    package struct Reason: Encodable, Sendable {
        /// The reason's stable name.
        package let code: String
        /// The reason for people.
        package let name: L
        /// How many rows.
        package let count: Int

        init(_ reason: ImportRejection, _ count: Int) {
            (code, name) = (reason.rawValue, reason.name)
            self.count = count
        }
    }

    /// A record at the beginning of the file, masked.
    package struct Record: Encodable, Sendable {
        /// Its line.
        package let line: Int
        /// Its cells, masked.
        package let cells: [String]
        /// Whether a header may stand there.
        package let mayBeHeader: Bool
    }

    /// The identity.
    package let id: Int64
    /// What it brings.
    package let kind: String
    /// The task; nil for a suppression list.
    package let campaignId: Int64?
    /// The task's name.
    package let campaign: String
    /// The file's name.
    package let fileName: String
    /// The state's stable name.
    package let state: String
    /// How many rows became what.
    package let counts: ImportCounts
    /// What reading through showed before a row went in; nil before that.
    package let check: ImportCheck?
    /// Bytes that are worked off.
    package let readBytes: Int
    /// Bytes in all.
    package let fileBytes: Int
    /// Leads that an undo has taken back.
    package let undoneRows: Int
    /// Why rows were left out; before the import, why they would be.
    package let reasons: [Reason]
    /// Why the file could not be read to its end.
    package let problem: L?
    /// Who brought it.
    package let createdBy: String
    /// The sheets of a workbook that have any cells.
    package let sheets: [ImportSheet]
    /// The sheet that is imported; nil for a text, and while nobody has said which.
    package let sheet: Int?
    /// The columns' titles, while someone looks at them; empty ones where there is no header.
    package internal(set) var header: [String] = []
    /// The header's line; 0 for none.
    package internal(set) var headerLine = 0
    /// The first rows below the header, masked.
    package internal(set) var sample: [[String]] = []
    /// The first records of the file, masked.
    package internal(set) var records: [Record] = []
    /// Rows of a suppression list that block nobody and wait for somebody to settle them.
    package let unsettled: Int
    /// What the reader saw; sent with the columns, the sheets or the start.
    package let version: Int64
    let createdAt: Moment
    let finishedAt: Moment?
    var columns = ImportColumns()
    let offers: Offers
    let sheetForm: PostForm?

    private enum CodingKeys: String, CodingKey {
        case id, kind, campaignId, campaign, fileName, state, counts, check, readBytes, fileBytes
        case undoneRows, reasons, problem, createdBy, sheets, sheet, header, headerLine, sample
        case records, unsettled, version
    }

    init(_ kept: KeptImport, for viewer: Viewer) {
        let record = kept.record
        offers = kept.offers(to: viewer)
        sheetForm =
            record.state == .mapping && record.sheets.count > 1
            ? ChooseSheets.form(kept).offered(to: viewer) : nil
        id = record.id.rawValue
        kind = record.kind.rawValue
        campaignId = record.campaign?.rawValue
        campaign = kept.campaign
        fileName = record.fileName
        state = record.state.rawValue
        counts = record.counts
        check = record.check
        let isRead = [.finished, .unsettled, .undone].contains(record.state)
        readBytes = isRead ? record.fileBytes : record.readBytes
        fileBytes = record.fileBytes
        undoneRows = record.undoneRows
        let shown = record.state == .ready ? record.check?.sortedReasons ?? [] : kept.reasons
        reasons = shown.map { Reason($0.reason, $0.count) }
        problem = record.problem.map { ImportRefusal(stored: $0).message }
        createdBy = kept.createdBy.isEmpty ? "inbox" : kept.createdBy
        unsettled = kept.unsettled
        version = kept.version.rawValue
        sheets = record.sheets
        sheet = record.sheet
        createdAt = record.createdAt
        finishedAt = record.finishedAt
    }

    package var title: L { L("导入 \(id)", en: "Import \(id)") }

    /// Shows the beginning of the file under a header, and the columns that are understood.
    mutating func show(
        _ head: FileHead,
        header: TableHeader,
        _ columns: ImportColumns,
        _ kept: TableHeader,
    ) {
        let found = head.titles(header)
        let place = found == nil ? TableHeader.none : head.place(header)
        let titles = found ?? head.titles(.none) ?? []
        self.header = titles.map {
            // What stands in the header's place may be a customer.
            PersonName.masked(in: Masked(freeText: $0).description)
        }
        switch place {
        case .first: headerLine = head.records.first?.line ?? 1
        case .line(let line): headerLine = line
        case .none: headerLine = 0
        }
        self.columns = place == kept ? columns : ImportColumns(recognising: titles)
        sample = head.rows(below: place, 5).map { $0.cells.map(Self.masked) }
        records = head.records.prefix(10).map { record in
            Record(
                line: record.line,
                cells: record.cells.map(Self.masked),
                mayBeHeader: !record.isData,
            )
        }
    }

    /// A cell of a file whose columns nobody knows yet: enough to tell a number from a name.
    static func masked(_ text: String) -> String {
        do {
            return Masked(phone: try PhoneNumber(text)).description
        } catch {
            return Masked(name: text).description
        }
    }
}
