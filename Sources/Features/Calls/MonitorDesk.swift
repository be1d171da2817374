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

    /// Begins to listen to a call.
    func begin(
        _ call: CallID,
        of agent: ID<Account>,
        by supervisor: ID<Account>,
        offer: String,
    ) -> Monitor {
        state.withLock { state in
            state.next += 1
            // What was offered for calls that are over is of no more use.
            state.monitors = state.monitors.filter { line.carries($0.value.call) }
            let monitor = Monitor(
                id: state.next,
                call: call,
                agent: agent,
                supervisor: supervisor,
                mode: .listen,
                offer: offer,
            )
            state.monitors[monitor.id] = monitor
            return monitor
        }
    }

    /// Those who listen to an agent's call that goes on.
    func monitors(of agent: ID<Account>) -> [Monitor] {
        state.withLock { state in
            state.monitors.values.filter { $0.agent == agent && line.carries($0.call) }
                .sorted { $0.id < $1.id }
        }
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

    /// Ends it.
    func end(_ id: Int64) { state.withLock { $0.monitors[id] = nil } }
}
