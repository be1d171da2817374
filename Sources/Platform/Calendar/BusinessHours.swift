package import Kernel

/// The hours of a day in which work is done, such as `09:00-12:00,14:00-20:00`.
package struct BusinessHours: Hashable, Sendable {
    /// One stretch of the day.
    package struct Interval: Hashable, Sendable {
        /// The first minute that belongs to it.
        package let opens: TimeOfDay
        /// The first minute that no longer does.
        package let closes: TimeOfDay

        /// A stretch that ends later than it begins; anything else is a defect.
        package init(opens: TimeOfDay, closes: TimeOfDay) {
            precondition(opens < closes, "An interval closes after it opens.")
            self.opens = opens
            self.closes = closes
        }

        /// Whether `time` lies within.
        package func contains(_ time: TimeOfDay) -> Bool { opens <= time && time < closes }
    }

    /// Why a text names no hours.
    package enum Problem: Error, Hashable, Sendable {
        /// Nothing is written.
        case empty
        /// This part is not two times of day.
        case unreadable(String)
        /// This part ends before it begins, or at once.
        case reversed(String)
        /// Two parts share a minute.
        case overlapping(String, String)

        /// What is wrong and what would be right.
        package var message: L {
            switch self {
            case .empty:
                L(
                    "请填写时段，如 09:00-12:00,14:00-20:00。",
                    en: "Enter hours such as 09:00-12:00,14:00-20:00.",
                )
            case .unreadable(let part):
                L(
                    "无法识别“\(part)”：时段应写作 09:00-12:00，多个时段用逗号分隔。",
                    en: "Cannot read “\(part)”: write hours as 09:00-12:00, several with commas.",
                )
            case .reversed(let part):
                L("“\(part)”的结束时间应晚于开始时间。", en: "“\(part)” must end after it begins.")
            case .overlapping(let first, let second):
                L("“\(first)”与“\(second)”重叠。", en: "“\(first)” and “\(second)” overlap.")
            }
        }
    }

    /// The stretches, from morning to evening, none touching the next.
    package let intervals: [Interval]

    /// Takes stretches in any order; those that touch or overlap become one.
    package init(_ intervals: [Interval]) {
        var joined: [Interval] = []
        for interval in intervals.sorted(by: { $0.opens < $1.opens }) {
            if let last = joined.last, interval.opens <= last.closes {
                let closes = max(last.closes, interval.closes)
                joined[joined.count - 1] = Interval(opens: last.opens, closes: closes)
            } else {
                joined.append(interval)
            }
        }
        self.intervals = joined
    }

    /// Reads `09:00-12:00,14:00-20:00`, also with full-width punctuation and 至.
    package init(_ text: String) throws(Problem) {
        let plain = String(text.map { Self.plain[$0] ?? $0 }.filter { !$0.isWhitespace })
        var intervals: [Interval] = []
        for part in plain.split(separator: ",") {
            intervals.append(try Self.interval(String(part)))
        }
        guard !intervals.isEmpty else { throw .empty }
        intervals.sort { $0.opens < $1.opens }
        for (earlier, later) in zip(intervals, intervals.dropFirst())
        where later.opens < earlier.closes {
            throw .overlapping("\(earlier)", "\(later)")
        }
        self.init(intervals)
    }

    private static func interval(_ part: String) throws(Problem) -> Interval {
        let ends = part.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let opens = TimeOfDay(String(ends[0])),
            let closes = TimeOfDay(String(ends[1]))
        else { throw .unreadable(part) }
        guard opens < closes else { throw .reversed(part) }
        return Interval(opens: opens, closes: closes)
    }

    private static let plain: [Character: Character] = [
        "，": ",", "、": ",", ";": ",", "；": ",", "：": ":", "–": "-", "—": "-", "－": "-", "~": "-",
        "～": "-", "至": "-",
    ]

    /// 9:00 to 12:00 and 14:00 to 20:00.
    package static let standard = BusinessHours([
        Interval(opens: TimeOfDay(9, 0), closes: TimeOfDay(12, 0)),
        Interval(opens: TimeOfDay(14, 0), closes: TimeOfDay(20, 0)),
    ])

    /// 8:00 to 21:00: no call is made outside, whatever a task or a province says.
    package static let outerLimit = BusinessHours([
        Interval(opens: TimeOfDay(8, 0), closes: TimeOfDay(21, 0))
    ])

    /// Whether they name no minute at all.
    package var isEmpty: Bool { intervals.isEmpty }

    /// Whether `time` lies in one of the stretches.
    package func contains(_ time: TimeOfDay) -> Bool { intervals.contains { $0.contains(time) } }

    /// Whether `moment` does, in Shanghai.
    package func contains(_ moment: Moment) -> Bool { contains(moment.timeOfDay) }

    /// The minutes that lie in both.
    package func intersection(_ other: BusinessHours) -> BusinessHours {
        BusinessHours(
            intervals.flatMap { mine in
                other.intervals.compactMap { theirs in
                    let opens = max(mine.opens, theirs.opens)
                    let closes = min(mine.closes, theirs.closes)
                    return opens < closes ? Interval(opens: opens, closes: closes) : nil
                }
            }
        )
    }

    /// What lies within the outer limit of 8:00 to 21:00.
    package var clamped: BusinessHours { intersection(.outerLimit) }

    /// `moment` itself when it lies within the hours, otherwise the next time they open.
    ///
    /// Nil when the hours are empty. With `workingDaysOnly`, throws when it needs a year whose
    /// holidays are not known.
    package func nextOpening(
        after moment: Moment,
        calendar: WorkingCalendar,
        workingDaysOnly: Bool,
    ) throws(CalendarRefusal) -> Moment? {
        guard let first = intervals.first else { return nil }
        let today = moment.day
        let isOpenDay = workingDaysOnly ? try calendar.isWorkingDay(today) : true
        if isOpenDay {
            if contains(moment) { return moment }
            let now = moment.timeOfDay
            if let next = intervals.first(where: { $0.opens > now }) {
                return today.at(next.opens)
            }
        }
        let day = today.next
        return workingDaysOnly
            ? try calendar.nextWorkingDay(onOrAfter: day).at(first.opens) : day.at(first.opens)
    }
}

extension BusinessHours.Interval: CustomStringConvertible {
    /// `09:00-12:00`.
    package var description: String { "\(opens)-\(closes)" }
}

extension BusinessHours: CustomStringConvertible {
    /// `09:00-12:00,14:00-20:00`, the form in which it is stored and read again.
    package var description: String { intervals.map(\.description).joined(separator: ",") }
}
