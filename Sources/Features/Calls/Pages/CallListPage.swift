package import Access
internal import Accounts
internal import Campaigns
internal import HTML
package import Kernel
internal import Leads
internal import Telephony
internal import Vault
package import Web

/// The calls of a day that the viewer may see, page by key.
package struct ListCalls: Endpoint {
    package static let route = Route(.get, "/calls")
    package static let permission = Permission.seeCalls

    private static let day = InputField.optionalDay("day", L("日期", en: "Day"))
    private static let agent = InputField<ID<Account>?>.optionalID("agent", L("坐席", en: "Agent"))
    private static let outcome = InputField<Outcome?>.optionalChoice(
        "outcome",
        L("结果", en: "Result"),
        named: \.name,
    )

    package struct Input: FormInput {
        let day: BusinessDay?
        let agent: ID<Account>?
        let outcome: Outcome?
        let start: PageStart

        package init(_ form: Form) throws(InvalidInput) {
            (day, agent, outcome) = try form.read(
                ListCalls.day,
                ListCalls.agent,
                ListCalls.outcome,
            )
            start = try form.pageStart()
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> ListPage<CallRow> {
        var filter = CallFilter(day: input.day ?? context.now.day)
        filter.agent = input.agent
        filter.outcome = input.outcome
        let transaction = context.transaction
        let viewer = context.viewer
        let found = try CallStore(transaction).list(
            filter,
            visibleTo: viewer,
            before: input.start.before,
            limit: input.start.limit,
        )
        let page = PageOf(found, from: input.start) { $0.call.id.rawValue }
        let accounts = AccountStore(transaction)
        let names = try accounts.names(Set(page.rows.map(\.call.agent.rawValue)))
        let leads = LeadStore(transaction, vault: context.environment.vault)
        let rows = try page.map { row in
            let call = row.call
            let (name, phone, _) = try leads.masked(call.lead, visibleTo: viewer)
            context.recordView(.lead, call.lead.rawValue)
            return CallRow(
                id: call.id.rawValue,
                dialledAt: call.dialledAt.clock,
                agent: names[call.agent.rawValue] ?? "",
                customer: name,
                phone: phone,
                kind: call.kind.name,
                outcome: row.outcome?.name,
                talkSeconds: call.talkTime.wholeSeconds,
                ended: call.cause?.label,
            )
        }
        let agents =
            viewer.side == .vendor && !viewer.holds(.agent)
            ? try accounts.agents(of: viewer.organisation) : []
        var filters = [Self.day.filled(filter.day).standing]
        if !agents.isEmpty {
            let choices = agents.map { Choice("\($0.id)", L(same: $0.name)) }
            filters.append(Self.agent.filled(filter.agent, among: choices))
        }
        filters.append(Self.outcome.filled(filter.outcome))
        return ListPage(
            CallRow.layout,
            rows,
            at: Self.route.pattern,
            for: viewer,
            filters: filters,
            facts: ["day": "\(filter.day)"],
        )
    }
}

/// A call as the list shows it.
package struct CallRow: Encodable, Sendable {
    let id: Int64
    let dialledAt: String
    let agent: String
    let customer: Masked
    let phone: Masked
    let kind: L
    let outcome: L?
    let talkSeconds: Int64
    let ended: L?

    static let layout = ListLayout<Self>(
        "calls",
        L("通话", en: "Calls"),
        lead: L("线路证据与坐席记录分开保存（C6.3）。", en: "The line's evidence apart from the records (C6.3)."),
        columns: [
            ListColumn(L("时间", en: "Time")) { $0.dialledAt.html },
            ListColumn(L("坐席", en: "Agent")) { $0.agent.html },
            ListColumn(L("客户", en: "Customer")) { maskedValue($0.customer.description) },
            ListColumn(L("号码", en: "Number")) { maskedValue($0.phone.description) },
            ListColumn(L("类型", en: "Kind")) { $0.kind.html },
            ListColumn(L("结果", en: "Result")) { ($0.outcome ?? $0.noResult).html },
            ListColumn(L("通话时长", en: "Talk"), .number) { call in
                (call.talkSeconds == 0 ? "–" : span(.seconds(call.talkSeconds))).html
            },
            ListColumn(L("线路", en: "Line")) { ($0.ended ?? L("进行中", en: "Going on")).html },
        ],
        empty: L("当日没有通话。", en: "No calls on this day."),
        opens: .page(ShowCall.self, \.id),
        tone: { $0.outcome == nil && $0.ended != nil ? .warning : nil },
    )

    /// A call that goes on has no result to miss.
    private var noResult: L { ended == nil ? L(same: "–") : L("未记录", en: "Not recorded") }
}
