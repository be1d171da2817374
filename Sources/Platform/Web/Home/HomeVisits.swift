internal import Access
internal import Database
internal import Kernel

/// When someone was last at their start page, so that it can tell what has changed since.
struct HomeVisits {
    /// A visit that is not the same stay as the one before begins after so long.
    static let stay = Duration.minutes(30)
    /// A stay is stored no oftener than this.
    private static let noted = Duration.minutes(5)

    let transaction: Transaction

    init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    /// One person's stay.
    struct Visit: Equatable {
        /// The end of the stay before; nil for the first.
        var since: Moment?
        /// When the page was last opened.
        var seenAt: Moment

        /// The stay at `now`, and whether it is worth storing.
        static func next(after before: Visit?, at now: Moment) -> (visit: Visit, isNew: Bool) {
            guard let before else { return (Visit(since: nil, seenAt: now), true) }
            let away = now - before.seenAt
            if away > stay { return (Visit(since: before.seenAt, seenAt: now), true) }
            return (Visit(since: before.since, seenAt: now), away >= noted)
        }
    }

    func visit(of account: ID<Account>) throws -> Visit? {
        try transaction.first(
            "SELECT since, seen_at FROM home_visit WHERE account_id = \(account)"
        ).map { row in
            Visit(since: try row.optionalMoment("since"), seenAt: try row.moment("seen_at"))
        }
    }

    func store(_ visit: Visit, of account: ID<Account>) throws {
        try transaction.execute(
            """
            INSERT INTO home_visit(account_id, since, seen_at)
            VALUES (\(account), \(visit.since), \(visit.seenAt))
            ON CONFLICT(account_id) DO UPDATE SET since = excluded.since,
                seen_at = excluded.seen_at
            """
        )
    }

    static let migration = Migration(
        capability: "web",
        number: 2,
        sql: """
            CREATE TABLE home_visit(
                account_id BIGINT PRIMARY KEY,
                since BIGINT,
                seen_at BIGINT NOT NULL
            );
            """,
    )
}
