package import Kernel

/// When calls may be made: hours of the day, on every day or on working days alone.
///
/// A task has its own and so has a province; a call needs both. Neither reaches beyond 8:00 to
/// 21:00. Clause C2.1.
package struct CallTimes: Hashable, Sendable {
    /// How a moment stands to the times.
    package enum Standing: Hashable, Sendable, CaseIterable {
        /// Calls may be made.
        case open
        /// A day off on which nobody is called.
        case notWorkingDay
        /// A day for calls, at another time.
        case outsideHours
    }

    /// The hours, within the outer limit.
    package let hours: BusinessHours
    /// Whether weekends and holidays are left out.
    package let workingDaysOnly: Bool

    /// Takes hours, cut to the outer limit, and whether they hold on working days alone.
    package init(_ hours: BusinessHours, workingDaysOnly: Bool) {
        self.hours = hours.clamped
        self.workingDaysOnly = workingDaysOnly
    }

    /// The times that both allow.
    package func intersection(_ other: CallTimes) -> CallTimes {
        CallTimes(
            hours.intersection(other.hours),
            workingDaysOnly: workingDaysOnly || other.workingDaysOnly,
        )
    }

    /// How `moment` stands to the times. Throws when it must know a holiday and does not.
    package func standing(
        at moment: Moment,
        calendar: WorkingCalendar,
    ) throws(CalendarRefusal) -> Standing {
        if workingDaysOnly, try !calendar.isWorkingDay(moment.day) { return .notWorkingDay }
        return hours.contains(moment) ? .open : .outsideHours
    }

    /// `moment` itself when calls may be made, otherwise the next time they may; nil for never.
    package func nextOpening(
        after moment: Moment,
        calendar: WorkingCalendar,
    ) throws(CalendarRefusal) -> Moment? {
        try hours.nextOpening(
            after: moment,
            calendar: calendar,
            workingDaysOnly: workingDaysOnly,
        )
    }
}
