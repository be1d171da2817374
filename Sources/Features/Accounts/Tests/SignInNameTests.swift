import Access
import Database
import Kernel
import TestSupport
import Testing
import Vault
import Web

@testable import Accounts

@Suite struct SignInNameTests {
    @Test(
        "看不见的、别国字母的、混写的登录名被拒绝 · letters of other alphabets and what is not seen are refused",
        arguments: [
            "аlice", "οscar", "al\u{200B}ice", "al\u{00AD}ice", "ali ce", "al\u{00A0}ice",
            "alice\u{202E}",
            "ɑlice", "álice", "a\u{0301}lice", "张san", "张三.", "😀abc", "alice@bank", "", "---",
            "alice\u{3164}", ".alice", "alice.", "-alice", "alice-", "_alice", "alice_", "al..ice",
            "al__ice", "al--ice", "al.-ice", "．alice", "alice＿", "alice\u{3002}", "...",
        ]
    )
    func notPlain(name: String) {
        #expect(throws: InvalidInput.self) { try SignInName(new: name) }
    }

    @Test(
        "看起来一样的名称是同一个 · names that look the same are one",
        arguments: [
            ("agent", "agent."), ("agent", "-agent"), ("a.gent", "a-gent"), ("a.gent", "a__gent"),
            ("agent", "ａｇｅｎｔ．"), ("boss", "8o55"), ("zig", "2l9"), ("agent", "agent..--"),
            ("modal", "rnoda1"), ("agent", "a.gent"), ("bank", "b-a_nk"), ("agent", "ag3nt"),
            ("agent", "4gen7"), ("张三", "張叁"), ("王晓东", "王曉東"), ("agent1", "agent-1"),
        ]
    )
    func same(one: String, other: String) {
        #expect(SignInName(typed: one).skeleton == SignInName(typed: other).skeleton)
    }

    @Test(
        "编号不同的名称各是各的 · names with other numbers are others",
        arguments: [
            ("agent-1", "agent-2"), ("agent1", "agent7"), ("b.1.1", "b.11"),
            ("agent-1.2", "agent1-3"), ("张三", "张四"), ("seat28", "seat82"),
        ]
    )
    func different(one: String, other: String) throws {
        #expect(try SignInName(new: one).skeleton != SignInName(new: other).skeleton)
    }

    @Test("登录名只留其本形 · a name is kept in its plain form")
    func plain() throws {
        #expect(try SignInName(new: " Alice.Wang ").text == "alice.wang")
        #expect(try SignInName(new: "Ａｌｉｃｅ").text == "alice")
        #expect(try SignInName(new: "张三2").text == "张三2")
        #expect(SignInName(typed: "ＢＡＮＫ　").text == "bank")
    }

    @Test(
        "与已有登录名相像的被拒绝 · a name that looks like one that is taken is refused",
        arguments: TestEngine.available,
        [
            "OFFICER", "0fficer", "0ff1cer", "offlcer", "ｏfficer", "pml", "pmI", "prn1", "officer ",
            "ｏｆｆｉｃｅｒ",
        ]
    )
    func lookAlike(engine: TestEngine, name: String) throws {
        let world = try World(engine)
        let vendor = world.first.organisation
        try world.test.environment.database.write { transaction in
            #expect(throws: AccountRefusal.self) {
                try AccountStore(transaction).add(
                    try account(name, vendor),
                    at: world.test.time.now(),
                )
            }
            _ = try AccountStore(transaction).add(
                try account("pm3", vendor),
                at: world.test.time.now(),
            )
        }
    }

    private func account(
        _ name: String,
        _ organisation: ID<Organisation>,
    ) throws -> AccountStore.NewAccount {
        AccountStore.NewAccount(
            organisation: organisation,
            signInName: name,
            passwordHash: "",
            roles: try Roles([.supervisor]),
            name: name,
            staffNumber: "",
            mustChangePassword: true,
        )
    }

    @Test("数据库也拒绝 · the database refuses it by itself", arguments: TestEngine.available)
    func column(engine: TestEngine) throws {
        let world = try World(engine)
        #expect(throws: DatabaseError.self) {
            try world.test.environment.database.write { transaction in
                try transaction.execute(
                    "UPDATE account SET name_skeleton = 'pm1' WHERE sign_in_name = 'pm2'"
                )
                try transaction.execute(
                    "UPDATE account SET name_skeleton = 'pm1' WHERE sign_in_name = 'pm1'"
                )
            }
        }
    }

    @Test("全角和大写照样登录，相像的不行 · full-width and capitals sign in, look-alikes do not")
    func typed() throws {
        let world = try World()
        #expect(try world.signIn("Ｏｆｆｉｃｅｒ", "right-pass-1") == nil)
        #expect(try world.signIn(" OFFICER ", "right-pass-1") == nil)
        #expect(try world.signIn("0fficer", "right-pass-1") == "account.wrong_name_or_password")
    }

    @Test(
        "旧账号启动时补齐并报告 · older accounts are brought under the rules at the start",
        arguments: TestEngine.available
    )
    func upkeep(engine: TestEngine) throws {
        let world = try World(engine)
        let database = world.test.environment.database
        try database.write { transaction in
            try transaction.execute("UPDATE account SET name_skeleton = NULL")
            try transaction.execute(
                "UPDATE account SET sign_in_name = 'pml' WHERE sign_in_name = 'pm2'"
            )
            try transaction.execute(
                "UPDATE account SET roles = 'bank_manager,security_officer' WHERE sign_in_name = 'officer'"
            )
        }
        try Accounts.bringUpToDate(world.test.environment)
        #expect(try world.signIn("pm1", "right-pass-1") == nil)
        #expect(try world.signIn("pml", "right-pass-1") == nil)
        let (roles, log) = try database.read { transaction in
            (
                try AccountStore(transaction)
                    .find(world.officer.account, visibleTo: world.officer).roles,
                try world.test.environment.audit.list(in: transaction).map(\.entry)
            )
        }
        #expect(roles.all == [.securityOfficer])
        #expect(log.map(\.action) == ["account.name_looks_taken", "account.duties_separated"])
        #expect(log.last?.detail == "roles.separation_of_duties -bank_manager")
        try Accounts.bringUpToDate(world.test.environment)
        let again = try database.read { try world.test.environment.audit.list(in: $0).count }
        #expect(again == log.count)
    }
}
