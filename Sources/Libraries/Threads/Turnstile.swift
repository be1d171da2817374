internal import Glibc
internal import Synchronization

/// Lets only so many threads do something dear at once. A few more wait for their turn; whoever
/// comes on top of those is turned away, so that waiting never takes every thread.
package final class Turnstile: Sendable {
    /// How many processors the machine has for this program.
    package static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    private let turns: Semaphore
    private let inside = Mutex(0)
    private let most: Int

    /// At most `running` at once, with `waiting` behind them.
    package init(running: Int, waiting: Int) {
        precondition(running > 0 && waiting >= 0, "Someone passes a turnstile.")
        turns = Semaphore(running)
        most = running + waiting
    }

    /// Runs `body` when it is its turn; nil, at once, where too many wait already.
    package func pass<Result>(_ body: () throws -> Result) rethrows -> Result? {
        let isLetIn = inside.withLock { count in
            guard count < most else { return false }
            count += 1
            return true
        }
        guard isLetIn else { return nil }
        defer { inside.withLock { $0 -= 1 } }
        turns.wait()
        defer { turns.give() }
        return try body()
    }
}

/// A counter that threads wait for. The operating system guards it; it does not move in memory.
private final class Semaphore: @unchecked Sendable {
    private let handle = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init(_ count: Int) {
        precondition(sem_init(handle, 0, UInt32(count)) == 0, "The count fits a semaphore.")
    }

    deinit {
        sem_destroy(handle)
        handle.deallocate()
    }

    /// Takes one, waiting until there is one; a signal to the process does not end the wait.
    func wait() {
        while sem_wait(handle) != 0 {}
    }

    func give() {
        sem_post(handle)
    }
}
