internal import Database
package import Kernel

/// The name of a kind of job: `reports.close_day`. Never changes once released.
package struct JobName: RawRepresentable, Hashable, Sendable {
    /// The stable text.
    package let rawValue: String

    /// Takes the stable text.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Takes the stable text.
    package init(_ text: String) {
        rawValue = text
    }
}

extension JobName: Bindable {}

extension JobName: Comparable {
    package static func < (left: JobName, right: JobName) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension JobName: CustomStringConvertible {
    /// The stable text.
    package var description: String { rawValue }
}

/// When a job runs by itself. Times are Shanghai's.
package enum Schedule: Hashable, Sendable {
    /// Every day at this time.
    case daily(at: TimeOfDay)
    /// Every so often, counted from a midnight: every 15 minutes is at :00, :15, :30 and :45. At
    /// least one second.
    case every(Duration)

    /// The last time it falls due at or before `now`.
    package func latest(atOrBefore now: Moment) -> Moment {
        switch self {
        case .daily(let time):
            let today = now.day.at(time)
            return today <= now ? today : now.day.adding(days: -1).at(time)
        case .every(let interval):
            let step = max(1_000, interval.wholeMilliseconds)
            let local = now.milliseconds + Moment.shanghaiOffset
            let rest = local % step
            return Moment(milliseconds: now.milliseconds - (rest < 0 ? rest + step : rest))
        }
    }

    /// The first time it falls due after `now`.
    package func next(after now: Moment) -> Moment {
        switch self {
        case .daily(let time):
            let today = now.day.at(time)
            return today > now ? today : now.day.next.at(time)
        case .every(let interval):
            let step = max(1_000, interval.wholeMilliseconds)
            return latest(atOrBefore: now) + .milliseconds(step)
        }
    }
}
