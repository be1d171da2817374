internal import Access
internal import Campaigns
internal import Kernel
internal import Vault
internal import Web

/// Imports that go on only with somebody's word. C2.1.
struct WaitingImports: HomeSource {
    let permission = Permission.startImport
    let path = "/imports"

    func waiting(_ context: Context) throws -> [WorkItem] {
        WorkItem.gathered(
            try ImportStore(context.transaction).waiting(visibleTo: context.viewer, limit: 50)
                .map { record in
                    WorkItem(
                        record.state == .mapping
                            ? L("导入待确认列", en: "An import whose columns are to be confirmed")
                            : L("导入待开始", en: "An import to start"),
                        concerns: L(same: "\(Masked(fileName: record.fileName))"),
                        href: "/imports/\(record.id)",
                        urgency: .today,
                        clock: .since(record.createdAt),
                    )
                },
            all: path,
        )
    }
}

/// What became of imports that the viewer sees.
struct ImportChanges: HomeSource {
    let permission = Permission.listImports
    let path = "/imports"

    func news(_ context: Context, since moment: Moment) throws -> [HomeNews] {
        try ImportStore(context.transaction)
            .list(visibleTo: context.viewer, limit: HomeNews.most)
            .compactMap { record in
                guard let at = record.finishedAt, at > moment else { return nil }
                let accepted = record.counts.accepted
                return HomeNews(
                    at: at,
                    L("\(record.kind.name.chinese)导入：", en: "\(record.kind.name.english) import: ")
                        + record.state.name + L("，\(accepted)行", en: ", \(accepted) rows"),
                    href: "/imports/\(record.id)",
                )
            }
    }
}

/// Rows of suppression lists that block nobody. C4.12.
struct UnsettledWork: HomeSource {
    let permission = Permission.settleSuppression
    let path = "/suppressions"

    func waiting(_ context: Context) throws -> [WorkItem] {
        let count = try UnsettledRows(context.transaction).count(upTo: 1_000)
        if count == 0 { return [] }
        return [
            WorkItem(
                L("禁呼名单中有行未禁呼", en: "Rows of a suppression list block nobody"),
                href: "/suppressions/unsettled",
                count: count,
                urgency: .today,
            )
        ]
    }
}

/// Leads by their number, and a customer by their full number: by its blind index. C4.4.
struct LeadSearch: SearchSource {
    let permission = Permission.listLeads

    func find(_ text: SearchText, _ context: Context) throws -> [Found] {
        let kind = L("客户名单", en: "Lead")
        let viewer = context.viewer
        let store = LeadStore(context.transaction, vault: context.environment.vault)
        var leads: [LeadLine] = []
        if let phone = text.phone {
            leads = try store.leads(of: phone, visibleTo: viewer, limit: Found.most)
        } else if let number = text.number(of: kind) ?? text.number(of: L("客户", en: "Customer")) {
            leads =
                try ifVisible { try store.find(ID(number), visibleTo: viewer) }
                .map { [$0] } ?? []
        }
        return try leads.map { lead in
            context.recordView(.lead, lead.id.rawValue)
            let task = try CampaignStore(context.transaction)
                .find(lead.campaign, visibleTo: viewer)
            return Found(
                kind,
                L(same: "\(lead.id) · \(lead.name) \(lead.phone) · \(task.details.name) · ")
                    + lead.state.name,
                href: "/leads/\(lead.id)",
            )
        }
    }
}

/// Whether a full number is on the suppression list. C4.12.
struct SuppressionFinder: SearchSource {
    let permission = Permission.searchSuppression

    func find(_ text: SearchText, _ context: Context) throws -> [Found] {
        guard let phone = text.phone else { return [] }
        let vault = context.environment.vault
        let held = try Suppression(context.transaction).contains(vault.customerKey(phone))
        return held
            ? [
                Found(
                    L("禁呼名单", en: "Suppression list"),
                    L(
                        "\(Masked(phone: phone)) 在禁呼名单中",
                        en: "\(Masked(phone: phone)) must not be called",
                    ),
                    href: "/suppressions",
                )
            ] : []
    }
}

/// Imports by their number.
struct ImportSearch: SearchSource {
    let permission = Permission.listImports

    func find(_ text: SearchText, _ context: Context) throws -> [Found] {
        let kind = L("导入", en: "Import")
        guard let number = text.number(of: kind) else { return [] }
        let record = try ifVisible {
            try ImportStore(context.transaction).find(ID(number), visibleTo: context.viewer)
        }
        return record.map { record in
            [
                Found(
                    kind,
                    L(same: "\(record.id) · \(Masked(fileName: record.fileName)) · ")
                        + record.state.name,
                    href: "/imports/\(record.id)",
                )
            ]
        } ?? []
    }
}
