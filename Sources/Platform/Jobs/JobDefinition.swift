package import Database
package import Kernel
package import Threads
internal import Vault

/// Work that is due by itself: what people call it, when, and what it does.
///
/// It finds what there is to do in its capability's tables, so that what a crash cut off is found
/// again.
package struct JobDefinition: Sendable {
    /// How the work is done.
    package enum Work: Sendable {
        /// In one transaction with the note that it is done. It does not happen twice, and what it
        /// throws takes everything back.
        case transaction(@Sendable (Transaction, JobContext) throws -> Void)
        /// In short transactions of its own, or with files. After a crash it runs again: each of its
        /// steps has to stand that.
        case own(@Sendable (JobContext) throws -> Void)
    }

    /// The stable name, `capability.what`. Never changes once released.
    package let name: String
    /// What it does, for people.
    package let title: L
    /// When it runs.
    package let schedule: Schedule
    /// How urgent its thread and its connections are.
    package let lane: Lane
    /// What it does.
    package let work: Work

    /// Defines a job.
    package init(
        _ name: String,
        _ title: L,
        _ schedule: Schedule,
        lane: Lane = .page,
        _ work: Work,
    ) {
        self.name = name
        self.title = title
        self.schedule = schedule
        self.lane = lane
        self.work = work
    }
}

/// What a job that runs may know.
package struct JobContext: Sendable {
    /// The moment of business at which it was begun.
    package let now: Moment
    private let stopping: @Sendable () -> Bool

    /// For a run at `now` that goes on until `stopping` says otherwise.
    package init(now: Moment, stopping: @escaping @Sendable () -> Bool = { false }) {
        self.now = now
        self.stopping = stopping
    }

    /// Whether the program is about to end, or another one has the jobs now: long work then returns
    /// or throws `JobPaused` at the next good place.
    package var isStopping: Bool { stopping() }
}

/// Thrown by work that stops half-way because the program ends. It stays due and is no failure.
package struct JobPaused: Error, Hashable {
    /// Makes the error.
    package init() {}
}

/// How a job stands: when it ran last, how that ended, when it is due again.
package struct JobStanding: Sendable, Hashable {
    /// Which job.
    package let name: String
    /// When it is due, on its schedule's clock.
    package var dueAt: Moment
    /// When someone asked for it to run at once, on the machine's clock; nil when nobody did.
    package var askedAt: Moment?
    /// When it was last begun, on its schedule's clock; nil for never.
    package var ranAt: Moment?
    /// How long that took.
    package var took: Duration = .zero
    /// How often it has failed in a row.
    package var failures = 0
    /// What it last threw: a refusal's stable code or a defect's description; nil when it went well.
    package var error: String?

    /// The same after a run that went well.
    func done(at began: Moment, took: Duration, next: Moment) -> JobStanding {
        JobStanding(name: name, dueAt: next, ranAt: began, took: took)
    }

    /// The same after a run that threw.
    func failed(
        at began: Moment,
        took: Duration,
        retry: Moment,
        because error: any Error,
    ) -> JobStanding {
        JobStanding(
            name: name,
            dueAt: retry,
            ranAt: began,
            took: took,
            failures: failures + 1,
            error: (error as? any UserFacing)?.code
                ?? FreeTextMasking.mask(String("\(type(of: error)): \(error)".prefix(500))),
        )
    }
}
