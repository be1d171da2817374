import Access
import Database
import HTTPServer
import Kernel
import Sodium
import TestSupport
import Testing
import Web

@testable import Accounts

/// A bank and two vendors with one account each, on a database of its own.
struct World {
    let test: TestEnvironment
    let passwords: Passwords
    let sessions = SessionStore()
    let officer: Viewer
    let first: Viewer
    let second: Viewer

    init(_ engine: TestEngine = .sqlite) throws {
        let world = try TestEnvironment(engine, migrations: AccountsSchema.migrations)
        test = world
        passwords = try Passwords(PasswordHash(cost: .weak), common: try CommonPasswords.read())
        let hash = try passwords.hash("right-pass-1", at: world.time.now())
        (officer, first, second) = try world.environment.database.write { transaction in
            let now = world.time.now()
            let organisations = OrganisationStore(transaction)
            let bank = try organisations.add(side: .bank, name: "行", at: now)
            let vendors = try ["甲", "乙"].map {
                try organisations.add(side: .vendor, name: $0, at: now)
            }
            func add(_ name: String, _ role: Role, _ organisation: ID<Organisation>) throws
                -> Viewer
            {
                let roles = try Roles([role])
                let id = try AccountStore(transaction).add(
                    AccountStore.NewAccount(
                        organisation: organisation,
                        signInName: name,
                        passwordHash: hash,
                        roles: roles,
                        name: name,
                        staffNumber: "",
                        mustChangePassword: false,
                    ),
                    at: now,
                )
                return Viewer(
                    account: id,
                    organisation: organisation,
                    roles: roles,
                    name: name,
                    staffNumber: "",
                )
            }
            return (
                try add("officer", .securityOfficer, bank),
                try add("pm1", .projectManager, vendors[0]),
                try add("pm2", .projectManager, vendors[1])
            )
        }
    }

    func context(
        _ viewer: Viewer,
        _ transaction: Transaction? = nil,
        from peer: String = "127.0.0.1",
    ) -> Context {
        Context(
            viewer: viewer,
            now: test.time.now(),
            wallNow: test.time.now(),
            language: .chinese,
            environment: test.environment,
            peer: peer,
            transaction: transaction,
        )
    }

    /// Tries to sign in; the code of the refusal, or nil when it went well.
    func signIn(
        _ name: String,
        _ password: String,
        from peer: String = "127.0.0.1",
    ) throws -> String? {
        let input = try SignIn.Input(Form(["name": [name], "password": [password]]))
        do {
            _ = try SignIn(sessions: sessions, passwords: passwords)
                .answer(input, context(.anonymous, from: peer))
            return nil
        } catch let refusal as any UserFacing {
            return refusal.code
        }
    }
}

@Suite struct SignInTests {
    @Test("正确的密码可登录，错误的不可 · the right password signs in, a wrong one does not")
    func password() throws {
        let world = try World()
        #expect(try world.signIn("officer", "right-pass-1") == nil)
        #expect(try world.signIn("officer", "wrong-pass-1") == "account.wrong_name_or_password")
        #expect(try world.signIn("nobody", "right-pass-1") == "account.wrong_name_or_password")
    }

    @Test("连续输错五次即锁定 · five wrong passwords lock the account for a while")
    func lockOut() throws {
        let world = try World()
        for _ in 1...4 {
            #expect(try world.signIn("officer", "x") == "account.wrong_name_or_password")
        }
        #expect(try world.signIn("officer", "x") == "account.locked")
        #expect(try world.signIn("officer", "right-pass-1") == "account.locked")
        world.test.time.advance(by: Guesses.lockOut + .seconds(1))
        #expect(try world.signIn("officer", "right-pass-1") == nil)
    }

