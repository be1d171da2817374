package import Access
internal import Accounts
internal import Campaigns
internal import Database
internal import HTML
package import Kernel
internal import Vault
package import Web

/// One import: how far it is, what was left out, and its columns if someone must name them.
package struct ShowImport: Endpoint {
    package static let route = Route(.get, "/imports/{id}")
    package static let permission = Permission.listImports
    package static let access = DatabaseAccess.own

    package func answer(_ input: ImportIDInput, _ context: Context) throws -> ImportView {
        let (record, reasons, names) = try context.environment.database.read { transaction in
            let imports = ImportStore(transaction)
            let record = try imports.find(input.id, visibleTo: context.viewer)
            let campaign = try record.campaign.map {
                try CampaignStore(transaction).find($0, visibleTo: context.viewer).details.name
            }
            let account = try AccountStore(transaction).names([record.createdBy.rawValue])
            return (
                record, try imports.reasons(of: record.id),
                (campaign ?? "", account[record.createdBy.rawValue] ?? "")
            )
        }
        var view = ImportView(record, reasons, campaign: names.0, createdBy: names.1)
        guard Permission.importLeads.allows(context.viewer) else { return view }
        view.mayUndo = record.isUndoable && !record.isCalled
        if record.state == .mapping {
            let sample = try ImportIntake(context.environment).sample(record, rows: 5)
            context.recordView("import", record.id.rawValue)
            view.header = sample.header
            view.sample = sample.rows.map { $0.map { ImportView.masked($0) } }
            view.columns = record.columns
        }
        return view
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
    /// Bytes that are worked off.
    package let readBytes: Int
    /// Bytes in all.
    package let fileBytes: Int
    /// Leads that an undo has taken back.
    package let undoneRows: Int
    /// Why rows were left out.
    package let reasons: [Reason]
    /// Why the file could not be read to its end.
    package let problem: L?
    /// Who brought it.
    package let createdBy: String
    /// The columns' titles, while someone must name them.
    package internal(set) var header: [String] = []
    /// The first rows, masked.
    package internal(set) var sample: [[String]] = []
    let createdAt: Moment
    let finishedAt: Moment?
    var columns = ImportColumns()
    var mayUndo = false

    private enum CodingKeys: String, CodingKey {
        case id, kind, campaignId, campaign, fileName, state, counts, readBytes, fileBytes
        case undoneRows, reasons, problem, createdBy, header, sample
    }

    init(
        _ record: ImportRecord,
        _ reasons: [(reason: ImportRejection, count: Int)],
        campaign: String,
        createdBy: String,
    ) {
        id = record.id.rawValue
        kind = record.kind.rawValue
        campaignId = record.campaign?.rawValue
        self.campaign = campaign
        fileName = record.fileName
        state = record.state.rawValue
        counts = record.counts
        let isRead = record.state == .finished || record.state == .undone
        readBytes = isRead ? record.fileBytes : record.readBytes
        fileBytes = record.fileBytes
        undoneRows = record.undoneRows
        self.reasons = reasons.map {
            Reason(code: $0.reason.rawValue, name: $0.reason.name, count: $0.count)
        }
        problem = record.problem.map { ImportRefusal(stored: $0).message }
        self.createdBy = createdBy.isEmpty ? "inbox" : createdBy
        createdAt = record.createdAt
        finishedAt = record.finishedAt
    }

    package var title: L { L("导入 \(id)", en: "Import \(id)") }

    /// A cell of a file whose columns nobody knows yet: enough to tell a number from a name.
    static func masked(_ text: String) -> String {
        do {
            return Masked(phone: try PhoneNumber(text)).description
        } catch {
            return Masked(name: text).description
        }
    }
}
