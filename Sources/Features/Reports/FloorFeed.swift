internal import Access
internal import Calls
internal import Database
internal import Kernel
internal import Synchronization
internal import Telephony
package import Web

/// Tells open floor views which of the seats that they show have moved. One step a second for all
/// viewers together; nothing is read while nobody watches, and no seat that nobody looks at.
package final class FloorFeed: Sendable {
    private struct Picture {
        var day: BusinessDay
        var marks: [Int64: FloorMark] = [:]
        var seats: [Int64: FloorView.Seat] = [:]
        var totals = FloorTotals.none
        var tasks: [FloorTask] = []
        /// Who watched at the last step.
        var views: Set<FloorTopic> = []
        var step = 0
    }

    /// Every so many steps everything is read anew: a correction moves a figure and no seat.
    private static let whole = 10

    private let environment: Environment
    private let pictures = Mutex<[ID<Organisation>: Picture]>([:])

    /// A feed on the product's surroundings; `step` is called by a thread, once a second.
    package init(_ environment: Environment) {
        self.environment = environment
    }

    /// Looks at the seats that are watched and publishes what has changed.
    package func step() {
        let views = environment.events.topics.compactMap(FloorTopic.init(name:))
        let watched = Dictionary(grouping: views, by: \.vendor)
        pictures.withLock { pictures in
            pictures = pictures.filter { watched[$0.key] != nil }
        }
        for (vendor, views) in watched {
            do {
                try look(at: vendor, for: views)
            } catch {
                environment.report("the floor of vendor \(vendor) was not read: \(error)")
            }
        }
    }

    private func look(at vendor: ID<Organisation>, for views: [FloorTopic]) throws {
        let now = environment.time.now()
        let before = pictures.withLock { $0[vendor] }
        let (picture, moved) = try environment.database.read {
            try read(vendor, views, before ?? Picture(day: now.day), now, $0)
        }
        pictures.withLock { $0[vendor] = picture }
        for view in views {
            // Who has just come hears of every seat: some may have moved since the page was made.
            let isNew = before?.views.contains(view) != true
            let news = view.agents.filter { isNew || moved.contains($0) }
                .compactMap { picture.seats[$0] }
            if isNew || !news.isEmpty || picture.totals != before?.totals {
                try publish(news, picture.totals, to: view, now)
            }
            if let before, !isNew, picture.tasks != before.tasks {
                environment.events.publish(view.name, event: "tasks", data: "")
            }
        }
    }

    /// The picture as it is now, and whose seats differ from the one before.
    private func read(
        _ vendor: ID<Organisation>,
        _ views: [FloorTopic],
        _ before: Picture,
        _ now: Moment,
        _ transaction: Transaction,
    ) throws -> (Picture, moved: Set<Int64>) {
        let store = FloorStore(transaction)
        var picture = before
        let isWhole = before.step % Self.whole == 0 || before.day != now.day
        picture.step += 1
        picture.day = now.day
        picture.views = Set(views)
        picture.totals = try store.totals(of: vendor, at: now)
        if isWhole {
            picture.tasks = try store.tasks(of: vendor, at: now, environment.calendar)
        }
        let shown = Set(views.flatMap(\.agents)).sorted()
        picture.marks = try store.marks(of: vendor, shown)
        let changed = shown.filter { isWhole || picture.marks[$0] != before.marks[$0] }
        picture.seats = before.seats.filter { picture.marks[$0.key] != nil }
        var moved: Set<Int64> = []
        for seat in try store.seats(of: vendor, changed, at: now) {
            let seen = FloorView.Seat(seat, on: environment.line)
            if picture.seats.updateValue(seen, forKey: seen.agent) != seen {
                moved.insert(seen.agent)
            }
        }
        return (picture, moved)
    }

    private func publish(
        _ seats: [FloorView.Seat],
        _ totals: FloorTotals,
        to view: FloorTopic,
        _ now: Moment,
    ) throws {
        let change = FloorChange(
            seats: seats,
            totals: totals,
            now: now.milliseconds,
            speed: environment.clockSpeed,
        )
        let data = try JSON.encode(change, language: .chinese)
        environment.events.publish(
            view.name,
            event: "seats",
            data: String(decoding: data, as: UTF8.self),
        )
    }
}

/// What has changed on the floor: the seats that moved, the sums over all, and the clock by which
/// the seats' times run.
struct FloorChange: Encodable, Sendable {
    let seats: [FloorView.Seat]
    let totals: FloorTotals
    let now: Int64
    let speed: Int
}

/// What one reader watches: some seats of a vendor, and the sums over all.
struct FloorTopic: Hashable {
    let vendor: ID<Organisation>
    let agents: [Int64]

    init(vendor: ID<Organisation>, agents: [Int64]) {
        self.vendor = vendor
        self.agents = agents
    }

    private static let prefix = "floor-view:"

    /// The topic's name among the events.
    var name: String {
        "\(Self.prefix)\(vendor):\(agents.map { "\($0)" }.joined(separator: ","))"
    }

    init?(name: String) {
        guard name.hasPrefix(Self.prefix) else { return nil }
        let parts = name.dropFirst(Self.prefix.count).split(
            separator: ":",
            omittingEmptySubsequences: false,
        )
        guard parts.count == 2, let vendor = Int64(parts[0]) else { return nil }
        self.init(
            vendor: ID(vendor),
            agents: parts[1].split(separator: ",").compactMap { Int64($0) }
        )
    }
}
