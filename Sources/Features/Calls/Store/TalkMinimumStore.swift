internal import Access
package import Database
internal import Kernel

/// What the bank asks of a conversation, each setting with who, when and why. C5.2.
package struct TalkMinimumStore {
    private let transaction: Transaction

    /// A store within one transaction.
    package init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    /// What holds now.
    package func minimum() throws -> TalkMinimum {
        try decisions(limit: 1).first?.minimum ?? .standard
    }

    /// The settings, newest first.
    package func decisions(limit: Int) throws -> [TalkMinimumDecision] {
        try transaction.rows(
            """
            SELECT seconds, reason, account_id, at FROM talk_minimum
            ORDER BY id DESC LIMIT \(limit)
            """
        ).map { row in
            TalkMinimumDecision(
                minimum: TalkMinimum(seconds: Int(try row.int("seconds"))),
                reason: try row.text("reason"),
                by: ID(try row.int("account_id")),
                at: try row.moment("at"),
            )
        }
    }

    /// Sets it, from the next result on.
    func set(
        _ minimum: TalkMinimum,
        because reason: String,
        by viewer: Viewer,
        at now: Moment,
    ) throws {
        try transaction.execute(
            """
            INSERT INTO talk_minimum(seconds, reason, account_id, at)
            VALUES (\(minimum.span.wholeSeconds), \(reason), \(viewer.account), \(now))
            """
        )
    }
}
