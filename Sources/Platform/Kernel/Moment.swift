/// A point in time, to the millisecond. The product's time zone is Asia/Shanghai, UTC+8 all year.
package struct Moment: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    package let milliseconds: Int64

    /// Shanghai's offset from UTC in milliseconds. China has kept no summer time since 1991.
    package static let shanghaiOffset: Int64 = 8 * 3_600_000

    /// Takes milliseconds since 1970-01-01T00:00:00Z.
    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package static func < (left: Moment, right: Moment) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// The moment `duration` later.
    package static func + (moment: Moment, duration: Duration) -> Moment {
        Moment(milliseconds: moment.milliseconds + duration.wholeMilliseconds)
    }

    /// The moment `duration` earlier.
    package static func - (moment: Moment, duration: Duration) -> Moment {
        Moment(milliseconds: moment.milliseconds - duration.wholeMilliseconds)
    }

    /// The time from `earlier` to `later`, negative if they stand the other way round.
    package static func - (later: Moment, earlier: Moment) -> Duration {
        .milliseconds(later.milliseconds - earlier.milliseconds)
    }

    /// The day in Shanghai.
    package var day: BusinessDay {
        BusinessDay(number: Int((milliseconds + Self.shanghaiOffset).quotientFlooring(86_400_000)))
    }

    /// The time of day in Shanghai, the seconds cut off.
    package var timeOfDay: TimeOfDay { TimeOfDay(minutes: millisecondOfDay / 60_000) }

    private var millisecondOfDay: Int {
        Int(milliseconds - day.start.milliseconds)
    }

    /// `09:05:30`, in Shanghai.
    package var clock: String {
        "\(timeOfDay):\(padded(millisecondOfDay / 1_000 % 60, 2))"
    }

    /// `2026-03-31T09:05:30.250+08:00`, the form in which programs read a moment.
    package var iso8601: String {
        "\(day)T\(clock).\(padded(millisecondOfDay % 1_000, 3))+08:00"
    }
}

extension Moment: CustomStringConvertible {
    /// `2026-03-31 09:05:30`, in Shanghai.
    package var description: String { "\(day) \(clock)" }
}

extension Duration {
    /// The duration in milliseconds, the rest cut off.
    package var wholeMilliseconds: Int64 {
        components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    }

    /// The duration in seconds, the rest cut off.
    package var wholeSeconds: Int64 { components.seconds }

    /// A duration of whole minutes.
    package static func minutes(_ count: Int) -> Duration { .seconds(count * 60) }

    /// A duration of whole hours.
    package static func hours(_ count: Int) -> Duration { .seconds(count * 3_600) }

    /// `1:02:03` or `2:03`.
    package var clock: String {
        let seconds = Int(wholeSeconds)
        let tail = "\(padded(seconds % 60, 2))"
        guard seconds >= 3_600 else { return "\(seconds / 60):\(tail)" }
        return "\(seconds / 3_600):\(padded(seconds / 60 % 60, 2)):\(tail)"
    }
}

extension Int64 {
    /// Division that rounds towards minus infinity.
    fileprivate func quotientFlooring(_ divisor: Int64) -> Int64 {
        self >= 0 ? self / divisor : (self - divisor + 1) / divisor
    }
}
