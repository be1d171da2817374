package import Database
package import Kernel
internal import Synchronization
internal import Threads

/// Runs jobs when they are due, each on a thread of its own. One that throws is reported, and tried
/// again after waits that grow.
///
/// Of several programs on one database only one has the jobs, for as long as it renews its hold.
/// Tests advance their clocks and call `runDue()`; a running server calls `start()`.
package final class JobRunner: Sendable {
    private struct State {
        /// How the jobs stand, as far as this program has them.
        var standings: [String: JobStanding] = [:]
        /// What is not stored yet.
        var unsaved: Set<String> = []
        var running: Set<String> = []
        /// Until when nobody else has the jobs, by the machine's clock; nil where somebody may.
        var heldUntil: Moment?
        var threads: [LoopThread] = []
    }

    /// How long a program that fell silent keeps the jobs from others.
    static let hold = Duration.seconds(60)
    /// How often the hold is renewed, and what runs every few seconds is stored.
    private static let renewal = Duration.seconds(15)
    /// How often a thread looks whether its job is due, in real milliseconds.
    private static let lookEvery: Int32 = 500

    /// The jobs.
    package let jobs: [JobDefinition]
    private let base: any Database
    private let database: any Database
    private let time: any TimeSource
    private let wall: any TimeSource
    private let holder: String
    private let report: @Sendable (String) -> Void
    private let state = Mutex(State())
    private let stopping = Atomic(false)

    /// A runner for `jobs` by the business clock `time` and the machine's, `wall`. `holder` is this
    /// program's name among others, and `report` hears of every failure.
    package init(
        _ jobs: [JobDefinition],
        on database: any Database,
        time: any TimeSource,
        wall: any TimeSource,
        holder: String,
        report: @escaping @Sendable (String) -> Void,
    ) {
        precondition(Set(jobs.map(\.name)).count == jobs.count, "A job is defined twice.")
        self.jobs = jobs
        base = database
        self.database = database.within(.page)
        self.time = time
        self.wall = wall
        self.holder = holder
        self.report = report
    }

    // MARK: Running

    /// Runs everything that is due, one after the other, and returns the names. What is thrown here
    /// is the database's failure, never a job's.
    @discardableResult
    package func runDue() throws -> [String] {
        try keep()
        return jobs.filter(runIfDue).map(\.name)
    }

    /// Takes the jobs from whoever has them: a start that has the database to itself knows that
    /// nobody does.
    package func takeOver() throws {
        try database.write { try JobStore($0).release() }
    }

    /// Starts a thread for each job, and one that renews the hold, until `stop()`.
    package func start() {
        let keeper = LoopThread(.page) { [self] in
            do {
                try keep()
            } catch {
                report("the jobs wait, since the database cannot be asked: \(error)")
            }
            return .milliseconds(2 * Self.lookEvery)
        }
        let threads = jobs.map { job in
            LoopThread(job.lane) { [self] in
                _ = runIfDue(job)
                return .milliseconds(Self.lookEvery)
            }
        }
        state.withLock { $0.threads = [keeper] + threads }
    }

    /// Lets what runs end, or pause where it can, and lets go of the jobs.
    package func stop() {
        stopping.store(true, ordering: .relaxed)
        let threads = state.withLock { state in
            defer { state.threads = [] }
            return state.threads
        }
        for thread in threads { thread.stop() }
        do {
            let notes = notes
            try database.write { transaction in
                let store = JobStore(transaction)
                guard try store.isHeld(by: holder) else { return }
                for note in notes { try store.save(note, answering: nil) }
                try store.release(holder)
            }
        } catch {
            report("how the jobs stand was not stored: \(error)")
        }
        state.withLock { $0.heldUntil = nil }
    }

    // MARK: Showing

    /// How each job stands, and whether it runs here now; `transaction` tells what this program
    /// does not know.
    package func standings(
        _ transaction: Transaction
    ) throws -> [(job: JobDefinition, standing: JobStanding, isRunning: Bool)] {
        let stored = try JobStore(transaction).standings()
        return state.withLock { state in
            jobs.map { job in
                let known = state.heldUntil == nil ? nil : state.standings[job.name]
                var standing = known ?? stored[job.name] ?? firstStanding(of: job)
                standing.askedAt = stored[job.name]?.askedAt
                return (job, standing, state.running.contains(job.name))
            }
        }
    }

    // MARK: Having the jobs

    private var hasJobs: Bool {
        let now = wall.now()
        return state.withLock { $0.heldUntil.map { now < $0 } ?? false }
    }

    /// Renews the hold in time, stores what is not stored, and finds out what was asked for.
    func keep() throws {
        let now = wall.now()
        let end = state.withLock { $0.heldUntil }
        if end.map({ $0 - now <= Self.hold - Self.renewal }) ?? true { try renew(at: now) }
        guard hasJobs else { return }
        let asked = try database.read { try JobStore($0).asked() }
        let threads = state.withLock { state in
            for (name, moment) in asked { state.standings[name]?.askedAt = moment }
            return asked.isEmpty ? [] : state.threads
        }
        for thread in threads { thread.wake() }
    }

    private func renew(at now: Moment) throws {
        let end = now + Self.hold
        let wasHeld = hasJobs
        let notes = wasHeld ? notes : []
        let stored: [String: JobStanding]? = try database.write { transaction in
            let store = JobStore(transaction)
            guard try store.hold(holder, until: end, at: now) else { return nil }
            for note in notes { try store.save(note, answering: nil) }
            let known = try store.standings()
            // When it is first due is kept too: a program that is down then makes up for it.
            for job in jobs where known[job.name] == nil {
                try store.save(firstStanding(of: job), answering: nil)
            }
            return try store.standings()
        }
        state.withLock { state in
            state.heldUntil = stored == nil ? nil : end
            guard let stored else { return }
            state.unsaved.subtract(notes.filter { state.standings[$0.name] == $0 }.map(\.name))
            if wasHeld { return }
            state.unsaved = []
            for job in jobs {
                let first = firstStanding(of: job)
                var standing = stored[job.name] ?? first
                // A schedule that was changed holds from its next time on.
                standing.dueAt = min(standing.dueAt, first.dueAt)
                state.standings[job.name] = standing
            }
        }
    }

    /// What is not stored yet.
    private var notes: [JobStanding] {
        state.withLock { state in
            state.unsaved.sorted().compactMap { state.standings[$0] }
        }
    }

    private func firstStanding(of job: JobDefinition) -> JobStanding {
        JobStanding(name: job.name, dueAt: job.schedule.next(after: now(for: job)))
    }

    private func now(for job: JobDefinition) -> Moment {
        switch job.schedule {
        case .daily: time.now()
        case .every: wall.now()
        }
    }

    // MARK: One run

    private func runIfDue(_ job: JobDefinition) -> Bool {
        let now = now(for: job)
        guard hasJobs, !stopping.load(ordering: .relaxed) else { return false }
        let standing = state.withLock { state -> JobStanding? in
            guard let standing = state.standings[job.name],
                standing.dueAt <= now || standing.askedAt != nil,
                state.running.insert(job.name).inserted
            else { return nil }
            return standing
        }
        guard let standing else { return false }
        run(job, standing, at: now)
        state.withLock { _ = $0.running.remove(job.name) }
        return true
    }

    private func run(_ job: JobDefinition, _ before: JobStanding, at began: Moment) {
        let start = wall.now()
        let context = JobContext(now: time.now()) { [self] in
            stopping.load(ordering: .relaxed) || !hasJobs
        }
        let isStored = job.schedule.isRare || before.askedAt != nil || before.failures > 0
        let after = { [self] in
            before.done(
                at: began,
                took: wall.now() - start,
                next: job.schedule.next(after: now(for: job)),
            )
        }
        do {
            let standing: JobStanding
            switch job.work {
            case .transaction(let work):
                standing = try base.write(in: job.lane) { transaction in
                    try work(transaction, context)
                    let standing = after()
                    try settle(standing, before, isStored, in: transaction)
                    return standing
                }
            case .own(let work):
                try work(context)
                standing = after()
                if isStored {
                    try base.write(in: job.lane) {
                        try settle(standing, before, true, in: $0)
                    }
                }
            }
            note(standing, isStored: isStored)
        } catch is JobPaused {
            return
        } catch is HoldLost {
            state.withLock { $0.heldUntil = nil }
        } catch {
            fail(job, before, at: began, took: wall.now() - start, error)
        }
    }

    private func settle(
        _ standing: JobStanding,
        _ before: JobStanding,
        _ isStored: Bool,
        in transaction: Transaction,
    ) throws {
        let store = JobStore(transaction)
        guard try store.isHeld(by: holder) else { throw HoldLost() }
        if isStored { try store.save(standing, answering: before.askedAt) }
    }

    private func fail(
        _ job: JobDefinition,
        _ before: JobStanding,
        at began: Moment,
        took: Duration,
        _ error: any Error,
    ) {
        let wait = job.schedule.wait(afterFailures: before.failures + 1)
        let standing = before.failed(
            at: began,
            took: took,
            retry: now(for: job) + wait,
            because: error,
        )
        report("job \(job.name) failed and is tried again at \(standing.dueAt): \(error)")
        do {
            try base.write(in: job.lane) { try settle(standing, before, true, in: $0) }
            note(standing, isStored: true)
        } catch is HoldLost {
            state.withLock { $0.heldUntil = nil }
        } catch {
            note(standing, isStored: false)
        }
    }

    private func note(_ standing: JobStanding, isStored: Bool) {
        state.withLock { state in
            state.standings[standing.name] = standing
            if isStored {
                state.unsaved.remove(standing.name)
            } else {
                state.unsaved.insert(standing.name)
            }
        }
    }
}

/// Another program has the jobs now: what was done in the transaction goes back.
private struct HoldLost: Error {}
