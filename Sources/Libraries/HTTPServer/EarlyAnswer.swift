internal import CMicrohttpd
internal import Glibc
internal import Synchronization
internal import Threads

/// An answer while the client still sends. libmicrohttpd takes one only before a body or after it,
/// so this one goes straight to the socket, after which the connection is closed.
enum EarlyAnswer {
    /// Sends it. The answer is short and the socket's buffer is made to hold it: nobody waits.
    static func send(_ response: Response, to descriptor: Int32) {
        var size: Int32 = 512 << 10
        setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        let bytes = wire(response)
        var done = 0
        while done < bytes.count {
            let sent = bytes.withUnsafeBytes { buffer in
                Glibc.send(
                    descriptor,
                    buffer.baseAddress.map { $0 + done },
                    buffer.count - done,
                    Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT),
                )
            }
            if sent < 0, errno == EINTR { continue }
            guard sent > 0 else { return }
            done += sent
        }
    }

    private static func wire(_ response: Response) -> [UInt8] {
        var body: [UInt8] = []
        if case .bytes(let bytes) = response.body { body = bytes }
        let reason = String(cString: MHD_get_reason_phrase_for(UInt32(response.status)))
        var head = "HTTP/1.1 \(response.status) \(reason)\r\nConnection: close\r\n"
        for (name, value) in response.headers { head += "\(name): \(value)\r\n" }
        head += "Content-Length: \(body.count)\r\n\r\n"
        return Array(head.utf8) + body
    }
}

/// Keeps connections that were answered early until their clients have read the answer.
///
/// A socket that is closed while its client still sends is reset, and the reset takes the answer
/// away from the client. So what still comes is thrown away for a while.
final class Lingering: Sendable {
    private struct Held {
        let descriptor: Int32
        var turns: Int
    }

    private static let most = 256
    private static let turns = 100
    private static let pause: LoopThread.Pause = .milliseconds(50)
    private static let bytesForTurn = 1 << 20

    private let held = Mutex<[Held]>([])
    private let thread = Mutex<LoopThread?>(nil)

    func start() {
        let loop = LoopThread { [weak self] in self?.turn() ?? .untilWoken }
        thread.withLock { $0 = loop }
    }

    func stop() {
        let loop = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        loop?.stop()
        for one in held.withLock({ $0 }) { close(one.descriptor) }
        held.withLock { $0 = [] }
    }

    /// Keeps the socket of `descriptor`, which its owner goes on to close.
    func keep(_ descriptor: Int32) {
        let copy = shim_duplicate(descriptor)
        guard copy >= 0 else { return }
        shim_end_sending(copy)
        let isKept = held.withLock { held in
            guard held.count < Self.most else { return false }
            held.append(Held(descriptor: copy, turns: Self.turns))
            return true
        }
        if isKept { thread.withLock { $0 }?.wake() } else { close(copy) }
    }

    private func turn() -> LoopThread.Pause {
        let all = held.withLock { held in
            defer { held = [] }
            return held
        }
        let rest = all.compactMap { one -> Held? in
            guard one.turns > 0, drain(one.descriptor) else {
                close(one.descriptor)
                return nil
            }
            return Held(descriptor: one.descriptor, turns: one.turns - 1)
        }
        return held.withLock { held in
            held += rest
            return held.isEmpty ? .untilWoken : Self.pause
        }
    }

    /// Throws away what has come; false once the client has closed.
    private func drain(_ descriptor: Int32) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        var taken = 0
        while taken < Self.bytesForTurn {
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            if count > 0 {
                taken += count
            } else if count == 0 {
                return false
            } else if errno != EINTR {
                return errno == EAGAIN || errno == EWOULDBLOCK
            }
        }
        return true
    }
}
