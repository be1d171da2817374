internal import CMicrohttpd
internal import Foundation

/// Server-Sent Events to one client. Any thread sends; no thread is held while nothing is sent.
package final class EventStream: @unchecked Sendable {
    // Everything below is guarded by `lock`.
    private let lock = NSLock()
    private var pending: [UInt8] = []
    private var sent = 0
    private var connection: OpaquePointer?
    private var isSuspended = false
    private var isFinished = false
    private var isClosed = false
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

    /// Ends the stream after what was sent.
    package func finish() {
        lock.withLock {
            isFinished = true
            wake()
        }
    }

    private func send(_ bytes: [UInt8]) -> Bool {
        lock.withLock {
            if isClosed || isFinished { return false }
            if pending.count - sent + bytes.count > Self.mostPending {
                isFinished = true
            } else {
                pending.append(contentsOf: bytes)
            }
            wake()
            return !isFinished
        }
    }

    private func wake() {
        guard isSuspended, let connection else { return }
        isSuspended = false
        MHD_resume_connection(connection)
    }

    func attach(_ connection: OpaquePointer) {
        lock.withLock { self.connection = connection }
    }

    func closedByPeer() {
        let first = lock.withLock {
            defer { isClosed = true }
            connection = nil
            isSuspended = false
            pending = []
            return !isClosed
        }
        if first { onClose() }
    }

    /// Fills `buffer`; -1 at the end. Suspends the connection when there is nothing to send.
    func read(_ buffer: UnsafeMutablePointer<CChar>, _ capacity: Int) -> Int {
        lock.withLock {
            let count = min(capacity, pending.count - sent)
            if count > 0 {
                pending.withUnsafeBytes { bytes in
                    UnsafeMutableRawPointer(buffer).copyMemory(
                        from: UnsafeRawBufferPointer(rebasing: bytes[sent..<sent + count])
                            .baseAddress ?? UnsafeRawPointer(buffer),
                        byteCount: count,
                    )
                }
                sent += count
                if sent == pending.count {
                    pending.removeAll(keepingCapacity: true)
                    sent = 0
                }
                return count
            }
            if isFinished { return -1 }
            guard let connection else { return -1 }
            isSuspended = true
            MHD_suspend_connection(connection)
            return 0
        }
    }
}
