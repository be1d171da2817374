package import Kernel

/// The limits that stand above every task, and the defaults of a new one.
package enum CallLimits {
    /// The most calls of one agent on one day: a hard ceiling. C5.1.
    package static let callsPerAgentAndDay = 200
    /// The interested customers that a person aims at on a day. C5.2.
    package static let interestedPerAgentAndDay = 15
    /// The most calls to one customer on one day, unless a task says otherwise.
    package static let attemptsPerDay = 1
    /// The most calls to one customer in one task, unless the task says otherwise.
    package static let attemptsTotal = 3
    /// The most calls to one customer within 24 hours over all tasks, whatever they say.
    package static let attemptsIn24Hours = 5
    /// What a task may choose for the calls to one customer on one day.
    package static let attemptsPerDayRange = 1...attemptsIn24Hours
    /// What a task may choose for the calls to one customer in the whole task.
    package static let attemptsTotalRange = 1...20
    /// What a task may choose for the minutes until a lead comes back: five minutes to 30 days.
    package static let recyclingRange = 5...43_200
}

/// How often a customer was dialled already, as the store counts it.
package struct AttemptCounts: Hashable, Sendable {
    /// Today, over all tasks.
    package let today: Int
    /// In this task, ever.
    package let inCampaign: Int
    /// In the last 24 hours, over all tasks.
    package let in24Hours: Int

    /// Gathers the counts.
    package init(today: Int, inCampaign: Int, in24Hours: Int) {
        self.today = today
        self.inCampaign = inCampaign
        self.in24Hours = in24Hours
    }
}

/// Which limit on calls to one customer is reached. The raw value is a stable code.
package enum AttemptLimit: String, CaseIterable, Sendable {
    case day = "frequency_day"
    case campaign = "frequency_campaign"
    case hours24 = "frequency_24h"

    /// The limit's name for people.
    package var name: L {
        switch self {
        case .day: L("当日对该客户的外呼次数已满", en: "This customer's calls for today are used up")
        case .campaign:
            L("本任务对该客户的外呼次数已满", en: "This customer's calls in this task are used up")
        case .hours24:
            L("24小时内对该客户的外呼次数已满", en: "This customer's calls within 24 hours are used up")
        }
    }
}
