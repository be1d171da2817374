internal import Access
internal import Kernel
internal import Synchronization
package import Telephony

/// Who listens to which call now. It holds for this run of the program alone: what was done is in
/// the database.
package final class MonitorDesk: Sendable {
    private struct State {
        var next: Int64 = 0
        var monitors: [Int64: Monitor] = [:]
    }

    private let line: any Line
    private let state = Mutex(State())

    /// A desk for the calls on `line`.
    package init(_ line: any Line) { self.line = line }

    /// A monitor of a call that nobody knows of yet: `register` makes it one.
    func prepare(
        _ call: CallID,
        of agent: ID<Account>,
        by supervisor: ID<Account>,
        under session: [UInt8] = [],
        offer: String,
    ) -> Monitor {
        let id = state.withLock { state in
            state.next += 1
            return state.next
        }
        return Monitor(
            id: id,
            call: call,
            agent: agent,
            supervisor: supervisor,
            session: session,
            mode: .listen,
            offer: offer,
        )
    }

    /// Begins to listen. Called once the record of it is durable: nobody listens unrecorded.
    func register(_ monitor: Monitor) {
        // What was offered for calls that are over is of no more use.
        let over = state.withLock { Array($0.monitors.values) }.filter { !line.carries($0.call) }
        state.withLock { state in
            for gone in over { state.monitors[gone.id] = nil }
            state.monitors[monitor.id] = monitor
        }
    }

    /// Those who listen to an agent's call that goes on.
    func monitors(of agent: ID<Account>) -> [Monitor] {
        // The line has a lock of its own: it is asked outside of this one.
        let own = state.withLock { $0.monitors.values.filter { $0.agent == agent } }
        return own.filter { line.carries($0.call) }.sorted { $0.id < $1.id }
    }

    /// A supervisor's own monitor. Throws `.gone` when its call is over.
    func find(_ id: Int64, of supervisor: ID<Account>) throws(MonitorRefusal) -> Monitor {
        let monitor = state.withLock { $0.monitors[id] }
        guard let monitor, monitor.supervisor == supervisor, line.carries(monitor.call) else {
            throw .gone
        }
        return monitor
    }

    /// Takes the agent's browser's answer.
    func answer(_ id: Int64, of agent: ID<Account>, _ sdp: String) throws(MonitorRefusal) -> Monitor
    {
        let monitor = state.withLock { state -> Monitor? in
            guard state.monitors[id]?.agent == agent else { return nil }
            state.monitors[id]?.answer = sdp
            return state.monitors[id]
        }
        guard let monitor else { throw .gone }
        return monitor
    }

    /// Changes how the supervisor takes part.
    func change(_ id: Int64, to mode: MonitorMode) {
        state.withLock { $0.monitors[id]?.mode = mode }
    }

    /// Ends it; false when it was over.
    @discardableResult
    func end(_ id: Int64) -> Bool {
        state.withLock { $0.monitors.removeValue(forKey: id) != nil }
    }

    /// All that go on, whoever listens.
    var begun: [Monitor] { state.withLock { Array($0.monitors.values) } }
}
