package import Kernel

/// Which days are worked in China: weekends, public holidays and make-up working days.
///
/// Knows 2023 to 2026 and the years imported since. A year without data is refused, never guessed.
package struct WorkingCalendar: Sendable {
    private struct Exception: Sendable {
        let isWorked: Bool
        let name: L
    }

    /// The days that differ from what their weekday says, by number.
    private let exceptions: [Int: Exception]
    private let knownYears: Set<Int>
    /// Which days it knows, in a few letters: the same days give the same version on every machine.
    package let version: String

    /// The built-in years with those imported since; an imported notice replaces the built-in one.
    package init(imported notices: [HolidayNotice] = []) {
        let replaced = Set(notices.map(\.year))
        let all = HolidayNotice.builtIn.filter { !replaced.contains($0.year) } + notices
        var exceptions: [Int: Exception] = [:]
        for holiday in all.flatMap(\.holidays) {
            for number in holiday.first.number...holiday.last.number {
                exceptions[number] = Exception(isWorked: false, name: holiday.name)
            }
            for day in holiday.makeUpDays {
                exceptions[day.number] = Exception(isWorked: true, name: holiday.name)
            }
        }
        self.exceptions = exceptions
        knownYears = Set(all.map(\.year))
        // FNV-1a over the years and the exceptions, in order.
        let numbers =
            all.map(\.year).sorted()
            + exceptions.sorted { $0.key < $1.key }.map { $0.value.isWorked ? $0.key : -$0.key }
        version = String(
            numbers.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { hash, number in
                (hash ^ UInt64(bitPattern: Int64(number))) &* 0x100_0000_01B3
            },
            radix: 36,
        )
    }

    /// The years that it knows, in order.
    package var years: [Int] { knownYears.sorted() }

    /// Whether `day` is worked. Throws for a year whose notice is not known.
    package func isWorkingDay(_ day: BusinessDay) throws(CalendarRefusal) -> Bool {
        let year = day.year
        guard knownYears.contains(year) else { throw .yearMissing(year) }
        return exceptions[day.number]?.isWorked ?? (day.weekday <= 5)
    }

    /// The holiday for which `day` is off; nil for every other day.
    package func holiday(on day: BusinessDay) -> L? {
        guard let exception = exceptions[day.number], !exception.isWorked else { return nil }
        return exception.name
    }

    /// The holiday for which a Saturday or Sunday is worked; nil for every other day.
    package func makeUp(on day: BusinessDay) -> L? {
        guard let exception = exceptions[day.number], exception.isWorked else { return nil }
        return exception.name
    }

    /// The `count`th working day after `day`, which itself does not count; before it when
    /// `count` is negative, and `day` itself for 0.
    ///
    /// "10 working days after" is the last day of that period (C7.2, C7.5); "10 working days
    /// before" the last day on which a notice is in time (C3.3).
    package func addingWorkingDays(
        _ count: Int,
        to day: BusinessDay,
    ) throws(CalendarRefusal) -> BusinessDay {
        let step = count < 0 ? -1 : 1
        var left = abs(count)
        var day = day
        while left > 0 {
            day = day.adding(days: step)
            if try isWorkingDay(day) { left -= 1 }
        }
        return day
    }

    /// How many days from `first` to `last`, both included, are worked; 0 when they stand the
    /// other way round.
    package func workingDays(
        from first: BusinessDay,
        to last: BusinessDay,
    ) throws(CalendarRefusal) -> Int {
        var count = 0
        var day = first
        while day <= last {
            if try isWorkingDay(day) { count += 1 }
            day = day.next
        }
        return count
    }

    /// `day` when it is worked, otherwise the first working day after it.
    package func nextWorkingDay(
        onOrAfter day: BusinessDay
    ) throws(CalendarRefusal) -> BusinessDay {
        var day = day
        while try !isWorkingDay(day) { day = day.next }
        return day
    }
}
