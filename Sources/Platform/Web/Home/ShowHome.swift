package import Access
internal import Database
package import HTML
package import Kernel

/// The start page: what waits for the reader, the most urgent first; their figures of the day; what
/// has changed since they were last here.
package struct ShowHome: Endpoint {
    package static let route = Route(.get, "/start")
    package static let permission = Permission.people("start.show")
    package static let access = DatabaseAccess.own

    private let desk: HomeDesk

    init(_ desk: HomeDesk) { self.desk = desk }

    package func answer(_ input: NoInput, _ context: Context) throws -> HomeView {
        let (view, visit) = try context.read { context in
            let before = try HomeVisits(context.transaction).visit(of: context.viewer.account)
            let (visit, isNew) = HomeVisits.Visit.next(after: before, at: context.now)
            let view = HomeView(
                name: context.viewer.name,
                waiting: try desk.waiting(context),
                figures: try desk.figures(context),
                news: try visit.since.map { try desk.news(context, since: $0) } ?? [],
                since: visit.since,
                now: context.now,
            )
            return (view, isNew ? visit : nil)
        }
        if let visit {
            try context.environment.database.write {
                try HomeVisits($0).store(visit, of: context.viewer.account)
            }
        }
        return view
    }
}

/// The start page as its reader sees it.
package struct HomeView: Resource {
    /// Work that waits.
    package struct Work: Encodable, Sendable {
        let title: L
        let concerns: L
        let href: String
        let count: Int
        let urgency: Urgency
        let dueAt: String?
        let waitsSince: String?
        let clock: WorkClock?

        private enum CodingKeys: CodingKey {
            case title, concerns, href, count, urgency, dueAt, waitsSince
        }

        init(_ item: WorkItem) {
            (title, concerns, href) = (item.title, item.concerns, item.href)
            (count, urgency, clock) = (item.count, item.urgency, item.clock)
            switch item.clock {
            case .until(let moment): (dueAt, waitsSince) = (moment.iso8601, nil)
            case .since(let moment): (dueAt, waitsSince) = (nil, moment.iso8601)
            case nil: (dueAt, waitsSince) = (nil, nil)
            }
        }
    }

    /// A figure of the day.
    package struct Figure: Encodable, Sendable {
        let name: L
        let value: String
        let href: String?
        let goal: HomeFigure.Goal?

        private enum CodingKeys: CodingKey { case name, value, href }
    }

    /// A change since the last visit.
    package struct Change: Encodable, Sendable {
        let at: String
        let text: L
        let href: String
        let moment: Moment

        private enum CodingKeys: CodingKey { case at, text, href }
    }

    /// What waits, the most urgent first.
    package let waiting: [Work]
    /// The figures of the day.
    package let figures: [Figure]
    /// What has changed, the newest first.
    package let news: [Change]
    /// The end of the visit before; nil for the first.
    package let since: String?
    private let name: String
    private let now: Moment
    private let isFirstVisit: Bool

    private enum CodingKeys: CodingKey { case waiting, figures, news, since }

    init(
        name: String,
        waiting: [WorkItem],
        figures: [HomeFigure],
        news: [HomeNews],
        since: Moment?,
        now: Moment,
    ) {
        self.name = name
        self.waiting = waiting.map(Work.init)
        self.figures = figures.map {
            Figure(name: $0.name, value: $0.value, href: $0.href, goal: $0.goal)
        }
        self.news = news.map {
            Change(at: $0.at.iso8601, text: $0.text, href: $0.href, moment: $0.at)
        }
        self.since = since?.iso8601
        isFirstVisit = since == nil
        self.now = now
    }

    package var title: L { L("首页", en: "Home") }

    package var page: HTML {
        HTML {
            pageHeader(greeting + L(same: name), L(same: "\(now.day)"))
            card(L("等我处理", en: "Waiting for me"), id: "waiting") { work }
            if !figures.isEmpty {
                element("section", .class("home-figures"), .label(L("今日", en: "Today"))) {
                    statTiles(figures.map(tile), id: "figure")
                }
            }
            card(L("上次来访以来", en: "Since I was last here"), id: "news") { changes }
        }
    }

    private var greeting: L {
        switch now.timeOfDay.minutes / 60 {
        case 0..<12: L("早上好，", en: "Good morning, ")
        case 12..<18: L("下午好，", en: "Good afternoon, ")
        case _: L("晚上好，", en: "Good evening, ")
        }
    }

    private func tile(_ figure: Figure) -> StatTile {
        StatTile(
            figure.name,
            value: figure.value,
            goal: figure.goal.map { goal in
                (done: goal.done, whole: goal.whole, tone: goal.done >= goal.whole ? .good : .info)
            },
            href: figure.href,
        )
    }

    @HTMLBuilder private var work: HTML {
        if waiting.isEmpty {
            emptyState(
                .check,
                L("没有等您处理的事，辛苦了。", en: "Nothing waits for you. Well done."),
                L("新的事项会出现在这里和菜单上。", en: "New work appears here and in the menu."),
            )
        } else {
            element("ul", .class("work-list")) {
                for item in waiting { entry(item) }
            }
        }
    }

    private func entry(_ item: Work) -> HTML {
        element("li", .class("work-item work-\(item.urgency.rawValue)")) {
            badge(item.urgency.name, item.urgency.tone)
            element("a", .class("work-title"), .href(item.href)) {
                element("span") { item.title }
                if item.count > 1 { element("span", .class("count")) { grouped(item.count) } }
                if item.concerns != L(same: "") {
                    element("span", .class("work-concerns")) { item.concerns }
                }
            }
            element("span", .class("work-clock")) { clock(of: item) }
        }
    }

    @HTMLBuilder private func clock(of item: Work) -> HTML {
        switch item.clock {
        case .until(let moment):
            if moment > now {
                L("还剩 ", en: "left ")
                remainingTime(until: moment, shown: moment - now)
            } else {
                L("已超 ", en: "over by ")
                runningTime(since: moment, shown: now - moment)
            }
        case .since(let moment):
            L("已等 ", en: "waiting ")
            if now - moment < .hours(24) {
                runningTime(since: moment, shown: now - moment)
            } else {
                L(
                    "\((now - moment).wholeSeconds / 86_400) 天",
                    en: "\((now - moment).wholeSeconds / 86_400) days",
                )
            }
        case nil: HTML.empty
        }
    }

    @HTMLBuilder private var changes: HTML {
        if news.isEmpty {
            emptyState(
                .inbox,
                isFirstVisit
                    ? L("欢迎！下次来时，这里会告诉您有哪些变化。", en: "Welcome! Next time this tells what changed.")
                    : L("没有变化。", en: "Nothing has changed."),
            )
        } else {
            element("ul", .class("news-list")) {
                for change in news {
                    element("li") {
                        momentText(change.moment)
                        element("a", .href(change.href)) { change.text }
                    }
                }
            }
        }
    }
}

extension Urgency {
    var tone: Tone {
        switch self {
        case .overdue: .bad
        case .today: .warning
        case .soon: .info
        case .open: .neutral
        }
    }
}
