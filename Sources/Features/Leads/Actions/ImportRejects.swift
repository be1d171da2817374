package import Access
internal import Campaigns
internal import Kernel
internal import Tables
internal import Vault
package import Web

/// The rows that were left out: line and reason, and what helps the bank to find the row. Names are
/// left out and numbers masked. C4.4.
package struct ImportRejects: Endpoint {
    package static let route = Route(.get, "/imports/{id}/rejects")
    package static let permission = Permission.listImports

    private static let titles = [
        L("行号", en: "Line"), L("号码", en: "Number"), L("原因", en: "Reason"), L("代码", en: "Code"),
        L("省份", en: "Province"), L("其他列", en: "Other columns"),
    ]

    package func answer(_ input: ImportIDInput, _ context: Context) throws -> Download {
        let imports = ImportStore(context.transaction)
        let record = try imports.find(input.id, visibleTo: context.viewer)
        let language = context.language
        var text = TableText(byteOrderMark: true)
        text.append(Self.titles.map { $0[language] })
        var tasks: [ID<Campaign>: L] = [:]
        try imports.rejects(of: record.id) { row in
            var reason = row.reason.name
            if let task = row.otherTask {
                let name = try tasks[task] ?? Self.name(of: task, context)
                tasks[task] = name
                reason = reason + name
            }
            let others = try LeadStore.attributes(row.attributes).map { "\($0.name)=\($0.value)" }
            text.append([
                String(row.line), row.number, reason[language], row.reason.rawValue, row.region,
                Masked(freeText: others.joined(separator: "; ")).description,
            ])
        }
        return Download(
            .bytes(text.take()),
            contentType: "text/csv; charset=utf-8",
            fileName: "rejects-\(record.id).csv",
        )
    }

    /// A task's name behind a reason; nothing for who may not know of the task.
    private static func name(of task: ID<Campaign>, _ context: Context) throws -> L {
        do {
            let details = try CampaignStore(context.transaction)
                .find(task, visibleTo: context.viewer).details
            let name = "\(details.name) (\(details.coreReference))"
            return L("：\(name)", en: ": \(name)")
        } catch is NotFound {
            return L(same: "")
        }
    }
}
