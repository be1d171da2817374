internal import CMicrohttpd
internal import Synchronization

/// A connection of libmicrohttpd that may be suspended and resumed. Resuming is allowed from any
/// thread, once for each time that it was suspended.
struct Resting: @unchecked Sendable {
    private let connection: OpaquePointer

    init(_ connection: OpaquePointer) {
        self.connection = connection
    }

    /// Called on the thread that moves the connection's bytes, from within one of its callbacks.
    func suspend() { MHD_suspend_connection(connection) }

    func resume() { MHD_resume_connection(connection) }
}

/// An answer that is being made while its connection rests.
final class PendingAnswer: Sendable {
    private let connection: Resting
    private let made = Mutex<Response?>(nil)

    /// Suspends the connection; `finish` wakes it.
    init(_ connection: OpaquePointer) {
        self.connection = Resting(connection)
        self.connection.suspend()
    }

    /// The answer; nil while it is being made.
    var answer: Response? { made.withLock { $0 } }

    /// Gives the answer, once.
    func finish(_ response: Response) {
        made.withLock { $0 = response }
        connection.resume()
    }
}
