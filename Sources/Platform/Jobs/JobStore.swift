package import Database
package import Kernel

/// How the jobs stand, and which program has them, in the database.
package struct JobStore {
    private let transaction: Transaction

    /// Works within `transaction`.
    package init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    /// The tables. The first step made an outbox that was never used.
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
        ),
        Migration(
            capability: "jobs",
            number: 2,
            sql: """
                DROP TABLE outbox;
                DROP TABLE job_schedule;
                CREATE TABLE job(
                    name TEXT PRIMARY KEY,
                    due_at BIGINT NOT NULL,
                    asked_at BIGINT,
                    ran_at BIGINT,
                    took BIGINT NOT NULL DEFAULT 0,
                    failures BIGINT NOT NULL DEFAULT 0,
                    error TEXT
                );
                CREATE TABLE job_hold(
                    id BIGINT PRIMARY KEY CHECK (id = 1),
                    holder TEXT NOT NULL,
                    held_until BIGINT NOT NULL
                );
                """,
        ),
    ]

    /// How every job stands, by its name.
    package func standings() throws -> [String: JobStanding] {
        let rows = try transaction.rows(
            "SELECT name, due_at, asked_at, ran_at, took, failures, error FROM job"
        )
        return Dictionary(
            try rows.map { row in
                let name = try row.text("name")
                let standing = JobStanding(
                    name: name,
                    dueAt: try row.moment("due_at"),
                    askedAt: try row.optionalMoment("asked_at"),
                    ranAt: try row.optionalMoment("ran_at"),
                    took: .milliseconds(try row.int("took")),
                    failures: Int(try row.int("failures")),
                    error: try row.optionalText("error"),
                )
                return (name, standing)
            }
        ) { first, _ in first }
    }

    /// Asks for a job to run at once; whichever program has the jobs finds it.
    package func ask(_ name: String, at now: Moment) throws {
        try transaction.execute(
            """
            INSERT INTO job(name, due_at, asked_at) VALUES (\(name), \(now), \(now))
            ON CONFLICT (name) DO UPDATE SET asked_at = excluded.asked_at
            """
        )
    }
}

// MARK: - For the runner

extension JobStore {
    /// Takes or renews the hold on all jobs. False while another program has it.
    func hold(_ holder: String, until end: Moment, at now: Moment) throws -> Bool {
        try transaction.execute(
            """
            INSERT INTO job_hold(id, holder, held_until) VALUES (1, \(holder), \(end))
            ON CONFLICT (id) DO UPDATE SET holder = excluded.holder,
                held_until = excluded.held_until
            WHERE job_hold.holder = excluded.holder OR job_hold.held_until <= \(now)
            """
        ) == 1
    }

    /// Whether `holder` has the jobs still. Nobody else takes them before the transaction ends.
    func isHeld(by holder: String) throws -> Bool {
        try transaction.first(
            "SELECT id FROM job_hold WHERE holder = \(holder)\(transaction.forUpdate)"
        ) != nil
    }

    /// Lets go of the jobs; without a name whoever has them does.
    func release(_ holder: String? = nil) throws {
        let whose: SQL = holder.map { " WHERE holder = \($0)" } ?? ""
        try transaction.execute("DELETE FROM job_hold\(whose)")
    }

    /// Who asked for what to run at once, by the jobs' names.
    func asked() throws -> [String: Moment] {
        let rows = try transaction.rows(
            "SELECT name, asked_at FROM job WHERE asked_at IS NOT NULL"
        )
        return Dictionary(
            try rows.map { (try $0.text("name"), try $0.moment("asked_at")) }
        ) { first, _ in first }
    }

    /// Stores how a job stands. What was asked for while it ran is kept: `answered` is the asking
    /// that the run has answered.
    func save(_ standing: JobStanding, answering answered: Moment?) throws {
        let error: SQL = standing.error.map { "\($0)" } ?? "NULL"
        let ranAt: SQL = standing.ranAt.map { "\($0)" } ?? "NULL"
        let asked: SQL = answered.map { "NULLIF(job.asked_at, \($0))" } ?? "job.asked_at"
        try transaction.execute(
            """
            INSERT INTO job(name, due_at, ran_at, took, failures, error)
            VALUES (\(standing.name), \(standing.dueAt), \(ranAt),
                \(standing.took.wholeMilliseconds), \(standing.failures), \(error))
            ON CONFLICT (name) DO UPDATE SET due_at = excluded.due_at, ran_at = excluded.ran_at,
                took = excluded.took, failures = excluded.failures, error = excluded.error,
                asked_at = \(asked)
            """
        )
    }
}
