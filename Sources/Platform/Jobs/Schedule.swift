package import Kernel

/// When a job runs by itself.
package enum Schedule: Hashable, Sendable {
    /// Every day of the business clock at this time, in Shanghai.
    case daily(at: TimeOfDay)
    /// Every so often by the machine's clock, counted from a midnight: every 15 minutes is at :00,
    /// :15, :30 and :45. At least one second.
    case every(Duration)

    /// The first time it falls due after `now`, on the clock that it goes by. What was missed
    /// several times is due once.
    package func next(after now: Moment) -> Moment {
        switch self {
        case .daily(let time):
            let today = now.day.at(time)
            return today > now ? today : now.day.next.at(time)
        case .every:
            let local = now.milliseconds + Moment.shanghaiOffset
            let rest = local % step
            return now + .milliseconds(step - (rest < 0 ? rest + step : rest))
        }
    }

    /// How long to wait after so many failures in a row: at first as long as between two runs, at
    /// most a minute; then twice as long each time, up to an hour.
    package func wait(afterFailures count: Int) -> Duration {
        let minute: Int64 = 60_000
        let most: Int64 =
            switch self {
            case .daily: 60 * minute
            case .every: min(60 * minute, max(minute, step))
            }
        return .milliseconds(min(most, min(minute, step) << min(max(count - 1, 0), 20)))
    }

    /// Whether each of its runs is stored at once. Of what runs every few seconds only what went
    /// wrong is: the rest is stored together now and then.
    var isRare: Bool { step >= 60_000 }

    private var step: Int64 {
        switch self {
        case .daily: 86_400_000
        case .every(let interval): max(1_000, interval.wholeMilliseconds)
        }
    }

    /// In words: `every 30 s`, `daily at 06:00`.
    package var words: L {
        switch self {
        case .daily(let time): L("每天 \(time)", en: "Daily at \(time)")
        case .every where step % 60_000 == 0:
            L("每 \(step / 60_000) 分钟", en: "Every \(step / 60_000) min")
        case .every: L("每 \(step / 1_000) 秒", en: "Every \(step / 1_000) s")
        }
    }
}
