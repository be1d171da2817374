internal import Synchronization

/// When someone was last heard of, kept in memory and stored together now and then: hearing of
/// someone waits for no disk and fills no log. An abrupt end loses the seconds since.
package final class Sightings<Key: Hashable & Sendable>: Sendable {
    private let heard = Mutex<[Key: Moment]>([:])

    /// Nobody was heard of yet.
    package init() {}

    /// Notes that someone was heard of; an earlier moment changes nothing.
    package func note(_ key: Key, at moment: Moment) {
        heard.withLock { $0[key] = max($0[key] ?? moment, moment) }
    }

    /// When someone was heard of, as far as it is not stored yet.
    package func moment(of key: Key) -> Moment? { heard.withLock { $0[key] } }

    /// Gives what was noted since the last time to `body`, at most `size` at once, to be stored.
    /// What is not stored, because `body` throws, is kept for the next time.
    package func store(by size: Int = 200, _ body: ([(Key, Moment)]) throws -> Void) throws {
        var rest = heard.withLock { heard in
            defer { heard = [:] }
            return heard.map { ($0.key, $0.value) }
        }[...]
        defer { for (key, moment) in rest { note(key, at: moment) } }
        while !rest.isEmpty {
            try body(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
    }
}
