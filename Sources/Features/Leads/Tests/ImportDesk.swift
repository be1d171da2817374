import Access
import Accounts
import Calendar
import Campaigns
import Database
import HTML
import HTTPServer
import Kernel
import Telephony
import TestSupport
import Vault

@testable import Leads
@testable import Web

/// Imports on a throwaway database and folder, asked for by people of each role.
final class ImportDesk {
    let database: TemporaryDatabase
    let environment: Environment
    let time: SimulatedTime
    let folder: String
    private let temporary: TemporaryFolder
    let campaign: ID<Campaign>
    let other: ID<Campaign>
    private(set) var accounts: [String: Viewer] = [:]
    private var files = 0

    init(_ engine: TestEngine = .sqlite) throws {
        let migrations =
            AuditLog.migrations + Application.migrations + AccountsSchema.migrations
            + CampaignsSchema.migrations
            + LeadsSchema.migrations
        database = try engine.database(migrations)
        time = SimulatedTime(at: BusinessDay(2026, 5, 6).at(TimeOfDay(10, 0)))
        temporary = try TemporaryFolder()
        folder = temporary.path
        let vault = Vault(masterKeys: [MasterKey(random: SeededRandom(1))])
        environment = Environment(
            time: time,
            wall: time,
            random: SeededRandom(2),
            line: SimulatedLine(seed: 3, time: time),
            database: database,
            vault: vault,
            audit: AuditLog(vault),
            calendar: WorkingCalendar(),
            events: EventHub(),
            dataFolder: folder,
            report: { _ in },
        )
        let now = time.now()
        let organisations = try database.write { transaction in
            let store = OrganisationStore(transaction)
            return (
                try store.add(side: .bank, name: "示例银行", at: now),
                try store.add(side: .vendor, name: "甲外包", at: now),
                try store.add(side: .vendor, name: "乙外包", at: now)
            )
        }
        (campaign, other) = try database.write { transaction in
            let institution = try InstitutionStore(transaction).save(
                Institution(name: "城西支行", region: nil, seats: 4, dailyVolume: 800)
            )
            func task(_ reference: String) throws -> ID<Campaign> {
                let details = CampaignDetails(
                    coreReference: reference,
                    name: "春季小微贷",
                    product: "小微快贷",
                    institution: institution,
                    vendor: organisations.1,
                    startsOn: BusinessDay(2026, 5, 1),
                    endsOn: BusinessDay(2026, 6, 30),
                )
                return try CampaignStore(transaction).add(details, by: ID(1), at: now).id
            }
            let first = try task("HX-1")
            let second = try task("HX-2")
            try transaction.execute("UPDATE campaign SET state = 'running'")
            return (first, second)
        }
        try hire("manager", .bankManager, organisations.0, 1)
        try hire("auditor", .auditor, organisations.0, 2)
        try hire("supervisor", .supervisor, organisations.1, 3)
        try hire("agent", .agent, organisations.1, 4)
        try hire("stranger", .supervisor, organisations.2, 5)
        accounts["program"] = Viewer(
            account: ID(6),
            organisation: organisations.0,
            roles: try Roles([.bankManager]),
            name: "program",
            staffNumber: "",
            scopes: [.importLeads, .extendSuppression],
        )
    }

    private func hire(
        _ name: String,
        _ role: Role,
        _ organisation: ID<Organisation>,
        _ account: Int64,
    ) throws {
        accounts[name] = Viewer(
            account: ID(account),
            organisation: organisation,
            roles: try Roles([role]),
            name: name,
            staffNumber: "",
        )
    }

    func viewer(_ name: String) -> Viewer { accounts[name] ?? .anonymous }

    /// What `name` gets from an endpoint, with the right checked as the router does.
    func ask<E: Endpoint>(_ endpoint: E, as name: String, _ form: Form) throws -> E.Output {
        let viewer = viewer(name)
        guard E.permission.allows(viewer) else { throw RequestRefusal.notPermitted }
        let input = try E.Input(form)
        let answer = { [environment, time] (transaction: Transaction?) in
            let context = Context(
                viewer: viewer,
                now: time.now(),
                wallNow: time.now(),
                language: .chinese,
                environment: environment,
                peer: "",
                transaction: transaction,
            )
            return try endpoint.answer(input, context)
        }
        return switch E.access {
        case .read: try database.read(answer)
        case .write: try database.write(answer)
        case .own: try answer(nil)
        }
    }

    func ask<E: Endpoint>(
        _ endpoint: E,
        as name: String,
        _ fields: [String: String] = [:],
    ) throws -> E.Output {
        try ask(endpoint, as: name, Form(fields.mapValues { [$0] }))
    }

