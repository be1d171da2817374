internal import Access
internal import Accounts
internal import Campaigns
internal import Kernel
internal import Leads
internal import Records
internal import Web

/// An agent's callbacks until the end of the day: those due count, those to come count down.
struct CallbackWork: HomeSource {
    let permission = Permission.work
    let path = "/callbacks"

    func waiting(_ context: Context) throws -> [WorkItem] {
        let callbacks = try CallbackStore(context.transaction).list(
            for: context.viewer,
            until: context.now.day.next.start,
            now: context.now,
            limit: 50,
        )
        return WorkItem.gathered(
            callbacks.map { callback in
                let isDue = callback.dueAt <= context.now
                let isOverdue = callback.dueAt < context.now - CallbackStore.overdueAfter
                return WorkItem(
                    L("回访客户", en: "Call a customer back"),
                    concerns: L(same: callback.dueAt.timeOfDay.description),
                    href: "/callbacks",
                    count: isDue ? 1 : 0,
                    urgency: isOverdue ? .overdue : .today,
                    clock: .until(callback.dueAt),
                )
            },
            all: path,
        )
    }

    func figures(_ context: Context) throws -> [HomeFigure] {
        let agent = context.viewer.account
        let day = context.now.day
        let dialled = Int(try HandOut.dialled(agent, on: day, in: context.transaction))
        let interested = Int(
            try OutcomeStore(context.transaction, vault: context.environment.vault)
                .interested(of: agent, on: day)
        )
        let (ceiling, aim) = (
            CallLimits.callsPerAgentAndDay, CallLimits.interestedPerAgentAndDay
        )
        return [
            HomeFigure(
                L("今日外呼", en: "Dialled today"),
                "\(dialled)",
                goal: HomeFigure.Goal(dialled, of: ceiling),
                href: "/calls",
            ),
            HomeFigure(
                L("今日意向客户", en: "Interested today"),
                "\(interested)",
                goal: HomeFigure.Goal(interested, of: aim),
            ),
        ]
    }
}

/// Callbacks that nobody has kept, for those who answer for them.
struct OverdueCallbackWork: HomeSource {
    let permission = Permission.mindOverdueCallbacks
    let path = "/callbacks/overdue"

    func waiting(_ context: Context) throws -> [WorkItem] {
        let callbacks = try CallbackStore(context.transaction)
            .overdue(for: context.viewer, at: context.now, limit: 100)
        guard let oldest = callbacks.first else { return [] }
        let owners = callbacks.compactMap { $0.owner?.rawValue }
        let names = try AccountStore(context.transaction).names(Set(owners.prefix(20)))
        let shown = Set(names.values).sorted().prefix(3).joined(separator: "、")
        return [
            WorkItem(
                L("回访超时未拨", en: "Callbacks that nobody has kept"),
                concerns: L(same: shown),
                href: path,
                count: callbacks.count,
                urgency: .overdue,
                clock: .until(oldest.dueAt),
            )
        ]
    }
}

/// Successes that the evidence does not carry and that wait for a person of the bank. C5.2, C6.3.
struct SuccessWork: HomeSource {
    let permission = Permission.confirmSuccesses
    let path = "/successes"

    func waiting(_ context: Context) throws -> [WorkItem] {
        let outcomes = OutcomeStore(context.transaction, vault: context.environment.vault)
        let calls = try SuccessBook(context.transaction, outcomes)
            .pending(visibleTo: context.viewer, after: 0, limit: 100)
        guard let oldest = calls.first else { return [] }
        return [
            WorkItem(
                L("意向待确认", en: "Successes to confirm"),
                href: path,
                count: calls.count,
                urgency: oldest.day < context.now.day ? .overdue : .today,
                clock: .since(oldest.endedAt ?? oldest.dialledAt),
            )
        ]
    }
}

/// The calling room, while nobody has named its networks. C2.3.
struct CallingRoomWork: HomeSource {
    let permission = Permission.setCallingRoom
    let path = "/calling-room"

    func waiting(_ context: Context) throws -> [WorkItem] {
        let decisions = try CallingRoomSetting.table.newest(1, in: context.transaction)
        if !decisions.isEmpty { return [] }
        return [
            WorkItem(
                L("尚未指定作业场地网络", en: "Nobody has named the calling room's networks"),
                href: path,
            )
        ]
    }
}

/// Calls by their number, and those of a customer by their full number. An agent finds their own.
struct CallSearch: SearchSource {
    let permission = Permission.seeCalls

    func find(_ text: SearchText, _ context: Context) throws -> [Found] {
        let kind = L("通话", en: "Call")
        let store = CallStore(context.transaction)
        let viewer = context.viewer
        var calls: [CallDetails] = []
        if let phone = text.phone {
            let leads = try LeadStore(context.transaction, vault: context.environment.vault)
                .leads(of: phone, visibleTo: viewer, limit: Found.most)
            calls = try leads.flatMap { try store.history(of: $0.id, limit: Found.most) }
                .filter { !viewer.holds(.agent) || $0.agent == viewer.account }
        } else if let number = text.number(of: kind) {
            calls =
                try ifVisible { try store.find(ID(number), visibleTo: viewer) }
                .map { [$0] } ?? []
        }
        return calls.prefix(Found.most).map { call in
            if text.phone != nil { context.recordView(.call, call.id.rawValue) }
            return Found(
                kind,
                L(same: "\(call.id) · \(call.dialledAt)"),
                href: "/calls/\(call.id)",
            )
        }
    }
}
