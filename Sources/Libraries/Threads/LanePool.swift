internal import Glibc

/// Threads for each lane, made when they are needed up to a limit, and a queue with an end before
/// them. Work may block; it never holds up another lane's.
package final class LanePool: Sendable {
    private let queues: [Lane: WorkQueue]

    /// Threads of each lane at most, and how much may wait for them. A lane without threads takes
    /// nothing.
    package init(threads: [Lane: Int], mostWaiting: Int) {
        queues = Dictionary(
            uniqueKeysWithValues: threads.map { lane, count in
                (lane, WorkQueue(lane, threads: count, mostWaiting: mostWaiting))
            }
        )
    }

    /// Runs `work` soon on a thread of the lane; false when too much waits there already, or when the
    /// pool is stopping. What goes on with work that was taken, such as the next part of an answer,
    /// is always taken until then.
    package func submit(
        _ lane: Lane,
        goesOn: Bool = false,
        _ work: @escaping @Sendable () -> Void,
    ) -> Bool {
        queues[lane]?.add(work, goesOn: goesOn) ?? false
    }

    /// Takes nothing more, runs what waits, and ends the threads.
    package func stop() {
        for queue in queues.values { queue.stop() }
    }
}

/// One lane's queue and threads.
private final class WorkQueue: @unchecked Sendable {
    // Everything below is guarded by `lock`.
    private let lock = Lock()
    private let hasWork = Signal()
    private var waiting: [(@Sendable () -> Void)?] = []
    private var next = 0
    private var idle = 0
    private var threads: [pthread_t] = []
    private var isStopping = false
    private let lane: Lane
    private let limit: Int
    private let mostWaiting: Int

    init(_ lane: Lane, threads limit: Int, mostWaiting: Int) {
        self.lane = lane
        self.limit = limit
        self.mostWaiting = mostWaiting
    }

    private var count: Int { waiting.count - next }

    func add(_ work: @escaping @Sendable () -> Void, goesOn: Bool) -> Bool {
        lock.withLock {
            let atOnce = idle + limit - threads.count
            if isStopping || !goesOn && count >= mostWaiting + atOnce { return false }
            waiting.append(work)
            // One that was woken for earlier work counts as idle until it has taken it.
            if count <= idle {
                hasWork.give()
            } else if threads.count < limit {
                threads.append(startedThread { [self] in run() })
            }
            return true
        }
    }

    func stop() {
        let ending = lock.withLock {
            isStopping = true
            hasWork.giveAll()
            defer { threads = [] }
            return threads
        }
        for thread in ending { pthread_join(thread, nil) }
    }

    private func run() {
        lane.standBack()
        while let work = take() { work() }
    }

    /// The work that waits longest; nil at the end.
    private func take() -> (@Sendable () -> Void)? {
        lock.withLock {
            while next == waiting.count {
                if isStopping { return nil }
                idle += 1
                lock.wait(for: hasWork)
                idle -= 1
            }
            defer {
                waiting[next] = nil
                next += 1
                // Moves the rest to the front once in a while, not for each.
                if next == waiting.count || next >= 1_024 {
                    waiting.removeFirst(next)
                    next = 0
                }
            }
            return waiting[next]
        }
    }
}
