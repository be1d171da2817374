package import Access
internal import Accounts
internal import Campaigns
package import HTML
package import Kernel
internal import Leads
internal import Telephony
internal import Vault
package import Web

/// The callbacks that nobody has kept in time, for the supervisor and the bank.
package struct ListOverdueCallbacks: Endpoint {
    package static let route = Route(.get, "/callbacks/overdue")
    package static let permission = Permission.seeOverdueCallbacks

    package func answer(_ input: NoInput, _ context: Context) throws -> OverdueCallbackList {
        try OverdueCallbackList(context)
    }
}

/// Overdue callbacks, the oldest first.
package struct OverdueCallbackList: Resource {
    static let most = 200

    /// One of them.
    package struct Line: Encodable, Sendable {
        let id: Int64
        let vendor: Int64
        let customer: Masked
        let task: String
        let dueAt: String
        /// For how many minutes it has been due.
        let age: Int
        let owner: String?
        let version: Int64
    }

    /// The callbacks, two hundred at most.
    package let callbacks: [Line]
    private let agents: [(id: Int64, name: String)]

    private enum CodingKeys: String, CodingKey { case callbacks }

    init(_ context: Context) throws {
        let (now, viewer) = (context.now, context.viewer)
        let overdue = try CallbackStore(context.transaction)
            .overdue(for: viewer, at: now, limit: Self.most)
        let accounts = AccountStore(context.transaction)
        let names = try accounts.names(Set(overdue.compactMap(\.owner?.rawValue)))
        let leads = LeadStore(context.transaction, vault: context.environment.vault)
        let tasks = CampaignStore(context.transaction)
        callbacks = try overdue.map { callback in
            let (name, _, _) = try leads.masked(callback.lead, visibleTo: viewer)
            context.recordView(.lead, callback.lead.rawValue)
            return Line(
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
        agents =
            Permission.handOverCallbacks.allows(viewer)
            ? try accounts.agents(of: viewer.organisation).map { ($0.id.rawValue, $0.name) } : []
    }

    package var title: L { L("超时回访", en: "Overdue callbacks") }

    package var page: HTML {
        pageHeader(
            title,
            L(
                "过了约定时间5分钟仍未回访的客户，最久的在前。",
                en: "Customers who wanted a call and were not called five minutes later, the "
                    + "oldest first.",
            ),
        )
        dataTable(
            caption: title,
            columns: [
                Column(L("约定时间", en: "Agreed")), Column(L("已超时", en: "Overdue for"), .number),
                Column(L("客户", en: "Customer")), Column(L("任务", en: "Task")),
                Column(L("由谁回访", en: "Whose")),
                Column(agents.isEmpty ? L(same: "") : L("操作", en: "Act"), .actions),
            ],
            rows: callbacks.map { line in
                TableRow(
                    [
                        line.dueAt.html, Self.age(line.age).html,
                        maskedValue(line.customer.description), line.task.html,
                        (line.owner.map { L(same: $0) } ?? L("任何坐席", en: "Anyone")).html,
                        agents.isEmpty
                            ? .empty
                            : dialogButton(
                                L("转交", en: "Hand over"),
                                opens: "callback-\(line.id)",
                                .quiet,
                            ),
                    ],
                    tone: line.age >= 60 ? .bad : .warning,
                )
            },
            empty: L("没有超时的回访。", en: "No callback is overdue."),
        )
        if callbacks.count == Self.most {
            element("p") { L("只列出最久的200个。", en: "The oldest 200 are shown.") }
        }
        if !agents.isEmpty { for line in callbacks { dialog(line) } }
    }

    private static func age(_ minutes: Int) -> L {
        minutes < 60
            ? L("\(minutes)分钟", en: "\(minutes) min")
            : L("\(minutes / 60)小时\(minutes % 60)分", en: "\(minutes / 60) h \(minutes % 60) min")
    }

    private func dialog(_ line: Line) -> HTML {
        confirmDialog(
            "callback-\(line.id)",
            title: L("转交回访", en: "Hand the callback over"),
            L("由所选坐席回访，其工作台随即提醒。", en: "The agent chosen calls; the workbench reminds."),
            action: "/callbacks/\(line.id)/owner",
            confirm: L("转交", en: "Hand over"),
        ) {
            Version(line.version).html
            Field("agent", L("坐席", en: "Agent"), isRequired: true, id: "agent-\(line.id)").select(
                agents.map { Choice(String($0.id), L(same: $0.name)) },
                chosen: "",
                none: L("请选择", en: "Choose"),
            )
        }
    }
}