    @Test("停用的账号不能登录，会话立即失效 · a closed account and its sessions end at once")
    func closed() throws {
        let world = try World()
        let database = world.test.environment.database
        let token = try database.write { transaction in
            try world.sessions.begin(
                world.first.account,
                peer: "",
                random: world.test.environment.random,
                at: world.test.time.now(),
                in: transaction,
            )
        }
        let session = {
            try database.read {
                try world.sessions.session(token: token, at: world.test.time.now(), in: $0)
            }
        }
        #expect(try session()?.viewer == world.first)
        try database.write { transaction in
            let input = try ShowAccount.Input(Form(["id": ["\(world.first.account)"]]))
            _ = try CloseAccount(sessions: world.sessions)
                .answer(input, world.context(world.officer, transaction))
        }
        #expect(try session() == nil)
        #expect(try world.signIn("pm1", "right-pass-1") == "account.disabled")
    }

    @Test("会话闲置一小时失效 · a session ends after an hour without use")
    func idle() throws {
        let world = try World()
        let database = world.test.environment.database
        let token = try database.write { transaction in
            try world.sessions.begin(
                world.first.account,
                peer: "",
                random: world.test.environment.random,
                at: world.test.time.now(),
                in: transaction,
            )
        }
        world.test.time.advance(by: SignInRule.idle + .seconds(1))
        let session = try database.read {
            try world.sessions.session(token: token, at: world.test.time.now(), in: $0)
        }
        #expect(session == nil)
    }
}

@Suite struct AccountStoreTests {
    @Test("供应商看不到别家账号 · a vendor sees no other vendor's accounts", arguments: TestEngine.available)
    func isolation(engine: TestEngine) throws {
        let world = try World(engine)
        try world.test.environment.database.read { transaction in
            let store = AccountStore(transaction)
            #expect(throws: NotFound.self) {
                try store.find(world.second.account, visibleTo: world.first)
            }
            let seen = try store.list(visibleTo: world.first, after: 0, limit: 10)
            #expect(seen.map(\.id) == [world.first.account])
            #expect(try store.list(visibleTo: world.officer, after: 0, limit: 10).count == 3)
            let known = try OrganisationStore(transaction).list(visibleTo: world.first)
            #expect(known.map(\.name) == ["行", "甲"])
        }
    }

    @Test("角色须属于机构一侧，登录名唯一 · roles fit the side, names are unique", arguments: TestEngine.available)
    func rules(engine: TestEngine) throws {
        let world = try World(engine)
        let account = { (name: String, role: Role, organisation: ID<Organisation>) throws in
            AccountStore.NewAccount(
                organisation: organisation,
                signInName: name,
                passwordHash: "",
                roles: try Roles([role]),
                name: name,
                staffNumber: "",
                mustChangePassword: true,
            )
        }
        try world.test.environment.database.write { transaction in
            let store = AccountStore(transaction)
            #expect(throws: AccountRefusal.wrongSide) {
                try store.add(
                    try account("x", .agent, world.officer.organisation),
                    at: world.test.time.now(),
                )
            }
            #expect(throws: AccountRefusal.nameTaken) {
                try store.add(
                    try account("pm1", .agent, world.first.organisation),
                    at: world.test.time.now(),
                )
            }
        }
    }

    @Test("初始化只能一次 · the system is set up once")
    func setUpOnce() throws {
        let world = try World()
        let form = Form([
            "code": ["right"], "bank": ["行二"], "name": ["甲"], "sign_in_name": ["boss"],
            "password": ["right-pass-1"],
        ])
        let input = try SetUp.Input(form)
        #expect(throws: AccountRefusal.alreadySetUp) {
            try SetUp(passwords: world.passwords, code: "right")
                .answer(input, world.context(.anonymous))
        }
        #expect(throws: AccountRefusal.wrongSetUpCode) {
            try SetUp(passwords: world.passwords, code: "other")
                .answer(input, world.context(.anonymous))
        }
    }

    @Test("不能停用自己的账号 · nobody closes their own account")
    func ownAccount() throws {
        let world = try World()
        try world.test.environment.database.write { transaction in
            let input = try ShowAccount.Input(Form(["id": ["\(world.officer.account)"]]))
            #expect(throws: AccountRefusal.ownAccount) {
                try CloseAccount(sessions: world.sessions)
                    .answer(input, world.context(world.officer, transaction))
            }
        }
    }
}
