import Access
import Accounts
import App
import Database
import Jobs
import Kernel
import Sodium
import TestSupport
import Testing
import Vault
import Web

/// What is refused never stands in the audit log as done, and stands under whoever was named.
@Suite struct RefusalRecordTests {
    private let house: TestHouse
    private let account: Int64

    init() throws {
        let house = try TestHouse()
        let environment = house.environment
        let hash = try PasswordHash(cost: .weak).hash("fresh-river-72")
        account = try environment.database.write { transaction in
            try AccountStore(transaction).add(
                AccountStore.NewAccount(
                    organisation: house.vendor,
                    signInName: "agent7",
                    passwordHash: hash,
                    roles: try Roles([.agent]),
                    name: "坐席七",
                    staffNumber: "A7",
                    mustChangePassword: false,
                ),
                at: environment.time.now(),
            ).rawValue
        }
        self.house = house
    }

    private func signIn(_ name: String, _ password: String, from peer: String = "10.8.0.7") -> Reply
    {
        let body = #"{"name":"\#(name)","password":"\#(password)"}"#
        return house.ask(.post, "/session", token: nil, body, peer: peer)
    }

    private func entries(_ action: String) throws -> [AuditEntry] {
        try house.environment.database.read { transaction in
            try house.environment.audit.list(
                AuditFilter(action: action),
                limit: 200,
                in: transaction,
            )
        }.map(\.entry)
    }

    @Test("C9.3 登录记在所称账号名下，成败如实 · a sign-in stands under the account named, with its outcome")
    func signInRecorded() throws {
        #expect(signIn("agent7", "wrong").status == 401)
        #expect(signIn("nobody", "my-own-password-1").status == 401)
        #expect(signIn("agent7", "fresh-river-72").status == 200)
        for _ in 1...6 { _ = signIn("agent7", "wrong", from: "10.8.0.9") }
        let log = try entries("session.begin").reversed().map { $0 }
        let wrong = "account.wrong_name_or_password"
        #expect(
            log.map(\.outcome) == [wrong, wrong, "ok", wrong, wrong, wrong, wrong]
                + ["account.locked", "account.locked"]
        )
        #expect(log.map(\.account.rawValue) == [account, 0] + Array(repeating: account, count: 7))
        #expect(log.map(\.peer).prefix(4) == ["10.8.0.7", "10.8.0.7", "10.8.0.7", "10.8.0.9"])
        #expect(!"\(log)".contains("my-own-password-1"))
        let locked = signIn("agent7", "wrong", from: "10.8.0.9")
        #expect(locked.status == 429 && locked.header("Retry-After") == "900")
    }

    @Test("C9.3 停用账号的登录、初始化的失败同样记录 · a closed account's sign-in and a wrong set-up too")
    func relatives() throws {
        let closing = "/accounts/\(account)/closure"
        #expect(house.ask(.post, closing, as: .securityOfficer).status < 300)
        #expect(signIn("agent7", "fresh-river-72").value("code") == "account.disabled")
        #expect(try entries("session.begin").map(\.outcome) == ["account.disabled"])
        let setUp = house.ask(
            .post,
            "/setup",
            token: nil,
            #"{"code":"x","bank":"行","name":"甲","sign_in_name":"boss","password":"fresh-river-72"}"#,
        )
        #expect(setUp.status == 403)
        #expect(try entries("system.set_up").map(\.outcome) == ["setup.wrong_code"])
    }

    @Test("一个地址失败过多须等待，别处照常 · an address with too many failures waits, others do not")
    func addressLimit() throws {
        for number in 1...30 { #expect(signIn("name\(number)", "x").status == 401) }
        let refused = signIn("agent7", "fresh-river-72")
        #expect(refused.status == 429 && refused.value("code") == "address.too_many")
        #expect(refused.header("Retry-After") == "60")
        for _ in 1...50 { _ = signIn("agent7", "x") }
        #expect(try entries("session.begin").count == 31)
        #expect(signIn("agent7", "fresh-river-72", from: "10.8.0.8").status == 200)
        house.world.time.advance(by: .seconds(61))
        #expect(signIn("agent7", "fresh-river-72").status == 200)
    }

    @Test("C9.3 会话到期也有记录 · a session that runs out is recorded")
    func expiry() throws {
        #expect(try !house.app.application.jobs.runDue().contains("accounts.sessions"))
        #expect(signIn("agent7", "fresh-river-72").status == 200)
        house.world.time.advance(by: .minutes(61))
        #expect(try house.app.application.jobs.runDue().contains("accounts.sessions"))
        let log = try entries("session.expire").filter { $0.account.rawValue == account }
        #expect(log.map(\.detail) == ["idle"])
        #expect(log.map(\.peer) == ["10.8.0.7"])
    }
}
