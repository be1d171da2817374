import Access
import Accounts
import App
import Database
import HTTPServer
import Kernel
import Sodium
import TestSupport
import Testing
import Web

/// Walks every registered endpoint: the new one is checked at once, without a line here.
@Suite struct AuthorizationTests {
    /// Kept, so that its data folder lives as long as the suite.
    private let world: TestEnvironment
    private let app: HuihuApp
    private let sessions: [Role: String]

    init() throws {
        world = try TestEnvironment(migrations: [])
        app = try HuihuApp(
            world.environment,
            assetsFolder: "/nonexistent",
            passwords: PasswordHash(cost: .weak),
        )
        sessions = try Self.signIn(app.environment)
    }

    /// One session for each role.
    private static func signIn(_ environment: Environment) throws -> [Role: String] {
        try environment.database.write { transaction in
            let now = environment.time.now()
            let organisations = OrganisationStore(transaction)
            let bank = try organisations.add(side: .bank, name: "行", at: now)
            let vendor = try organisations.add(side: .vendor, name: "商", at: now)
            var sessions: [Role: String] = [:]
            for role in Role.people {
                let account = AccountStore.NewAccount(
                    organisation: role.side == .bank ? bank : vendor,
                    signInName: role.rawValue,
                    passwordHash: "",
                    roles: try Roles([role]),
                    name: role.rawValue,
                    staffNumber: "",
                    mustChangePassword: false,
                )
                let id = try AccountStore(transaction).add(account, at: now)
                sessions[role] = try SessionStore().begin(
                    id,
                    peer: "",
                    random: environment.random,
                    at: now,
                    in: transaction,
                )
            }
            return sessions
        }
    }

    private func answer(_ route: Route, as token: String?, json: Bool = true) -> Response {
        var headers = [(name: "Accept", value: json ? "application/json" : "text/html")]
        if let token { headers.append(("Authorization", "Bearer \(token)")) }
        return app.application.handle(
            Request(
                method: route.method.rawValue,
                path: route.path(["id": "1", "day": "2026-05-06"]),
                headers: headers,
            )
        )
    }

    private var kinds: [any Endpoint.Type] {
        app.application.capabilities.flatMap(\.endpoints).map { type(of: $0) }
    }

    @Test("未登录者进不了任何页面 · nobody gets anywhere without signing in")
    func anonymous() {
        for kind in kinds where kind.permission.grant != .anyone {
            let page = answer(kind.route, as: nil)
            #expect(page.status == 401, "\(kind.route)")
        }
        #expect(kinds.count > 30)
    }

    @Test("没有权限者被拒绝 · whoever lacks the right is refused", arguments: Role.people)
    func ungranted(role: Role) throws {
        let token = try #require(sessions[role])
        for kind in kinds {
            guard case .roles(let granted) = kind.permission.grant, !granted.contains(role) else {
                continue
            }
            #expect(answer(kind.route, as: token).status == 403, "\(role) \(kind.route)")
            #expect(
                answer(kind.route, as: token, json: false).status == 403,
                "\(role) \(kind.route)"
            )
        }
    }

    @Test("有权限者不会遇到缺陷 · who has the right never meets a defect", arguments: Role.people)
    func granted(role: Role) throws {
        let token = try #require(sessions[role])
        for kind in kinds where !kind.route.pattern.hasSuffix("/events") {
            guard case .roles(let granted) = kind.permission.grant, granted.contains(role) else {
                continue
            }
            #expect(answer(kind.route, as: token).status < 500, "\(role) \(kind.route)")
            #expect(
                answer(kind.route, as: token, json: false).status < 500,
                "\(role) \(kind.route)"
            )
        }
    }

    @Test("C3.4 只有坐席能取名单和拨号 · only agents take leads and dial")
    func onlyAgentsDial() {
        for kind in kinds where kind.route.pattern.hasPrefix("/seat") && kind.route.method.changes {
            guard kind.route.pattern.hasPrefix("/seat/") || kind.route.pattern == "/seat" else {
                continue
            }
            #expect(kind.permission.grant == .roles([.agent]), "\(kind.route)")
        }
    }

    @Test("审计员只看不改 · the auditor reads and changes nothing")
    func auditorChangesNothing() {
        for kind in kinds where kind.route.method.changes && kind.access != .read {
            guard case .roles(let granted) = kind.permission.grant else { continue }
            // What one has read of what one was told is one's own.
            if kind.permission.name == "notices.own" { continue }
            // Taking a document out is noted, and changes nothing.
            if kind.route.pattern.hasSuffix("/papers") { continue }
            #expect(!granted.contains(.auditor), "\(kind.route)")
        }
    }

    @Test("伪造的表单被拒绝 · a forged form is refused")
    func forged() throws {
        let token = try #require(sessions[.securityOfficer])
        for proof in ["", "csrf=wrong"] {
            let response = app.application.handle(
                Request(
                    method: "POST",
                    path: "/organisations",
                    headers: [
                        ("Cookie", "\(Session.cookieName)=\(token)"),
                        ("Content-Type", "application/x-www-form-urlencoded"),
                        ("Accept", "application/json"),
                    ],
                    body: .memory(Array("name=x&\(proof)".utf8)),
                )
            )
            #expect(response.status == 403)
        }
    }
}
