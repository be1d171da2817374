internal import CMicrohttpd
internal import Synchronization

/// What stands between a source and its client: the next piece is made on another thread while the
/// connection rests, so that the thread which moves bytes never waits for a database.
final class SourceFeed: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var sent = 0
        /// What follows the bytes; nil while nobody knows.
        var end: ByteSource.Piece?
    }

    private let source: ByteSource
    private let connection: Resting
    private let submit: @Sendable (@escaping @Sendable () -> Void) -> Bool
    private let state = Mutex(State())
    private static let pieceBytes = 64 << 10

    init(
        _ source: ByteSource,
        _ connection: OpaquePointer,
        _ submit: @escaping @Sendable (@escaping @Sendable () -> Void) -> Bool,
    ) {
        self.source = source
        self.connection = Resting(connection)
        self.submit = submit
    }

    /// At most `capacity` bytes; none when the connection rests until there are some.
    func take(_ capacity: Int) -> ByteSource.Piece {
        let ready: ByteSource.Piece? = state.withLock { state in
            let count = min(capacity, state.bytes.count - state.sent)
            if count > 0 {
                defer { state.sent += count }
                return .bytes(Array(state.bytes[state.sent..<state.sent + count]))
            }
            return state.end
        }
        if let ready { return ready }
        connection.suspend()
        if !submit({ self.makeNext() }) {
            state.withLock { $0.end = .failed }
            connection.resume()
        }
        return .bytes([])
    }

    private func makeNext() {
        let piece = source.take(Self.pieceBytes)
        state.withLock { state in
            switch piece {
            case .bytes(let bytes):
                state.bytes = bytes
                state.sent = 0
            case .end, .failed: state.end = piece
            }
        }
        connection.resume()
    }
}
