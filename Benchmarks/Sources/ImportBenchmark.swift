import Access
import Accounts
import Calendar
import Campaigns
import Database
import Glibc
import Kernel
import Leads
import Tables
import Telephony
import Vault
import Web

/// How long a lead file takes to be in: read through once, validated, deduplicated, sealed and
/// durable, beside `sqlite3 .import` of the same rows, ready made and in plain text, into the same
/// table with the same indexes.
struct ImportBenchmark: Benchmark {
    static let options = [
        Option("--rows", "N", L("行数（1000000）", en: "rows (1,000,000)")), Option.folder,
    ]

    private static let titles = ["年龄", "职业", "婚姻", "学历", "住房贷款", "个人贷款", "联系方式", "以往联系次数"]
    private static let jobs = ["行政", "工人", "企业主", "管理人员", "退休", "自雇", "服务业", "技术人员"]
    private static let levels = ["小学", "初中", "高中", "职业教育", "大学"]
    private static let provinces = ["浙江", "江苏", "上海", "安徽", "福建", "江西", "山东", "广东"]
    private static let answers = ["是", "否", "未知"]

    private let rows: Int
    private let folder: String

    init(_ options: Options) throws {
        rows = try options.number("--rows", in: 1...10_000_000) ?? 1_000_000
        folder = "\(options.text("--folder") ?? "/tmp")/huihu-bench-\(getpid())"
    }

    func run() throws {
        mkdir(folder, 0o700)
        defer { removeFolder() }
        try writeFiles()
        let base = try baseline()
        let baseProcessor = Measure.processorSeconds(children: true)
        print(
            "sqlite3 .import, \(rows) rows, same indexes: \(Measure.text(base)) s"
                + " (processor \(Measure.text(baseProcessor)) s)"
        )
        let before = Measure.processorSeconds()
        let own = try product()
        let processor = Measure.processorSeconds() - before
        print(
            "huihu import, \(rows) rows: \(Measure.text(own.seconds)) s"
                + " (processor \(Measure.text(processor)) s)"
        )
        print("  \(Int(Double(rows) / own.seconds)) rows/s, \(own.accepted) accepted")
        print("  longest write of someone else meanwhile: \(own.longestWait) ms")
        print("  peak memory \(Measure.peakMegabytes) MB")
        print("ratio \(Measure.text(own.seconds / base)) (goal: at most 2)")
    }

    // MARK: The files

    private var leadFile: String { "\(folder)/leads.csv" }
    private var sealedFile: String { "\(folder)/leads.hsf" }
    private var readyFile: String { "\(folder)/ready.csv" }

    /// The lead file, and the same rows as the table holds them.
    private func writeFiles() throws {
        let random = SeededRandom(1)
        let leads = try TableWriter(path: leadFile)
        let ready = try TableWriter(path: readyFile)
        let width = try columns()
        try leads.append(["姓名", "手机号", "省份", "优先级"] + Self.titles)
        for row in 0..<rows {
            // 7,654,321 and 10^8 share no factor: no number comes twice.
            let digits = String((row * 7_654_321) % 100_000_000 + 100_000_000)
            let phone = "154\(digits.dropFirst())"
            let values = [
                String(random.int(in: 18...80)), random.pick(Self.jobs), "已婚",
                random.pick(Self.levels), random.pick(Self.answers), random.pick(Self.answers),
                "移动", String(random.int(in: 0...6)),
            ]
            let province = random.pick(Self.provinces)
            let priority = String(random.int(in: 0...9))
            try leads.append(["张示例", phone, province, priority] + values)
            let members = zip(Self.titles, values).map { "\"\($0)\":\"\($1)\"" }
            let record = [
                String(row + 1), "1", "1", "1", phone, "1", "张示例", phone,
                "{\(members.joined(separator: ","))}", province, priority, "ready", "", "0",
                "", "", "1",
            ]
            // `.import` wants a value for every column of the table.
            try ready.append(record + Array(repeating: "", count: width - record.count))
        }
        try leads.finish()
        try ready.finish()
    }

