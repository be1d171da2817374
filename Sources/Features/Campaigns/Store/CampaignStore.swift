package import Access
package import Database
package import Kernel

/// A step in a task's life, with who and when. C2.1.
package struct CampaignStepRecord: Sendable, Hashable {
    /// What happened.
    package let step: CampaignStep
    /// Who did it.
    package let account: ID<Account>
    /// When.
    package let at: Moment
    /// What they noted; may be empty.
    package let note: String
}

/// Call tasks in the database. C2.1.
package struct CampaignStore {
    let transaction: Transaction

    /// A store within one transaction.
    package init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    /// What a list of tasks is narrowed to.
    package struct Filter: Sendable, Hashable {
        /// Only tasks in this state.
        package var state: CampaignState?
        /// Only tasks for this product, as written.
        package var product: String?
        /// Only tasks of this branch.
        package var institution: ID<Institution>?

        /// A filter that lets everything through.
        package init() {}
    }

    // MARK: Finding

    /// A task that the viewer may see: a vendor its own, the bank every one. With `toChange`
    /// nobody else changes it until the transaction ends.
    package func find(
        _ id: ID<Campaign>,
        visibleTo viewer: Viewer,
        toChange: Bool = false,
    ) throws -> CampaignRecord {
        let lock: SQL = toChange ? transaction.dialect.forUpdate : ""
        let row = try transaction.first(
            "SELECT * FROM campaign WHERE id = \(id)\(Self.only(viewer)) \(lock)"
        )
        guard let row else { throw NotFound(L("外呼任务", en: "call task")) }
        return try Self.record(row)
    }

    /// The tasks that the viewer may see, newest first, before `key`.
    package func list(
        _ filter: Filter = Filter(),
        visibleTo viewer: Viewer,
        before key: Int64 = .max,
        limit: Int,
    ) throws -> [CampaignRecord] {
        var conditions = Self.only(viewer)
        if let state = filter.state { conditions = "\(conditions) AND state = \(state.rawValue)" }
        if let product = filter.product { conditions = "\(conditions) AND product = \(product)" }
        if let institution = filter.institution {
            conditions = "\(conditions) AND institution_id = \(institution)"
        }
        return try transaction.rows(
            """
            SELECT * FROM campaign WHERE id < \(key)\(conditions)
            ORDER BY id DESC LIMIT \(limit)
            """
        ).map(Self.record)
    }

    /// The products of the tasks that the viewer may see, in the order of their names.
    package func products(visibleTo viewer: Viewer) throws -> [String] {
        try transaction.rows(
            """
            SELECT DISTINCT product FROM campaign WHERE id > 0\(Self.only(viewer))
            ORDER BY product LIMIT 200
            """
        ).map { try $0.text("product") }
    }

    /// What happened to a task, in order.
    package func steps(of campaign: CampaignRecord) throws -> [CampaignStepRecord] {
        try transaction.rows(
            """
            SELECT step, account_id, at, note FROM campaign_step
            WHERE campaign_id = \(campaign.id) ORDER BY id
            """
        ).map(Self.step)
    }

    /// What happened since `moment` to the tasks that the viewer may see, the newest first.
    func steps(
        since moment: Moment,
        visibleTo viewer: Viewer,
        limit: Int,
    ) throws -> [(campaign: ID<Campaign>, name: String, step: CampaignStepRecord)] {
        let mine: SQL =
            viewer.side == nil
            ? " AND 1 = 0" : viewer.onlyVendor.map { " AND c.vendor_id = \($0)" } ?? ""
        return try transaction.rows(
            """
            SELECT c.id, c.name, s.step, s.account_id, s.at, s.note
            FROM campaign_step s JOIN campaign c ON c.id = s.campaign_id
            WHERE s.at > \(moment)\(mine) ORDER BY s.at DESC, s.id DESC LIMIT \(limit)
            """
        ).map { (ID(try $0.int("id")), try $0.text("name"), try Self.step($0)) }
    }

    /// The tasks whose name, or whose number in the core system, is like `pattern`, newest first.
    /// `pattern` is of `LIKE … ESCAPE '!'`, in lower case.
    func search(
        _ pattern: String,
        visibleTo viewer: Viewer,
        limit: Int,
    ) throws -> [CampaignRecord] {
        try transaction.rows(
            """
            SELECT * FROM campaign WHERE (LOWER(name) LIKE \(pattern) ESCAPE '!'
                OR LOWER(core_reference) LIKE \(pattern) ESCAPE '!')\(Self.only(viewer))
            ORDER BY id DESC LIMIT \(limit)
            """
        ).map(Self.record)
    }

    private static func step(_ row: Row) throws -> CampaignStepRecord {
        CampaignStepRecord(
            step: try row.decode("step", as: CampaignStep.self),
            account: ID(try row.int("account_id")),
            at: try row.moment("at"),
            note: try row.text("note"),
        )
    }

    /// Who entered what a task says: its creator and everyone who edited it.
    package func authors(of campaign: CampaignRecord) throws -> Set<ID<Account>> {
        let entering = Set([CampaignStep.created, .edited, .scriptChanged])
        return Set(
            try steps(of: campaign).filter { entering.contains($0.step) }.map(\.account)
        )
    }

    private static func only(_ viewer: Viewer) -> SQL {
        guard let vendor = viewer.onlyVendor else { return "" }
        return " AND vendor_id = \(vendor)"
    }

    // MARK: Changing

    /// Keeps a new task. The same content under the same number of the core system gives the task
    /// that exists, `isNew` false; other content under it is refused. C2.1.
    package func add(
        _ details: CampaignDetails,
        by account: ID<Account>,
        at now: Moment,
    ) throws -> (id: ID<Campaign>, isNew: Bool) {
        let submission = details.canonical
        let inserted = try transaction.first(
            """
            INSERT INTO campaign(core_reference, submission, name, product, institution_id,
                vendor_id, target_group, starts_on, ends_on, call_hours, attempts_per_day,
                attempts_total, priority, script_version_id, consent_basis, caller_id,
                recycling, state, created_by, created_at)
            VALUES (\(details.coreReference), \(submission), \(details.name),
                \(details.product), \(details.institution), \(details.vendor),
                \(details.targetGroup), \(details.startsOn), \(details.endsOn),
                \(details.hours.description), \(details.attemptsPerDay),
                \(details.attemptsTotal), \(details.priority),
                \(details.scriptVersion), \(details.consentBasis),
                \(details.callerID), \(RecyclingRules(details.recycling).text),
                \(CampaignState.draft.rawValue), \(account), \(now))
            ON CONFLICT (core_reference) DO NOTHING RETURNING id
            """
        )
        guard let inserted else {
            let row = try transaction.one(
                """
                SELECT id, submission FROM campaign
                WHERE core_reference = \(details.coreReference)
                """
            )
            let id = ID<Campaign>(try row.int("id"))
            guard try row.text("submission") == submission else {
                throw CampaignRefusal.referenceTaken(id)
            }
            return (id, false)
        }
        let id = ID<Campaign>(try inserted.int("id"))
        try addStep(.created, to: id, by: account, at: now, note: "")
        return (id, true)
    }

    /// Keeps what `event` made of a task, and the step with who and when.
    package func save(
        _ campaign: CampaignRecord,
        after event: CampaignEvent,
        by account: ID<Account>,
        at now: Moment,
        note: String = "",
    ) throws {
        let details = campaign.details
        let other = try transaction.first(
            """
            SELECT id FROM campaign WHERE core_reference = \(details.coreReference)
                AND id <> \(campaign.id)
            """
        )
        if let other { throw CampaignRefusal.referenceTaken(ID(try other.int("id"))) }
        try transaction.execute(
            """
            UPDATE campaign SET core_reference = \(details.coreReference), name = \(details.name),
                product = \(details.product), target_group = \(details.targetGroup),
                starts_on = \(details.startsOn), ends_on = \(details.endsOn),
                call_hours = \(details.hours.description),
                attempts_per_day = \(details.attemptsPerDay),
                attempts_total = \(details.attemptsTotal), priority = \(details.priority),
                script_version_id = \(details.scriptVersion),
                consent_basis = \(details.consentBasis), caller_id = \(details.callerID),
                recycling = \(RecyclingRules(details.recycling).text),
                state = \(campaign.state.rawValue)
            WHERE id = \(campaign.id)
            """
        )
        try addStep(event.step, to: campaign.id, by: account, at: now, note: note)
    }

    private func addStep(
        _ step: CampaignStep,
        to campaign: ID<Campaign>,
        by account: ID<Account>,
        at now: Moment,
        note: String,
    ) throws {
        try transaction.execute(
            """
            INSERT INTO campaign_step(campaign_id, step, account_id, at, note)
            VALUES (\(campaign), \(step.rawValue), \(account), \(now), \(note))
            """
        )
    }

    // MARK: Rows

    private static func record(_ row: Row) throws -> CampaignRecord {
        CampaignRecord(
            id: ID(try row.int("id")),
            details: CampaignDetails(
                coreReference: try row.text("core_reference"),
                name: try row.text("name"),
                product: try row.text("product"),
                institution: ID(try row.int("institution_id")),
                vendor: ID(try row.int("vendor_id")),
                targetGroup: try row.text("target_group"),
                startsOn: try row.day("starts_on"),
                endsOn: try row.day("ends_on"),
                hours: CallHours(stored: try row.text("call_hours")),
                attemptsPerDay: Int(try row.int("attempts_per_day")),
                attemptsTotal: Int(try row.int("attempts_total")),
                priority: Int(try row.int("priority")),
                scriptVersion: try row.optionalInt("script_version_id").map { ID($0) },
                consentBasis: try row.text("consent_basis"),
                callerID: try row.text("caller_id"),
                recycling: RecyclingRules(stored: try row.text("recycling")).minutes,
            ),
            state: try row.decode("state", as: CampaignState.self),
            createdBy: ID(try row.int("created_by")),
            createdAt: try row.moment("created_at"),
        )
    }
}
