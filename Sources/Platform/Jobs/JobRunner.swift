package import Database
package import Kernel
internal import Synchronization
internal import Threads

/// Runs the jobs of these kinds when they are due, one after the other. A job that throws is
/// recorded, reported and tried again.
///
/// Long work would hold up the rest: give it a runner of its own. Tests advance their clock and
/// call `runDue()`; a running server calls `start()`.
package final class JobRunner: Sendable {
    private struct State {
        var scheduler: Scheduler
        var thread: LoopThread?
    }

    /// How often the running thread looks into the outbox, in real milliseconds.
    private static let lookEvery: Int32 = 500
    /// How many jobs one call runs: a job that puts itself back at once cannot hold the thread.
    private static let mostInARow = 1_000

    private let kinds: [JobName: JobDefinition]
    private let database: any Database
    private let time: any TimeSource
    private let report: @Sendable (JobFailure) -> Void
    private let state: Mutex<State>
    private let stopping = Atomic(false)

    /// A runner for these kinds. `report` hears of every failure, on the runner's thread.
    package init(
        _ definitions: [JobDefinition],
        on database: any Database,
        time: any TimeSource,
        report: @escaping @Sendable (JobFailure) -> Void,
    ) throws {
        kinds = Dictionary(definitions.map { ($0.name, $0) }) { first, _ in
            preconditionFailure("The job \(first.name) is defined twice.")
        }
        self.database = database
        self.time = time
        self.report = report
        let now = time.now()
        let schedules = kinds.compactMapValues(\.schedule)
        var scheduler = Scheduler(schedules, startingAt: now)
        try database.write { transaction in
            let outbox = Outbox(transaction)
            for name in schedules.keys.sorted() {
                scheduler.settle(name, upTo: try outbox.settledMoment(of: name, at: now))
            }
        }
        state = Mutex(State(scheduler: scheduler))
    }

    /// Runs everything that is due and returns the names, in order. Failures of jobs are recorded
    /// and reported; what is thrown here is a failure of the outbox itself.
    @discardableResult
    package func runDue() throws -> [JobName] {
        let now = time.now()
        try addScheduled(at: now)
        var names: [JobName] = []
        while names.count < Self.mostInARow, !stopping.load(ordering: .relaxed) {
            let now = time.now()
            let claimed = try database.write { try Outbox($0).claim(kinds, at: now) }
            guard let job = claimed, let kind = kinds[job.name] else { break }
            try run(job, kind, at: now)
            names.append(job.name)
        }
        return names
    }

    /// Starts the one thread that looks for due jobs until `stop()`.
    package func start() {
        stopping.store(false, ordering: .relaxed)
        state.withLock { state in
            guard state.thread == nil else { return }
            state.thread = LoopThread { [self] in
                do {
                    try runDue()
                } catch {
                    report(JobFailure(job: nil, error: error, retryAt: time.now()))
                }
                return .milliseconds(Self.lookEvery)
            }
        }
    }

    /// Lets the running job end, or pause if it can, and waits for the thread.
    package func stop() {
        stopping.store(true, ordering: .relaxed)
        let thread = state.withLock { state in
            defer { state.thread = nil }
            return state.thread
        }
        thread?.stop()
        stopping.store(false, ordering: .relaxed)
    }

    /// Makes the thread look at once: after a transaction that has put a job into the outbox.
    package func wake() {
        state.withLock { $0.thread }?.wake()
    }

    private func addScheduled(at now: Moment) throws {
        for name in state.withLock({ $0.scheduler.due(at: now) }) {
            guard let schedule = kinds[name]?.schedule else { continue }
            let moment = schedule.latest(atOrBefore: now)
            do {
                try database.write { _ = try Outbox($0).addScheduled(name, for: moment, at: now) }
            } catch {
                // Not lost: it is due again at the next look.
                let before = moment - .milliseconds(1)
                state.withLock { $0.scheduler.settle(name, upTo: before) }
                throw error
            }
        }
    }

    private func run(_ job: Job, _ kind: JobDefinition, at now: Moment) throws {
        let context = JobContext(job: job, now: now) { [self] in
            stopping.load(ordering: .relaxed)
        }
        do {
            switch kind.work {
            case .transaction(let work):
                try database.write { transaction in
                    try work(transaction, context)
                    guard try finish(job, at: now, in: transaction) else { throw LeaseLost() }
                }
            case .plain(let work):
                try work(context)
                let end = time.now()
                let isOurs = try database.write { try finish(job, at: end, in: $0) }
                if !isOurs { throw LeaseLost() }
            }
        } catch is JobPaused {
            try settle(job, as: .waiting, dueAt: now, attempts: job.attempts - 1, error: nil)
        } catch {
            try fail(job, kind, error)
        }
    }

    private func finish(_ job: Job, at now: Moment, in transaction: Transaction) throws -> Bool {
        try Outbox(transaction).settle(
            job,
            as: .done,
            dueAt: now,
            attempts: job.attempts,
            error: nil,
            at: now
        )
    }

    private func fail(_ job: Job, _ kind: JobDefinition, _ error: any Error) throws {
        let now = time.now()
        let wait = Self.isFinal(error) ? nil : kind.retry.wait(afterAttempts: job.attempts)
        let retryAt = wait.map { now + $0 }
        report(JobFailure(job: job, error: error, retryAt: retryAt))
        // The other node records how it ended.
        if error is LeaseLost { return }
        try settle(
            job,
            as: retryAt == nil ? .failed : .waiting,
            dueAt: retryAt ?? now,
            attempts: job.attempts,
            error: Self.text(of: error)
        )
    }

    private func settle(
        _ job: Job,
        as state: Job.State,
        dueAt due: Moment,
        attempts: Int,
        error: String?
    ) throws {
        let now = time.now()
        try database.write { transaction in
            _ = try Outbox(transaction).settle(
                job,
                as: state,
                dueAt: due,
                attempts: attempts,
                error: error,
                at: now
            )
        }
    }

    /// A refusal by the rules stays one, however often it is tried; what is unavailable may come
    /// back, and a defect may have been the network's.
    private static func isFinal(_ error: any Error) -> Bool {
        guard let refusal = error as? any UserFacing else { return false }
        switch refusal.status {
        case .unavailable, .tooMany: return false
        case .badRequest, .unauthenticated, .forbidden, .notFound, .refused, .tooLarge, .invalid:
            return true
        }
    }

    private static func text(of error: any Error) -> String {
        if let refusal = error as? any UserFacing { return refusal.code }
        return String("\(type(of: error)): \(error)".prefix(500))
    }
}

/// The job took longer than its lease, and another node has it now.
private struct LeaseLost: Error {}
