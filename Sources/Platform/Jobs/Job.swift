package import Database
package import Kernel

/// One piece of work that waits in the outbox, runs, or is over.
package struct Job: Sendable, Hashable {
    /// How it stands.
    package enum State: String, Sendable, Hashable, CaseIterable, Bindable {
        /// To be run when due; after a failure too.
        case waiting
        /// A node has claimed it, until its lease ends.
        case running
        /// Done.
        case done
        /// Given up: a person has to look at it.
        case failed
    }

    /// Its identity.
    package let id: ID<Job>
    /// What kind of work.
    package let name: JobName
    /// What it works on, as the kind understands it. Never a customer's data, only identities.
    package let payload: String
    /// When it is due; while it runs, when its lease ends.
    package let dueAt: Moment
    /// How many times it was begun.
    package let attempts: Int
    /// How it stands.
    package let state: State
    /// What went wrong last: a stable code or a defect's description.
    package let lastError: String?
}

/// How often and how soon a job that threw is tried again.
package struct RetryPolicy: Sendable, Hashable {
    /// How many attempts before it is given up.
    package let attempts: Int
    /// The wait after the first failure; it doubles with each further one.
    package let firstWait: Duration
    /// The longest wait.
    package let longestWait: Duration

    /// By default ten attempts over two and a half hours.
    package init(
        attempts: Int = 10,
        firstWait: Duration = .seconds(15),
        longestWait: Duration = .minutes(60)
    ) {
        self.attempts = attempts
        self.firstWait = firstWait
        self.longestWait = longestWait
    }

    /// The wait after so many attempts; nil when there is no further one.
    package func wait(afterAttempts count: Int) -> Duration? {
        guard count < attempts else { return nil }
        return min(longestWait, firstWait * (1 << min(max(count - 1, 0), 30)))
    }
}

/// A kind of job: what it does, and when by itself.
package struct JobDefinition: Sendable {
    /// How the work is done.
    package enum Work: Sendable {
        /// In one transaction with the note that it is done: it happens exactly once.
        case transaction(@Sendable (Transaction, JobContext) throws -> Void)
        /// Outside a transaction. After a crash it runs again: it has to stand that.
        case plain(@Sendable (JobContext) throws -> Void)
    }

    /// The kind's name.
    package let name: JobName
    /// When it runs by itself; nil for what is only ever put into the outbox.
    package let schedule: Schedule?
    /// What happens after a failure.
    package let retry: RetryPolicy
    /// How long a node that claimed it may take before another one does.
    package let lease: Duration
    /// What it does.
    package let work: Work

    /// Defines a kind of job.
    package init(
        _ name: JobName,
        schedule: Schedule? = nil,
        retry: RetryPolicy = RetryPolicy(),
        lease: Duration = .minutes(30),
        work: Work,
    ) {
        self.name = name
        self.schedule = schedule
        self.retry = retry
        self.lease = lease
        self.work = work
    }
}

/// What a job that runs may know.
package struct JobContext: Sendable {
    /// The job.
    package let job: Job
    /// The moment at which it was begun.
    package let now: Moment
    private let stopping: @Sendable () -> Bool

    init(job: Job, now: Moment, stopping: @escaping @Sendable () -> Bool) {
        self.job = job
        self.now = now
        self.stopping = stopping
    }

    /// Whether the program is about to end: long work then throws `JobPaused` at the next good
    /// place.
    package var isStopping: Bool { stopping() }
}

/// Thrown by long work that stops half-way because the program ends. It goes on at the next start;
/// the attempt does not count.
package struct JobPaused: Error, Hashable {
    /// Makes the error.
    package init() {}
}

/// A job that threw. Reported each time, and kept with the job.
package struct JobFailure: Error, Sendable {
    /// The job; nil when the outbox itself could not be read or written.
    package let job: Job?
    /// What it threw.
    package let error: any Error
    /// When it is tried again; nil when it is given up.
    package let retryAt: Moment?
}
