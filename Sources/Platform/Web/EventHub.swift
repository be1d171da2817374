package import HTTPServer
internal import Synchronization

/// Tells open pages what has changed: streams subscribe to topics, a commit publishes to them.
package final class EventHub: Sendable {
    private struct State {
        var next = 0
        var streams: [String: [Int: EventStream]] = [:]
    }

    private let state = Mutex(State())

    /// Makes a hub without subscribers.
    package init() {}

    /// A new stream that gets everything published on `topic`; it leaves when its reader goes.
    package func subscribe(_ topic: String) -> EventStream {
        let key = state.withLock { state in
            state.next += 1
            return state.next
        }
        let stream = EventStream(onClose: { [weak self] in self?.remove(key, from: topic) })
        state.withLock { $0.streams[topic, default: [:]][key] = stream }
        return stream
    }

    /// Sends an event to everyone on `topic`; a reader that has gone is dropped.
    package func publish(_ topic: String, event: String, data: String) {
        let streams = state.withLock { $0.streams[topic] ?? [:] }
        for (key, stream) in streams where !stream.send(event: event, data: data) {
            remove(key, from: topic)
        }
    }

    /// The topics that have listeners.
    package var topics: [String] {
        state.withLock { state in state.streams.filter { !$0.value.isEmpty }.map(\.key) }
    }

    private func remove(_ key: Int, from topic: String) {
        state.withLock { state in
            state.streams[topic]?[key] = nil
            if state.streams[topic]?.isEmpty == true { state.streams[topic] = nil }
        }
    }
}
