package import Access
internal import Accounts
package import Campaigns
package import HTML
package import Kernel
package import Web

/// Which columns of a task's lead files its agents are shown. C4.4.
package struct ShowAttributes: Endpoint {
    package static let route = Route(.get, "/campaigns/{id}/attributes")
    package static let permission = Permission.listAttributes

    /// The way to the columns of a task, with how many wait for a decision.
    static func offer(_ campaign: Int64, undecided: Int) -> Offer {
        let waiting =
            undecided == 0
            ? L(same: "") : L("（\(undecided)列待决定）", en: " (\(undecided) to decide)")
        return .link(
            Self.self,
            of: campaign,
            L("展示字段", en: "Fields shown") + waiting,
            icon: .eye,
            key: "f",
        )
    }

    package func answer(
        _ input: IDInput<Campaign>,
        _ context: Context,
    ) throws -> AttributesPage {
        let campaign = try CampaignStore(context.transaction)
            .find(input.id, visibleTo: context.viewer)
        let list = try AttributeColumns(context.transaction).list(of: campaign.id)
        let people = Set(list.compactMap { $0.decidedBy?.rawValue })
        return AttributesPage(
            campaign,
            list,
            version: try context.version(of: .leadAttributes, campaign.id.rawValue),
            names: try AccountStore(context.transaction).names(people),
            for: context.viewer,
        )
    }
}

/// Shows exactly the columns that are ticked. C4.4.
package struct SetAttributes: Endpoint {
    package static let route = Route(.post, "/campaigns/{id}/attributes")
    package static let permission = Permission.showAttributes
    package static let act: LoggedAct? = LoggedAct(
        "attributes.set",
        L("决定展示字段", en: "Decided which fields are shown"),
        on: .campaign,
    )
    package static let edits: Edit? = .asSeen(.leadAttributes)

    package struct Input: FormInput {
        let id: ID<Campaign>
        let shown: Set<String>

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id")
            shown = Set(form.all("shown"))
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        let campaign = try CampaignStore(context.transaction)
            .find(input.id, visibleTo: context.viewer)
        try AttributeColumns(context.transaction).show(
            input.shown,
            of: campaign.id,
            by: context.viewer.account,
            at: context.now,
        )
        return Done("/campaigns/\(campaign.id)/attributes", id: campaign.id.rawValue)
    }
}

/// The columns of a task's files, and which are shown.
package struct AttributesPage: Resource {
    /// One column.
    package struct Item: Encodable, Sendable {
        /// Its title.
        package let title: String
        /// `harmless`, `undecided` or `personal`.
        package let standing: String
        /// Whether its values are shown.
        package let isShown: Bool
        /// Who decided last.
        package let decidedBy: String?
        /// When.
        package let decidedAt: String?
        let kind: AttributeTitle
        let isSuggested: Bool
        let moment: Moment?

        private enum CodingKeys: String, CodingKey {
            case title, standing, isShown, decidedBy, decidedAt
        }
    }

    /// The columns in the order of their titles, those that are never shown at the end.
    package let columns: [Item]
    /// What a decision must name as the state that was seen.
    package let version: Int64
    private let campaign: String
    private let campaignPath: String?
    private let form: PostForm?

    private enum CodingKeys: String, CodingKey {
        case columns, version
    }

    init(
        _ campaign: CampaignRecord,
        _ columns: [AttributeColumns.Column],
        version: Version,
        names: [Int64: String],
        for viewer: Viewer,
    ) {
        self.campaign = campaign.details.name
        campaignPath = viewer.path(to: ShowCampaign.self, of: campaign.id.rawValue)
        self.version = version.rawValue
        let ordered =
            columns.filter { $0.standing != .personal }
            + columns.filter { $0.standing == .personal }
        self.columns = ordered.map { column in
            Item(
                title: column.title,
                standing: column.standing.rawValue,
                isShown: column.isShown && column.standing != .personal,
                decidedBy: column.decidedBy.map { names[$0.rawValue] ?? "" },
                decidedAt: column.decidedAt?.iso8601,
                kind: column.standing,
                isSuggested: column.standing == .harmless
                    || column.isShownElsewhere && column.standing == .undecided,
                moment: column.decidedAt,
            )
        }
        form =
            ordered.isEmpty
            ? nil
            : PostForm(
                SetAttributes.self,
                of: campaign.id.rawValue,
                version: version,
                fields: [
                    .drawn("shown", Item.layout(isForm: true).table(self.columns))
                ],
                submit: L("保存展示字段", en: "Save"),
                icon: .check,
                success: L("已保存，立即生效。", en: "Saved; it holds at once."),
            ).offered(to: viewer)
    }

    fileprivate static let title = L("客户资料展示字段", en: "Customer fields shown")

    package var title: L { Self.title }
}

extension AttributesPage {
    /// The content of the page.
    @HTMLBuilder package var page: HTML {
        pageHeader(
            title,
            L(same: campaign),
            back: campaignPath.map { (L("外呼任务", en: "Call task"), $0) },
        )
        notice(
            .info,
            L(
                "名单中的其他列全部加密保存，勾选后才向坐席展示；像号码、证件、地址或姓名的内容仍会遮盖（C4.4）。",
                en: "Every other column of the files is sealed and shown to agents only once it is "
                    + "ticked; what looks like a number, an address or a person stays masked (C4.4).",
            ),
        )
        card(L("名单中的列", en: "Columns of the files")) {
            form?.html ?? Item.layout(isForm: false).table(columns)
        }
    }
}

extension AttributesPage.Item {
    fileprivate static func layout(isForm: Bool) -> ListLayout<Self> {
        ListLayout(
            "columns",
            AttributesPage.title,
            columns: [
                ListColumn(L("列名", en: "Column")) { $0.title.html },
                ListColumn(L("向坐席展示", en: "Shown"), .center) { isForm ? $0.box : $0.mark },
                ListColumn(L("系统判断", en: "The system says")) { $0.judgement },
                ListColumn(L("决定人", en: "Decided by")) { ($0.decidedBy ?? "").html },
                ListColumn(L("时间", en: "Time")) { $0.moment.map { momentText($0) } ?? .empty },
            ],
            empty: L(
                "还没有名单导入过；导入后在此勾选。",
                en: "No file was imported yet; tick its columns here afterwards.",
            ),
        )
    }

    private var mark: HTML { isShown ? badge(L("展示", en: "Shown"), .good) : .empty }

    /// Ticked where the column is shown. A suggestion is told, never ticked by itself.
    private var box: HTML {
        element(
            "input",
            .type("checkbox"),
            .name("shown"),
            .value(title),
            .label(L("展示“\(title)”", en: "Show “\(title)”")),
            isShown ? .checked : nil,
            kind == .personal ? .disabled : nil,
        )
    }

    private var judgement: HTML {
        switch kind {
        case .personal:
            badge(L("可能指向个人，始终不展示", en: "May lead to a person: never shown"), .bad)
        case .harmless where !isShown, .undecided where isSuggested && !isShown:
            badge(L("建议展示", en: "Suggested"), .good)
        case .harmless: badge(L("一般信息", en: "Plain"), .neutral)
        case .undecided: badge(L("由行方判断", en: "The bank judges"), .warning)
        }
    }
}
