package import Access
internal import Campaigns
internal import Database
internal import HTTPServer
internal import Kernel
internal import Tables
package import Threads
internal import Vault
package import Web

/// The rows that were left out: line and reason, and what helps the bank to find the row. Names are
/// left out, numbers masked, and of the other columns those are there that the bank shows to agents.
/// Made while it is sent, in short transactions. C4.4.
package struct ImportRejects: Endpoint {
    package static let route = Route(.get, "/imports/{id}/rejects")
    package static let permission = Permission.listImports
    package static let lane = Lane.bulk
    package static let access = DatabaseAccess.own

    private static let chunk = 1_000
    private static let titles = [
        L("行号", en: "Line"), L("号码", en: "Number"), L("原因", en: "Reason"), L("代码", en: "Code"),
        L("省份", en: "Province"), L("其他列", en: "Other columns"),
    ]

    private struct Progress {
        var key: Int64 = 0
        var hasHead = false
        var tasks: [ID<Campaign>: L] = [:]
        /// The titles of the columns that the bank shows.
        var shown: Set<String> = []
    }

    package func answer(_ input: IDInput<LeadImport>, _ context: Context) throws -> Download {
        let (environment, viewer) = (context.environment, context.viewer)
        let language = context.language
        let record = try environment.database.read {
            try ImportStore($0).find(input.id, visibleTo: viewer)
        }
        switch record.state {
        case .mapping, .checking, .ready: throw ImportRefusal.noRejectsYet
        case .running, .finished, .unsettled, .failed, .undoing, .undone: break
        }
        let source = ByteSource(
            from: Progress(),
            onFailure: { environment.report("a file of rejected rows broke off: \($0)") },
            next: { progress in
                guard progress.hasHead else {
                    progress.hasHead = true
                    progress.shown = try environment.database.read { transaction in
                        try record.campaign.map { try AttributeColumns(transaction).shown(of: $0) }
                            ?? []
                    }
                    var head = TableText(byteOrderMark: true)
                    head.append(Self.titles.map { $0[language] })
                    return head.take()
                }
                var text = TableText()
                let rows = try environment.database.read { transaction in
                    let rows = try ImportStore(transaction)
                        .rejects(of: record.id, after: progress.key, limit: Self.chunk)
                    for task in Set(rows.compactMap(\.otherTask)) where progress.tasks[task] == nil
                    {
                        progress.tasks[task] = try Self.name(of: task, viewer, transaction)
                    }
                    return rows
                }
                guard let last = rows.last else { return nil }
                progress.key = last.key
                for row in rows {
                    let shown = try row.attributes.map {
                        try LeadStore.attributes($0, showing: progress.shown, environment.vault)
                            .shown
                    }
                    text.append(Self.fields(row, shown ?? [], progress.tasks, language))
                }
                return text.take()
            },
        )
        return Download(
            .source(source),
            contentType: "text/csv; charset=utf-8",
            fileName: "rejects-\(record.id).csv",
        )
    }

    private static func fields(
        _ row: RejectedRow,
        _ shown: [LeadCard.Attribute],
        _ tasks: [ID<Campaign>: L],
        _ language: Language,
    ) -> [String] {
        let task = row.otherTask.flatMap { tasks[$0] } ?? L(same: "")
        let others = shown.map { "\($0.name)=\($0.value)" }
        return [
            String(row.line), row.number, (row.reason.name + task)[language], row.reason.rawValue,
            Masked(freeText: row.region).description, others.joined(separator: "; "),
        ]
    }

    /// A task's name behind a reason; nothing for who may not know of the task.
    private static func name(
        of task: ID<Campaign>,
        _ viewer: Viewer,
        _ transaction: Transaction,
    ) throws -> L {
        do {
            let details = try CampaignStore(transaction).find(task, visibleTo: viewer).details
            let name = "\(details.name) (\(details.coreReference))"
            return L("：\(name)", en: ": \(name)")
        } catch is NotFound {
            return L(same: "")
        }
    }
}
