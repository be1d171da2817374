internal import CMicrohttpd
internal import Synchronization

/// Server-Sent Events to one client. Any thread sends; no thread is held while nothing is sent.
package final class EventStream: Sendable {
    /// libmicrohttpd's connection; used only while the stream's lock is held.
    private struct Connection: @unchecked Sendable {
        let handle: OpaquePointer
    }

    private struct State {
        var pending: [UInt8] = []
        var sent = 0
        var connection: Connection?
        var isSuspended = false
        var isFinished = false
        var isClosed = false

        mutating func wake() {
            guard isSuspended, let connection else { return }
            isSuspended = false
            MHD_resume_connection(connection.handle)
        }
    }

    private let state = Mutex(State())
    private let onClose: @Sendable () -> Void
    private static let mostPending = 1 << 20

    /// A stream; `onClose` is called once the client has gone.
    package init(onClose: @escaping @Sendable () -> Void = {}) {
        self.onClose = onClose
    }

    /// Sends an event; false when the client has gone or is too slow.
    @discardableResult
    package func send(event: String, data: String) -> Bool {
        var text = "event: \(event)\n"
        for line in data.split(separator: "\n", omittingEmptySubsequences: false) {
            text += "data: \(line)\n"
        }
        return send(Array((text + "\n").utf8))
    }

    /// Sends nothing that the client sees; finds out whether it is still there.
    @discardableResult
    package func sendHeartbeat() -> Bool { send(Array(": \n\n".utf8)) }

    /// Whether nothing more is sent.
    package var isOver: Bool { state.withLock { $0.isFinished || $0.isClosed } }

    /// Ends the stream after what was sent.
    package func finish() {
        state.withLock { state in
            state.isFinished = true
            state.wake()
        }
    }

    private func send(_ bytes: [UInt8]) -> Bool {
        state.withLock { state in
            if state.isClosed || state.isFinished { return false }
            if state.pending.count - state.sent + bytes.count > Self.mostPending {
                state.isFinished = true
            } else {
                state.pending.append(contentsOf: bytes)
            }
            state.wake()
            return !state.isFinished
        }
    }

    func attach(_ handle: OpaquePointer) {
        let connection = Connection(handle: handle)
        state.withLock { $0.connection = connection }
    }

    func closedByPeer() {
        let isFirst = state.withLock { state in
            defer { state.isClosed = true }
            state.connection = nil
            state.isSuspended = false
            state.pending = []
            return !state.isClosed
        }
        if isFirst { onClose() }
    }

    /// What to give to the client now: at most `capacity` bytes; nil at the end. Suspends the
    /// connection when there is nothing to send.
    func take(_ capacity: Int) -> [UInt8]? {
        state.withLock { state in
            let count = min(capacity, state.pending.count - state.sent)
            if count > 0 {
                let piece = Array(state.pending[state.sent..<state.sent + count])
                state.sent += count
                if state.sent == state.pending.count {
                    state.pending.removeAll(keepingCapacity: true)
                    state.sent = 0
                }
                return piece
            }
            guard !state.isFinished, let connection = state.connection else { return nil }
            state.isSuspended = true
            MHD_suspend_connection(connection.handle)
            return []
        }
    }
}
