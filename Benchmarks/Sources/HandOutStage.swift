import Access
import Calendar
import Campaigns
import Database
import Glibc
import Kernel
import Leads
import Synchronization
import TestSupport
import Vault

/// A calling day at 10:00: four tasks, their leads, yesterday's calls, a suppression list, and many
/// agents who have made some calls already. Everything follows from the leads' numbers.
final class HandOutStage: Sendable {
    private static let vendor = ID<Organisation>(2)
    private static let now = BusinessDay(2026, 5, 6).at(TimeOfDay(10, 0))
    private static let agents = 32_000
    private static let firstAgent = 1_000
    private static let chunk = 50_000

    private let database: any Database
    private let audit: AuditLog
    private let handOut: HandOut
    private let removing: @Sendable () -> Void
    private let plainWriter = Mutex(())

    init(_ options: HandOutOptions) throws {
        let vault = Vault(masterKey: MasterKey(random: SeededRandom(1)))
        audit = AuditLog(vault)
        handOut = HandOut(vault: vault, calendar: WorkingCalendar())
        (database, removing) = try Self.open(options)
        let migrations =
            AuditLog.migrations + CampaignsSchema.migrations + LeadsSchema.migrations
        do {
            try Migrator.run(migrations, on: database, at: Self.now)
            let tasks = try addTasks()
            try addLeads(options.leads, tasks, vault)
            _ = try LeadRecount.run(database)
            try addHistory(options.leads)
            try addAgents()
        } catch {
            remove()
            throw error
        }
    }

    /// Deletes everything.
    func remove() {
        database.close()
        removing()
    }

    /// A database of its own, and how it is removed.
    static func open(
        _ options: HandOutOptions
    ) throws -> (any Database, @Sendable () -> Void) {
        if options.engine == "sqlite" {
            let path = "\(options.folder)/huihu-handout-\(getpid()).sqlite"
            let remove: @Sendable () -> Void = {
                for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
            }
            return (try SQLiteDatabase(path: path), remove)
        }
        guard let cluster = TestEngine.cluster else {
            throw HandOutFailure(what: "HUIHU_TEST_POSTGRES names no server")
        }
        let schema = "huihu_handout_\(getpid())"
        try inServer(cluster, "CREATE SCHEMA \(schema)")
        let database = try PostgresDatabase(connectionString: cluster, schema: schema)
        return (
            database,
            {
                do {
                    try inServer(cluster, "DROP SCHEMA \(schema) CASCADE")
                } catch {
                    print("schema \(schema) stays behind: \(error)")
                }
            }
        )
    }

    private static func inServer(_ server: String, _ statement: String) throws {
        let database = try PostgresDatabase(connectionString: server, connections: 1)
        defer { database.close() }
        try database.write { try $0.execute(SQL(stringLiteral: statement)) }
    }

    /// How durable a commit is.
    func durability() throws -> String {
        switch database.dialect {
        case .sqlite: return "synchronous=FULL"
        case .postgres:
            return try database.read { transaction in
                let fsync = try transaction.one("SHOW fsync").text(0)
                let commit = try transaction.one("SHOW synchronous_commit").text(0)
                return "fsync=\(fsync), synchronous_commit=\(commit)"
            }
        }
    }

    // MARK: What there is

    private func addTasks() throws -> [ID<Campaign>] {
        try database.write { transaction in
            let branch = try InstitutionStore(transaction).save(
                Institution(name: "B", region: nil, seats: 10_000, dailyVolume: 2_000_000)
            )
            try transaction.execute(
                """
                INSERT INTO region_hours(region, hours)
                VALUES ('zhejiang', '09:00-20:00'), ('tibet', '10:30-20:00')
                """
            )
            return try (1...4).map { number in
                var details = CampaignDetails(
                    coreReference: "HX-\(number)",
                    name: "T",
                    product: "P",
                    institution: branch,
                    vendor: Self.vendor,
                    startsOn: BusinessDay(2026, 1, 1),
                    endsOn: BusinessDay(2026, 12, 31),
                )
                details.priority = 50 - number
                let id = try CampaignStore(transaction).add(details, by: ID(1), at: Self.now).id
                try transaction.execute("UPDATE campaign SET state = 'running' WHERE id = \(id)")
                return id
            }
        }
    }

    private func numbers(_ from: Int, _ to: Int) -> SQL {
        Self.numbers(from, to, database.dialect)
    }

    /// The numbers `from` to `to`, one a row, as `number`.
    static func numbers(_ from: Int, _ to: Int, _ dialect: Dialect) -> SQL {
        switch dialect {
        case .sqlite:
            """
            (WITH RECURSIVE counted(number) AS
                (SELECT \(from) UNION ALL SELECT number + 1 FROM counted WHERE number < \(to))
                SELECT number FROM counted) AS numbers
            """
        case .postgres: "generate_series(\(from)::BIGINT, \(to)::BIGINT) AS numbers(number)"
        }
    }

    /// Blind indexes lie anywhere, as those of real numbers do.
    private static let key: SQL = "(number * 2654435761) % 9007199254740881"

