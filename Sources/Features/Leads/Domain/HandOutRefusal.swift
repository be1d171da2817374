package import Campaigns
package import Kernel

/// Why a lead is kept from agents for a while. The raw value is stored.
package enum HeldBack: String, Sendable, CaseIterable {
    case regionHours = "region_hours"
    case frequencyDay = "frequency_day"
    case frequency24h = "frequency_24h"
    case frequencyCampaign = "frequency_campaign"
    case customerHeld = "customer_held"
    case recycled
    case givenBack = "given_back"
    case lineFailed = "line_failed"

    /// The reason for people.
    package var name: L {
        switch self {
        case .regionHours: L("客户所在地不在外呼时段", en: "Outside the province's hours")
        case .frequencyDay: L("当日呼叫次数已满", en: "Called enough today")
        case .frequency24h: L("24小时呼叫次数已满", en: "Called enough in 24 hours")
        case .frequencyCampaign: L("任务呼叫次数已满", en: "Called enough in the task")
        case .customerHeld: L("该客户正由他人处理", en: "Someone else has the customer")
        case .recycled: L("等待再次呼叫", en: "Waiting for the next attempt")
        case .givenBack: L("坐席退回", en: "Given back by an agent")
        case .lineFailed: L("线路故障，稍后再呼", en: "The line failed, again shortly")
        }
    }
}

/// Why no lead is handed out, or a call is not placed. Says always why and what next. C2.1, C5.1.
package enum HandOutRefusal: UserFacing, Hashable {
    /// The agent has placed 200 calls today. C5.1.
    case dailyCap
    /// A lead lies on the agent's screen already.
    case alreadyHolding
    /// The vendor has no task that runs today. C2.1.
    case noRunningTask
    /// Every task is closed at this hour; why, and when the first opens.
    case closed(CallRules.Closure, until: Moment?)
    /// The branch's volume of the day is used up. C5.3.
    case institutionVolume
    /// No lead may be called now; how many are held back by each reason, and when the first is due.
    case noLead([HeldBack: Int], due: Moment?)
    /// This many blocked leads were put aside, and there may be one behind them.
    case putAside(Int)
    /// The customer must not be called. C4.12.
    case suppressed
    /// The bank has taken the lead back.
    case withdrawn
    /// The lead stands in its task: there is nothing to bring back.
    case notWithdrawn
    /// Someone else has the customer.
    case customerHeld
    /// The customer was called often enough.
    case limit(AttemptLimit)
    /// The hand-out is over, or is another agent's.
    case notHeld

    package var code: String {
        switch self {
        case .dailyCap: "handout.daily_cap"
        case .alreadyHolding: "handout.already_holding"
        case .noRunningTask: "handout.no_running_task"
        case .closed(let closure, _): "handout.\(closure.code)"
        case .institutionVolume: "handout.institution_volume"
        case .noLead: "handout.no_lead"
        case .putAside: "handout.put_aside"
        case .suppressed: "handout.suppressed"
        case .withdrawn: "handout.withdrawn"
        case .notWithdrawn: "handout.not_withdrawn"
        case .customerHeld: "handout.customer_held"
        case .limit(let limit): "handout.\(limit.rawValue)"
        case .notHeld: "handout.not_held"
        }
    }

    package var status: RefusalStatus { .refused }

    package var message: L {
        switch self {
        case .dailyCap:
            L(
                "今日外呼已达200通上限（C5.1），不能再呼。请完成话后处理后签出。",
                en:
                    "Today's 200 calls are used up (C5.1): no further call today. Finish and sign out.",
            )
        case .alreadyHolding:
            L("屏幕上已有一名客户，请先处理。", en: "A customer is on the screen already; deal with them first.")
        case .noRunningTask:
            L("今日没有进行中的外呼任务（C2.1），请联系主管。", en: "No task runs today (C2.1); ask the supervisor.")
        case .closed(let closure, let until):
            Self.with(closure.message, until)
        case .institutionVolume:
            L(
                "使用机构今日分配的外呼量已用完（C5.3），请联系行方管理人员。",
                en: "The branch's volume of today is used up (C5.3); ask the bank's manager.",
            )
        case .noLead(let counts, let due):
            Self.noLead(counts, due)
        case .putAside(let count):
            L(
                "已跳过\(count)名暂不可呼的客户，请再次取客户。",
                en: "\(count) customers who may not be called now were put aside; ask again.",
            )
        case .suppressed:
            L(
                "该客户已在禁呼名单中（C4.12），不能拨打，请退回。",
                en:
                    "The customer is on the suppression list (C4.12): not dialled. Give the lead back.",
            )
        case .withdrawn:
            L("行方已撤回该客户的名单，不能拨打，请退回。", en: "The bank took this lead back; give it back.")
        case .notWithdrawn:
            L("该客户的名单未被撤回，无需恢复。", en: "The lead was not taken back; it stands in its task.")
        case .customerHeld:
            L("该客户正由其他坐席处理，请退回。", en: "Another agent has this customer; give the lead back.")
        case .limit(let limit):
            limit.name + L("，请退回。", en: "; give the lead back.")
        case .notHeld:
            L("该客户已不在您的屏幕上，请刷新。", en: "The customer is not on your screen any more; reload.")
        }
    }

    private static func with(_ reason: L, _ until: Moment?) -> L {
        guard let until else { return reason + L("。", en: ".") }
        return reason + L("，\(until)起可呼。", en: "; it opens at \(until).")
    }

    private static func noLead(_ counts: [HeldBack: Int], _ due: Moment?) -> L {
        var text = L("暂无可呼客户", en: "No lead may be called now")
        let reasons = HeldBack.allCases.filter { counts[$0, default: 0] > 0 }
        for (index, reason) in reasons.enumerated() {
            let count = counts[reason, default: 0]
            text =
                text + (index == 0 ? L("：", en: ": ") : L("、", en: ", ")) + reason.name
                + L(" \(count)", en: " \(count)")
        }
        guard let due else { return text + L("。请联系主管补充名单。", en: ". Ask for more leads.") }
        return text + L("。最早\(due)到期。", en: ". The first is due at \(due).")
    }
}
