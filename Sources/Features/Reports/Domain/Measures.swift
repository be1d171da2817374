package import Calls
internal import Campaigns
package import Kernel

/// What a day adds up to, for an agent, a task or a vendor. Counts are whole; rates are formed from
/// sums, never from rates.
package struct Measures: Sendable, Hashable {
    /// Of the calls.
    package var calls = CallFigures()
    /// Milliseconds in talking and wrapping up.
    package var handling = 0
    /// Milliseconds of those in wrapping up.
    package var wrappingUp = 0
    /// Milliseconds signed in and neither on a break nor locked.
    package var available = 0

    /// Nothing yet.
    package init() {}

    /// The interested customers that a person aims at on a day. C5.2.
    package static let aim = CallLimits.interestedPerAgentAndDay

    /// Adds up two parts.
    package static func + (left: Measures, right: Measures) -> Measures {
        var sum = left
        sum.calls = left.calls + right.calls
        sum.handling += right.handling
        sum.wrappingUp += right.wrappingUp
        sum.available += right.available
        return sum
    }
}

/// A measure of the day report, with the formula that stands beside it.
package enum Measure: String, Sendable, CaseIterable {
    case dialled
    case answerRate = "answer_rate"
    case reachRate = "reach_rate"
    case effective
    case interested
    case successRate = "success_rate"
    case averageTalk = "average_talk"
    case averageHandling = "average_handling"
    case occupancy
    case contradicted
    case strongRefusals = "strong_refusals"
    case complaints

    /// The measure's name.
    package var name: L {
        switch self {
        case .dialled: L("外呼量", en: "Dialled")
        case .answerRate: L("应答率", en: "Answer rate")
        case .reachRate: L("接通率", en: "Reach rate")
        case .effective: L("有效通话", en: "Effective calls")
        case .interested: L("意向客户", en: "Interested")
        case .successRate: L("成功率", en: "Success rate")
        case .averageTalk: L("平均通话时长", en: "Average talk")
        case .averageHandling: L("平均处理时长", en: "AHT")
        case .occupancy: L("工时利用率", en: "Occupancy")
        case .contradicted: L("与证据不符", en: "Against the evidence")
        case .strongRefusals: L("强烈拒绝", en: "Strong refusals")
        case .complaints: L("表达投诉", en: "Complaints voiced")
        }
    }

    /// How it is formed.
    package var formula: L {
        switch self {
        case .dialled:
            L(
                "已拨出的通话数，线路故障不计，每人每日上限200（C5.1）",
                en: "Calls placed that the line carried; at most 200 a person a day (C5.1)"
            )
        case .answerRate: L("线路应答 ÷ 外呼量", en: "Answered on the line ÷ dialled")
        case .reachRate: L("真人接听 ÷ 外呼量", en: "Answered by a person ÷ dialled")
        case .effective: L("本人接听且通话不少于15秒", en: "Right person and at least 15 s of talk")
        case .interested:
            L(
                "当日有意向的不同客户数，目标15户（C5.2）",
                en: "Different customers interested that day; the aim is 15 (C5.2)"
            )
        case .successRate: L("意向客户 ÷ 有效通话", en: "Interested ÷ effective calls")
        case .averageTalk: L("通话时长 ÷ 线路应答", en: "Talk time ÷ answered")
        case .averageHandling:
            L("（通话+保持+话后）÷ 外呼量", en: "(Talk + hold + wrap-up) ÷ dialled")
        case .occupancy: L("处理时长 ÷ 签入可用时长", en: "Handling time ÷ signed-in available time")
        case .contradicted:
            L("录入结果与线路证据不一致的通话（C6.3）", en: "Results that the line's evidence contradicts (C6.3)")
        case .strongRefusals:
            L("记为强烈拒绝的通话（C4.12）", en: "Calls recorded as a strong refusal (C4.12)")
        case .complaints: L("记为表达投诉的通话（C6.2）", en: "Calls recorded as a complaint (C6.2)")
        }
    }

    /// How its value is shown.
    package enum Unit: Sendable {
        case count
        case percent
        case seconds
    }

    /// How its value is shown.
    package var unit: Unit {
        switch self {
        case .dialled, .effective, .interested, .contradicted, .strongRefusals, .complaints: .count
        case .answerRate, .reachRate, .successRate, .occupancy: .percent
        case .averageTalk, .averageHandling: .seconds
        }
    }

    /// Its value; nil where it would divide by nothing. Percentages are 0 to 1, times in seconds.
    package func value(_ measures: Measures) -> Double? {
        let calls = measures.calls
        return switch self {
        case .dialled: Double(calls.dialled)
        case .answerRate: ratio(calls.answered, calls.dialled)
        case .reachRate: ratio(calls.reached, calls.dialled)
        case .effective: Double(calls.effective)
        case .interested: Double(calls.interested)
        case .successRate: ratio(calls.interested, calls.effective)
        case .averageTalk: ratio(calls.talk, calls.answered).map { $0 / 1_000 }
        // Seats' time is known by agent and vendor; of a task there is none to tell.
        case .averageHandling:
            measures.available == 0
                ? nil : ratio(measures.handling, calls.dialled).map { $0 / 1_000 }
        case .occupancy: ratio(measures.handling, measures.available)
        case .contradicted: Double(calls.contradicted)
        case .strongRefusals: Double(calls.strongRefusals)
        case .complaints: Double(calls.complaints)
        }
    }

    /// Its value as people read it; a dash where there is none.
    package func text(_ measures: Measures) -> String {
        guard let value = value(measures) else { return "–" }
        switch unit {
        case .count: return String(Int(value))
        case .percent:
            let tenths = Int((value * 1_000).rounded())
            return "\(tenths / 10).\(tenths % 10)%"
        case .seconds: return Duration.seconds(Int(value.rounded())).clock
        }
    }

    private func ratio(_ part: Int, _ whole: Int) -> Double? {
        whole == 0 ? nil : Double(part) / Double(whole)
    }
}
