package import Access
package import Kernel

/// What a capability says on the start page of those who have a right: the work that waits for them,
/// their figures of the day, and what has changed since they were last there.
///
/// Asked for on every visit and, for the counts of the menu, every few seconds: each answer comes by
/// an index and is bounded. Rows are found through the viewer, as everywhere.
package protocol HomeSource: Sendable {
    /// The right without which nothing of it is shown.
    var permission: Permission { get }
    /// The page on which the work stands; the menu's entry that leads there carries the count.
    var path: String { get }

    /// What waits for the viewer, the most urgent first, at most `WorkItem.most` items.
    func waiting(_ context: Context) throws -> [WorkItem]
    /// The viewer's figures of the day.
    func figures(_ context: Context) throws -> [HomeFigure]
    /// What has changed since `moment`, the newest first, at most `HomeNews.most` entries.
    func news(_ context: Context, since moment: Moment) throws -> [HomeNews]
}

extension HomeSource {
    package func waiting(_ context: Context) throws -> [WorkItem] { [] }
    package func figures(_ context: Context) throws -> [HomeFigure] { [] }
    package func news(_ context: Context, since moment: Moment) throws -> [HomeNews] { [] }
}

/// How pressing a piece of work is, the most pressing first.
package enum Urgency: String, Encodable, Sendable, CaseIterable, Comparable {
    /// Its time is over.
    case overdue
    /// It is to be done today.
    case today
    /// Its time comes within days.
    case soon
    /// It waits, and nothing runs out.
    case open

    /// The name for people.
    package var name: L {
        switch self {
        case .overdue: L("已超时", en: "Overdue")
        case .today: L("今日处理", en: "Today")
        case .soon: L("即将到期", en: "Soon due")
        case .open: L("待处理", en: "Waiting")
        }
    }

    private var order: Int {
        switch self {
        case .overdue: 0
        case .today: 1
        case .soon: 2
        case .open: 3
        }
    }

    package static func < (left: Urgency, right: Urgency) -> Bool { left.order < right.order }
}

/// The clock of a piece of work.
package enum WorkClock: Hashable, Sendable {
    /// It is to be done until then.
    case until(Moment)
    /// It has waited since then.
    case since(Moment)

    var moment: Moment {
        switch self {
        case .until(let moment), .since(let moment): moment
        }
    }
}

/// Work that waits for someone.
package struct WorkItem: Hashable, Sendable {
    /// The most items that one source lists; what is more is counted by the last one.
    package static let most = 6

    /// What is to be done.
    package let title: L
    /// The thing that it concerns, such as the task's name; empty for none. No customer data.
    package let concerns: L
    /// Where it is done.
    package let href: String
    /// How many things it stands for; 0 for what is only in sight and not counted yet.
    package let count: Int
    /// How pressing it is.
    package let urgency: Urgency
    /// Its clock; nil for none.
    package let clock: WorkClock?

    /// Describes a piece of work.
    package init(
        _ title: L,
        concerns: L = L(same: ""),
        href: String,
        count: Int = 1,
        urgency: Urgency = .open,
        clock: WorkClock? = nil,
    ) {
        self.title = title
        self.concerns = concerns
        self.href = href
        self.count = count
        self.urgency = urgency
        self.clock = clock
    }

    /// As many items as a source lists; those beyond are one more, which leads to all of them.
    package static func gathered(_ items: [WorkItem], all: String) -> [WorkItem] {
        let ordered = items.sorted(by: precedes)
        if ordered.count <= most { return ordered }
        let rest = ordered[(most - 1)...]
        return ordered.prefix(most - 1) + [
            WorkItem(
                L("其余待处理", en: "And more"),
                href: all,
                count: rest.map(\.count).reduce(0, +),
                urgency: rest.map(\.urgency).min() ?? .open,
            )
        ]
    }

    /// The more pressing first; of two alike the one whose clock has run longer.
    static func precedes(_ left: WorkItem, _ right: WorkItem) -> Bool {
        if left.urgency != right.urgency { return left.urgency < right.urgency }
        return (left.clock?.moment ?? .never) < (right.clock?.moment ?? .never)
    }
}

extension Moment {
    /// Behind everything that has a clock.
    fileprivate static let never = Moment(milliseconds: .max)
}

/// One of the viewer's figures of the day.
package struct HomeFigure: Hashable, Sendable {
    /// What is counted.
    package let name: L
    /// The value as it is shown.
    package let value: String
    /// What it is to reach; nil for no aim.
    package let goal: Goal?
    /// Where it is explained; nil for nowhere.
    package let href: String?

    /// How far a count has come.
    package struct Goal: Hashable, Sendable {
        /// The count.
        package let done: Int
        /// What it is to reach.
        package let whole: Int

        /// A count and what it is to reach.
        package init(_ done: Int, of whole: Int) {
            self.done = done
            self.whole = whole
        }
    }

    /// A figure with its name.
    package init(_ name: L, _ value: String, goal: Goal? = nil, href: String? = nil) {
        self.name = name
        self.value = value
        self.goal = goal
        self.href = href
    }
}

/// Something that has changed since the viewer was last here.
package struct HomeNews: Hashable, Sendable {
    /// The most entries that one source tells.
    package static let most = 8

    /// When.
    package let at: Moment
    /// What happened, to which thing. No customer data.
    package let text: L
    /// The thing.
    package let href: String

    /// Tells of a change.
    package init(at: Moment, _ text: L, href: String) {
        self.at = at
        self.text = text
        self.href = href
    }
}
