import Access
import Accounts
import App
import Calls
import Campaigns
import Database
import FoundationEssentials
import Glibc
import Kernel
import Leads
import Sodium
import TestSupport
import Vault
import Web

/// The sessions with which the server at `port` is asked.
struct FloorSessions: Sendable {
    let port: Int
    let agents: [String]
    let manager: String
    let auditor: String
}

/// A bank's floor behind the real server: its seats with sessions, its leads, and the calls that
/// were made today; it is ten o'clock on a working day.
final class FloorStage {
    static let password = "bench-Quiet-Lantern-7"
    static let signIns = 32
    private static let chunk = 50_000
    private static let start = BusinessDay(2026, 5, 6).at(TimeOfDay(10, 0))

    private let launch: Launch
    private let folder: String
    private let seats: Int
    private var agents: [String] = []
    private var (manager, auditor) = ("", "")

    /// A clock that runs as the machine's does, from another moment on.
    private struct ShiftedTime: TimeSource {
        let shift: Duration
        func now() -> Moment { SystemTime().now() + shift }
    }

    init(_ options: FloorOptions) throws {
        folder = "\(options.folder)/huihu-bench-floor-\(getpid())"
        seats = options.seats
        mkdir(folder, 0o700)
        var arguments = [
            "--data", folder, "--port", "0", "--empty", "--assets", "Public", "--connections",
            "50000", "--connections-per-address", "50000",
        ]
        if let database = options.database { arguments += ["--database", database] }
        launch = try Launch(
            Configuration(arguments: arguments),
            time: ShiftedTime(shift: Self.start - SystemTime().now()),
        )
        try fill(options)
        // What the stage has written is on the disk before anything is measured.
        sync()
    }

    /// Who is signed in, and where.
    var sessions: FloorSessions {
        FloorSessions(port: launch.port, agents: agents, manager: manager, auditor: auditor)
    }

    /// Stops the server and deletes everything but a database on a server.
    func remove() {
        launch.stop()
        do {
            try FileManager.default.removeItem(atPath: folder)
        } catch {
            print("\(folder) stays behind: \(error)")
        }
    }

    // MARK: What there is

    private var environment: Environment { launch.environment }

    private func fill(_ options: FloorOptions) throws {
        let hash = try PasswordHash().hash(Self.password)
        try environment.database.write { transaction in
            let organisations = OrganisationStore(transaction)
            let now = environment.time.now()
            let bank = try organisations.add(side: .bank, name: "B", at: now)
            let vendor = try organisations.add(side: .vendor, name: "V", at: now)
            try addTask(vendor, transaction)
            manager = try session(.bankManager, "manager", bank, hash, transaction)
            auditor = try session(.auditor, "auditor", bank, hash, transaction)
            agents = try (0..<seats).map { seat in
                let isOneOfMany = seat >= Self.signIns
                return try session(
                    .agent,
                    "agent\(seat)",
                    vendor,
                    isOneOfMany ? "" : hash,
                    transaction
                )
            }
        }
        for from in stride(from: 1, through: options.leads, by: Self.chunk) {
            try addLeads(from, min(options.leads, from + Self.chunk - 1))
        }
        for from in stride(from: 1, through: options.calls, by: Self.chunk) {
            try addCalls(from, min(options.calls, from + Self.chunk - 1))
        }
        if environment.database.dialect == .postgres {
            try environment.database.write { _ = try $0.execute("ANALYZE") }
        }
        _ = try CallRecount(environment.database).runAll()
        _ = try LeadRecount.run(environment.database)
    }

    private func addTask(_ vendor: ID<Organisation>, _ transaction: Transaction) throws {
        let branch = try InstitutionStore(transaction).save(
            Institution(name: "I", region: nil, seats: 20_000, dailyVolume: 4_000_000)
        )
        let day = environment.time.now().day
        let details = CampaignDetails(
            coreReference: "BENCH",
            name: "T",
            product: "P",
            institution: branch,
            vendor: vendor,
            startsOn: day,
            endsOn: day.adding(days: 30),
        )
        let id = try CampaignStore(transaction)
            .add(details, by: ID(1), at: environment.time.now()).id
        try transaction.execute("UPDATE campaign SET state = 'running' WHERE id = \(id)")
    }

