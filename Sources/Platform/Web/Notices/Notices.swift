package import Access
package import Database
internal import Jobs
package import Kernel

/// The notices of accounts: what happened that concerns someone, read or not.
///
/// A notice names a thing by its label and its page and holds nothing of a customer. It is written in
/// the transaction of the act that it tells of. C4.4.
package struct Notices {
    /// The most people who are told of one thing.
    package static let mostTold = 50
    /// How long a notice is kept that was read.
    static let keptRead = Duration.hours(30 * 24)
    /// How long any is kept.
    static let kept = Duration.hours(90 * 24)
    /// The most unread ones that are counted.
    static let mostCounted = 100

    private let transaction: Transaction

    /// The notices within one transaction.
    package init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    /// Tells people of a thing, at most `mostTold` of them. With `once` nobody is told again of what
    /// has the same text there, such as the day on which something ran out.
    package func tell(
        _ kind: NoticeKind,
        to accounts: some Collection<ID<Account>>,
        about thing: Thing,
        once: String? = nil,
        at now: Moment,
    ) throws {
        let label = thing.label.isEmpty ? String(thing.id) : thing.label
        guard let href = kind.page ?? thing.kind.path(of: thing.id) else {
            preconditionFailure("A notice leads to a page: \(kind.code)")
        }
        for account in accounts.prefix(Self.mostTold) where account.rawValue > 0 {
            try transaction.execute(
                """
                INSERT INTO notice(account_id, kind, label, href, at, once_key, mail_due_at)
                VALUES (\(account), \(kind.code), \(label), \(href), \(now), \(once),
                    (SELECT 0 FROM notice_mail m WHERE m.account_id = \(account)
                        AND ',' || m.kinds_off || ',' NOT LIKE \("%,\(kind.code),%")))
                ON CONFLICT (account_id, kind, once_key) DO NOTHING
                """
            )
        }
    }

    /// One notice as stored.
    struct Entry {
        let id: Int64
        let kind: String
        let label: String
        let href: String
        let at: Moment
        let isRead: Bool

        init(_ row: Row) throws {
            id = try row.int("id")
            kind = try row.text("kind")
            label = try row.text("label")
            href = try row.text("href")
            at = try row.moment("at")
            isRead = try row.optionalMoment("read_at") != nil
        }
    }

    /// An account's notices before a key, the newest first; only unread ones where asked for.
    func list(
        of account: ID<Account>,
        onlyUnread: Bool,
        before key: Int64,
        limit: Int,
    ) throws -> [Entry] {
        let unread: SQL = onlyUnread ? " AND read_at IS NULL" : ""
        return try transaction.rows(
            """
            SELECT id, kind, label, href, at, read_at FROM notice
            WHERE account_id = \(account) AND id < \(key)\(unread)
            ORDER BY id DESC LIMIT \(limit)
            """
        ).map(Entry.init)
    }

    /// How many an account has not read, counted up to `mostCounted`.
    func unread(of account: ID<Account>) throws -> Int {
        let row = try transaction.one(
            """
            SELECT COUNT(*) FROM (SELECT 1 FROM notice
                WHERE account_id = \(account) AND read_at IS NULL
                LIMIT \(Self.mostCounted)) AS unread
            """
        )
        return Int(try row.int(0))
    }

    /// Notes that an account has read one; where it leads. Throws `NotFound` for another's.
    func read(_ id: Int64, of account: ID<Account>, at now: Moment) throws -> String {
        let row = try transaction.first(
            """
            UPDATE notice SET read_at = COALESCE(read_at, \(now))
            WHERE id = \(id) AND account_id = \(account) RETURNING href
            """
        )
        guard let row else { throw NotFound(L("通知", en: "notice")) }
        return try row.text("href")
    }

    /// Notes that an account has read all up to the one that it saw last.
    func readAll(of account: ID<Account>, through id: Int64, at now: Moment) throws {
        try transaction.execute(
            """
            UPDATE notice SET read_at = \(now)
            WHERE account_id = \(account) AND read_at IS NULL AND id <= \(id)
            """
        )
    }

    /// Forgets notices whose time is over, some at a time.
    func forgetOld(at now: Moment, limit: Int = 5_000) throws {
        try transaction.execute(
            """
            DELETE FROM notice WHERE id IN (SELECT id FROM notice
                WHERE at < \(now - Self.kept)
                    OR (at < \(now - Self.keptRead) AND read_at IS NOT NULL)
                ORDER BY at LIMIT \(limit))
            """
        )
    }

    static let migration = Migration(
        capability: "web",
        number: 3,
        sql: """
            CREATE TABLE notice(
                id {id},
                account_id BIGINT NOT NULL,
                kind TEXT NOT NULL,
                label TEXT NOT NULL,
                href TEXT NOT NULL,
                at BIGINT NOT NULL,
                once_key TEXT,
                read_at BIGINT,
                UNIQUE(account_id, kind, once_key)
            );
            CREATE INDEX notice_account ON notice(account_id, id);
            CREATE INDEX notice_unread ON notice(account_id, id) WHERE read_at IS NULL;
            CREATE INDEX notice_at ON notice(at);
            """,
    )

    /// What notices do by themselves.
    static func jobs(_ environment: Environment) -> [JobDefinition] {
        [
            JobDefinition(
                "notices.forget",
                L("清理过期通知", en: "Forget old notices"),
                .every(.minutes(30)),
                .transaction { transaction, context in
                    try Notices(transaction).forgetOld(at: context.now)
                },
            )
        ]
    }
}

extension Context {
    /// Tells people of what was done, all but the one who did it, and leads them to `thing`, by
    /// default what the act concerns. In the act's own transaction.
    package func notify(
        _ kind: NoticeKind,
        _ accounts: some Sequence<ID<Account>>,
        about thing: Thing? = nil,
        once: String? = nil,
    ) throws {
        guard let thing = thing ?? acting.thing else {
            preconditionFailure("A notice is about what the act concerns: \(kind.code)")
        }
        let others = Set(accounts).subtracting([viewer.account]).sorted {
            $0.rawValue < $1.rawValue
        }
        try Notices(transaction).tell(kind, to: others, about: thing, once: once, at: now)
    }
}
