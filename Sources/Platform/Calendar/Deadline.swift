package import Kernel

/// The last day on which something is in time.
///
/// One that was counted in working days keeps what it was counted from and by which calendar. A
/// notice that comes later moves it only while it still runs: what has run out stays run out.
package struct Deadline: Hashable, Sendable {
    /// How a deadline was counted.
    package struct Count: Hashable, Sendable {
        /// The day after which it runs; that day itself does not count.
        package let start: BusinessDay
        /// So many working days.
        package let workingDays: Int
        /// The version of the calendar by which they were counted.
        package let calendar: String

        /// How a deadline was counted, as it was stored.
        package init(after start: BusinessDay, workingDays: Int, calendar: String) {
            self.start = start
            self.workingDays = workingDays
            self.calendar = calendar
        }
    }

    /// The last day in time.
    package let due: BusinessDay
    /// How it was counted; nil for a day that was named, such as a certificate's last.
    package let count: Count?

    /// A day that was named, or a deadline as it was stored.
    package init(due: BusinessDay, count: Count? = nil) {
        self.due = due
        self.count = count
    }

    /// The `count`th working day after `start`. Throws for a year whose holidays are not known.
    package static func workingDays(
        _ count: Int,
        after start: BusinessDay,
        _ calendar: WorkingCalendar,
    ) throws(CalendarRefusal) -> Deadline {
        precondition(count > 0, "A deadline runs for a working day at least.")
        return Deadline(
            due: try calendar.addingWorkingDays(count, to: start),
            count: Count(after: start, workingDays: count, calendar: calendar.version),
        )
    }

    /// The same deadline by the calendar of `today`: counted anew where the calendar has changed and
    /// the deadline has not run out.
    package func updated(
        by calendar: WorkingCalendar,
        on today: BusinessDay,
    ) throws(CalendarRefusal) -> Deadline {
        guard let count, count.calendar != calendar.version, today <= due else { return self }
        return try .workingDays(count.workingDays, after: count.start, calendar)
    }

    /// How it stands on `today`. `marks` are the days before its end from which it is told, such as
    /// 90, 60 and 30 of a certificate.
    package func standing(
        on today: BusinessDay,
        warnAt marks: [Int] = [90, 60, 30],
    ) -> DeadlineStanding {
        let left = due.number - today.number
        if left < 0 { return .over(days: -left) }
        return marks.filter { left <= $0 }.min().map { .near(days: left, mark: $0) }
            ?? .far(days: left)
    }
}

/// How a deadline stands on a day, in calendar days.
package enum DeadlineStanding: Hashable, Sendable {
    /// There is time: so many days are left.
    case far(days: Int)
    /// So many days are left, 0 on the last day; `mark` is the nearest of the marks that it has passed.
    case near(days: Int, mark: Int)
    /// It ran out so many days ago.
    case over(days: Int)
}
