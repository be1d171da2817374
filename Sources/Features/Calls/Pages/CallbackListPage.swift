package import Access
internal import Campaigns
internal import HTML
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

    package func answer(
        _ input: Input,
        _ context: Context,
    ) throws -> ListPage<CallbackRow> {
        let (now, viewer) = (context.now, context.viewer)
        let leads = LeadStore(context.transaction, vault: context.environment.vault)
        let tasks = CampaignStore(context.transaction)
        let store = CallbackStore(context.transaction)
        let span: Duration = input.isDueOnly ? .hours(1) : .hours(24 * 31)
        let rows = try store.list(for: viewer, until: now + span, now: now, limit: 100)
            .map { callback in
                let (name, phone, _) = try leads.masked(callback.lead, visibleTo: viewer)
                context.recordView(.lead, callback.lead.rawValue)
                return CallbackRow(
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
        let cleared = try store.cleared(of: viewer, since: now.day.start).map { callback in
            let (name, _, _) = try leads.masked(callback.lead, visibleTo: viewer)
            context.recordView(.lead, callback.lead.rawValue)
            return ClearedRow(
                customer: name,
                time: "\(callback.dueAt.day) \(callback.dueAt.timeOfDay)",
                reason: callback.reason.name,
            )
        }
        return ListPage(
            CallbackRow.layout,
            PageOf(all: rows),
            at: Self.route.pattern,
            for: viewer,
            facts: ["cleared": cleared],
            below: cleared.isEmpty
                ? .empty
                : card(ClearedRow.layout.title, id: "cleared") { ClearedRow.layout.table(cleared) },
        )
    }
}

/// A callback as the list shows it.
package struct CallbackRow: Encodable, Sendable {
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

    fileprivate static let layout = ListLayout<Self>(
        "callbacks",
        L("回访预约", en: "Callbacks"),
        lead: L(
            "客户约定的时间；呼叫上限、时段与禁呼名单同样适用。",
            en: "When customers want a call. Every limit holds for callbacks too.",
        ),
        columns: [
            ListColumn(L("时间", en: "Time")) { "\($0.day) \($0.time)".html },
            ListColumn(L("状态", en: "State")) { $0.state },
            ListColumn(L("客户", en: "Customer")) { maskedValue($0.customer.description) },
            ListColumn(L("号码", en: "Number")) { maskedValue($0.phone.description) },
            ListColumn(L("任务", en: "Task")) { $0.task.html },
            ListColumn(L("由谁回访", en: "Whose")) { $0.whose.html },
            .acts { [$0.call] },
        ],
        empty: L("没有回访预约。", en: "No callbacks."),
    )

    private var call: Offer {
        .link(
            ShowWorkbench.self,
            query: [.hidden("callback", "\(id)")],
            L("呼叫", en: "Call"),
            icon: .callback,
        )
    }

    private var state: HTML {
        if isOverdue { return badge(L("已超时", en: "Overdue"), .bad) }
        return isDue
            ? badge(L("到期", en: "Due"), .warning) : badge(L("未到期", en: "Later"), .neutral)
    }

    private var whose: L {
        if isAnyones { return CallbackScope.anyone.name }
        return isHandedOn
            ? L("原坐席不在，转来", en: "Handed on, owner away") : L("本人", en: "Mine")
    }
}

/// A callback of the agent's own that was taken back today.
struct ClearedRow: Encodable, Sendable {
    let customer: Masked
    let time: String
    let reason: L

    static let layout = ListLayout<Self>(
        "cleared",
        L("今天取消的回访", en: "Taken back today"),
        columns: [
            ListColumn(L("约定时间", en: "Agreed")) { $0.time.html },
            ListColumn(L("客户", en: "Customer")) { maskedValue($0.customer.description) },
            ListColumn(L("原因", en: "Why")) { $0.reason.html },
        ],
        empty: L("没有取消的回访。", en: "None was taken back."),
    )
}
