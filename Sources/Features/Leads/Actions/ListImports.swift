package import Access
internal import Campaigns
package import HTML
package import Kernel
package import Web

/// The imports that the viewer may see, newest first.
package struct ListImports: Endpoint {
    package static let route = Route(.get, "/imports")
    package static let permission = Permission.listImports

    package struct Input: FormInput {
        let after: Int64

        package init(_ form: Form) throws(InvalidInput) {
            after = Int64(try form.optionalInt("after", in: 0...Int.max) ?? 0)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> ImportList {
        try ImportList(nil, after: input.after, context)
    }
}

/// The imports of one task, and the form that brings another file. C2.1.
package struct ListCampaignImports: Endpoint {
    package static let route = Route(.get, "/campaigns/{id}/imports")
    package static let permission = Permission.listImports

    package struct Input: FormInput {
        let id: ID<Campaign>
        let after: Int64

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id")
            after = Int64(try form.optionalInt("after", in: 0...Int.max) ?? 0)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> ImportList {
        let campaign = try CampaignStore(context.transaction)
            .find(input.id, visibleTo: context.viewer)
        return try ImportList(campaign, after: input.after, context)
    }
}

/// A page of imports.
package struct ImportList: Resource {
    static let pageSize = 50

    /// One import in the list.
    package struct Item: Encodable, Sendable {
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
        let check: ImportCheck?
        let moment: Moment
        /// When it came.
        package let createdAt: String

        private enum CodingKeys: String, CodingKey {
            case id, kind, campaignId, campaign, fileName, state, counts, createdAt
        }
    }

    /// The imports of this page.
    package let imports: [Item]
    /// The key after which the next page begins; nil on the last page.
    package let next: Int64?
    let campaign: (id: ID<Campaign>, name: String)?
    let after: Int64
    let mayImport: Bool
    let maySuppress: Bool
    let undecidedColumns: Int?

    private enum CodingKeys: String, CodingKey {
        case imports, next
    }

    init(_ campaign: CampaignRecord?, after: Int64, _ context: Context) throws {
        let records = try ImportStore(context.transaction).list(
            of: campaign?.id,
            visibleTo: context.viewer,
            before: after == 0 ? .max : after,
            limit: Self.pageSize + 1,
        )
        let page = records.prefix(Self.pageSize)
        let tasks = CampaignStore(context.transaction)
        var names: [ID<Campaign>: String] = [:]
        for id in Set(page.compactMap(\.campaign)) {
            names[id] = try tasks.find(id, visibleTo: context.viewer).details.name
        }
        imports = page.map { record in
            Item(
                id: record.id.rawValue,
                kind: record.kind.rawValue,
                campaignId: record.campaign?.rawValue,
                campaign: record.campaign.flatMap { names[$0] } ?? "",
                fileName: record.fileName,
                state: record.state.rawValue,
                counts: record.counts,
                check: record.state == .ready ? record.check : nil,
                moment: record.createdAt,
                createdAt: record.createdAt.iso8601,
            )
        }
        next = records.count > Self.pageSize ? page.last?.id.rawValue : nil
        self.campaign = campaign.map { ($0.id, $0.details.name) }
        self.after = after
        let isOpen = campaign.map { $0.state != .closed } ?? false
        mayImport = isOpen && Permission.importLeads.allows(context.viewer)
        let columns = AttributeColumns(context.transaction)
        undecidedColumns = try campaign.flatMap {
            try columns.undecided(of: $0.id, for: context.viewer)
        }
        maySuppress = campaign == nil && Permission.importSuppression.allows(context.viewer)
    }

    package var title: L { L("名单导入", en: "Lead imports") }
}

extension ImportState {
    /// What the state means to the reader.
    var tone: Tone {
        switch self {
        case .mapping, .ready: .warning
        case .checking, .running, .undoing: .busy
        case .finished: .good
        case .unsettled, .failed: .bad
        case .undone: .neutral
        }
    }
}

extension ImportList {
    /// The content of the page.
    @HTMLBuilder package var page: HTML {
        pageHeader(
            title,
            campaign.map { L(same: $0.name) }
                ?? L("名单只由行方提供（C2.1）", en: "Leads come from the bank only (C2.1)"),
            back: campaign.map { (L("外呼任务", en: "Call task"), "/campaigns/\($0.id)") },
        ) {
            if let campaign, let undecidedColumns {
                attributesLink(campaign.id.rawValue, undecided: undecidedColumns)
            }
            if maySuppress {
                linkButton(
                    L("选择任务导入", en: "Import into a task"),
                    href: "/campaigns",
                    icon: .upload,
                    .primary,
                    key: "n",
                )
            }
        }
        if mayImport, let campaign {
            card(L("导入名单", en: "Import leads")) {
                upload(
                    "/campaigns/\(campaign.id)/imports",
                    L(
                        "CSV、TXT 或 XLSX，须有电话列和姓名列。先试读全文并脱敏显示，核对后再开始导入。",
                        en:
                            "CSV, TXT or XLSX with a number and a name. It is read through first and "
                            + "shown masked; rows go in once you start it.",
                    ),
                )
            }
        }
        table
        keyPages(
            path: campaign.map { "/campaigns/\($0.id)/imports" } ?? "/imports",
            after: after,
            next: next,
        )
        if maySuppress {
            card(L("导入禁呼名单", en: "Import a suppression list")) {
                upload(
                    "/suppression/imports",
                    L(
                        "CSV、TXT 或 XLSX，须有电话列，可有原因、依据列。看懂后立即生效，不能撤回；无法识别的行须逐行处理（C4.12）。",
                        en: "CSV, TXT or XLSX with a number column, and reason and evidence if "
                            + "there are any. Once understood it holds at once and for good; each "
                            + "row that cannot be read has to be settled (C4.12).",
                    ),
                )
            }
        }
    }

    private func upload(_ action: String, _ help: L) -> HTML {
        form(action: action, isUpload: true) {
            Field("file", L("文件", en: "File"), help: help, isRequired: true, isWide: true)
                .file(accept: ".csv,.txt,.xlsx")
            submitBar(L("上传", en: "Upload"), icon: .upload)
        }
    }

    private var table: HTML {
        dataTable(
            caption: title,
            columns: [
                Column(L("文件", en: "File")), Column(L("任务", en: "Task")),
                Column(L("状态", en: "State")), Column(L("读取", en: "Read"), .number),
                Column(L("导入", en: "Taken in"), .number), Column(L("重复", en: "Known"), .number),
                Column(L("禁呼", en: "Suppressed"), .number),
                Column(L("错误", en: "Wrong"), .number), Column(L("时间", en: "Time")),
            ],
            rows: imports.map { item in
                let state = ImportState(rawValue: item.state)
                let kind = ImportKind(rawValue: item.kind)
                return TableRow(
                    [
                        item.fileName.html,
                        item.campaign.isEmpty
                            ? kind.map { $0.name.html } ?? .empty : item.campaign.html,
                        state.map { badge($0.name, $0.tone) } ?? .empty,
                        grouped(item.check?.read ?? item.counts.read).html,
                        grouped(item.counts.accepted).html,
                        grouped(item.check?.duplicates ?? item.counts.duplicates).html,
                        grouped(item.check?.suppressed ?? item.counts.suppressed).html,
                        grouped(item.check?.rejected ?? item.counts.rejected).html,
                        momentText(item.moment),
                    ],
                    href: "/imports/\(item.id)",
                )
            },
            empty: campaign == nil
                ? L("在外呼任务的页面导入名单。", en: "Import leads on a call task's page.")
                : L("还没有导入过名单。", en: "No leads were imported yet."),
        )
    }
}
