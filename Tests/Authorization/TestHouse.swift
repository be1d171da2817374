import Access
import Accounts
import App
import Calls
import Campaigns
import Database
import HTTPServer
import Jobs
import Kernel
import Leads
import Recordings
import Sodium
import Telephony
import TestSupport
import Web

/// The whole product, asked through its own pipeline and without a socket, with a bank, two vendors
/// and everybody of `Person.all` signed in. It is Wednesday 6 May 2026, 10:00.
final class TestHouse: Sendable {
    let world: TestEnvironment
    let app: HuihuApp
    let bank: ID<Organisation>
    let vendor: ID<Organisation>
    private let sessions: [Person: String]

    /// Everybody has `password`; without one nobody can sign in anew, and nothing is hashed.
    init(
        _ engine: TestEngine = .sqlite,
        people: [Person] = Person.all,
        password: String? = nil,
        uploads: UploadQuota.Limits = .init(),
        line: (any Line)? = nil,
        mailer: (any Mailer)? = nil,
    ) throws {
        world = try TestEnvironment(
            engine,
            // Most of the tables are copied; what is missing the product makes itself.
            migrations: JobStore.migrations + AccountsSchema.migrations
                + CampaignsSchema.migrations + LeadsSchema.migrations + CallsSchema.migrations
                + RecordingsSchema.migrations,
            line: line,
            mailer: mailer,
        )
        let passwords = PasswordHash(cost: .weak)
        app = try HuihuApp(
            world.environment,
            assetsFolder: "/nonexistent",
            passwords: passwords,
            uploads: uploads,
        )
        let environment = world.environment
        let hash = try password.map { try passwords.hash($0) } ?? ""
        (bank, vendor, sessions) = try environment.database.write { transaction in
            let now = environment.time.now()
            let store = OrganisationStore(transaction)
            let bank = try store.add(side: .bank, name: "行", at: now)
            let vendor = try store.add(side: .vendor, name: "甲", at: now)
            let other = try store.add(side: .vendor, name: "乙", at: now)
            var sessions: [Person: String] = [:]
            for person in people {
                let home = person.isElsewhere ? other : person.role.side == .bank ? bank : vendor
                let account = AccountStore.NewAccount(
                    organisation: home,
                    signInName: person.name,
                    passwordHash: hash,
                    roles: try Roles([person.role]),
                    name: "某\(person.name)",
                    staffNumber: "",
                    mustChangePassword: false,
                )
                sessions[person] = try Self.begin(
                    try AccountStore(transaction).add(account, at: now),
                    environment,
                    transaction,
                )
            }
            return (bank, vendor, sessions)
        }
    }

    /// The line has the product that listens to it, which has the line.
    deinit {
        app.environment.line.setSink { _ in }
        app.environment.line.voice?.setListener { _, _ in }
    }

    var environment: Environment { app.environment }
    var now: Moment { world.time.now() }

    /// Everything that can be asked for.
    var kinds: [any Endpoint.Type] {
        app.application.capabilities.flatMap(\.endpoints).map { type(of: $0) }
    }

    // MARK: People and programs

    private static func begin(
        _ account: ID<Account>,
        _ environment: Environment,
        _ transaction: Transaction,
    ) throws -> String {
        try SessionStore().begin(
            account,
            peer: "",
            random: environment.random,
            at: environment.time.now(),
            in: transaction,
        )
    }

    func token(_ person: Person) -> String { sessions[person] ?? "" }

    /// Signs the same person in once more, as on a second machine.
    func anotherToken(_ person: Person) throws -> String {
        let account = try account(person)
        return try environment.database.write { try Self.begin(account, environment, $0) }
    }

    func session(_ person: Person) throws -> Session {
        let session = try environment.database.read {
            try SessionStore().session(token: token(person), at: now, in: $0)
        }
        guard let session else { throw NotFound(L(same: person.name)) }
        return session
    }

    func viewer(_ person: Person) throws -> Viewer { try session(person).viewer }
    func account(_ person: Person) throws -> ID<Account> { try viewer(person).account }

