import Access
import Accounts
import App
import Database
import FoundationEssentials
import HTTPServer
import Kernel
import Sodium
import TestSupport
import Threads
import Web

/// The whole product behind a real socket, with a bank manager, a vendor's agent and the security
/// officer signed in.
final class HostileDesk: Sendable {
    let world: TestEnvironment
    let app: HuihuApp
    let server: Server
    private let tokens: [Role: String]
    private let accounts: [Role: ID<Account>]
    private let passwords = PasswordHash(cost: .weak)
    static let password = "right-pass-1"

    init(_ engine: TestEngine = .sqlite, uploads: UploadQuota.Limits = .init()) throws {
        world = try TestEnvironment(engine)
        app = try HuihuApp(
            world.environment,
            assetsFolder: "/nonexistent",
            passwords: passwords,
            uploads: uploads,
        )
        let hash = try passwords.hash(Self.password)
        let environment = world.environment
        let now = environment.time.now()
        let roles = [Role.bankManager, .agent, .securityOfficer]
        (accounts, tokens) = try environment.database.write { transaction in
            let organisations = OrganisationStore(transaction)
            let bank = try organisations.add(side: .bank, name: "行", at: now)
            let vendor = try organisations.add(side: .vendor, name: "商", at: now)
            var accounts: [Role: ID<Account>] = [:]
            var tokens: [Role: String] = [:]
            for role in roles {
                let id = try AccountStore(transaction).add(
                    AccountStore.NewAccount(
                        organisation: role.side == .bank ? bank : vendor,
                        signInName: role.rawValue,
                        passwordHash: hash,
                        roles: try Roles([role]),
                        name: role.rawValue,
                        staffNumber: "",
                        mustChangePassword: false,
                    ),
                    at: now,
                )
                accounts[role] = id
                tokens[role] = try SessionStore().begin(
                    id,
                    peer: "",
                    random: environment.random,
                    at: now,
                    in: transaction,
                )
            }
            return (accounts, tokens)
        }
        var configuration = Server.Configuration()
        configuration.threads = [.call: 4, .page: 4, .bulk: 2]
        configuration.spoolFolder = "\(environment.dataFolder)/uploads"
        let application = app.application
        configuration.admit = { application.admit($0) }
        configuration.refuse = { application.refuse($0, $1) }
        server = Server(configuration) { application.handle($0) }
        try server.start()
    }

    deinit { server.stop() }

    func account(_ role: Role) -> ID<Account> { accounts[role] ?? ID(0) }

    func token(_ role: Role) -> String { tokens[role] ?? "" }

    /// Signs the same account in once more, as on a second machine.
    func anotherToken(_ role: Role) throws -> String {
        try world.environment.database.write { transaction in
            try SessionStore().begin(
                account(role),
                peer: "",
                random: world.environment.random,
                at: world.time.now(),
                in: transaction,
            )
        }
    }

    /// The proof that forms of the role's session carry.
    func proof(_ role: Role) throws -> String {
        try world.environment.database.read {
            try SessionStore().session(token: token(role), at: world.time.now(), in: $0)?.csrfToken
        } ?? ""
    }

    /// The files that lie spooled.
    var spooled: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(
                atPath: "\(world.environment.dataFolder)/uploads"
            )
        }
    }

    /// Asks within the program, with a session's token as a program's would come.
    func ask(_ method: Web.Method, _ path: String, as token: String, _ body: String = "{}")
        -> Response
    {
        app.application.handle(
            Request(
                method: method.rawValue,
                path: path,
                headers: [
                    ("Accept", "application/json"), ("Content-Type", "application/json"),
                    ("Authorization", "Bearer \(token)"),
                ],
                body: method.changes ? .memory(Array(body.utf8)) : .none,
            )
        )
    }

    /// Sends a request over a socket and gives back the beginning of the answer.
    func send(
        _ path: String,
        _ type: String,
        _ body: [UInt8],
        as role: Role? = nil,
        _ header: String = "",
    ) throws -> String {
        let client = try RawClient(port: server.port)
        var head = "POST \(path) HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\n"
        head += "Content-Type: \(type)\r\nContent-Length: \(body.count)\r\nConnection: close\r\n"
        if let role { head += "Cookie: huihu_session=\(token(role))\r\n" }
        client.send("\(head)\(header)\r\n")
        client.send(body)
        return client.receiveAll()
    }

    /// Whether the program still answers.
    func isAlive() throws -> Bool {
        let client = try RawClient(port: server.port)
        client.send("GET /session/new HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        return client.receiveAll().hasPrefix("HTTP/1.1 200")
    }
}
