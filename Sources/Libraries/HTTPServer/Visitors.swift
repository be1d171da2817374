internal import CMicrohttpd
internal import Synchronization

/// One connection, as the server keeps it in mind: whose it is, and how long it may take.
final class Visitor: Sendable {
    /// What the server waits for, and since how many beats of its heart: about one a second.
    private enum Phase {
        /// For a request: it is new, or kept open for the next one.
        case request(beats: Int)
        /// For the rest of the headers.
        case headers(beats: Int)
        /// For the rest of the body.
        case body(beats: Int, bytes: Int)
        /// For nothing: the answer is made or sent.
        case nothing
    }

    /// How many beats the headers may take once the request's first line is in.
    static let headerBeats = 20
    /// How many beats a body may take beyond one for each `bytesForBeat`.
    static let bodyBeats = 30
    /// How much of a body must come with each beat in the long run.
    static let bytesForBeat = 1_024

    /// The address it came from.
    let peer: String
    let descriptor: Int32
    private let phase = Mutex(Phase.request(beats: 0))

    init(peer: String, descriptor: Int32) {
        self.peer = peer
        self.descriptor = descriptor
    }

    func sentLine() { phase.withLock { $0 = .headers(beats: 0) } }

    func sentHeaders(hasBody: Bool) {
        phase.withLock { $0 = hasBody ? .body(beats: 0, bytes: 0) : .nothing }
    }

    func sentBody(_ count: Int) {
        phase.withLock { phase in
            if case .body(let beats, let bytes) = phase {
                phase = .body(beats: beats, bytes: bytes + count)
            }
        }
    }

    func isAnswered() { phase.withLock { $0 = .nothing } }

    var isBeingAnswered: Bool {
        phase.withLock { phase in
            switch phase {
            case .nothing: true
            case .request, .headers, .body: false
            }
        }
    }

    func mayAsk() { phase.withLock { $0 = .request(beats: 0) } }

    /// What to do about a connection that takes too long.
    enum Verdict {
        case stays
        /// It is told so, in the middle of its request.
        case tooSlow
        /// It has asked for nothing.
        case closes
    }

    /// A beat later; `idle` is how many a connection may wait with its request.
    func beat(idle: Int) -> Verdict {
        phase.withLock { phase in
            switch phase {
            case .request(let beats):
                phase = .request(beats: beats + 1)
                return beats >= idle ? .closes : .stays
            case .headers(let beats):
                phase = .headers(beats: beats + 1)
                return beats >= Self.headerBeats ? .tooSlow : .stays
            case .body(let beats, let bytes):
                phase = .body(beats: beats + 1, bytes: bytes)
                return beats >= Self.bodyBeats + bytes / Self.bytesForBeat ? .tooSlow : .stays
            case .nothing: return .stays
            }
        }
    }
}

/// Everyone who is connected: nobody takes all connections, and nobody keeps one by sending a byte
/// now and then.
final class Visitors: Sendable {
    private struct State {
        var open: [ObjectIdentifier: Visitor] = [:]
        /// Connections by address.
        var connections: [String: Int] = [:]
        /// Requests that go on, by the address that a proxy told.
        var forwarded: [String: Int] = [:]
    }

    private let state = Mutex(State())
    private let mostForEach: Int
    private let proxies: Set<String>
    private let idleBeats: Int

    init(mostForEach: Int, proxies: Set<String>, idleBeats: Int) {
        self.mostForEach = mostForEach
        self.proxies = proxies
        self.idleBeats = idleBeats
    }

    /// Whether one more connection from `peer` is taken. A proxy's are: they are everyone's.
    func allows(_ peer: String) -> Bool {
        if proxies.contains(peer) { return true }
        return state.withLock { $0.connections[peer, default: 0] < mostForEach }
    }

    func came(_ visitor: Visitor) {
        state.withLock { state in
            state.open[ObjectIdentifier(visitor)] = visitor
            state.connections[visitor.peer, default: 0] += 1
        }
    }

    /// Before the connection's socket is closed, so that no beat reaches another's.
    func left(_ visitor: Visitor) {
        state.withLock { state in
            state.open[ObjectIdentifier(visitor)] = nil
            state.connections.countDown(visitor.peer)
        }
    }

    /// Counts a request that a proxy forwards from `address`; false when it has too many.
    func begins(_ address: String) -> Bool {
        state.withLock { state in
            guard state.forwarded[address, default: 0] < mostForEach else { return false }
            state.forwarded[address, default: 0] += 1
            return true
        }
    }

    func ends(_ address: String) {
        state.withLock { $0.forwarded.countDown(address) }
    }

    /// Ends everyone, where `answered` are spared only those whose request is not being answered.
    /// True once nobody is connected.
    func end(sparing answered: Bool) -> Bool {
        state.withLock { state in
            for visitor in state.open.values where !(answered && visitor.isBeingAnswered) {
                shim_end(visitor.descriptor)
            }
            return state.open.isEmpty
        }
    }

    /// A beat later: whoever took too long is told, and goes.
    func beat() {
        state.withLock { state in
            for visitor in state.open.values {
                switch visitor.beat(idle: idleBeats) {
                case .stays: continue
                case .tooSlow: EarlyAnswer.send(Self.tooSlow, to: visitor.descriptor)
                case .closes: break
                }
                shim_end(visitor.descriptor)
            }
        }
    }

    private static let tooSlow = Response.text("The request took too long.", status: 408)
}

extension [String: Int] {
    fileprivate mutating func countDown(_ key: String) {
        guard let count = self[key] else { return }
        self[key] = count > 1 ? count - 1 : nil
    }
}
