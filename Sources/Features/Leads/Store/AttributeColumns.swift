package import Access
package import Campaigns
package import Database
package import Kernel
internal import Web

/// Which columns of a task's lead files are shown to its agents. None is, until a bank manager has
/// marked it; every decision stays. C4.4.
package struct AttributeColumns {
    /// A column that stood in a file of the task.
    package struct Column: Sendable, Hashable {
        /// Its title.
        package let title: String
        /// Whether its values are shown.
        package let isShown: Bool
        /// Whether another task shows a column of this title.
        package let isShownElsewhere: Bool
        /// Who decided last; nil for nobody yet.
        package let decidedBy: ID<Account>?
        /// When.
        package let decidedAt: Moment?

        /// What the title says.
        package var standing: AttributeTitle { AttributeTitle(title) }
    }

    private let transaction: Transaction

    /// The columns within one transaction.
    package init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    /// The columns of a task, in the order of their titles.
    package func list(of campaign: ID<Campaign>) throws -> [Column] {
        try transaction.rows(
            """
            SELECT a.title, a.is_shown, a.decided_by, a.decided_at,
                EXISTS (SELECT 1 FROM lead_attribute o WHERE o.title = a.title
                    AND o.is_shown = 1 AND o.campaign_id <> a.campaign_id)
            FROM lead_attribute a WHERE a.campaign_id = \(campaign) ORDER BY a.title
            """
        ).map { row in
            Column(
                title: try row.text(0),
                isShown: try row.int(1) == 1,
                isShownElsewhere: try row.bool(4),
                decidedBy: try row.optionalInt(2).map { ID($0) },
                decidedAt: try row.optionalMoment("decided_at"),
            )
        }
    }

    /// How many columns of a task wait for the bank to decide on them; nil for a viewer who does
    /// not see which are shown.
    func undecided(of campaign: ID<Campaign>, for viewer: Viewer) throws -> Int? {
        guard Permission.listAttributes.allows(viewer) else { return nil }
        return try list(of: campaign).count { $0.decidedAt == nil && $0.standing != .personal }
    }

    /// The titles that are shown.
    package func shown(of campaign: ID<Campaign>) throws -> Set<String> {
        Set(
            try transaction.rows(
                """
                SELECT title FROM lead_attribute WHERE campaign_id = \(campaign) AND is_shown = 1
                """
            ).map { try $0.text(0) }
        )
    }

    /// Notes columns that a file has; what was decided about them stays. Whoever looks at the
    /// columns does not decide about one that came meanwhile.
    package func note(_ titles: [String], of campaign: ID<Campaign>) throws {
        var added = 0
        for title in titles {
            added += try transaction.execute(
                """
                INSERT INTO lead_attribute(campaign_id, title, is_shown)
                VALUES (\(campaign), \(title), 0) ON CONFLICT DO NOTHING
                """
            )
        }
        if added > 0 {
            try Versions(transaction).advance(.leadAttributes, campaign.rawValue, seen: nil)
        }
    }

    /// Shows exactly these columns.
    package func show(
        _ titles: Set<String>,
        of campaign: ID<Campaign>,
        by account: ID<Account>,
        at now: Moment,
    ) throws {
        let known = try list(of: campaign)
        for title in titles.sorted() {
            if !known.contains(where: { $0.title == title }) {
                throw AttributeRefusal.unknown(title)
            }
            if AttributeTitle(title) == .personal { throw AttributeRefusal.personal(title) }
        }
        for column in known
        where column.isShown != titles.contains(column.title) || column.decidedAt == nil {
            try decide(column.title, titles.contains(column.title), campaign, account, now)
        }
    }

    private func decide(
        _ title: String,
        _ isShown: Bool,
        _ campaign: ID<Campaign>,
        _ account: ID<Account>,
        _ now: Moment,
    ) throws {
        try transaction.execute(
            """
            INSERT INTO lead_attribute_decision(campaign_id, title, is_shown, decided_by,
                decided_at)
            VALUES (\(campaign), \(title), \(isShown ? 1 : 0), \(account), \(now))
            """
        )
        try transaction.execute(
            """
            UPDATE lead_attribute SET is_shown = \(isShown ? 1 : 0),
                decided_by = \(account), decided_at = \(now)
            WHERE campaign_id = \(campaign) AND title = \(title)
            """
        )
    }
}
