internal import Glibc
internal import Synchronization
internal import Threads

/// Reads and seals the next chunk on a thread of its own while the one before is being stored. At
/// most two chunks are in memory.
final class ImportAhead: Sendable {
    /// What the reading thread alone uses.
    private final class Source: @unchecked Sendable {
        // `next` is called by the one thread that this class's owner starts, and by nobody else.
        private let rows: ImportRows
        private let count: Int

        init(_ rows: ImportRows, count: Int) {
            self.rows = rows
            self.count = count
        }

        func next() -> ImportChunk { rows.next(count) }
    }

    /// The one place between the two threads.
    private final class Exchange: Sendable {
        let isFree = Semaphore(1)
        let isFull = Semaphore(0)
        private let chunk = Mutex<ImportChunk?>(nil)
        private let isOver = Atomic(false)

        func put(_ next: ImportChunk) {
            chunk.withLock { $0 = next }
            isFull.give()
        }

        func take() -> ImportChunk {
            isFull.take()
            defer { isFree.give() }
            return chunk.withLock { chunk in
                guard let next = chunk.take() else { preconditionFailure("A full place is empty.") }
                return next
            }
        }

        /// Waits for the place; false when nobody wants more.
        func waitForPlace() -> Bool {
            isFree.take()
            return !isOver.load(ordering: .acquiring)
        }

        func end() {
            isOver.store(true, ordering: .releasing)
            isFree.give()
        }
    }

    private let exchange = Exchange()
    private let thread: LoopThread

    /// Begins to read at once, `count` rows at a time.
    init(_ rows: ImportRows, count: Int) {
        let source = Source(rows, count: count)
        thread = LoopThread(.bulk) { [exchange] in
            guard exchange.waitForPlace() else { return .untilWoken }
            let chunk = source.next()
            exchange.put(chunk)
            return chunk.isLast ? .untilWoken : .none
        }
    }

    /// The next chunk; asked for again only while the one before was not the last.
    func next() -> ImportChunk { exchange.take() }

    /// Ends the thread; called once, whether everything was read or not.
    func stop() {
        exchange.end()
        thread.stop()
    }
}

/// Counts what may be taken; a thread waits for it.
private final class Semaphore: @unchecked Sendable {
    // A place that does not move; the operating system guards what it holds.
    private let handle: UnsafeMutablePointer<sem_t>

    init(_ count: UInt32) {
        handle = .allocate(capacity: 1)
        handle.initialize(to: sem_t())
        precondition(sem_init(handle, 0, count) == 0, "No memory for a semaphore.")
    }

    deinit {
        sem_destroy(handle)
        handle.deallocate()
    }

    func give() {
        sem_post(handle)
    }

    func take() {
        while sem_wait(handle) != 0 {}
    }
}
