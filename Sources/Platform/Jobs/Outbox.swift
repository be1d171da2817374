package import Database
package import Kernel

/// The jobs that wait, in the database: they survive a crash, and are put there in the transaction
/// that makes them necessary. Several nodes may work on one outbox.
package struct Outbox {
    private let transaction: Transaction

    /// Works within `transaction`.
    package init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    /// The outbox's tables.
    package static let migrations = [
        Migration(
            capability: "jobs",
            number: 1,
            sql: """
                CREATE TABLE outbox(
                    id {id},
                    name TEXT NOT NULL,
                    payload TEXT NOT NULL,
                    unique_key TEXT UNIQUE,
                    due_at BIGINT NOT NULL,
                    attempts BIGINT NOT NULL DEFAULT 0,
                    state TEXT NOT NULL
                        CHECK (state IN ('waiting', 'running', 'done', 'failed')),
                    last_error TEXT,
                    created_at BIGINT NOT NULL,
                    changed_at BIGINT NOT NULL
                );
                CREATE INDEX outbox_due ON outbox(due_at, id)
                    WHERE state IN ('waiting', 'running');
                CREATE INDEX outbox_state ON outbox(state, changed_at);
                CREATE TABLE job_schedule(
                    name TEXT PRIMARY KEY,
                    settled_at BIGINT NOT NULL
                );
                """,
        )
    ]

    private static let columns: SQL =
        "id, name, payload, due_at, attempts, state, last_error"

    /// Puts a job into the outbox, due at `due` or at once. With a `key`, a job that has the same
    /// key already, whatever its state, stays alone: nil is returned then.
    @discardableResult
    package func add(
        _ name: JobName,
        payload: String = "",
        key: String? = nil,
        dueAt due: Moment? = nil,
        at now: Moment
    ) throws -> ID<Job>? {
        try transaction.first(
            """
            INSERT INTO outbox(name, payload, unique_key, due_at, state, created_at, changed_at)
            VALUES (\(name), \(payload), \(Self.orNull(key)), \(due ?? now), 'waiting', \(now), \(now))
            ON CONFLICT (unique_key) DO NOTHING RETURNING id
            """
        )?.id("id")
    }

    /// A job by its identity; nil for none. Jobs hold no customer's data and belong to nobody.
    package func find(_ id: ID<Job>) throws -> Job? {
        try transaction.first("SELECT \(Self.columns) FROM outbox WHERE id = \(id)").map(Self.job)
    }

    /// The jobs in a state, the last changed first.
    package func list(_ state: Job.State, limit: Int = 100) throws -> [Job] {
        try transaction.rows(
            """
            SELECT \(Self.columns) FROM outbox WHERE state = \(state)
            ORDER BY changed_at DESC, id DESC LIMIT \(limit)
            """
        ).map(Self.job)
    }

    /// How many jobs are in each state.
    package func counts() throws -> [Job.State: Int] {
        var counts: [Job.State: Int] = [:]
        try transaction.each("SELECT state, COUNT(*) AS n FROM outbox GROUP BY state") { row in
            counts[try row.decode("state")] = Int(try row.int("n"))
        }
        return counts
    }

    /// Tries a given-up job again, from its first attempt. False if it is not given up.
    package func retry(_ id: ID<Job>, at now: Moment) throws -> Bool {
        try transaction.execute(
            """
            UPDATE outbox SET state = 'waiting', due_at = \(now), attempts = 0,
                changed_at = \(now)
            WHERE id = \(id) AND state = 'failed'
            """
        ) == 1
    }

    /// Removes the jobs that were done before `moment`; returns how many. What was given up stays.
    @discardableResult
    package func removeDone(before moment: Moment) throws -> Int {
        try transaction.execute(
            "DELETE FROM outbox WHERE state = 'done' AND changed_at < \(moment)"
        )
    }

    private static func orNull(_ text: String?) -> SQL {
        text.map { "\($0)" as SQL } ?? "NULL"
    }

    private static func job(_ row: Row) throws -> Job {
        Job(
            id: try row.id("id"),
            name: JobName(try row.text("name")),
            payload: try row.text("payload"),
            dueAt: try row.moment("due_at"),
            attempts: Int(try row.int("attempts")),
            state: try row.decode("state"),
            lastError: try row.optionalText("last_error")
        )
    }
}

// MARK: - For the runner

extension Outbox {
    /// Claims the longest-due job of these kinds: nobody else gets it before its lease ends. A
    /// claimed job whose lease is over was left behind by a node that died, and is claimed again.
    func claim(_ kinds: [JobName: JobDefinition], at now: Moment) throws -> Job? {
        let names = kinds.keys.sorted()
        let next = try transaction.first(
            """
            SELECT id, name FROM outbox
            WHERE state IN ('waiting', 'running') AND due_at <= \(now) AND name IN \(list: names)
            ORDER BY due_at, id LIMIT 1\(transaction.dialect.skipLocked)
            """
        )
        guard let next, let kind = kinds[JobName(try next.text("name"))] else { return nil }
        let id: ID<Job> = try next.id("id")
        return try transaction.first(
            """
            UPDATE outbox SET state = 'running', attempts = attempts + 1,
                due_at = \(now + kind.lease), changed_at = \(now)
            WHERE id = \(id) RETURNING \(Self.columns)
            """
        ).map(Self.job)
    }

    /// Records how a claimed job ended. False if the lease was over and another node has it: then
    /// nothing is recorded.
    func settle(
        _ job: Job,
        as state: Job.State,
        dueAt due: Moment,
        attempts: Int,
        error: String?,
        at now: Moment
    ) throws -> Bool {
        try transaction.execute(
            """
            UPDATE outbox SET state = \(state), due_at = \(due), attempts = \(attempts),
                last_error = \(Self.orNull(error)), changed_at = \(now)
            WHERE id = \(job.id) AND state = 'running' AND attempts = \(job.attempts)
            """
        ) == 1
    }

    /// The moment up to which a schedule is settled; a new one is settled up to `now`.
    func settledMoment(of name: JobName, at now: Moment) throws -> Moment {
        try transaction.execute(
            """
            INSERT INTO job_schedule(name, settled_at) VALUES (\(name), \(now))
            ON CONFLICT (name) DO NOTHING
            """
        )
        return try transaction.one(
            "SELECT settled_at FROM job_schedule WHERE name = \(name)"
        ).moment("settled_at")
    }

    /// Puts a scheduled job into the outbox, unless another node has done so for `moment`.
    func addScheduled(_ name: JobName, for moment: Moment, at now: Moment) throws -> Bool {
        let isFirst =
            try transaction.execute(
                """
                UPDATE job_schedule SET settled_at = \(moment)
                WHERE name = \(name) AND settled_at < \(moment)
                """
            ) == 1
        if isFirst { try add(name, at: now) }
        return isFirst
    }
}
