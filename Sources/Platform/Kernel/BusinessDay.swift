/// A civil date in China: the business day to which a call, a count or a deadline belongs.
package struct BusinessDay: Hashable, Sendable {
    /// Days since 1970-01-01.
    package let number: Int

    /// Takes days since 1970-01-01.
    package init(number: Int) {
        self.number = number
    }

    /// The day with this date in the Gregorian calendar; `month` 1 to 12, `day` 1 to 31.
    package init(_ year: Int, _ month: Int, _ day: Int) {
        // Days from civil: years begin in March, so that the leap day is the last of a year.
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        number = era * 146_097 + dayOfEra - 719_468
    }

    /// Reads `2026-03-31`; nil for anything else, a date that does not exist included.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2,
            parts[2].utf8.count == 2,
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
            (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        self.init(year, month, day)
        guard civil == (year, month, day) else { return nil }
    }

    /// The day stored as `20260331`.
    package init(stored: Int64) {
        let value = Int(stored)
        self.init(value / 10_000, value / 100 % 100, value % 100)
    }

    /// The form in which the database keeps a day, readable and sortable: `20260331`.
    package var stored: Int64 {
        let (year, month, day) = civil
        return Int64(year * 10_000 + month * 100 + day)
    }

    /// Year, month (1 to 12) and day of the month.
    package var civil: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    /// The Gregorian year.
    package var year: Int { civil.year }

    /// 1 for Monday to 7 for Sunday.
    package var weekday: Int {
        let sinceMonday = (number + 3) % 7
        return sinceMonday < 0 ? sinceMonday + 8 : sinceMonday + 1
    }

    /// Midnight at the day's start in Shanghai.
    package var start: Moment {
        Moment(milliseconds: Int64(number) * 86_400_000 - Moment.shanghaiOffset)
    }

    /// This day at a time of day in Shanghai.
    package func at(_ time: TimeOfDay) -> Moment {
        Moment(milliseconds: start.milliseconds + Int64(time.minutes) * 60_000)
    }

    /// The day `days` later, or earlier when negative.
    package func adding(days: Int) -> BusinessDay {
        BusinessDay(number: number + days)
    }

    /// The following day.
    package var next: BusinessDay { adding(days: 1) }
}

extension BusinessDay: Comparable {
    package static func < (left: BusinessDay, right: BusinessDay) -> Bool {
        left.number < right.number
    }
}

extension BusinessDay: CustomStringConvertible {
    /// `2026-03-31`.
    package var description: String {
        let (year, month, day) = civil
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}

/// A time of day in whole minutes: `09:30`.
package struct TimeOfDay: Hashable, Comparable, Sendable {
    /// Minutes since midnight, 0 to 1,440; 1,440 is the end of the day.
    package let minutes: Int

    /// Takes minutes since midnight; a value outside 0…1440 is a defect.
    package init(minutes: Int) {
        precondition((0...1_440).contains(minutes), "A time of day has 0 to 1,440 minutes.")
        self.minutes = minutes
    }

    /// The time `hour`:`minute`.
    package init(_ hour: Int, _ minute: Int) {
        self.init(minutes: hour * 60 + minute)
    }

    /// Reads `9:30` or `09:30`; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].utf8.count == 2, (1...2).contains(parts[0].utf8.count),
            let hour = Int(parts[0]), let minute = Int(parts[1]),
            (0...24).contains(hour), (0...59).contains(minute), hour * 60 + minute <= 1_440
        else { return nil }
        self.init(hour, minute)
    }

    package static func < (left: TimeOfDay, right: TimeOfDay) -> Bool {
        left.minutes < right.minutes
    }
}

extension TimeOfDay: CustomStringConvertible {
    /// `09:30`.
    package var description: String { "\(padded(minutes / 60, 2)):\(padded(minutes % 60, 2))" }
}

/// A number with zeros in front, to at least `width` digits.
package func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