    /// A program with these scopes, made below the web, and its token.
    func client(_ scopes: Set<Scope>) throws -> String {
        let administrator = try viewer(.systemAdministrator)
        return try environment.database.write { transaction in
            let store = ClientStore(transaction, vault: environment.vault)
            let client = ClientStore.NewClient(
                name: scopes.map(\.rawValue).sorted().joined(separator: "+"),
                purpose: "试",
                scopes: scopes,
                expiresOn: now.day.adding(days: 30),
            )
            let id = try store.add(client, by: administrator, at: now)
            return try store.addToken(to: id, overlap: .zero, random: environment.random, at: now)
        }
    }

    // MARK: Things

    /// A task of the first vendor that the bank manager entered.
    @discardableResult
    func task(_ name: String) throws -> ID<Campaign> {
        let author = try account(.bankManager)
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
            return try CampaignStore(transaction).add(details, by: author, at: now).id
        }
    }

    /// A customer of a task.
    @discardableResult
    func lead(_ phone: String, of task: ID<Campaign>) throws -> ID<Lead> {
        let manager = try viewer(.bankManager)
        return try environment.database.write { transaction in
            let lead = LeadStore.NewLead(
                name: "欧阳小明",
                phone: try PhoneNumber(phone),
                attributes: [:],
                region: "",
            )
            let campaign = try CampaignStore(transaction).find(task, visibleTo: manager)
            let id = try LeadStore(transaction, vault: environment.vault)
                .add(lead, to: campaign, at: now)
            guard let id else { throw NotFound(L(same: phone)) }
            return id
        }
    }

    // MARK: Asking

    /// Asks as somebody, or as nobody; JSON in and out, or a page for JSON.
    func ask(
        _ method: Web.Method,
        _ path: String,
        as person: Person?,
        _ body: String = "{}",
        json: Bool = true,
        language: String = "zh",
    ) -> Reply {
        var headers = [
            (name: "Accept", value: json ? "application/json" : "text/html"),
            (name: "Cookie", value: "language=\(language)"),
        ]
        if let person { headers.append(("Authorization", "Bearer \(token(person))")) }
        return Reply(send(method, path, headers, "application/json", Array(body.utf8)))
    }

    /// Asks with a token, as a program or a stranger does. A program gets JSON whatever it accepts.
    func ask(
        _ method: Web.Method,
        _ path: String,
        token: String?,
        _ body: String = "{}",
        accept: String? = nil,
        peer: String = "10.8.0.7",
    ) -> Reply {
        let isProgram = token?.hasPrefix(ClientRule.prefix) ?? false
        let wanted = accept ?? (isProgram ? "text/html" : "application/json")
        var headers = [(name: "Accept", value: wanted)]
        if let token { headers.append(("Authorization", "Bearer \(token)")) }
        return Reply(
            send(method, path, headers, "application/json", Array(body.utf8), from: peer)
        )
    }

    /// Brings a file in a form with `fields`, in a body of parts.
    func bring(
        _ content: [UInt8],
        _ fields: [String: String],
        to path: String,
        as person: Person,
    ) -> Reply { bring(content, fields, to: path, token: token(person)) }

    /// The same with a token, or without one.
    func bring(
        _ content: [UInt8],
        _ fields: [String: String],
        to path: String,
        token: String?,
    ) -> Reply {
        let line = "--x\r\nContent-Disposition: form-data; name="
        var body = fields.sorted { $0.key < $1.key }.flatMap {
            Array("\(line)\"\($0.key)\"\r\n\r\n\($0.value)\r\n".utf8)
        }
        body += Array("\(line)\"file\"; filename=\"a.exe\"\r\n\r\n".utf8) + content
        body += Array("\r\n--x--\r\n".utf8)
        var headers = [(name: "Accept", value: "application/json")]
        if let token { headers.append(("Authorization", "Bearer \(token)")) }
        return Reply(send(.post, path, headers, "multipart/form-data; boundary=x", body))
    }

    private func send(
        _ method: Web.Method,
        _ path: String,
        _ headers: [(name: String, value: String)],
        _ type: String,
        _ body: [UInt8],
        from peer: String = "10.8.0.7",
    ) -> Response {
        let parts = path.split(separator: "?", maxSplits: 1)
        return app.application.handle(
            Request(
                method: method.rawValue,
                path: String(parts[0]),
                query: parts.count > 1 ? parseURLEncoded(Array(parts[1].utf8)) : [],
                headers: headers + (method.changes ? [("Content-Type", type)] : []),
                body: method.changes ? .memory(body) : .none,
                peer: peer,
            )
        )
    }
}
