package import Access
internal import Accounts
internal import Campaigns
package import HTML
package import Kernel
internal import Leads
internal import Telephony
internal import Vault
package import Web

/// The calls of a day that the viewer may see, page by key.
package struct ListCalls: Endpoint {
    package static let route = Route(.get, "/calls")
    package static let permission = Permission.seeCalls

    package struct Input: FormInput {
        let day: BusinessDay?
        let agent: ID<Account>?
        let outcome: Outcome?
        let after: Int64

        package init(_ form: Form) throws(InvalidInput) {
            day = try form.optionalDay("day")
            agent = try form.optionalID("agent")
            outcome = try form.optionalChoice("outcome")
            after = Int64(try form.optionalInt("after", in: 0...Int.max) ?? 0)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> CallList {
        var filter = CallFilter(day: input.day ?? context.now.day)
        filter.agent = input.agent
        filter.outcome = input.outcome
        return try CallList(filter, after: input.after, context)
    }
}

/// A page of calls.
package struct CallList: Resource {
    static let pageSize = 50

    /// A call as the list shows it.
    package struct Line: Encodable, Sendable {
        let id: Int64
        let dialledAt: String
        let agent: String
        let customer: Masked
        let phone: Masked
        let kind: L
        let outcome: L?
        let talkSeconds: Int64
        let ended: L?
    }

    /// The day to which the calls belong.
    package let day: String
    /// The calls of this page.
    package let calls: [Line]
    /// The key after which the next page begins; nil on the last page.
    package let next: Int64?
    private let filter: CallFilter
    private let agents: [(id: String, name: String)]
    private let after: Int64

    private enum CodingKeys: String, CodingKey {
        case day
        case calls
        case next
    }

    init(_ filter: CallFilter, after: Int64, _ context: Context) throws {
        let transaction = context.transaction
        let viewer = context.viewer
        self.filter = filter
        self.after = after
        day = "\(filter.day)"
        let rows = try CallStore(transaction).list(
            filter,
            visibleTo: viewer,
            before: after == 0 ? .max : after,
            limit: Self.pageSize + 1,
        )
        let page = rows.prefix(Self.pageSize)
        next = rows.count > Self.pageSize ? page.last?.call.id.rawValue : nil
        let accounts = AccountStore(transaction)
        let names = try accounts.names(Set(page.map(\.call.agent.rawValue)))
        let leads = LeadStore(transaction, vault: context.environment.vault)
        calls = try page.map { row in
            let call = row.call
            let (name, phone, _) = try leads.masked(call.lead, visibleTo: viewer)
            context.recordView("lead", call.lead.rawValue)
            return Line(
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
        agents =
            viewer.side == .vendor && !viewer.holds(.agent)
            ? try accounts.agents(of: viewer.organisation).map { ("\($0.id)", $0.name) } : []
    }

    package var title: L { L("通话", en: "Calls") }

    package var page: HTML {
        pageHeader(
            title,
            L("线路证据与坐席记录分开保存（C6.3）。", en: "The line's evidence apart from the records (C6.3)."),
        )
        filterBar("/calls", reset: "/calls") {
            Field("day", L("日期", en: "Day")).date(filter.day)
            if !agents.isEmpty {
                Field("agent", L("坐席", en: "Agent")).select(
                    agents.map { Choice($0.id, L(same: $0.name)) },
                    chosen: filter.agent.map { "\($0)" } ?? "",
                    none: L("全部", en: "All"),
                )
            }
            Field("outcome", L("结果", en: "Result")).select(
                Outcome.allCases.map { Choice($0.rawValue, $0.name) },
                chosen: filter.outcome?.rawValue ?? "",
                none: L("全部", en: "All"),
            )
        }
        dataTable(
            columns: [
                Column(L("时间", en: "Time")), Column(L("坐席", en: "Agent")),
                Column(L("客户", en: "Customer")), Column(L("号码", en: "Number")),
                Column(L("类型", en: "Kind")), Column(L("结果", en: "Result")),
                Column(L("通话时长", en: "Talk"), .number), Column(L("线路", en: "Line")),
            ],
            rows: calls.map { call in
                TableRow(
                    [
                        call.dialledAt.html, call.agent.html,
                        maskedValue(call.customer.description),
                        maskedValue(call.phone.description), call.kind.html,
                        (call.outcome ?? Self.noResult(call)).html,
                        (call.talkSeconds == 0 ? "–" : span(.seconds(call.talkSeconds))).html,
                        (call.ended ?? L("进行中", en: "Going on")).html,
                    ],
                    href: "/calls/\(call.id)",
                    tone: call.outcome == nil && call.ended != nil ? .warning : nil,
                )
            },
            empty: L("当日没有通话。", en: "No calls on this day."),
        )
        keyPages(path: query, after: after, next: next)
    }

    /// A call that goes on has no result to miss.
    private static func noResult(_ call: Line) -> L {
        call.ended == nil ? L(same: "–") : L("未记录", en: "Not recorded")
    }

    private var query: String {
        var path = "/calls?day=\(day)"
        if let agent = filter.agent { path += "&agent=\(agent)" }
        if let outcome = filter.outcome { path += "&outcome=\(outcome.rawValue)" }
        return path
    }
}
