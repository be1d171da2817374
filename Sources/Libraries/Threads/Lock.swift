internal import Glibc

/// A lock with which a `Signal` can be awaited.
package final class Lock: Sendable {
    private let handle: Cell<pthread_mutex_t>

    /// An open lock.
    package init() {
        handle = Cell(pthread_mutex_t())
        precondition(pthread_mutex_init(handle.pointer, nil) == 0, "No memory for a lock.")
    }

    deinit {
        pthread_mutex_destroy(handle.pointer)
    }

    /// Runs `body` while nobody else holds the lock.
    package func withLock<Result>(_ body: () throws -> Result) rethrows -> Result {
        pthread_mutex_lock(handle.pointer)
        defer { pthread_mutex_unlock(handle.pointer) }
        return try body()
    }

    /// Lets go of the lock until `signal` is given, then takes it again. May return early: the
    /// caller looks again. Called with the lock held.
    package func wait(for signal: Signal) {
        pthread_cond_wait(signal.handle.pointer, handle.pointer)
    }
}

/// What a thread waits for under a `Lock`.
package final class Signal: Sendable {
    fileprivate let handle: Cell<pthread_cond_t>

    /// A signal that nobody waits for yet.
    package init() {
        handle = Cell(pthread_cond_t())
        precondition(pthread_cond_init(handle.pointer, nil) == 0, "No memory for a signal.")
    }

    deinit {
        pthread_cond_destroy(handle.pointer)
    }

    /// Wakes one waiting thread.
    package func give() {
        pthread_cond_signal(handle.pointer)
    }

    /// Wakes every waiting thread.
    package func giveAll() {
        pthread_cond_broadcast(handle.pointer)
    }
}

/// A place in memory that does not move. The operating system guards what it holds here.
private final class Cell<Value>: @unchecked Sendable {
    let pointer: UnsafeMutablePointer<Value>

    init(_ value: Value) {
        pointer = .allocate(capacity: 1)
        pointer.initialize(to: value)
    }

    deinit {
        pointer.deallocate()
    }
}

/// One thread, to tell whether a call comes from within another one.
package struct ThreadIdentity: Equatable {
    private let handle = pthread_self()

    /// The thread that asks.
    package static var current: ThreadIdentity { ThreadIdentity() }

    package static func == (left: ThreadIdentity, right: ThreadIdentity) -> Bool {
        pthread_equal(left.handle, right.handle) != 0
    }
}

/// Lets other threads and processes go first for that long.
package func pause(milliseconds: Int32) {
    poll(nil, 0, milliseconds)
}
