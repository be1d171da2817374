import Access
import Accounts
import App
import Calendar
import Calls
import Campaigns
import Database
import Glibc
import HTTPServer
import Kernel
import Leads
import Sodium
import Synchronization
import Telephony
import TestSupport
import Vault
import Web

/// How long the workbench's requests take at many seats: hand-out, dial, result, each through the
/// whole application (session, right, form proof, one durable transaction, audit entry), beside a
/// request that only finds its session. A thousand seats with a call a minute ask some seventy
/// times a second; here four ask without a pause.
struct SeatsBenchmark: Benchmark {
    static let options = [
        Option("--seats", "N", L("坐席数（1000）", en: "seats (1,000)")),
        Option("--rounds", "N", L("每席通话数（3）", en: "calls at each (3)")),
        Option("--threads", "N", L("同时的请求数（4）", en: "requests at once (4)")),
    ]

    private let seats: Int
    private let rounds: Int
    private let threads: Int

    init(_ options: Options) throws {
        seats = try options.number("--seats", in: 1...20_000) ?? 1_000
        rounds = try options.number("--rounds", in: 1...190) ?? 3
        threads = try options.number("--threads", in: 1...64) ?? 4
    }

    func run() throws {
        let folder = "/tmp/huihu-bench-seats-\(getpid())"
        mkdir(folder, 0o700)
        defer {
            for name in ["seats.sqlite", "seats.sqlite-wal", "seats.sqlite-shm"] {
                unlink("\(folder)/\(name)")
            }
            rmdir(folder)
        }
        let floor = try Floor(folder, seats: seats, leads: seats * (rounds + 1))
        print("\(seats) seats, \(threads) requests at once, durable commits")
        let base = try measure { floor.ask("GET", "/account", $0) }
        report("session only (baseline)", base)
        _ = try measure { floor.open($0) }
        var handOut: [Double] = [], dial: [Double] = [], save: [Double] = []
        for _ in 0..<rounds {
            handOut += try measure { floor.ask("POST", "/seat/hand-out", $0) }
            dial += try measure { floor.ask("POST", "/seat/call", $0) }
            try floor.endCalls()
            save += try measure { floor.ask("POST", "/seat/outcome", $0, ["outcome": "no_answer"]) }
        }
        report("hand-out", handOut)
        report("dial", dial)
        report("result", save)
        print("peak memory \(Measure.peakMegabytes) MB (goal: under 300)")
    }

    /// Runs `request` once for every seat; the milliseconds that each took.
    private func measure(_ request: @escaping @Sendable (Int) -> Int) throws -> [Double] {
        let times = Mutex<[Double]>([])
        let refused = Mutex(0)
        let (seats, threads) = (seats, threads)
        withThreads(threads) { thread in
            var own: [Double] = []
            for seat in stride(from: thread, to: seats, by: threads) {
                let start = Measure.microseconds()
                let status = request(seat)
                own.append(Double(Measure.microseconds() - start) / 1_000)
                if status != 200 { refused.withLock { $0 += 1 } }
            }
            let mine = own
            times.withLock { $0 += mine }
        }
        let count = refused.withLock { $0 }
        if count > 0 { print("  \(count) requests were refused") }
        return times.withLock { $0 }
    }

    private func report(_ name: String, _ times: [Double]) {
        print(Measure.line(name, times) + " (goal: p99 under 20)")
    }
}

/// A vendor's floor: one running task, an agent with a session at each seat.
private final class Floor: Sendable {
    private let app: HuihuApp
    private let tokens: [String]
    private let holders: Mutex<[String]>

    init(_ folder: String, seats: Int, leads: Int) throws {
        let time = SimulatedTime(at: BusinessDay(2026, 5, 6).at(TimeOfDay(10, 0)))
        let random = SeededRandom(1)
        let vault = Vault(masterKey: MasterKey(random: random))
        let environment = Environment(
            time: time,
            wall: time,
            random: random,
            line: SimulatedLine(seed: 1, time: time),
            database: try SQLiteDatabase(path: "\(folder)/seats.sqlite"),
            vault: vault,
            audit: AuditLog(vault),
            calendar: WorkingCalendar(),
            events: EventHub(),
            dataFolder: folder,
            report: { print($0) },
        )
        app = try HuihuApp(environment, assetsFolder: folder, passwords: PasswordHash(cost: .weak))
        holders = Mutex([String](repeating: "", count: seats))
        tokens = try environment.database.write { transaction in
            try Self.fill(transaction, environment, seats: seats, leads: leads)
        }
    }