    /// The form of an upload into the task.
    func upload(_ text: String, id: ID<Campaign>? = nil) -> Form {
        upload(Array(text.utf8), id: id)
    }

    func upload(_ bytes: [UInt8], name: String = "名单.csv", id: ID<Campaign>? = nil) -> Form {
        let content = BodySlice(.memory(bytes))
        return Form(
            ["id": [(id ?? campaign).description]],
            files: ["file": Form.File(name: name, contentType: "text/csv", content: content)],
        )
    }

    /// A page as its reader gets it.
    func markup(_ resource: some Resource, _ language: Language = .chinese) -> String {
        String(
            decoding: resource.page.render(Rendering(language: language, csrfToken: "t")),
            as: UTF8.self,
        )
    }

    /// What a download holds.
    func text(_ download: Download) -> String {
        guard case .source(let source) = download.content else { return "" }
        return String(decoding: source.collect() ?? [], as: UTF8.self)
    }

    /// A file in the folder of uploads, sealed as they are.
    func file(_ bytes: [UInt8]) -> String { sealed(clearFile(bytes)) }

    func file(_ text: String) -> String { file(Array(text.utf8)) }

    /// A file of an older version, or somebody's own.
    func clearFile(_ bytes: [UInt8]) -> String {
        files += 1
        let path = "\(folder)/uploads/import-\(files)"
        do {
            try BodySlice(.memory(bytes)).copy(to: path)
        } catch {
            preconditionFailure("A temporary folder takes a file.")
        }
        return path
    }

    func clearFile(_ text: String) -> String { clearFile(Array(text.utf8)) }

    /// The file at `path`, sealed.
    func sealed(_ path: String) -> String {
        do {
            try environment.vault.sealFile(path, to: path)
        } catch {
            preconditionFailure("A temporary folder takes a file.")
        }
        return path
    }

    /// Takes a file in: brought by a program, it starts by itself where it is understood.
    func take(
        _ path: String,
        kind: ImportKind = .leads,
        into task: ID<Campaign>? = nil,
        as name: String = "program",
    ) throws -> ID<LeadImport> {
        try ImportIntake(environment).take(
            path,
            name: "名单.csv",
            kind: kind,
            campaign: kind == .leads ? task ?? campaign : nil,
            by: viewer(name),
            at: time.now(),
        )
    }

    /// Reads an import through, and starts it as its manager.
    func start(_ id: ID<LeadImport>) throws {
        try work().workOff()
        _ = try ask(StartImport(), as: "manager", ["id": id.description])
    }

    /// What works off the imports.
    func work(rows: Int = ImportWork.rowsPerChunk, isLineReal: Bool = false) -> ImportWork {
        ImportWork(
            database,
            vault: environment.vault,
            time: time,
            temporaryFolder: "\(folder)/uploads",
            isLineReal: isLineReal,
            rowsPerChunk: rows,
        )
    }

    /// Takes a file in and works it off.
    func run(
        _ text: String,
        kind: ImportKind = .leads,
        into task: ID<Campaign>? = nil,
    ) throws -> ImportRecord {
        try run(file(text), kind: kind, into: task, isPath: true)
    }

    func run(_ bytes: [UInt8]) throws -> ImportRecord { try run(file(bytes), isPath: true) }

    func run(
        _ path: String,
        kind: ImportKind = .leads,
        into task: ID<Campaign>? = nil,
        isPath: Bool,
    ) throws -> ImportRecord {
        let id = try take(path, kind: kind, into: task)
        try work().workOff()
        return try record(id)
    }

    func record(_ id: ID<LeadImport>) throws -> ImportRecord {
        try database.read { try ImportStore($0).find(id, visibleTo: viewer("manager")) }
    }

    /// The names and numbers of a task's leads, in the order of the file.
    func leads(_ task: ID<Campaign>? = nil) throws -> [String] {
        try database.read { transaction in
            try transaction.rows(
                """
                SELECT name_sealed, phone_sealed FROM lead
                WHERE campaign_id = \(task ?? campaign) AND state = 'ready' ORDER BY id
                """
            ).map { row in
                let name = try environment.vault.open(try row.blob(0), as: .leadName)
                return name + " "
                    + (try environment.vault.open(try row.blob(1), as: .leadPhone))
            }
        }
    }

    /// The rows that were left out: line and reason.
    func rejects(_ id: ID<LeadImport>) throws -> [String] {
        try database.read { transaction in
            try ImportStore(transaction).rejects(of: id, after: 0, limit: .max)
                .map { "\($0.line) \($0.reason.rawValue)" }
        }
    }
}
