package import Access
internal import Accounts
internal import Campaigns
internal import HTML
internal import Kernel
internal import Leads
internal import Telephony
internal import Vault
package import Web

/// The callbacks that nobody has kept in time, for the supervisor and the bank.
package struct ListOverdueCallbacks: Endpoint {
    package static let route = Route(.get, "/callbacks/overdue")
    package static let permission = Permission.seeOverdueCallbacks

    private static let most = 200

    package func answer(
        _ input: NoInput,
        _ context: Context,
    ) throws -> ListPage<OverdueCallbackRow> {
        let (now, viewer) = (context.now, context.viewer)
        let overdue = try CallbackStore(context.transaction)
            .overdue(for: viewer, at: now, limit: Self.most)
        let accounts = AccountStore(context.transaction)
        let names = try accounts.names(Set(overdue.compactMap(\.owner?.rawValue)))
        let leads = LeadStore(context.transaction, vault: context.environment.vault)
        let tasks = CampaignStore(context.transaction)
        let rows = try overdue.map { callback in
            let (name, _, _) = try leads.masked(callback.lead, visibleTo: viewer)
            context.recordView(.lead, callback.lead.rawValue)
            return OverdueCallbackRow(
                id: callback.id.rawValue,
                vendor: callback.vendor.rawValue,
                customer: name,
                task: try tasks.find(callback.campaign, visibleTo: viewer).details.name,
                dueAt: "\(callback.dueAt.day) \(callback.dueAt.timeOfDay)",
                age: Int((now - callback.dueAt).wholeSeconds / 60),
                owner: callback.owner.map { names[$0.rawValue] ?? "" },
                version: try context.version(of: .callback, callback.id.rawValue).rawValue,
            )
        }
        let agents =
            HandOverCallback.permission.allows(viewer)
            ? try accounts.agents(of: viewer.organisation) : []
        return ListPage(
            OverdueCallbackRow.layout(agents: agents.map { Choice("\($0.id)", L(same: $0.name)) }),
            PageOf(all: rows),
            at: Self.route.pattern,
            for: viewer,
            below: rows.count < Self.most
                ? .empty
                : element("p") { L("只列出最久的200个。", en: "The oldest 200 are shown.") },
        )
    }
}

/// An overdue callback as the list shows it; the oldest first, two hundred at most.
package struct OverdueCallbackRow: Encodable, Sendable {
    let id: Int64
    let vendor: Int64
    let customer: Masked
    let task: String
    let dueAt: String
    /// For how many minutes it has been due.
    let age: Int
    let owner: String?
    let version: Int64

    fileprivate static func layout(agents: [Choice]) -> ListLayout<Self> {
        let acts = ListColumn<Self>.acts(version: \.version) { [$0.handingOver(to: agents)] }
        return ListLayout(
            "callbacks",
            L("超时回访", en: "Overdue callbacks"),
            lead: L(
                "过了约定时间5分钟仍未回访的客户，最久的在前。",
                en: "Customers who wanted a call and were not called five minutes later, the "
                    + "oldest first.",
            ),
            columns: [
                ListColumn(L("约定时间", en: "Agreed")) { $0.dueAt.html },
                ListColumn(L("已超时", en: "Overdue for"), .number) { $0.overdue.html },
                ListColumn(L("客户", en: "Customer")) { maskedValue($0.customer.description) },
                ListColumn(L("任务", en: "Task")) { $0.task.html },
                ListColumn(L("由谁回访", en: "Whose")) { row in
                    (row.owner.map { L(same: $0) } ?? L("任何坐席", en: "Anyone")).html
                },
            ] + (agents.isEmpty ? [] : [acts]),
            empty: L("没有超时的回访。", en: "No callback is overdue."),
            tone: { $0.age >= 60 ? .bad : .warning },
        )
    }

    private var overdue: L {
        age < 60
            ? L("\(age)分钟", en: "\(age) min")
            : L("\(age / 60)小时\(age % 60)分", en: "\(age / 60) h \(age % 60) min")
    }

    private func handingOver(to agents: [Choice]) -> Offer {
        .act(
            HandOverCallback.self,
            of: id,
            L("转交", en: "Hand over"),
            asks: .init(
                L("转交回访", en: "Hand the callback over"),
                L("由所选坐席回访，其工作台随即提醒。", en: "The agent chosen calls; the workbench reminds."),
                fields: [HandOverCallback.agent.filled(among: agents, id: "agent-\(id)")],
            ),
            inRow: true,
        )
    }
}
