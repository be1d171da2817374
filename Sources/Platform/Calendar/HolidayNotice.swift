package import Kernel

/// One holiday of a yearly notice: the days off, and the Saturdays and Sundays worked for it.
package struct Holiday: Hashable, Sendable {
    /// What people call it.
    package let name: L
    /// The first day off.
    package let first: BusinessDay
    /// The last day off.
    package let last: BusinessDay
    /// Saturdays and Sundays that are worked in return (调休上班).
    package let makeUpDays: [BusinessDay]

    /// Days off from `first` through `last`; the wrong way round is a defect.
    package init(
        _ name: L,
        from first: BusinessDay,
        through last: BusinessDay,
        makeUpDays: [BusinessDay] = [],
    ) {
        precondition(first <= last, "A holiday ends on the day it begins, or later.")
        self.name = name
        self.first = first
        self.last = last
        self.makeUpDays = makeUpDays
    }
}

/// A year's holidays as the State Council sets them: what makes the year known.
package struct HolidayNotice: Hashable, Sendable {
    /// The year that it settles. Its first holiday may begin in the December before.
    package let year: Int
    /// The holidays.
    package let holidays: [Holiday]

    /// Takes a year and its holidays.
    package init(year: Int, holidays: [Holiday]) {
        self.year = year
        self.holidays = holidays
    }
}