    private func removeFolder() {
        let names = [
            "leads.csv", "ready.csv", "baseline.sqlite", "product.sqlite", "product.sqlite-wal",
            "product.sqlite-shm",
        ]
        for name in names { unlink("\(folder)/\(name)") }
        rmdir(folder)
    }

    // MARK: The two ways

    private static let migrations =
        Application.migrations + AccountsSchema.migrations + CampaignsSchema.migrations
        + LeadsSchema.migrations

    private func open(_ name: String) throws -> SQLiteDatabase {
        let database = try SQLiteDatabase(path: "\(folder)/\(name)")
        try Migrator.run(Self.migrations, on: database, at: SystemTime().now())
        return database
    }

    /// How many columns the table of leads has.
    private func columns() throws -> Int {
        let database = try open("baseline.sqlite")
        defer { database.close() }
        return Int(
            try database.read {
                try $0.one("SELECT COUNT(*) FROM pragma_table_info('lead')").int(0)
            }
        )
    }

    private func baseline() throws -> Double {
        try open("baseline.sqlite").close()
        let command =
            "sqlite3 '\(folder)/baseline.sqlite' 'PRAGMA synchronous=FULL'"
            + " '.import --csv \"\(readyFile)\" lead' >/dev/null"
        return try Measure.seconds {
            guard system(command) == 0 else { throw Failure(what: command) }
        }
    }

    private func product() throws -> (seconds: Double, accepted: Int, longestWait: Int64) {
        let database = try open("product.sqlite")
        defer { database.close() }
        let time = SystemTime()
        let environment = environment(database, time)
        try environment.vault.sealFile(leadFile, to: sealedFile)
        let id = try ImportIntake(environment).take(
            sealedFile,
            name: "leads.csv",
            kind: .leads,
            campaign: try task(database, time.now()),
            by: Viewer(
                account: ID(1),
                organisation: ID(1),
                roles: try Roles([.bankManager]),
                name: "bench",
                staffNumber: "",
                // As a program brings it: read through first, it then starts by itself.
                scopes: [.importLeads],
            ),
            at: time.now(),
        )
        let work = ImportWork(
            database,
            vault: environment.vault,
            time: time,
            temporaryFolder: folder,
            isLineReal: false,
        )
        let neighbour = try Neighbour(database)
        let seconds = try Measure.seconds { try work.workOff(id) }
        let accepted = try database.read { try $0.one("SELECT accepted FROM lead_import").int(0) }
        return (seconds, Int(accepted), neighbour.stop())
    }

    private func environment(_ database: SQLiteDatabase, _ time: any TimeSource) -> Environment {
        let vault = Vault(masterKey: MasterKey(random: SystemRandom()))
        return Environment(
            time: time,
            wall: time,
            random: SystemRandom(),
            line: SimulatedLine(seed: 1, time: time),
            database: database,
            vault: vault,
            audit: AuditLog(vault),
            calendar: WorkingCalendar(),
            events: EventHub(),
            dataFolder: folder,
            report: { print($0) },
        )
    }

    private func task(_ database: SQLiteDatabase, _ now: Moment) throws -> ID<Campaign> {
        try database.write { transaction in
            let vendor = try OrganisationStore(transaction).add(side: .vendor, name: "V", at: now)
            let institution = try InstitutionStore(transaction).save(
                Institution(name: "B", region: nil, seats: 6, dailyVolume: 1_200)
            )
            let details = CampaignDetails(
                coreReference: "HX-1",
                name: "T",
                product: "P",
                institution: institution,
                vendor: vendor,
                startsOn: BusinessDay(2026, 1, 1),
                endsOn: BusinessDay(2026, 12, 31),
            )
            return try CampaignStore(transaction).add(details, by: ID(1), at: now).id
        }
    }
}

/// What makes a benchmark impossible.
struct Failure: Error {
    let what: String
}
