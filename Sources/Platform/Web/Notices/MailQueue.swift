internal import Access
internal import Database
internal import Jobs
internal import Kernel
internal import Threads

/// The letters of notices that are still to be sent: rows of the notices themselves.
///
/// A letter is claimed before it is sent: its next try is set to a time that grows. Whatever ends the
/// program in between, it is sent again only then, under the same number, and no notice sends another.
struct MailQueue {
    /// The most tries of one letter.
    static let mostTries = 12
    /// Nothing is sent of what happened longer ago.
    private static let oldest = Duration.hours(24)

    let transaction: Transaction

    init(_ transaction: Transaction) { self.transaction = transaction }

    /// A letter that is to be sent now.
    struct Due {
        let id: Int64
        let account: Int64
        let kind: String
        let label: String
        let address: String
        let language: Language
    }

    /// How long the next try waits after so many: 15 seconds, then twice as long each time, up to an
    /// hour.
    static func wait(after tries: Int) -> Duration {
        .seconds(min(3_600, 15 << min(tries, 10)))
    }

    /// Claims the next letter that is due; nil for none. What was read, is too old or was tried too
    /// often is sent no more.
    func claim(at wall: Moment, now: Moment) throws -> Due? {
        while true {
            let row = try transaction.first(
                """
                SELECT n.id, n.account_id, n.kind, n.label, n.at, n.read_at, n.mail_tries,
                    m.address, m.language
                FROM notice n LEFT JOIN notice_mail m ON m.account_id = n.account_id
                WHERE n.mail_due_at <= \(wall) ORDER BY n.mail_due_at, n.id LIMIT 1
                """
            )
            guard let row else { return nil }
            let (id, tries) = (try row.int("id"), Int(try row.int("mail_tries")))
            let isOver =
                try row.optionalMoment("read_at") != nil || tries >= Self.mostTries
                || now - (try row.moment("at")) > Self.oldest
            guard !isOver, let address = try row.optionalText("address") else {
                try settle(id)
                continue
            }
            try transaction.execute(
                """
                UPDATE notice SET mail_due_at = \(wall + Self.wait(after: tries)),
                    mail_tries = \(tries + 1) WHERE id = \(id)
                """
            )
            return Due(
                id: id,
                account: try row.int("account_id"),
                kind: try row.text("kind"),
                label: try row.text("label"),
                address: address,
                language: Language(rawValue: try row.text("language")) ?? .chinese,
            )
        }
    }

    /// Notes that nothing more is sent of a notice.
    func settle(_ id: Int64) throws {
        try transaction.execute("UPDATE notice SET mail_due_at = NULL WHERE id = \(id)")
    }

    /// What someone has chosen.
    struct Choice {
        var address = ""
        var language = Language.chinese
        /// The kinds that come by no mail.
        var off: Set<String> = []
    }

    func choice(of account: ID<Account>) throws -> Choice {
        let row = try transaction.first(
            "SELECT address, language, kinds_off FROM notice_mail WHERE account_id = \(account)"
        )
        guard let row else { return Choice() }
        return Choice(
            address: try row.text("address"),
            language: Language(rawValue: try row.text("language")) ?? .chinese,
            off: Set(try row.text("kinds_off").split(separator: ",").map(String.init)),
        )
    }

    /// Keeps a choice; without an address nothing more is sent, not even what waits.
    func choose(_ choice: Choice, of account: ID<Account>) throws {
        if choice.address.isEmpty {
            try transaction.execute("DELETE FROM notice_mail WHERE account_id = \(account)")
            return
        }
        let off = choice.off.sorted().joined(separator: ",")
        try transaction.execute(
            """
            INSERT INTO notice_mail(account_id, address, language, kinds_off)
            VALUES (\(account), \(choice.address), \(choice.language.rawValue), \(off))
            ON CONFLICT (account_id) DO UPDATE SET address = excluded.address,
                language = excluded.language, kinds_off = excluded.kinds_off
            """
        )
    }

    static let migration = Migration(
        capability: "web",
        number: 4,
        sql: """
            CREATE TABLE notice_mail(
                account_id BIGINT PRIMARY KEY,
                address TEXT NOT NULL,
                language TEXT NOT NULL,
                kinds_off TEXT NOT NULL
            );
            ALTER TABLE notice ADD COLUMN mail_due_at BIGINT;
            ALTER TABLE notice ADD COLUMN mail_tries BIGINT NOT NULL DEFAULT 0;
            CREATE INDEX notice_mail_due ON notice(mail_due_at, id)
                WHERE mail_due_at IS NOT NULL;
            """,
    )

    /// Sends what is due, where the bank has named a mail server.
    static func jobs(
        _ environment: Environment,
        _ book: NoticeBook,
        _ people: any PeopleSource,
    ) -> [JobDefinition] {
        guard let mailer = environment.mailer else { return [] }
        let environment = environment.within(.bulk)
        return [
            JobDefinition(
                "notices.mail",
                L("发送通知邮件", en: "Send notices by mail"),
                .every(.seconds(2)),
                lane: .bulk,
                .own { context in
                    while !context.isStopping,
                        try sendNext(environment, mailer, book, people, context.now)
                    {}
                },
            )
        ]
    }

    /// Sends one letter; false where none is due. Throws where the server did not take it: it is
    /// tried again when its time comes.
    private static func sendNext(
        _ environment: Environment,
        _ mailer: any Mailer,
        _ book: NoticeBook,
        _ people: any PeopleSource,
        _ now: Moment,
    ) throws -> Bool {
        let wall = environment.wall.now()
        let due = try environment.database.read { transaction in
            try transaction.first(
                "SELECT id FROM notice WHERE mail_due_at <= \(wall) LIMIT 1"
            )
        }
        if due == nil { return false }
        let claimed = try environment.database.write { transaction in
            let queue = MailQueue(transaction)
            let due = try queue.claim(at: wall, now: now)
            let isActive = try due.flatMap {
                try people.people([$0.account], in: transaction)[$0.account]?.isActive
            }
            if let due, isActive != true { try queue.settle(due.id) }
            return (due, isActive ?? false)
        }
        guard let due = claimed.0 else { return false }
        if claimed.1 {
            try mailer.send(letter(due, book, site: mailer.site, at: wall))
            try environment.database.write { try MailQueue($0).settle(due.id) }
        }
        return true
    }

    private static func letter(
        _ due: Due,
        _ book: NoticeBook,
        site: String,
        at wall: Moment,
    ) -> Letter {
        let subject =
            L("惠呼：", en: "Huihu: ") + book.words(due.kind) + L("：", en: ": ")
            + L(same: due.label)
        let text =
            book.words(due.kind) + L("：\(due.label)", en: ": \(due.label)")
            + L(
                "\n\n查看：\(site)\(ListNotices.path)\n邮件设置：\(site)\(ShowNoticeMail.path)\n",
                en: "\n\nOpen: \(site)\(ListNotices.path)\n"
                    + "Mail settings: \(site)\(ShowNoticeMail.path)\n",
            )
        return Letter(
            address: due.address,
            subject: subject[due.language],
            text: text[due.language],
            number: due.id,
            at: wall,
        )
    }
}
