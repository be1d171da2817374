internal import Database
internal import HTTPServer
internal import Kernel
internal import Synchronization
internal import Threads

/// The streams that are open, by the session under which each was asked for: they end with it.
final class LiveStreams: Sendable {
    /// By the key of a session, and by stream.
    private let open = Mutex<[[UInt8]: [ObjectIdentifier: EventStream]]>([:])

    func add(_ stream: EventStream, of session: [UInt8]) {
        open.withLock { $0[session, default: [:]][ObjectIdentifier(stream)] = stream }
    }

    var isEmpty: Bool { open.withLock(\.isEmpty) }

    /// Ends every stream whose session is not among `live`, and forgets those whose reader has gone.
    func keep(only live: Set<[UInt8]>) {
        let ended = open.withLock { open -> [EventStream] in
            var ended: [EventStream] = []
            for (session, streams) in open {
                if live.contains(session) {
                    let rest = streams.filter { !$0.value.isOver }
                    open[session] = rest.isEmpty ? nil : rest
                } else {
                    ended += streams.values
                    open[session] = nil
                }
            }
            return ended
        }
        for stream in ended {
            stream.send(event: "signed_out", data: "")
            stream.finish()
        }
    }
}

extension Application {
    /// Notes under which session a stream was opened.
    func watch(_ response: Response, _ exchange: Exchange) {
        guard case .events(let stream) = response.body, let token = exchange.token else { return }
        streams.add(stream, of: sessions.key(of: token))
    }

    /// Ends the streams whose session has ended, whatever ended it: signing out, a closed account, a
    /// changed password, its own end, on this node or another. Called about twice a second; without
    /// streams it asks nothing. A stream that was opened while its session ended goes with the next
    /// call.
    package func endStreams() throws {
        if streams.isEmpty { return }
        streams.keep(only: try liveSessions())
    }

    /// The keys of the sessions that go on, on any node.
    package func liveSessions() throws -> Set<[UInt8]> {
        let now = environment.wall.now()
        return try environment.database.read(in: .page) { try sessions.live(at: now, in: $0) }
    }
}
