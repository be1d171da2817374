package import Access
internal import Campaigns
package import HTML
package import Kernel
package import Threads
internal import Vault
package import Web

/// The leads of a task, masked, of one state or all. C4.4.
package struct ListLeads: Endpoint {
    package static let route = Route(.get, "/campaigns/{id}/leads")
    package static let permission = Permission.listLeads
    package static let lane = Lane.bulk

    private static let state = InputField<LeadState?>.optionalChoice(
        "state",
        L("状态", en: "State"),
        named: \.name,
    )

    package struct Input: FormInput {
        let id: ID<Campaign>
        let state: LeadState?
        let start: PageStart

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id")
            state = try ListLeads.state.read(form)
            start = try form.pageStart()
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> ListPage<LeadRow> {
        let transaction = context.transaction
        let campaign = try CampaignStore(transaction).find(input.id, visibleTo: context.viewer)
        let found = try LeadStore(transaction, vault: context.environment.vault).list(
            of: campaign.id,
            in: input.state,
            after: input.start.after,
            limit: input.start.limit,
        )
        let page = PageOf(found, from: input.start) { $0.id.rawValue }
        for lead in page.rows { context.recordView(.lead, lead.id.rawValue) }
        return ListPage(
            LeadRow.layout,
            page.map(LeadRow.init),
            at: Self.route.path(["id": "\(campaign.id)"]),
            for: context.viewer,
            lead: L(same: campaign.details.name),
            back: (L("外呼任务", en: "Call task"), "/campaigns/\(campaign.id)"),
            filters: [Self.state.filled(input.state)],
            facts: ["campaignId": campaign.id.rawValue],
        )
    }
}

/// A lead as the list shows it.
package struct LeadRow: Encodable, Sendable {
    let id: Int64
    /// The customer's name, masked.
    let name: Masked
    /// The customer's number, masked.
    let phone: Masked
    let region: String
    let state: String
    let heldBack: L?
    let dueAt: String?
    let attempts: Int
    let lastOutcome: L?
    let due: Moment?
    let mark: HTML

    private enum CodingKeys: String, CodingKey {
        case id, name, phone, region, state, heldBack, dueAt, attempts, lastOutcome
    }

    init(_ lead: LeadLine) {
        id = lead.id.rawValue
        name = lead.name
        phone = lead.phone
        region = lead.region
        state = lead.state.rawValue
        heldBack = lead.heldBack?.name
        dueAt = lead.due?.iso8601
        attempts = lead.attempts
        lastOutcome = lead.lastOutcome?.name
        due = lead.due
        mark = lead.state.mark
    }

    static let layout = ListLayout<Self>(
        "leads",
        L("名单", en: "Leads"),
        columns: [
            ListColumn(L("客户", en: "Customer")) { maskedValue($0.name.description) },
            ListColumn(L("号码", en: "Number")) { maskedValue($0.phone.description) },
            ListColumn(L("省份", en: "Province")) { $0.region.html },
            ListColumn(L("状态", en: "State")) { $0.mark },
            ListColumn(L("等待原因", en: "Held back by")) { $0.heldBack?.html ?? .empty },
            ListColumn(L("到期", en: "Due")) { $0.due.map { momentText($0) } ?? .empty },
            ListColumn(L("已呼次数", en: "Calls"), .number) { $0.attempts.html },
            ListColumn(L("最近结果", en: "Last result")) { $0.lastOutcome?.html ?? .empty },
        ],
        empty: L("没有这样的名单。", en: "No such leads."),
        opens: .page(ShowLead.self, \.id),
    )
}

extension LeadState: StateMark {
    package var tone: Tone {
        switch self {
        case .ready: .good
        case .waiting, .finished: .neutral
        case .held: .busy
        case .callback: .info
        case .suppressed: .bad
        case .withdrawn: .warning
        }
    }
}