    private func session(
        _ role: Role,
        _ name: String,
        _ organisation: ID<Organisation>,
        _ hash: String,
        _ transaction: Transaction,
    ) throws -> String {
        let account = AccountStore.NewAccount(
            organisation: organisation,
            signInName: name,
            passwordHash: hash,
            roles: try Roles([role]),
            name: name,
            staffNumber: "",
            mustChangePassword: false,
        )
        let wall = environment.wall.now()
        return try SessionStore().begin(
            try AccountStore(transaction).add(account, at: environment.time.now()),
            peer: "",
            random: environment.random,
            at: wall,
            in: transaction,
        )
    }

    private func addLeads(_ from: Int, _ to: Int) throws {
        let vault = environment.vault
        let (name, phone) = (
            vault.seal("张示例", as: .leadName), vault.seal("15412345678", as: .leadPhone)
        )
        let now = environment.time.now()
        try environment.database.write { transaction in
            _ = try transaction.execute(
                """
                INSERT INTO lead(campaign_id, vendor_id, institution_id, customer_key, import_id,
                    name_sealed, phone_sealed, attributes, region, priority, state, attempts,
                    created_at)
                SELECT 1, 2, 1, (number * 2654435761) % 9007199254740881, 1, \(name), \(phone), '',
                    '', number * 7919 % 10, 'ready', 0, \(now)
                FROM \(HandOutStage.numbers(from, to, transaction.dialect))
                """
            )
        }
    }

    /// Calls of the hours before by all agents in turn, with their results and their entries in the
    /// audit log.
    private func addCalls(_ from: Int, _ to: Int) throws {
        let (day, morning) = (environment.time.now().day, Self.start - .hours(2))
        try environment.database.write { transaction in
            let numbers = HandOutStage.numbers(from, to, transaction.dialect)
            // Their agents are others, so that nobody at a seat has made 200 calls.
            try transaction.execute(
                """
                INSERT INTO call(id, handout_id, lead_id, campaign_id, institution_id, vendor_id,
                    agent_id, customer_key, kind, day, dialled_at, answered_at, ended_at, end_cause)
                SELECT number, -number, number, 1, 1, 2, 100000 + number % 5000, number, 'next',
                    \(day), \(morning) + number % 7200 * 1000,
                    CASE WHEN number % 10 < 6 THEN \(morning) + number % 7200 * 1000 + 9000 END,
                    \(morning) + number % 7200 * 1000 + 20000,
                    CASE WHEN number % 10 < 6 THEN 'normal' ELSE 'no_answer' END
                FROM \(numbers)
                """
            )
            try transaction.execute(
                """
                INSERT INTO outcome(call_id, version, code, recorded_by, recorded_at)
                SELECT number, 1, CASE WHEN number % 10 >= 6 THEN 'no_answer'
                    ELSE 'not_interested' END, 100000 + number % 5000, \(morning)
                FROM \(numbers)
                """
            )
            if from == 1, transaction.dialect == .postgres {
                // The identities that were given by hand are not given again.
                try transaction.execute(
                    """
                    SELECT setval(pg_get_serial_sequence('call', 'id'), 20000000)
                    """
                )
            }
        }
        try addAudit(min(to - from + 1, 5_000), at: morning)
    }

    private func addAudit(_ count: Int, at moment: Moment) throws {
        try environment.database.write { transaction in
            for number in 0..<count {
                try environment.audit.append(
                    AuditEntry(
                        account: ID(Int64(100 + number % 500)),
                        at: moment,
                        action: number % 3 == 0 ? "POST /seat/call" : "POST /seat/outcome",
                    ),
                    in: transaction,
                )
            }
        }
    }
}
