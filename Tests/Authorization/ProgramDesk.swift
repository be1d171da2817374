import Access
import Accounts
import App
import Database
import HTTPServer
import Kernel
import Sodium
import TestSupport
import Web

/// The whole product with a bank, a vendor and the people that give programs access.
struct ProgramDesk {
    let world: TestEnvironment
    let app: HuihuApp
    let administrator: Viewer
    let vendor: ID<Organisation>
    private let sessions: [Role: String]

    init() throws {
        world = try TestEnvironment()
        app = try HuihuApp(
            world.environment,
            assetsFolder: "/nonexistent",
            passwords: PasswordHash(cost: .weak),
        )
        let environment = app.environment
        (administrator, vendor, sessions) = try environment.database.write { transaction in
            let now = environment.time.now()
            let organisations = OrganisationStore(transaction)
            let bank = try organisations.add(side: .bank, name: "行", at: now)
            let vendor = try organisations.add(side: .vendor, name: "商", at: now)
            var sessions: [Role: String] = [:]
            var administrator = Viewer.anonymous
            for role in [Role.systemAdministrator, .bankManager, .auditor, .securityOfficer] {
                let id = try AccountStore(transaction).add(
                    AccountStore.NewAccount(
                        organisation: bank,
                        signInName: role.rawValue,
                        passwordHash: "",
                        roles: try Roles([role]),
                        name: role.rawValue,
                        staffNumber: "",
                        mustChangePassword: false,
                    ),
                    at: now,
                )
                if role == .systemAdministrator {
                    administrator = Viewer(
                        account: id,
                        organisation: bank,
                        roles: try Roles([role]),
                        name: role.rawValue,
                        staffNumber: "",
                    )
                }
                sessions[role] = try SessionStore().begin(
                    id,
                    peer: "",
                    random: environment.random,
                    at: now,
                    in: transaction,
                )
            }
            return (administrator, vendor, sessions)
        }
    }

    var kinds: [any Endpoint.Type] {
        app.application.capabilities.flatMap(\.endpoints).map { type(of: $0) }
    }

    /// A client with one scope, made below the web, and its token.
    func client(_ scope: Scope) throws -> String {
        let environment = app.environment
        return try environment.database.write { transaction in
            let store = ClientStore(transaction, vault: environment.vault)
            let now = environment.time.now()
            let client = ClientStore.NewClient(
                name: scope.rawValue,
                purpose: "试",
                scopes: [scope],
                expiresOn: now.day.adding(days: 30),
            )
            let id = try store.add(client, by: administrator, at: now)
            return try store.addToken(
                to: id,
                overlap: .zero,
                random: environment.random,
                at: now
            )
        }
    }

    /// Asks as one of the people, in JSON.
    func ask(_ route: Route, as role: Role, _ body: String = "{}") -> Reply {
        ask(route.method, route.pattern, token: sessions[role], body)
    }

    /// Brings a file as one of the people, in a form with `fields`.
    func bring(
        _ content: [UInt8],
        _ fields: [String: String],
        to path: String,
        as role: Role,
    ) -> Reply {
        let line = "--x\r\nContent-Disposition: form-data; name="
        var body = fields.sorted { $0.key < $1.key }.flatMap {
            Array("\(line)\"\($0.key)\"\r\n\r\n\($0.value)\r\n".utf8)
        }
        body += Array("\(line)\"file\"; filename=\"a.exe\"\r\n\r\n".utf8) + content
        body += Array("\r\n--x--\r\n".utf8)
        return Reply(
            app.application.handle(
                Request(
                    method: "POST",
                    path: path,
                    query: [],
                    headers: [
                        ("Accept", "application/json"),
                        ("Authorization", "Bearer \(sessions[role] ?? "")"),
                        ("Content-Type", "multipart/form-data; boundary=x"),
                    ],
                    body: .memory(body),
                    peer: "10.8.0.7",
                )
            )
        )
    }

    /// Asks with a token, wanting a page: a program gets JSON all the same.
    func ask(
        _ method: Method,
        _ path: String,
        token: String?,
        _ body: String = "{}",
        accept: String = "text/html",
        peer: String = "10.8.0.7",
    ) -> Reply {
        let parts = path.split(separator: "?", maxSplits: 1)
        let isProgram = token?.hasPrefix(ClientRule.prefix) ?? false
        var headers = [(name: "Accept", value: isProgram ? accept : "application/json")]
        if let token { headers.append(("Authorization", "Bearer \(token)")) }
        if method.changes { headers.append(("Content-Type", "application/json")) }
        return Reply(
            app.application.handle(
                Request(
                    method: method.rawValue,
                    path: String(parts[0]),
                    query: parts.count > 1 ? parseURLEncoded(Array(parts[1].utf8)) : [],
                    headers: headers,
                    body: method.changes ? .memory(Array(body.utf8)) : .none,
                    peer: peer,
                )
            )
        )
    }
}

/// An answer, as a program reads it.
struct Reply {
    let status: Int
    let text: String
    private let headers: [(String, String)]

    init(_ response: Response) {
        status = response.status
        headers = response.headers
        if case .bytes(let bytes) = response.body {
            text = String(decoding: bytes, as: UTF8.self)
        } else {
            text = ""
        }
    }

    func header(_ name: String) -> String? { headers.first { $0.0 == name }?.1 }

    /// The first value of that name, a text or a number.
    func value(_ name: String) -> String? {
        guard let place = text.firstRange(of: "\"\(name)\":") else { return nil }
        let rest = text[place.upperBound...]
        return rest.first == "\""
            ? String(rest.dropFirst().prefix { $0 != "\"" })
            : String(rest.prefix { $0.isNumber })
    }
}
