internal import Foundation

/// SQLite's one writer. Who comes first leads: it runs its own work and that of everyone who came
/// meanwhile in one transaction, each in a savepoint of its own, commits once, and answers all.
final class GroupWriter: @unchecked Sendable {
    /// One caller's work, done on the leader's thread while the caller waits.
    private final class Job {
        /// Nil once it has run: the caller's closure is not kept longer than the caller waits.
        private var work: ((Transaction) -> (any Error)?)?
        let transaction: Transaction
        var failure: (any Error)?
        var isDone = false
        var leads = false

        init(_ transaction: Transaction, _ work: @escaping (Transaction) -> (any Error)?) {
            self.transaction = transaction
            self.work = work
        }

        func run() {
            failure = work?(transaction)
            work = nil
        }

        func fail(_ error: any Error) {
            failure = error
            work = nil
        }
    }

    private static let mostTogether = 128

    // `waiting`, `isLed` and every job's `isDone` and `leads` are guarded by `condition`;
    // `connection` belongs to the leader.
    private let condition = NSCondition()
    private var waiting: [Job] = []
    private var isLed = false
    private let connection: SQLiteEngine

    init(_ connection: SQLiteEngine) {
        self.connection = connection
    }

    func write<Result>(_ body: (Transaction) throws -> Result) throws -> Result {
        precondition(
            Thread.current.threadDictionary[Self.mark] == nil,
            "A write within a write would wait for itself.",
        )
        var result: Result?
        let transaction = Transaction(connection)
        let failure = withoutActuallyEscaping(body) { body in
            let job = Job(transaction) { transaction in
                do {
                    result = try body(transaction)
                    return nil
                } catch {
                    return error
                }
            }
            perform(job)
            return job.failure
        }
        if let failure { throw failure }
        for hook in transaction.commitHooks { hook() }
        guard let result else { preconditionFailure("A job without failure has a result.") }
        return result
    }

    private static let mark = "huihu.writing"

    private func perform(_ job: Job) {
        condition.lock()
        waiting.append(job)
        if isLed {
            while !job.isDone, !job.leads { condition.wait() }
            if job.isDone {
                condition.unlock()
                return
            }
        }
        isLed = true
        let batch = Array(waiting.prefix(Self.mostTogether))
        waiting.removeFirst(batch.count)
        condition.unlock()

        Thread.current.threadDictionary[Self.mark] = true
        commit(batch)
        Thread.current.threadDictionary[Self.mark] = nil

        condition.lock()
        for done in batch { done.isDone = true }
        if let next = waiting.first {
            next.leads = true
        } else {
            isLed = false
        }
        condition.broadcast()
        condition.unlock()
    }

    private func commit(_ batch: [Job]) {
        do {
            try connection.script("BEGIN IMMEDIATE")
        } catch {
            for job in batch { job.fail(error) }
            return
        }
        do {
            if batch.count == 1 {
                batch[0].run()
                if batch[0].failure != nil {
                    try connection.script("ROLLBACK")
                    return
                }
            } else {
                for job in batch { try runAlone(job) }
            }
            try connection.script("COMMIT")
        } catch {
            for job in batch where job.failure == nil { job.fail(error) }
            rollBackAfterFailure()
        }
    }

    private func runAlone(_ job: Job) throws {
        try connection.script("SAVEPOINT job")
        job.run()
        if job.failure != nil { try connection.script("ROLLBACK TO job") }
        try connection.script("RELEASE job")
    }

    /// SQLite may have rolled back already; then there is nothing left to undo.
    private func rollBackAfterFailure() {
        do { try connection.script("ROLLBACK") } catch { return }
    }
}
