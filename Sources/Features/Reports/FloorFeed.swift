internal import Access
internal import Calls
internal import Database
internal import Kernel
internal import Synchronization
internal import Telephony
package import Web

/// Tells open floor views which seats have moved. One step a second for all viewers together;
/// nothing is read while nobody watches.
package final class FloorFeed: Sendable {
    private struct Picture {
        var day: BusinessDay
        var marks: [Int64: FloorMark]
        var seats: [Int64: FloorView.Seat]
        var step = 0
    }

    /// Every so many steps everything is read anew: a correction moves a figure and no seat.
    private static let whole = 10
    private static let prefix = "floor-view:"

    let tasks: FloorTasks
    private let environment: Environment
    private let pictures = Mutex<[Int64: Picture]>([:])

    /// A feed on the product's surroundings; `step` is called by a thread, once a second.
    package init(_ environment: Environment) {
        self.environment = environment
        tasks = FloorTasks(environment)
    }

    /// The topic on which a vendor's floor views hear of changes.
    static func topic(_ vendor: ID<Organisation>) -> String { "\(prefix)\(vendor)" }

    /// Looks at the seats of every vendor that is watched and publishes what has changed.
    package func step() {
        let watched = environment.events.topics.compactMap { topic in
            topic.hasPrefix(Self.prefix) ? Int64(topic.dropFirst(Self.prefix.count)) : nil
        }
        pictures.withLock { pictures in
            pictures = pictures.filter { watched.contains($0.key) }
        }
        for vendor in watched {
            do {
                try look(at: ID(vendor))
            } catch {
                environment.report("the floor of vendor \(vendor) was not read: \(error)")
            }
        }
    }

    private func look(at vendor: ID<Organisation>) throws {
        let now = environment.time.now()
        let before = pictures.withLock { $0[vendor.rawValue] }
        let step = (before?.step ?? 0) + 1
        let isWhole = before == nil || before?.day != now.day || step % Self.whole == 0
        let old = before?.marks ?? [:]
        let (marks, read, hasNewTasks) = try environment.database.read { transaction in
            let store = FloorStore(transaction)
            let marks = try store.marks(of: vendor)
            let moved = marks.filter { old[$0.key] != $0.value }.map(\.key).sorted()
            if !isWhole, moved.isEmpty { return (marks, [FloorSeat](), false) }
            let seats = try store.seats(of: vendor, at: now, only: isWhole ? nil : moved)
            let isNews = isWhole ? try tasks.count(of: vendor, transaction).isNews : false
            return (marks, seats, isNews)
        }
        var seats = before?.seats ?? [:]
        var changed: [FloorView.Seat] = []
        for seat in read.map({ FloorView.Seat($0, on: environment.line) })
        where seats[seat.agent] != seat {
            seats[seat.agent] = seat
            changed.append(seat)
        }
        let picture = Picture(day: now.day, marks: marks, seats: seats, step: step)
        pictures.withLock { $0[vendor.rawValue] = picture }
        // Who has just come gets the whole page; the first picture is nobody's news.
        guard before != nil else { return }
        let topic = Self.topic(vendor)
        if !changed.isEmpty {
            let change = FloorChange(
                seats: changed,
                totals: FloorTotals(Array(seats.values)),
                now: now.milliseconds,
                speed: environment.clockSpeed,
            )
            let data = try JSON.encode(change, language: .chinese)
            environment.events.publish(
                topic,
                event: "seats",
                data: String(decoding: data, as: UTF8.self),
            )
        }
        if hasNewTasks { environment.events.publish(topic, event: "tasks", data: "") }
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

/// The sums over a vendor's seats.
struct FloorTotals: Encodable, Sendable, Hashable {
    let seats: Int
    let working: Int
    let dialled: Int
    let interested: Int
    /// The mean occupancy of the seats that work; nil without one.
    let occupancyPercent: Int?
    /// Seats by state.
    let states: [String: Int]

    init(_ all: [FloorView.Seat]) {
        let atWork = all.filter { SeatState.Code(rawValue: $0.state)?.isAvailable ?? false }
        let busy = atWork.compactMap(\.occupancyPercent)
        seats = all.count
        working = atWork.count
        dialled = all.map(\.dialled).reduce(0, +)
        interested = all.map(\.interested).reduce(0, +)
        occupancyPercent = busy.isEmpty ? nil : busy.reduce(0, +) / busy.count
        states = Dictionary(grouping: all, by: \.state).mapValues(\.count)
    }
}
