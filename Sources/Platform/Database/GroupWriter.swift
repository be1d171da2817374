internal import Threads

/// SQLite's one writer. Who comes first leads: it runs its own work and that of everyone who came
/// meanwhile in one transaction, each in a savepoint of its own, commits once, and answers all.
///
/// Only a thread of the lane `call` leads itself. The others stand back for a processor, and whoever
/// waits for a leader stands back with it: a clerk at full priority leads for them. Work of the lane
/// `bulk` comes when nobody else waits, one piece in a commit, or after a few commits at the latest.
final class GroupWriter: @unchecked Sendable {
    /// One caller's work, done on the leader's thread while the caller waits.
    private final class Job {
        /// Nil once it is answered: nobody keeps the caller's closure longer than the caller waits.
        private var work: ((Transaction) throws -> Void)?
        let transaction: Transaction
        var failure: (any Error)?
        var place = Place.waiting
        let lane: Lane
        /// Given when the place changes; nil for the one that leads from the start.
        let change: Signal?

        enum Place {
            case waiting
            case leading
            case done
        }

        init(
            _ connection: SQLiteEngine,
            _ lane: Lane,
            _ change: Signal?,
            _ work: @escaping (Transaction) throws -> Void,
        ) {
            transaction = Transaction(connection, isReading: false)
            self.lane = lane
            self.change = change
            self.work = work
        }

        func run() {
            defer { transaction.end() }
            do { try work?(transaction) } catch { failure = error }
        }

        func answer() {
            work = nil
            place = .done
        }
    }

    private enum Leadership: Equatable {
        case free
        /// Somebody was told to lead and has not woken yet.
        case handedOver
        /// The clerk was told to lead and has not woken yet.
        case withClerk
        case held(ThreadIdentity)
    }

    private static let mostTogether = 128
    /// Commits after which a waiting piece of bulk work has its turn beside the others.
    private static let mostPassed = 4

    // `waiting` to `clerk` and every job's `place` are guarded by `lock`; what a job does and the
    // connection belong to the leader.
    private let lock = Lock()
    private let isIdle = Signal()
    private var waiting: [Job] = []
    private var patient: [Job] = []
    /// Commits that went by while bulk work waited.
    private var passed = 0
    private var leadership = Leadership.free
    private var isClosed = false
    private var clerk: LoopThread?
    private var connection: SQLiteEngine?
    /// Called by the leader after each commit. Set before the first.
    var afterCommit: (SQLiteEngine) -> Void = { _ in }

    /// Writes through `connection`.
    init(_ connection: SQLiteEngine) {
        self.connection = connection
    }

    func write<Result>(
        in lane: Lane,
        _ body: (Transaction) throws -> Result,
    ) throws -> Result {
        var result: Result?
        let transaction = try withoutActuallyEscaping(body) { body in
            let job = try perform(lane) { result = try body($0) }
            if let failure = job.failure { throw failure }
            return job.transaction
        }
        transaction.runHooks()
        guard let result else { preconditionFailure("Work without failure has a result.") }
        return result
    }

    /// A write within a write would wait for itself.
    func requireOutside() {
        let isInside = lock.withLock { leadership == .held(.current) }
        precondition(!isInside, "A thread has one transaction at a time: use the open one.")
    }

    /// Waits for what is running and closes the connection.
    func close() {
        lock.withLock {
            isClosed = true
            while leadership != .free { lock.wait(for: isIdle) }
            connection = nil
        }
        stopClerk()
    }

    /// How many wait for a leader to take their work, for tests.
    var waitingCount: Int { lock.withLock { waiting.count + patient.count } }

    /// Ends the clerk's thread; nobody may write any more.
    func stopClerk() {
        lock.withLock { clerk }?.stop()
    }