    private func addLeads(_ count: Int, _ tasks: [ID<Campaign>], _ vault: Vault) throws {
        let name = vault.seal("张示例", as: .leadName)
        let phone = vault.seal("15412345678", as: .leadPhone)
        let first = tasks[0].rawValue
        for from in stride(from: 1, through: count, by: Self.chunk) {
            let to = min(count, from + Self.chunk - 1)
            try database.write {
                _ = try $0.execute(
                    """
                    INSERT INTO lead(campaign_id, vendor_id, institution_id, customer_key,
                        import_id, name_sealed, phone_sealed, attributes, region, priority, state,
                        attempts, created_at)
                    SELECT \(first) + number % 4, \(Self.vendor), 1, \(Self.key), 1, \(name),
                        \(phone), '', CASE number % 3 WHEN 0 THEN '浙江' ELSE '江苏' END,
                        number * 7919 % 10, 'ready', 0, \(Self.now)
                    FROM \(numbers(from, to))
                    """
                )
            }
        }
    }

    /// Every tenth customer was called yesterday, and other customers are suppressed.
    private func addHistory(_ leads: Int) throws {
        let yesterday = Self.now - .hours(23)
        try database.write { transaction in
            try transaction.execute(
                """
                INSERT INTO handout(lead_id, campaign_id, institution_id, vendor_id, customer_key,
                    agent_id, kind, state, day, handed_at, dialled_at, closed_at)
                SELECT id, campaign_id, 1, \(Self.vendor), customer_key, 1, 'next', 'done',
                    \(yesterday.day), \(yesterday), \(yesterday), \(yesterday)
                FROM lead WHERE id % 10 = 0
                """
            )
            try transaction.execute(
                """
                INSERT INTO suppression(customer_key, reason, evidence, added_by, added_at)
                SELECT \(Self.key), 'bank_list', 'list', 1, \(Self.now)
                FROM \(numbers(leads + 1, leads + 20_000))
                """
            )
            if transaction.dialect == .postgres { try transaction.execute("ANALYZE") }
        }
    }

    /// Each has made 50 calls today and stands in the audit log.
    private func addAgents() throws {
        for from in stride(from: 0, to: Self.agents, by: 1_000) {
            try database.write { transaction in
                for number in from..<(from + 1_000) {
                    let agent = ID<Account>(Int64(Self.firstAgent + number))
                    try transaction.execute(
                        """
                        INSERT INTO agent_day(agent_id, day, dialled)
                        VALUES (\(agent), \(Self.now.day), 50)
                        """
                    )
                    try audit.append(
                        AuditEntry(account: agent, at: Self.now, action: "session.open"),
                        in: transaction,
                    )
                }
            }
        }
    }

    // MARK: What is measured

    /// Hands the next lead to an agent, with the entry in the audit log that a request makes.
    func handOut(to number: Int) throws {
        let viewer = Viewer(
            account: ID(Int64(Self.firstAgent + number)),
            organisation: Self.vendor,
            roles: try Roles([.agent]),
            name: "",
            staffNumber: "",
        )
        let answer = try database.write { transaction in
            let answer = try handOut.next(for: viewer, now: Self.now, in: transaction)
            try audit.append(
                AuditEntry(
                    account: viewer.account,
                    at: Self.now,
                    action: "calls.work",
                    detail: "POST /seat/hand-out",
                    peer: "127.0.0.1",
                ),
                in: transaction,
            )
            return answer
        }
        if case .refused(let refusal) = answer { throw HandOutFailure(what: refusal.code) }
    }

    /// The plain way: pick, update, commit; no check, and no two commits together.
    func plain(_ number: Int) throws {
        switch database.dialect {
        case .sqlite: try plainWriter.withLock { _ in try pickAndUpdate() }
        case .postgres: try pickAndUpdate()
        }
    }

    private func pickAndUpdate() throws {
        try database.write { transaction in
            let row = try transaction.one(
                """
                SELECT id FROM lead WHERE campaign_id = 4 AND state = 'ready'
                ORDER BY priority DESC, id LIMIT 1\(transaction.dialect.forUpdate)
                """
            )
            try transaction.execute("UPDATE lead SET state = 'held' WHERE id = \(try row.int(0))")
        }
    }

    /// Ends the hand-outs, so that the agents may have another lead.
    func endHandOuts() throws {
        try database.write { transaction in
            try transaction.execute(
                """
                UPDATE handout SET state = 'returned', closed_at = \(Self.now)
                WHERE closed_at IS NULL
                """
            )
            try transaction.execute("DELETE FROM customer_hold")
            try transaction.execute("UPDATE lead SET state = 'finished' WHERE state = 'held'")
        }
    }

    /// Throws when a lead or a customer was handed out twice.
    func requireNothingTwice(_ expected: Int) throws {
        let row = try database.read {
            try $0.one(
                """
                SELECT (SELECT COUNT(*) FROM lead WHERE state = 'held'),
                    (SELECT COUNT(*) FROM customer_hold),
                    (SELECT COUNT(DISTINCT customer_key) FROM handout WHERE closed_at IS NULL)
                """
            )
        }
        let (leads, holds, customers) = (try row.int(0), try row.int(1), try row.int(2))
        guard leads == expected, holds == customers else {
            throw HandOutFailure(what: "\(expected) hand-outs, but \(leads) leads are held")
        }
    }
}
