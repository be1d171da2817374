package import Kernel

/// The hours of a day in which it may be called, such as `09:00-12:00,14:00-20:00`.
///
/// Never reaches beyond the outer limit of 8:00 to 21:00.
package struct CallHours: Hashable, Sendable {
    /// One stretch of the day; `until` no longer belongs to it.
    package struct Window: Hashable, Sendable {
        /// The first minute.
        package let from: TimeOfDay
        /// The minute after the last.
        package let until: TimeOfDay

        /// Whether `time` lies within.
        package func contains(_ time: TimeOfDay) -> Bool { from <= time && time < until }
    }

    /// Why a text names no hours.
    package enum Problem: Error, Hashable, Sendable {
        case empty
        case unreadable(String)
        case reversed(String)
        case overlapping
        case beyondOuterLimit

        /// What is wrong and what would be right.
        package var message: L {
            switch self {
            case .empty:
                L(
                    "请填写外呼时段，如 09:00-12:00,14:00-20:00。",
                    en: "Enter hours like 09:00-12:00,14:00-20:00."
                )
            case .unreadable(let part):
                L(
                    "无法识别“\(part)”，时段应为 09:00-12:00 这样的格式，多个时段用逗号分隔。",
                    en: "Cannot read “\(part)”; write hours like 09:00-12:00, several with commas.",
                )
            case .reversed(let part):
                L("“\(part)”的结束时间不晚于开始时间。", en: "“\(part)” does not end after it begins.")
            case .overlapping: L("各时段不能重叠。", en: "The hours must not overlap.")
            case .beyondOuterLimit:
                L("外呼时段不得超出 08:00–21:00。", en: "Calls are never made outside 08:00–21:00.")
            }
        }
    }

    /// The stretches, from morning to evening, not touching each other.
    package let windows: [Window]

    private init(windows: [Window]) {
        self.windows = windows
    }

    /// Reads `09:00-12:00,14:00-20:00`; takes full-width punctuation too.
    package init(_ text: String) throws(Problem) {
        let parts = text.map { Self.plain[$0] ?? $0 }.split(separator: ",")
            .map { String($0.filter { !$0.isWhitespace }) }.filter { !$0.isEmpty }
        guard !parts.isEmpty else { throw .empty }
        var windows: [Window] = []
        for part in parts {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false)
            guard ends.count == 2, let from = TimeOfDay(String(ends[0])),
                let until = TimeOfDay(String(ends[1]))
            else { throw .unreadable(part) }
            guard from < until else { throw .reversed(part) }
            windows.append(Window(from: from, until: until))
        }
        windows.sort { $0.from < $1.from }
        for (earlier, later) in zip(windows, windows.dropFirst()) where later.from < earlier.until {
            throw .overlapping
        }
        guard windows[0].from >= Self.earliest, windows[windows.count - 1].until <= Self.latest
        else { throw .beyondOuterLimit }
        self.windows = windows
    }

    /// Reads hours as `description` wrote them; quick, for every hand-out.
    init(stored text: String) {
        windows = text.utf8.split(separator: UInt8(ascii: ",")).map { part in
            let numbers = part.split { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ":") }
                .map { digits in digits.reduce(0) { $0 * 10 + Int($1) - 48 } }
            precondition(numbers.count == 4, "Hours are stored as 09:00-12:00.")
            return Window(
                from: TimeOfDay(numbers[0], numbers[1]),
                until: TimeOfDay(numbers[2], numbers[3]),
            )
        }
    }

    private static let plain: [Character: Character] = [
        "，": ",", "、": ",", ";": ",", "；": ",", "：": ":", "–": "-", "—": "-", "－": "-", "~": "-",
        "～": "-", "至": "-",
    ]

    /// No call before this time, whatever a task says.
    package static let earliest = TimeOfDay(8, 0)
    /// No call from this time on, whatever a task says.
    package static let latest = TimeOfDay(21, 0)

    /// The default: 9:00 to 12:00 and 14:00 to 20:00.
    package static let standard = CallHours(windows: [
        Window(from: TimeOfDay(9, 0), until: TimeOfDay(12, 0)),
        Window(from: TimeOfDay(14, 0), until: TimeOfDay(20, 0)),
    ])

    /// The outer limit, 8:00 to 21:00.
    package static let outerLimit = CallHours(windows: [Window(from: earliest, until: latest)])

    /// What lies in both.
    package func intersection(_ other: CallHours) -> CallHours {
        var shared: [Window] = []
        for mine in windows {
            for theirs in other.windows {
                let from = max(mine.from, theirs.from)
                let until = min(mine.until, theirs.until)
                if from < until { shared.append(Window(from: from, until: until)) }
            }
        }
        return CallHours(windows: shared)
    }

    /// Whether `time` lies in one of the stretches.
    package func contains(_ time: TimeOfDay) -> Bool { windows.contains { $0.contains(time) } }
}

extension CallHours: CustomStringConvertible {
    /// `09:00-12:00,14:00-20:00`, as it is stored.
    package var description: String {
        windows.map { "\($0.from)-\($0.until)" }.joined(separator: ",")
    }
}
