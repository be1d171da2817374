package import Access
package import Calendar
package import Kernel

/// What a task allows: when its customers may be called, how often, and when they come back.
///
/// Read whole at every hand-out and again at every dial; the checks do no I/O. C2.1, C4.12.
package struct CallRules: Sendable, Hashable {
    /// The task.
    package let campaign: ID<Campaign>
    /// Where the task stands.
    package let state: CampaignState
    /// The vendor whose agents call.
    package let vendor: ID<Organisation>
    /// The branch for which it is called.
    package let institution: ID<Institution>
    /// The most calls for that branch on one day, over all its tasks. C5.3.
    package let institutionDailyVolume: Int
    /// The first day of calling.
    package let startsOn: BusinessDay
    /// The last day of calling.
    package let endsOn: BusinessDay
    /// The hours of the day in which it may be called.
    package let hours: CallHours
    /// The most calls to one customer on one day.
    package let attemptsPerDay: Int
    /// The most calls to one customer in the whole task.
    package let attemptsTotal: Int
    /// Higher goes first.
    package let priority: Int
    /// The wording that agents follow. C4.12.
    package let scriptVersion: ID<ScriptVersion>?
    /// The number that customers see; empty for the line's own.
    package let callerID: String
    /// After which outcomes a lead comes back, and after how many minutes.
    package let recycling: RecyclingRules
    /// Where a province allows fewer hours than the task.
    package let regionHours: ProvincialHours

    /// Why nobody may be called.
    package enum Closure: Hashable, Sendable {
        /// The task is not running. C2.1.
        case notRunning(CampaignState)
        /// The task's period has not begun.
        case beforePeriod(BusinessDay)
        /// The task's period is over.
        case afterPeriod(BusinessDay)
        /// A weekend or a holiday.
        case notWorkingDay(BusinessDay)
        /// Outside the task's hours.
        case outsideHours(CallHours)
        /// Outside the hours of the customer's province.
        case regionHours(Province, CallHours)
        /// The customer's province is not known, and one of the provinces does not allow it now.
        case unknownRegion(CallHours)
        /// The year's holidays are not known; nothing is guessed.
        case noCalendar(Int)

        /// A stable code, for counts and for programs.
        package var code: String {
            switch self {
            case .notRunning: "not_running"
            case .beforePeriod: "before_period"
            case .afterPeriod: "after_period"
            case .notWorkingDay: "not_working_day"
            case .outsideHours: "outside_hours"
            case .regionHours: "region_hours"
            case .unknownRegion: "unknown_region"
            case .noCalendar: "no_calendar"
            }
        }

        /// Why, for people.
        package var message: L {
            switch self {
            case .notRunning(let state):
                L(
                    "任务未在进行中（\(state.name.chinese)）",
                    en: "The task is not running (\(state.name.english))"
                )
            case .beforePeriod(let day):
                L("任务自\(day)开始", en: "The task begins on \(day)")
            case .afterPeriod(let day): L("任务已于\(day)到期", en: "The task ended on \(day)")
            case .notWorkingDay(let day): L("\(day)不是工作日", en: "\(day) is no working day")
            case .outsideHours(let hours):
                L("不在外呼时段内（\(hours)）", en: "Outside the calling hours (\(hours))")
            case .regionHours(let province, let hours):
                L(
                    "不在\(province.name.chinese)允许的外呼时段内（\(hours)）",
                    en: "Outside the hours of \(province.name.english) (\(hours))",
                )
            case .unknownRegion(let hours):
                L(
                    "客户所在省不明，按各省最严的时段（\(hours)）执行",
                    en:
                        "The customer's province is not known: the strictest hours of all hold (\(hours))",
                )
            case .noCalendar(let year):
                L(
                    "缺少\(year)年的节假日数据，请管理员导入后再外呼",
                    en: "The holidays of \(year) are not known; an administrator imports them first",
                )
            }
        }
    }

    /// Whether a customer may be called at a moment.
    package enum Opening: Hashable, Sendable {
        /// Yes.
        case open
        /// No, and when it opens; nil where it does not open by itself.
        case closed(until: Moment?, reason: Closure)

        /// Whether it may be called.
        package var isOpen: Bool { self == .open }
    }

    /// Whether a customer who lives in `region` may be called at `moment`: the task runs, the day
    /// lies in its period and is a working day, and the hour is within the task's hours, those of
    /// the province and the outer limit. `region` is a lead's text; where it names no province, the
    /// strictest hours of all provinces hold. Nil asks for the task itself.
    package func opening(
        at moment: Moment,
        region: String?,
        calendar: WorkingCalendar,
    ) -> Opening {
        guard state.mayCall else { return .closed(until: nil, reason: .notRunning(state)) }
        let day = moment.day
        guard day <= endsOn else { return .closed(until: nil, reason: .afterPeriod(endsOn)) }
        let place = regionHours.isEmpty ? nil : region
        let province = place.flatMap { Province(recognising: $0) }
        let provincial =
            province.map { regionHours.hours(in: $0) }
            ?? place.flatMap { _ in regionHours.strictest }
        let allowed = provincial.map { hours.hours.intersection($0.hours) } ?? hours.hours
        do throws(CalendarRefusal) {
            let reason: Closure
            if day < startsOn {
                reason = .beforePeriod(startsOn)
            } else if try !calendar.isWorkingDay(day) {
                reason = .notWorkingDay(day)
            } else if allowed.contains(moment) {
                return .open
            } else if let provincial, hours.hours.contains(moment) {
                reason = province.map { .regionHours($0, provincial) } ?? .unknownRegion(provincial)
            } else {
                reason = .outsideHours(hours)
            }
            return .closed(until: next(after: moment, allowed, calendar), reason: reason)
        } catch {
            switch error {
            case .yearMissing(let year):
                return .closed(until: nil, reason: .noCalendar(year))
            }
        }
    }

    /// The next moment within `allowed` on a working day of the period; nil when there is none, or
    /// when it lies beyond the years whose holidays are known.
    private func next(
        after moment: Moment,
        _ allowed: BusinessHours,
        _ calendar: WorkingCalendar,
    ) -> Moment? {
        do throws(CalendarRefusal) {
            let opening = try allowed.nextOpening(
                after: max(moment, startsOn.start),
                calendar: calendar,
                workingDaysOnly: true,
            )
            return opening.flatMap { $0.day <= endsOn ? $0 : nil }
        } catch {
            return nil
        }
    }

    /// The limit on calls to one customer that is reached; nil while another call is allowed.
    package func limitReached(_ counts: AttemptCounts) -> AttemptLimit? {
        if counts.inCampaign >= attemptsTotal { return .campaign }
        if counts.in24Hours >= CallLimits.attemptsIn24Hours { return .hours24 }
        if counts.today >= attemptsPerDay { return .day }
        return nil
    }

    /// When a lead comes back after `outcome`; nil when the outcome finishes it.
    package func returns(after outcome: Outcome, at moment: Moment) -> Moment? {
        guard outcome.isRecyclable, let minutes = recycling.minutes[outcome] else { return nil }
        return moment + .minutes(minutes)
    }
}
