import Access
import Accounts
import App
import Campaigns
import Database
import HTTPServer
import Kernel
import Leads
import Sodium
import TestSupport
import Web

/// The whole product with somebody of every role, a second bank manager, and a supervisor of another
/// vendor. It is Wednesday 6 May 2026, 10:00.
struct EverybodyDesk {
    let world: TestEnvironment
    let app: HuihuApp
    private(set) var sessions: [String: String] = [:]
    private(set) var accounts: [String: ID<Account>] = [:]
    private let vendor: ID<Organisation>

    init(_ engine: TestEngine = .sqlite) throws {
        world = try TestEnvironment(engine)
        app = try HuihuApp(
            world.environment,
            assetsFolder: "/nonexistent",
            passwords: PasswordHash(cost: .weak),
        )
        let environment = app.environment
        let now = environment.time.now()
        let (bank, vendor, other) = try environment.database.write { transaction in
            let store = OrganisationStore(transaction)
            return (
                try store.add(side: .bank, name: "行", at: now),
                try store.add(side: .vendor, name: "甲", at: now),
                try store.add(side: .vendor, name: "乙", at: now)
            )
        }
        self.vendor = vendor
        for role in Role.people {
            try hire(role.rawValue, role, role.side == .bank ? bank : vendor)
        }
        try hire("approver", .bankManager, bank)
        try hire("stranger", .supervisor, other)
    }

    private mutating func hire(
        _ name: String,
        _ role: Role,
        _ organisation: ID<Organisation>,
    ) throws {
        let environment = app.environment
        let now = environment.time.now()
        let (id, token) = try environment.database.write { transaction in
            let id = try AccountStore(transaction).add(
                AccountStore.NewAccount(
                    organisation: organisation,
                    signInName: name,
                    passwordHash: "",
                    roles: try Roles([role]),
                    name: "某\(name)",
                    staffNumber: "",
                    mustChangePassword: false,
                ),
                at: now,
            )
            let token = try SessionStore().begin(
                id,
                peer: "",
                random: environment.random,
                at: now,
                in: transaction,
            )
            return (id, token)
        }
        accounts[name] = id
        sessions[name] = token
    }

    /// A task of the first vendor that `bank_manager` entered.
    @discardableResult
    func task(_ name: String) throws -> ID<Campaign> {
        let environment = app.environment
        let now = environment.time.now()
        return try environment.database.write { transaction in
            let branch = try Institution(name: name, region: nil, seats: 6, dailyVolume: 1_000)
            let details = CampaignDetails(
                coreReference: "HX-\(name)",
                name: name,
                product: "小微快贷",
                institution: try InstitutionStore(transaction).save(branch),
                vendor: vendor,
                startsOn: now.day,
                endsOn: now.day.adding(days: 20),
                attemptsPerDay: 5,
                attemptsTotal: 10,
                scriptVersion: nil,
                consentBasis: "营销同意",
            )
            let author = accounts["bank_manager"] ?? ID(0)
            return try CampaignStore(transaction).add(details, by: author, at: now).id
        }
    }

    /// A customer of a task.
    func lead(_ phone: String, of task: ID<Campaign>) throws {
        let environment = app.environment
        try environment.database.write { transaction in
            let manager = try SessionStore().session(
                token: sessions["bank_manager"] ?? "",
                at: environment.time.now(),
                in: transaction,
            )
            _ = try LeadStore(transaction, vault: environment.vault).add(
                LeadStore.NewLead(
                    name: "欧阳小明",
                    phone: try PhoneNumber(phone),
                    attributes: [:],
                    region: "",
                ),
                to: try CampaignStore(transaction)
                    .find(task, visibleTo: manager?.viewer ?? .anonymous),
                at: environment.time.now(),
            )
        }
    }

    /// A customer of a task, by their number.
    func leadNumber(_ phone: String, of task: ID<Campaign>) throws -> Int64 {
        try lead(phone, of: task)
        return try app.environment.database.read { try $0.one("SELECT MAX(id) FROM lead").int(0) }
    }

    /// Asks as somebody; `fields` are sent in a body.
    func ask(
        _ method: Web.Method,
        _ path: String,
        as name: String?,
        _ body: String = "{}",
        json: Bool = true,
        language: String = "zh",
    ) -> Reply {
        Reply(answer(method, path, as: name, body, json: json, language: language))
    }

    func answer(
        _ method: Web.Method,
        _ path: String,
        as name: String?,
        _ body: String = "{}",
        json: Bool = true,
        language: String = "zh",
    ) -> Response {
        var headers = [
            (name: "Accept", value: json ? "application/json" : "text/html"),
            (name: "Cookie", value: "language=\(language)"),
        ]
        if let token = name.flatMap({ sessions[$0] }) {
            headers.append(("Authorization", "Bearer \(token)"))
        }
        if method.changes { headers.append(("Content-Type", "application/json")) }
        let parts = path.split(separator: "?", maxSplits: 1)
        return app.application.handle(
            Request(
                method: method.rawValue,
                path: String(parts[0]),
                query: parts.count > 1 ? parseURLEncoded(Array(parts[1].utf8)) : [],
                headers: headers,
                body: method.changes ? .memory(Array(body.utf8)) : .none,
            )
        )
    }
}
