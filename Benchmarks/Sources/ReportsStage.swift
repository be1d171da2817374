import Access
import Accounts
import Calendar
import Calls
import Campaigns
import Database
import HTML
import HTTPServer
import Kernel
import Leads
import Reports
import Telephony
import TestSupport
import Vault
import Web

/// A day of one vendor: three tasks, their leads, seats, and calls of every end. Everything follows
/// from the calls' and leads' numbers.
final class ReportsStage {
    private static let vendor = ID<Organisation>(2)
    private static let tasks = 3
    private static let now = BusinessDay(2026, 5, 6).at(TimeOfDay(18, 0))
    private static let chunk = 50_000
    private static let day = BusinessDay(2026, 5, 6)

    private let database: any Database
    private let removing: @Sendable () -> Void
    private let environment: Environment
    private let seats: Int
    private var (leads, calls) = (0, 0)

    init(_ options: HandOutOptions, seats: Int) throws {
        self.seats = seats
        (database, removing) = try HandOutStage.open(options)
        let vault = Vault(masterKey: MasterKey(random: SeededRandom(1)))
        let time = SimulatedTime(at: Self.now)
        environment = Environment(
            time: time,
            wall: time,
            random: SeededRandom(1),
            line: SimulatedLine(seed: 1, time: time),
            database: database,
            vault: vault,
            audit: AuditLog(vault),
            calendar: WorkingCalendar(),
            events: EventHub(),
            dataFolder: options.folder,
            report: { print($0) },
        )
        do {
            try Migrator.run(
                AuditLog.migrations + AccountsSchema.migrations + CampaignsSchema.migrations
                    + LeadsSchema.migrations + CallsSchema.migrations,
                on: database,
                at: Self.now,
            )
            try addHouse()
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

    // MARK: What there is

    private func addHouse() throws {
        try database.write { transaction in
            let organisations = OrganisationStore(transaction)
            _ = try organisations.add(side: .bank, name: "B", at: Self.now)
            _ = try organisations.add(side: .vendor, name: "V", at: Self.now)
            let branch = try InstitutionStore(transaction).save(
                Institution(name: "I", region: nil, seats: 10_000, dailyVolume: 2_000_000)
            )
            for number in 1...Self.tasks {
                let details = CampaignDetails(
                    coreReference: "HX-\(number)",
                    name: "T\(number)",
                    product: "P",
                    institution: branch,
                    vendor: Self.vendor,
                    startsOn: BusinessDay(2026, 1, 1),
                    endsOn: BusinessDay(2026, 12, 31),
                )
                let id = try CampaignStore(transaction).add(details, by: ID(1), at: Self.now).id
                try transaction.execute("UPDATE campaign SET state = 'running' WHERE id = \(id)")
            }
            try transaction.execute(
                """
                INSERT INTO account(organisation_id, sign_in_name, password_hash, roles, name,
                    staff_number, state, failed_attempts, must_change_password, created_at)
                SELECT \(Self.vendor), 'agent' || number, '', 'agent', '坐席' || number,
                    'V-' || number, 'active', 0, 0, \(Self.now)
                FROM \(HandOutStage.numbers(1, seats, transaction.dialect))
                """
            )
            try transaction.execute(
                """
                INSERT INTO seat(agent_id, vendor_id, state, mode, holder, since, last_seen_at)
                SELECT id, \(Self.vendor), CASE id % 5 WHEN 0 THEN 'talking' WHEN 1 THEN 'wrapping_up'
                    WHEN 2 THEN 'on_break' ELSE 'ready' END, 'preview', 'x',
                    \(Self.now - .minutes(1)), \(Self.now) FROM account
                """
            )
        }
    }

    /// Lets the day grow to so many leads and calls, and the sums with it.
    func fill(leads: Int, calls: Int) throws {
        for from in stride(from: self.leads + 1, through: leads, by: Self.chunk) {
            try addLeads(from, min(leads, from + Self.chunk - 1))
        }
        for from in stride(from: self.calls + 1, through: calls, by: Self.chunk) {
            try addCalls(from, min(calls, from + Self.chunk - 1))
        }
        (self.leads, self.calls) = (leads, calls)
        if database.dialect == .postgres { try database.write { _ = try $0.execute("ANALYZE") } }
        _ = try CallRecount(database).runAll()
        _ = try LeadRecount.run(database)
    }

    private func addLeads(_ from: Int, _ to: Int) throws {
        let vault = environment.vault
        try database.write { transaction in
            _ = try transaction.execute(
                """
                INSERT INTO lead(campaign_id, vendor_id, institution_id, customer_key, import_id,
                    name_sealed, phone_sealed, attributes, region, priority, state, held_back,
                    due_at, attempts, created_at)
                SELECT 1 + number % \(Self.tasks), \(Self.vendor), 1,
                    (number * 2654435761) % 9007199254740881, 1,
                    \(vault.seal("张示例", as: .leadName)),
                    \(vault.seal("15412345678", as: .leadPhone)), '{}', '', 0,
                    CASE number % 7 WHEN 0 THEN 'waiting' WHEN 1 THEN 'finished' ELSE 'ready' END,
                    CASE number % 7 WHEN 0 THEN 'recycled' END,
                    CASE number % 7 WHEN 0 THEN \(Self.now + .hours(20)) END, 0, \(Self.now)
                FROM \(HandOutStage.numbers(from, to, transaction.dialect))
                """
            )
        }
    }

    /// Calls by all agents in turn over nine hours, six of ten answered; each with a result but
    /// every thousandth, with its times at the seat, and every fifteenth interested.
    private func addCalls(_ from: Int, _ to: Int) throws {
        let start = Self.day.at(TimeOfDay(9, 0))
        try database.write { transaction in
            let numbers = HandOutStage.numbers(from, to, transaction.dialect)
            try transaction.execute(
                """
                INSERT INTO call(id, handout_id, lead_id, campaign_id, institution_id, vendor_id,
                    agent_id, customer_key, kind, day, dialled_at, answered_at, ended_at, end_cause)
                SELECT number, number, number, 1 + number % \(Self.tasks), 1, \(Self.vendor),
                    1 + number % \(seats), number, 'next', \(Self.day),
                    \(start) + number % 32400 * 1000,
                    CASE WHEN number % 10 < 6 THEN \(start) + number % 32400 * 1000 + 9000 END,
                    \(start) + number % 32400 * 1000 + 20000 + number % 90 * 1000,
                    CASE WHEN number % 10 < 6 THEN 'normal' ELSE 'no_answer' END
                FROM \(numbers)
                """
            )
            try transaction.execute(
                """
                INSERT INTO outcome(call_id, version, code, recorded_by, recorded_at)
                SELECT number, 1, CASE WHEN number % 10 >= 6 THEN 'no_answer'
                    WHEN number % 15 = 0 THEN 'interested' WHEN number % 500 = 1 THEN 'no_answer'
                    ELSE 'not_interested' END, 1 + number % \(seats), \(Self.now)
                FROM \(numbers) WHERE number % 1000 <> 2
                """
            )
            try transaction.execute(
                """
                INSERT INTO interested_day(customer_key, day, call_id, agent_id, vendor_id,
                    campaign_id)
                SELECT number, \(Self.day), number, 1 + number % \(seats), \(Self.vendor),
                    1 + number % \(Self.tasks)
                FROM \(numbers) WHERE number % 10 < 6 AND number % 15 = 0
                """
            )
            for (state, seconds) in [
                ("ready", 8), ("previewing", 10), ("dialling", 2), ("ringing", 9), ("talking", 50),
                ("wrapping_up", 25),
            ] {
                try transaction.execute(
                    """
                    INSERT INTO seat_log(agent_id, vendor_id, day, state, from_at, to_at)
                    SELECT 1 + number % \(seats), \(Self.vendor), \(Self.day), \(state), \(start),
                        \(start + .seconds(seconds)) FROM \(numbers)
                    """
                )
            }
        }
    }

    // MARK: What is measured

    func floor() throws -> (read: Double, bytes: Int) {
        try page(ShowFloor(), ["vendor": "\(Self.vendor)"])
    }

    func report() throws -> (read: Double, bytes: Int) {
        try page(ShowDayReport(), ["day": "\(Self.day)"])
    }

    func task() throws -> (read: Double, bytes: Int) {
        try page(ShowCampaign(figures: [LeadFigures()]), ["id": "1"])
    }

    private func page<E: Endpoint>(
        _ endpoint: E,
        _ fields: [String: String],
    ) throws -> (read: Double, bytes: Int) where E.Output: Resource {
        let viewer = Viewer(
            account: ID(1),
            organisation: ID(1),
            roles: try Roles([.bankManager]),
            name: "",
            staffNumber: "",
        )
        let input = try E.Input(Form(fields.mapValues { [$0] }))
        var answer: E.Output?
        let read = try Measure.seconds {
            answer = try database.read { transaction in
                try endpoint.answer(
                    input,
                    Context(
                        viewer: viewer,
                        now: Self.now,
                        wallNow: Self.now,
                        language: .chinese,
                        environment: environment,
                        peer: "",
                        transaction: transaction,
                    )
                )
            }
        }
        let bytes = answer?.page.render(Rendering(language: .chinese)).count ?? 0
        return (read, bytes)
    }

    // MARK: The plain way

    func plainTask() throws -> Int {
        try count(
            "SELECT state, held_back, COUNT(*) FROM lead WHERE campaign_id = 1 GROUP BY 1, 2"
        )
    }

    func plainFloor() throws -> Int {
        let day = Self.day
        return try count(
            """
            SELECT c.campaign_id, COUNT(*), COUNT(c.answered_at), COUNT(i.call_id)
            FROM call c LEFT JOIN interested_day i ON i.call_id = c.id
            WHERE c.day = \(day) AND c.vendor_id = \(Self.vendor) GROUP BY c.campaign_id
            """,
            """
            SELECT agent_id, state, SUM(to_at - from_at) FROM seat_log
            WHERE day = \(day) AND vendor_id = \(Self.vendor) GROUP BY agent_id, state
            """,
            """
            SELECT agent_id, COUNT(*) FROM interested_day
            WHERE day = \(day) AND vendor_id = \(Self.vendor) GROUP BY agent_id
            """,
            "SELECT campaign_id, state, held_back, COUNT(*) FROM lead GROUP BY 1, 2, 3",
        )
    }

    func plainReport() throws -> Int {
        let day = Self.day
        let current: SQL = """
            o.call_id = c.id AND o.version =
                (SELECT MAX(version) FROM outcome l WHERE l.call_id = c.id)
            """
        return try count(
            """
            SELECT c.agent_id, c.campaign_id, c.answered_at, c.ended_at, c.end_cause, o.code,
                o.version FROM call c LEFT JOIN outcome o ON \(current) WHERE c.day = \(day)
            """,
            """
            SELECT (c.dialled_at - \(day.start)) / 3600000, COUNT(*), COUNT(i.call_id)
            FROM call c LEFT JOIN interested_day i ON i.call_id = c.id
            WHERE c.day = \(day) GROUP BY 1
            """,
            """
            SELECT o.code, COUNT(*) FROM call c JOIN outcome o ON \(current)
            WHERE c.day = \(day) GROUP BY o.code
            """,
            """
            SELECT agent_id, campaign_id, COUNT(*) FROM interested_day WHERE day = \(day)
            GROUP BY agent_id, campaign_id
            """,
            """
            SELECT agent_id, state, SUM(to_at - from_at) FROM seat_log WHERE day = \(day)
            GROUP BY agent_id, state
            """,
        )
    }

    private func count(_ statements: SQL...) throws -> Int {
        try database.read { transaction in
            var rows = 0
            for statement in statements { try transaction.each(statement) { _ in rows += 1 } }
            return rows
        }
    }
}
