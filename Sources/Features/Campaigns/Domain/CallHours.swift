package import Calendar
package import Kernel

/// The hours of a day in which a task may be called, such as `09:00-12:00,14:00-20:00`: business
/// hours that never reach beyond the outer limit of 8:00 to 21:00.
package struct CallHours: Hashable, Sendable {
    /// Why a text names no hours for calls.
    package enum Problem: Error, Hashable, Sendable {
        /// The text names no hours at all.
        case hours(BusinessHours.Problem)
        /// The hours reach beyond the outer limit.
        case beyondOuterLimit

        /// What is wrong and what would be right.
        package var message: L {
            switch self {
            case .hours(let problem): problem.message
            case .beyondOuterLimit:
                L("外呼时段不得超出 08:00–21:00。", en: "Calls are never made outside 08:00–21:00.")
            }
        }
    }

    /// The hours.
    package let hours: BusinessHours

    private init(hours: BusinessHours) {
        self.hours = hours
    }

    /// Reads `09:00-12:00,14:00-20:00`; takes full-width punctuation too.
    package init(_ text: String) throws(Problem) {
        do throws(BusinessHours.Problem) {
            hours = try BusinessHours(text)
        } catch {
            throw .hours(error)
        }
        guard hours == hours.clamped else { throw .beyondOuterLimit }
    }

    /// Reads hours as `description` wrote them; quick, for every hand-out.
    init(stored text: String) {
        let intervals = text.utf8.split(separator: UInt8(ascii: ",")).map { part in
            let numbers = part.split { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ":") }
                .map { digits in digits.reduce(0) { $0 * 10 + Int($1) - 48 } }
            precondition(numbers.count == 4, "Hours are stored as 09:00-12:00.")
            return BusinessHours.Interval(
                opens: TimeOfDay(numbers[0], numbers[1]),
                closes: TimeOfDay(numbers[2], numbers[3]),
            )
        }
        let stored = BusinessHours(intervals)
        // Only what was altered by hand reaches beyond the limit: looking is cheap, cutting is not.
        let limit = BusinessHours.outerLimit.intervals[0]
        let isWithin = intervals.allSatisfy {
            limit.opens <= $0.opens && $0.closes <= limit.closes
        }
        hours = isWithin ? stored : stored.clamped
    }

    /// What both allow; none where they do not meet.
    func intersection(_ other: CallHours) -> CallHours {
        CallHours(hours: hours.intersection(other.hours))
    }

    /// The default: 9:00 to 12:00 and 14:00 to 20:00.
    package static let standard = CallHours(hours: .standard)

    /// The outer limit, 8:00 to 21:00.
    package static let outerLimit = CallHours(hours: .outerLimit)
}

extension CallHours: CustomStringConvertible {
    /// `09:00-12:00,14:00-20:00`, as it is stored.
    package var description: String { hours.description }
}