    private static func fill(
        _ transaction: Transaction,
        _ environment: Environment,
        seats: Int,
        leads: Int,
    ) throws -> [String] {
        let now = environment.time.now()
        let organisations = OrganisationStore(transaction)
        let bank = try organisations.add(side: .bank, name: "bank", at: now)
        let vendor = try organisations.add(side: .vendor, name: "vendor", at: now)
        let branch = try InstitutionStore(transaction).save(
            Institution(name: "branch", region: nil, seats: 5_000, dailyVolume: 1_000_000)
        )
        let details = CampaignDetails(
            coreReference: "BENCH",
            name: "bench",
            product: "loan",
            institution: branch,
            vendor: vendor,
            startsOn: now.day,
            endsOn: now.day.adding(days: 30),
        )
        let id = try CampaignStore(transaction).add(details, by: ID(1), at: now).id
        try transaction.execute("UPDATE campaign SET state = 'running' WHERE id = \(id)")
        let reader = Viewer(
            account: ID(1),
            organisation: bank,
            roles: try Roles([.bankManager]),
            name: "",
            staffNumber: "",
        )
        let campaign = try CampaignStore(transaction).find(id, visibleTo: reader)
        let store = LeadStore(transaction, vault: environment.vault)
        for number in 0..<leads {
            let lead = LeadStore.NewLead(
                name: "客户",
                phone: try PhoneNumber("154" + String(10_000_000 + number)),
                attributes: ["年龄": "40", "行业": "零售"],
                region: "",
            )
            _ = try store.add(lead, to: campaign, at: now)
        }
        let roles = try Roles([.agent])
        return try (0..<seats).map { seat in
            let account = AccountStore.NewAccount(
                organisation: vendor,
                signInName: "agent\(seat)",
                passwordHash: "",
                roles: roles,
                name: "agent\(seat)",
                staffNumber: "",
                mustChangePassword: false,
            )
            let agent = try AccountStore(transaction).add(account, at: now)
            return try SessionStore().begin(
                agent,
                peer: "",
                random: environment.random,
                at: now,
                in: transaction,
            )
        }
    }

    /// Asks as the agent at `seat`; the answer's status.
    func ask(_ method: String, _ path: String, _ seat: Int, _ fields: [String: String] = [:]) -> Int
    {
        answer(method, path, seat, fields).status
    }

    /// Opens the seat and keeps its holder's token.
    func open(_ seat: Int) -> Int {
        let response = answer("POST", "/seat", seat, [:])
        guard case .bytes(let bytes) = response.body else { return 0 }
        let text = String(decoding: bytes, as: UTF8.self)
        if let range = text.firstRange(of: "\"holder\":\"") {
            let holder = String(text[range.upperBound...].prefix { $0 != "\"" })
            holders.withLock { $0[seat] = holder }
        }
        return response.status
    }

    private func answer(
        _ method: String,
        _ path: String,
        _ seat: Int,
        _ fields: [String: String],
    ) -> Response {
        let all = fields.merging(["holder": holders.withLock { $0[seat] }]) { own, _ in own }
        let body = all.map { "\($0.key)=\(percentEncode($0.value))" }.joined(separator: "&")
        return app.application.handle(
            Request(
                method: method,
                path: path,
                headers: [
                    ("Authorization", "Bearer \(tokens[seat])"), ("Accept", "application/json"),
                    ("Content-Type", "application/x-www-form-urlencoded"),
                ],
                body: method == "GET" ? .none : .memory(Array(body.utf8)),
            )
        )
    }

    /// Ends every call that is going on, as the line would.
    func endCalls() throws {
        let log = LineLog(app.environment)
        let calls = try app.environment.database.read {
            try $0.rows("SELECT id FROM call WHERE ended_at IS NULL").map { try $0.int(0) }
        }
        for call in calls {
            try log.receive(
                LineEvent(
                    call: ID(call),
                    at: app.environment.time.now(),
                    sequence: 1,
                    kind: .ended(.noAnswer, by: .network),
                )
            )
        }
    }
}
