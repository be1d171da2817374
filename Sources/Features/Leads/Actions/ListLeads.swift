package import Access
internal import Campaigns
package import HTML
package import Kernel
package import Threads
package import Vault
package import Web

/// The leads of a task, masked, of one state or all. C4.4.
package struct ListLeads: Endpoint {
    package static let route = Route(.get, "/campaigns/{id}/leads")
    package static let permission = Permission.listLeads
    package static let lane = Lane.bulk

    package struct Input: FormInput {
        let id: ID<Campaign>
        let state: LeadState?
        let after: Int64

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id")
            state = try form.optionalChoice("state")
            after = Int64(try form.optionalInt("after", in: 0...Int.max) ?? 0)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> LeadListPage {
        let transaction = context.transaction
        let campaign = try CampaignStore(transaction).find(input.id, visibleTo: context.viewer)
        let leads = try LeadStore(transaction, vault: context.environment.vault).list(
            of: campaign.id,
            in: input.state,
            after: input.after,
            limit: LeadListPage.pageSize + 1,
        )
        for lead in leads.prefix(LeadListPage.pageSize) {
            context.recordView("lead", lead.id.rawValue)
        }
        return LeadListPage(leads, of: campaign, in: input.state, after: input.after)
    }
}

/// A page of a task's leads.
package struct LeadListPage: Resource {
    static let pageSize = 50

    /// A lead as the list shows it.
    package struct Item: Encodable, Sendable {
        /// The identity.
        package let id: Int64
        /// The customer's name, masked.
        package let name: Masked
        /// The customer's number, masked.
        package let phone: Masked
        /// The customer's province.
        package let region: String
        /// The state's stable name.
        package let state: String
        /// Why it waits.
        package let heldBack: L?
        /// When it is due again.
        package let dueAt: String?
        /// Calls in this task so far.
        package let attempts: Int
        /// The last call's result.
        package let lastOutcome: L?
        let tag: HTML
        let due: Moment?

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
            tag = lead.state.tag
            due = lead.due
        }
    }

    /// The task.
    package let campaignId: Int64
    /// The leads of this page.
    package let leads: [Item]
    /// The key after which the next page begins; nil on the last page.
    package let next: Int64?
    private let campaign: String
    private let state: LeadState?
    private let after: Int64

    private enum CodingKeys: String, CodingKey {
        case campaignId, leads, next
    }

    init(_ leads: [LeadLine], of campaign: CampaignRecord, in state: LeadState?, after: Int64) {
        let page = leads.prefix(Self.pageSize)
        campaignId = campaign.id.rawValue
        self.campaign = campaign.details.name
        self.leads = page.map { Item($0) }
        next = leads.count > Self.pageSize ? page.last?.id.rawValue : nil
        self.state = state
        self.after = after
    }

    package var title: L { L("名单", en: "Leads") }

    private var path: String { "/campaigns/\(campaignId)/leads" }

    package var page: HTML {
        pageHeader(
            title,
            L(same: campaign),
            back: (L("外呼任务", en: "Call task"), "/campaigns/\(campaignId)"),
        )
        filterBar(path, reset: path) {
            selectField(
                "state",
                L("状态", en: "State"),
                choices: LeadState.allCases.map { ($0.rawValue, $0.name) },
                chosen: state?.rawValue ?? "",
                none: L("全部", en: "All"),
            )
        }
        dataTable(
            caption: title,
            columns: [
                Column(L("客户", en: "Customer")), Column(L("号码", en: "Number")),
                Column(L("省份", en: "Province")), Column(L("状态", en: "State")),
                Column(L("等待原因", en: "Held back by")), Column(L("到期", en: "Due")),
                Column(L("已呼次数", en: "Calls"), .number),
                Column(L("最近结果", en: "Last result")),
            ],
            rows: leads.map { lead in
                TableRow(
                    [
                        maskedValue(lead.name.description), maskedValue(lead.phone.description),
                        lead.region.html, lead.tag, lead.heldBack.map { $0.html } ?? .empty,
                        lead.due.map { momentText($0) } ?? .empty, lead.attempts.html,
                        lead.lastOutcome.map { $0.html } ?? .empty,
                    ],
                    href: "/leads/\(lead.id)",
                )
            },
            empty: L("没有这样的名单。", en: "No such leads."),
        )
        keyPages(
            path: state.map { "\(path)?state=\($0.rawValue)" } ?? path,
            after: after,
            next: next,
        )
    }
}

extension LeadState {
    /// The state as a badge.
    var tag: HTML {
        let tone: Tone =
            switch self {
            case .ready: .good
            case .waiting, .finished: .neutral
            case .held: .busy
            case .callback: .info
            case .suppressed: .bad
            case .withdrawn: .warning
            }
        return badge(name, tone)
    }
}
