package import Access
internal import Campaigns
package import HTML
package import Kernel
package import Web

/// The imports that the viewer may see, newest first.
package struct ListImports: Endpoint {
    package static let route = Route(.get, "/imports")
    package static let permission = Permission.listImports

    package func answer(_ input: PageInput, _ context: Context) throws -> ListPage<ListedImport> {
        // Leads go into a task, whose page takes them.
        let task = Offer.link(
            ListCampaigns.self,
            L("选择任务导入", en: "Import into a task"),
            icon: .upload,
            .primary,
            key: "n",
        )
        let mayImport = ImportLeads.permission.allows(context.viewer)
        return ListPage(
            ListedImport.layout(
                empty: L("在外呼任务的页面导入名单。", en: "Import leads on a call task's page.")
            ),
            try ListedImport.page(of: nil, from: input.start, context),
            at: Self.route.pattern,
            for: context.viewer,
            offers: [mayImport ? task : nil],
            below: ImportSuppression.form.offered(to: context.viewer)
                .inCard(L("导入禁呼名单", en: "Import a suppression list")),
        )
    }
}

/// The imports of one task, and the form that brings another file. C2.1.
package struct ListCampaignImports: Endpoint {
    package static let route = Route(.get, "/campaigns/{id}/imports")
    package static let permission = Permission.listImports

    package struct Input: FormInput {
        let id: ID<Campaign>
        let start: PageStart

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id")
            start = try form.pageStart()
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> ListPage<ListedImport> {
        let campaign = try CampaignStore(context.transaction)
            .find(input.id, visibleTo: context.viewer)
        let (id, viewer) = (campaign.id.rawValue, context.viewer)
        let undecided = try AttributeColumns(context.transaction)
            .undecided(of: campaign.id, for: viewer)
        let form = campaign.state == .closed ? nil : ImportLeads.form(into: id).offered(to: viewer)
        return ListPage(
            ListedImport.layout(empty: L("还没有导入过名单。", en: "No leads were imported yet.")),
            try ListedImport.page(of: campaign.id, from: input.start, context),
            at: Self.route.path(["id": "\(id)"]),
            for: viewer,
            lead: L(same: campaign.details.name),
            back: (L("外呼任务", en: "Call task"), "/campaigns/\(id)"),
            offers: [undecided.map { ShowAttributes.offer(id, undecided: $0) }],
            above: form.inCard(L("导入名单", en: "Import leads")),
        )
    }
}

/// One import in a list.
package struct ListedImport: Encodable, Sendable {
    let id: Int64
    let kind: String
    /// The task; nil for a suppression list.
    let campaignId: Int64?
    let campaign: String
    let fileName: String
    let state: String
    let counts: ImportCounts
    private let record: ImportRecord
    /// When it came.
    package let createdAt: String

    private enum CodingKeys: CodingKey {
        case id, kind, campaignId, campaign, fileName, state, counts, createdAt
    }

    private init(_ record: ImportRecord, _ names: [ID<Campaign>: String]) {
        self.record = record
        id = record.id.rawValue
        kind = record.kind.rawValue
        campaignId = record.campaign?.rawValue
        campaign = record.campaign.flatMap { names[$0] } ?? ""
        fileName = record.fileName
        state = record.state.rawValue
        counts = record.counts
        createdAt = record.createdAt.iso8601
    }

    fileprivate static func page(
        of campaign: ID<Campaign>?,
        from start: PageStart,
        _ context: Context,
    ) throws -> PageOf<ListedImport> {
        let found = try ImportStore(context.transaction).list(
            of: campaign,
            visibleTo: context.viewer,
            before: start.before,
            limit: start.limit,
        )
        let page = PageOf(found, from: start, key: \.id.rawValue)
        let tasks = CampaignStore(context.transaction)
        var names: [ID<Campaign>: String] = [:]
        for id in Set(page.rows.compactMap(\.campaign)) {
            names[id] = try tasks.find(id, visibleTo: context.viewer).details.name
        }
        return page.map { ListedImport($0, names) }
    }

    /// What reading through showed, while no row has gone in.
    private var check: ImportCheck? { record.state == .ready ? record.check : nil }

    fileprivate static func layout(empty: L) -> ListLayout<Self> {
        ListLayout(
            "imports",
            L("名单导入", en: "Lead imports"),
            lead: L("名单只由行方提供（C2.1）", en: "Leads come from the bank only (C2.1)"),
            columns: [
                ListColumn(L("文件", en: "File")) { $0.fileName.html },
                ListColumn(L("任务", en: "Task")) { row in
                    row.campaign.isEmpty ? row.record.kind.name.html : row.campaign.html
                },
                ListColumn(L("状态", en: "State")) { $0.record.state.mark },
                ListColumn(count: L("读取", en: "Read")) { $0.check?.read ?? $0.counts.read },
                ListColumn(count: L("导入", en: "Taken in")) { $0.counts.accepted },
                ListColumn(count: L("重复", en: "Known")) {
                    $0.check?.duplicates ?? $0.counts.duplicates
                },
                ListColumn(count: L("禁呼", en: "Suppressed")) {
                    $0.check?.suppressed ?? $0.counts.suppressed
                },
                ListColumn(count: L("错误", en: "Wrong")) {
                    $0.check?.rejected ?? $0.counts.rejected
                },
                ListColumn(L("时间", en: "Time")) { momentText($0.record.createdAt) },
            ],
            empty: empty,
            opens: .page(ShowImport.self, \.id),
        )
    }
}

extension ImportState: StateMark {
    package var tone: Tone {
        switch self {
        case .mapping, .ready: .warning
        case .checking, .running, .undoing: .busy
        case .finished: .good
        case .unsettled, .failed: .bad
        case .undone: .neutral
        }
    }
}
