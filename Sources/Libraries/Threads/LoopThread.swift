internal import Glibc
internal import Synchronization

/// One plain thread that repeats a step, waits as long as the step asks, and can be woken.
///
/// It never runs on Swift's cooperative pool, so its step may block. It waits by `poll` on a pipe,
/// which needs no clock. The step keeps what it captures alive until `stop()`.
package final class LoopThread: Sendable {
    /// How long to wait before the next step, in real time.
    package enum Pause: Hashable, Sendable {
        /// Not at all.
        case none
        /// At most so many milliseconds, or until woken.
        case milliseconds(Int32)
        /// Until woken.
        case untilWoken
    }

    private struct State {
        var thread: pthread_t?
        var isStopping = false
        /// Whether a byte lies in the pipe: one is enough, so writing never blocks.
        var isWoken = false
    }

    private let state = Mutex(State())
    private let readEnd: Int32
    private let writeEnd: Int32

    /// Starts the thread, as urgent as its lane.
    package init(_ lane: Lane = .call, step: @escaping @Sendable () -> Pause) {
        var ends: [Int32] = [-1, -1]
        precondition(pipe(&ends) == 0, "No file handle left for a thread.")
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (readEnd, writeEnd) = (ends[0], ends[1])
        let thread = startedThread { [self] in
            lane.standBack()
            while !state.withLock({ $0.isStopping }) { wait(step()) }
        }
        state.withLock { $0.thread = thread }
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// Ends a running or coming wait at once.
    package func wake() {
        let isNews = state.withLock { state in
            defer { state.isWoken = true }
            return !state.isWoken
        }
        guard isNews else { return }
        var byte: UInt8 = 1
        precondition(write(writeEnd, &byte, 1) == 1, "An empty pipe takes a byte.")
    }

    /// Lets the running step end and waits for the thread. Stopping twice is allowed; stopping from
    /// the thread's own step is a defect.
    package func stop() {
        let thread = state.withLock { state in
            state.isStopping = true
            defer { state.thread = nil }
            return state.thread
        }
        guard let thread else { return }
        precondition(pthread_equal(thread, pthread_self()) == 0, "A thread cannot wait for itself.")
        wake()
        pthread_join(thread, nil)
    }

    private func wait(_ pause: Pause) {
        let milliseconds: Int32 =
            switch pause {
            case .none: 0
            case .milliseconds(let count): max(0, count)
            case .untilWoken: -1
            }
        var handle = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
        guard poll(&handle, 1, milliseconds) > 0 else { return }
        var byte: UInt8 = 0
        guard read(readEnd, &byte, 1) == 1 else { return }
        state.withLock { $0.isWoken = false }
    }
}
