internal import Access
internal import Kernel

/// What all capabilities together say to one viewer.
struct HomeDesk: Sendable {
    let sources: [any HomeSource]

    init(_ capabilities: [Capability]) {
        sources = capabilities.flatMap(\.home)
    }

    /// What waits for the viewer, the most urgent first.
    func waiting(_ context: Context) throws -> [WorkItem] {
        try allowed(context).flatMap { try $0.waiting(context) }.sorted(by: WorkItem.precedes)
    }

    /// The viewer's figures of the day.
    func figures(_ context: Context) throws -> [HomeFigure] {
        try allowed(context).flatMap { try $0.figures(context) }
    }

    /// What has changed since `moment`, the newest first.
    func news(_ context: Context, since moment: Moment) throws -> [HomeNews] {
        let news = try allowed(context).flatMap { try $0.news(context, since: moment) }
        return Array(news.sorted { $0.at > $1.at }.prefix(12))
    }

    /// How much waits on each page of the menu and how many notices are unread, by the page's path;
    /// nothing for one without work.
    func counts(_ context: Context) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        for source in allowed(context) {
            let count = try source.waiting(context).map(\.count).reduce(0, +)
            if count > 0 { counts[source.path, default: 0] += count }
        }
        let unread = try Notices(context.transaction).unread(of: context.viewer.account)
        if unread > 0 { counts[ListNotices.path] = unread }
        return counts
    }

    private func allowed(_ context: Context) -> [any HomeSource] {
        sources.filter { $0.permission.allows(context.viewer) }
    }
}