    private func perform(
        _ lane: Lane,
        _ work: @escaping (Transaction) throws -> Void,
    ) throws -> Job {
        let (job, connection) = try lock.withLock { () -> (Job, SQLiteEngine) in
            precondition(
                leadership != .held(.current),
                "A thread has one transaction at a time: use the open one.",
            )
            guard !isClosed, let connection = self.connection else { throw DatabaseError.closed }
            let leads = leadership == .free && lane == .call
            let job = Job(connection, lane, leads ? nil : Signal(), work)
            if lane == .bulk { patient.append(job) } else { waiting.append(job) }
            if leadership == .free, !leads { callClerk() }
            if let change = job.change {
                while job.place == .waiting { lock.wait(for: change) }
            } else {
                job.place = .leading
            }
            if job.place == .leading { leadership = .held(.current) }
            return (job, connection)
        }
        if job.place == .leading { lead(connection) }
        return job
    }

    /// Has the clerk lead. Called with the lock held.
    private func callClerk() {
        leadership = .withClerk
        let clerk =
            self.clerk
            ?? LoopThread { [weak self] in
                self?.leadForOthers()
                return .untilWoken
            }
        self.clerk = clerk
        clerk.wake()
    }

    private func leadForOthers() {
        let connection = lock.withLock { () -> SQLiteEngine? in
            guard leadership == .withClerk else { return nil }
            leadership = .held(.current)
            return self.connection
        }
        if let connection { lead(connection) }
    }

    /// Commits what is waiting and hands over to the next.
    private func lead(_ connection: SQLiteEngine) {
        let batch = commit(connection)
        afterCommit(connection)
        lock.withLock {
            // The next leader first: the disk is idle until it runs.
            if let index = waiting.firstIndex(where: { $0.lane == .call }) {
                // A leader's own work is in what it commits, however much waits.
                let next = waiting.remove(at: index)
                waiting.insert(next, at: 0)
                next.place = .leading
                next.change?.give()
                leadership = .handedOver
            } else if !waiting.isEmpty || !patient.isEmpty {
                callClerk()
            } else {
                leadership = .free
                isIdle.giveAll()
            }
            for job in batch { job.answer() }
        }
        // Without the lock, for which those who wake would wait at once.
        for job in batch { job.change?.give() }
    }

    /// Those who wait now, `room` of them at most.
    private func waitingNow(_ room: Int) -> [Job] {
        lock.withLock {
            let batch = Array(waiting.prefix(room))
            waiting.removeFirst(batch.count)
            return batch
        }
    }

    /// A piece of bulk work whose turn it is beside `others`; nil for none.
    private func bulkWork(beside others: Int) -> Job? {
        lock.withLock {
            if patient.isEmpty { return nil }
            passed += 1
            guard others == 0 || passed > Self.mostPassed else { return nil }
            passed = 0
            return patient.removeFirst()
        }
    }

    /// Runs and commits what is waiting, and what comes to wait meanwhile: without the latter, those
    /// whom a commit answers come back during the next one, in two halves that each wait for the
    /// disk. Returns what is to be answered.
    private func commit(_ connection: SQLiteEngine) -> [Job] {
        var batch = waitingNow(Self.mostTogether)
        if let piece = bulkWork(beside: batch.count) { batch.append(piece) }
        do {
            try connection.control("BEGIN IMMEDIATE")
            if batch.count == 1 {
                batch[0].run()
                if batch[0].failure != nil {
                    connection.rollBack()
                    return batch
                }
            } else {
                for job in batch { try runAlone(job, connection) }
            }
            while batch.count < Self.mostTogether {
                let more = waitingNow(Self.mostTogether - batch.count)
                if more.isEmpty { break }
                batch += more
                for job in more { try runAlone(job, connection) }
            }
            try connection.control("COMMIT")
        } catch {
            for job in batch where job.failure == nil { job.failure = error }
            connection.rollBack()
        }
        return batch
    }

    private func runAlone(_ job: Job, _ connection: SQLiteEngine) throws {
        try connection.control("SAVEPOINT job")
        job.run()
        if job.failure != nil { try connection.control("ROLLBACK TO job") }
        try connection.control("RELEASE job")
    }
}
