package import Access
internal import Campaigns
package import HTML
package import Kernel
internal import Leads
internal import Vault
package import Web

/// The callbacks that an agent may take: their own, anyone's, and those handed on.
package struct ListCallbacks: Endpoint {
    package static let route = Route(.get, "/callbacks")
    package static let permission = Permission.work

    package struct Input: FormInput {
        let isDueOnly: Bool

        package init(_ form: Form) throws(InvalidInput) {
            isDueOnly = form.flag("due")
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> CallbackList {
        try CallbackList(within: input.isDueOnly ? .hours(1) : .hours(24 * 31), context)
    }
}

/// The callbacks, soonest first.
package struct CallbackList: Resource {
    /// A callback as the list shows it.
    package struct Line: Encodable, Sendable {
        let id: Int64
        let customer: Masked
        let phone: Masked
        let task: String
        let day: String
        let time: String
        let dueAt: Int64
        let isDue: Bool
        let isOverdue: Bool
        let isAnyones: Bool
        let isHandedOn: Bool
    }

    /// A callback of the agent's own that was taken back, as the list shows it.
    package struct Cleared: Encodable, Sendable {
        let customer: Masked
        let time: String
        let reason: L
    }

    /// The callbacks.
    package let callbacks: [Line]
    /// Those of the agent's own that were taken back today.
    package let cleared: [Cleared]

    init(within span: Duration, _ context: Context) throws {
        let (now, viewer) = (context.now, context.viewer)
        let leads = LeadStore(context.transaction, vault: context.environment.vault)
        let tasks = CampaignStore(context.transaction)
        callbacks = try CallbackStore(context.transaction)
            .list(for: viewer, until: now + span, now: now, limit: 100)
            .map { callback in
                let (name, phone, _) = try leads.masked(callback.lead, visibleTo: viewer)
                context.recordView(.lead, callback.lead.rawValue)
                return Line(
                    id: callback.id.rawValue,
                    customer: name,
                    phone: phone,
                    task: try tasks.find(callback.campaign, visibleTo: viewer).details.name,
                    day: "\(callback.dueAt.day)",
                    time: "\(callback.dueAt.timeOfDay)",
                    dueAt: callback.dueAt.milliseconds,
                    isDue: callback.dueAt <= now,
                    isOverdue: callback.dueAt < now - CallbackStore.overdueAfter,
                    isAnyones: callback.owner == nil,
                    isHandedOn: callback.owner.map { $0 != viewer.account } ?? false,
                )
            }
        cleared = try CallbackStore(context.transaction)
            .cleared(of: viewer, since: now.day.start)
            .map { callback in
                let (name, _, _) = try leads.masked(callback.lead, visibleTo: viewer)
                context.recordView(.lead, callback.lead.rawValue)
                return Cleared(
                    customer: name,
                    time: "\(callback.dueAt.day) \(callback.dueAt.timeOfDay)",
                    reason: callback.reason.name,
                )
            }
    }

    package var title: L { L("回访预约", en: "Callbacks") }

    package var page: HTML {
        pageHeader(
            title,
            L(
                "客户约定的时间；呼叫上限、时段与禁呼名单同样适用。",
                en: "When customers want a call. Every limit holds for callbacks too.",
            ),
        )
        dataTable(
            caption: title,
            columns: [
                Column(L("时间", en: "Time")), Column(L("状态", en: "State")),
                Column(L("客户", en: "Customer")), Column(L("号码", en: "Number")),
                Column(L("任务", en: "Task")), Column(L("由谁回访", en: "Whose")),
                Column(L("操作", en: "Act"), .actions),
            ],
            rows: callbacks.map { callback in
                TableRow([
                    "\(callback.day) \(callback.time)".html, callback.state,
                    maskedValue(callback.customer.description),
                    maskedValue(callback.phone.description), callback.task.html,
                    callback.whose.html,
                    linkButton(
                        L("呼叫", en: "Call"),
                        href: "/workbench?callback=\(callback.id)",
                        icon: .callback,
                    ),
                ])
            },
            empty: L("没有回访预约。", en: "No callbacks."),
        )
        if !cleared.isEmpty {
            card(L("今天取消的回访", en: "Taken back today"), id: "cleared") {
                dataTable(
                    caption: L("今天取消的回访", en: "Taken back today"),
                    columns: [
                        Column(L("约定时间", en: "Agreed")), Column(L("客户", en: "Customer")),
                        Column(L("原因", en: "Why")),
                    ],
                    rows: cleared.map { line in
                        TableRow([
                            line.time.html, maskedValue(line.customer.description),
                            line.reason.html,
                        ])
                    },
                )
            }
        }
    }
}

extension CallbackList.Line {
    fileprivate var state: HTML {
        if isOverdue { return badge(L("已超时", en: "Overdue"), .bad) }
        return isDue
            ? badge(L("到期", en: "Due"), .warning) : badge(L("未到期", en: "Later"), .neutral)
    }

    fileprivate var whose: L {
        if isAnyones { return CallbackScope.anyone.name }
        return isHandedOn
            ? L("原坐席不在，转来", en: "Handed on, owner away") : L("本人", en: "Mine")
    }
}
