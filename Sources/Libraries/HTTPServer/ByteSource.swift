internal import Synchronization

/// Bytes that are made while they are sent: a file of any length in bounded memory. The client's
/// pace decides when the next chunk is asked for; no thread waits for a slow one.
package final class ByteSource: Sendable {
    /// What is given to the client.
    enum Piece: Equatable {
        case bytes([UInt8])
        case end
        /// The connection breaks off, so that nobody takes the part for the whole.
        case failed
    }

    private struct Chunk {
        var bytes: [UInt8] = []
        var sent = 0
        var isOver = false
    }

    private let chunk = Mutex(Chunk())
    private let next: @Sendable () throws -> [UInt8]?
    private let onFailure: @Sendable (any Error) -> Void

    /// Begins at `start`; `next` makes a chunk and moves on, nil at the end. It runs on a
    /// thread of the request's lane, one call at a time. What it throws goes to `onFailure`.
    package init<Progress: Sendable>(
        from start: Progress,
        onFailure: @escaping @Sendable (any Error) -> Void,
        next: @escaping @Sendable (inout Progress) throws -> [UInt8]?,
    ) {
        let steps = Steps(start, next)
        self.next = { try steps.next() }
        self.onFailure = onFailure
    }

    /// At most `capacity` bytes; never none but at the end.
    func take(_ capacity: Int) -> Piece {
        chunk.withLock { chunk in
            while chunk.sent == chunk.bytes.count {
                if chunk.isOver { return .end }
                do {
                    if let bytes = try next() {
                        chunk.bytes = bytes
                    } else {
                        chunk.bytes = []
                        chunk.isOver = true
                    }
                    chunk.sent = 0
                } catch {
                    onFailure(error)
                    return .failed
                }
            }
            let end = min(chunk.bytes.count, chunk.sent + capacity)
            defer { chunk.sent = end }
            return .bytes(Array(chunk.bytes[chunk.sent..<end]))
        }
    }

    /// All of it, for tests and for small files; nil where it broke off.
    package func collect() -> [UInt8]? {
        var all: [UInt8] = []
        while true {
            switch take(1 << 16) {
            case .bytes(let bytes): all += bytes
            case .end: return all
            case .failed: return nil
            }
        }
    }
}

/// How far a source has come.
private final class Steps<Progress: Sendable>: Sendable {
    private let progress: Mutex<Progress>
    private let step: @Sendable (inout Progress) throws -> [UInt8]?

    init(_ start: Progress, _ step: @escaping @Sendable (inout Progress) throws -> [UInt8]?) {
        progress = Mutex(start)
        self.step = step
    }

    func next() throws -> [UInt8]? { try progress.withLock { try step(&$0) } }
}
