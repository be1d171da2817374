package import Access
internal import Database
internal import HTTPServer
internal import Kernel
internal import Synchronization

/// Tells open pages how much waits for their reader, for the counts of the menu.
///
/// One step a second looks at a bounded number of those who listen, whoever has just come first and
/// then in turn; an account is asked for once, however many pages it has open, and hears only of a
/// change. With 3,000 seats open it is as much work as with a hundred, and the news comes later.
final class WaitingFeed: Sendable {
    /// How many accounts are looked at in one step.
    static let most = 100
    private static let prefix = "waiting:"

    private struct State {
        var viewers: [ID<Account>: Viewer] = [:]
        var counts: [ID<Account>: [String: Int]] = [:]
        /// Who has come since the last step, and hears whatever has changed or not.
        var arrived: Set<ID<Account>> = []
        /// Whom the last step looked at last.
        var last: Int64 = 0
    }

    private let environment: Environment
    private let desk: HomeDesk
    private let state = Mutex(State())

    init(_ desk: HomeDesk, _ environment: Environment) {
        self.desk = desk
        self.environment = environment
    }

    /// A stream of the viewer's counts.
    func follow(_ viewer: Viewer) -> EventStream {
        let stream = environment.events.subscribe("\(Self.prefix)\(viewer.account)")
        state.withLock { state in
            state.viewers[viewer.account] = viewer
            state.arrived.insert(viewer.account)
        }
        return stream
    }

    /// What was last told to the viewer, for a page that is being made; nothing is read.
    func counts(of viewer: Viewer) -> [String: Int] {
        state.withLock { $0.counts[viewer.account] ?? [:] }
    }

    /// Looks at the next of those who listen and publishes what has changed.
    func step() throws {
        let listening = environment.events.topics.compactMap { topic in
            topic.hasPrefix(Self.prefix) ? Int64(topic.dropFirst(Self.prefix.count)) : nil
        }.sorted()
        let (viewers, arrived) = state.withLock { next(of: listening, &$0) }
        if viewers.isEmpty { return }
        let now = environment.time.now()
        let counts = try environment.database.read { transaction in
            try viewers.map { viewer in
                try desk.counts(
                    Context(
                        viewer: viewer,
                        now: now,
                        wallNow: environment.wall.now(),
                        language: .chinese,
                        environment: environment,
                        peer: "",
                        transaction: transaction,
                    )
                )
            }
        }
        for (viewer, counts) in zip(viewers, counts) {
            let before = state.withLock { $0.counts.updateValue(counts, forKey: viewer.account) }
            if before == counts, !arrived.contains(viewer.account) { continue }
            let data = try JSON.encode(WaitingCounts(counts: counts), language: .chinese)
            environment.events.publish(
                "\(Self.prefix)\(viewer.account)",
                event: "counts",
                data: String(decoding: data, as: UTF8.self),
            )
        }
    }

    /// Whom this step looks at: who has just come, then those behind the last one.
    private func next(
        of listening: [Int64],
        _ state: inout State,
    ) -> (viewers: [Viewer], arrived: Set<ID<Account>>) {
        let all = Set(listening.map { ID<Account>($0) })
        state.viewers = state.viewers.filter { all.contains($0.key) }
        state.arrived.formIntersection(all)
        let arrived = Set(state.arrived.prefix(Self.most))
        state.arrived.subtract(arrived)
        let last = state.last
        let turn = listening.filter { $0 > last } + listening.filter { $0 <= last }
        let others = turn.filter { !arrived.contains(ID($0)) }.prefix(Self.most - arrived.count)
        state.last = others.last ?? last
        let accounts = Array(arrived) + others.map { ID<Account>($0) }
        return (accounts.compactMap { state.viewers[$0] }, arrived)
    }
}

/// How much waits, by the path of the menu's entry.
struct WaitingCounts: Encodable {
    let counts: [String: Int]
}

/// The counts of the menu as they change.
package struct FollowHome: Endpoint {
    package static let route = Route(.get, "/start/events")
    package static let permission = Permission.people("start.show")
    package static let access = DatabaseAccess.own

    private let feed: WaitingFeed

    init(_ feed: WaitingFeed) { self.feed = feed }

    package func answer(_ input: NoInput, _ context: Context) throws -> LiveEvents {
        LiveEvents(feed.follow(context.viewer))
    }
}
