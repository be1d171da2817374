import Access
import Database
import Glibc
import Kernel
import TestSupport
import Testing
import Vault

@testable import App

@Suite struct VerifyCommandTests {
    /// A data folder whose log has five entries of one account.
    private func fill(_ arguments: [String]) throws {
        let storage = try Storage(try Configuration(arguments: arguments))
        defer { storage.database.close() }
        try Migrator.run(
            HuihuApp.platformMigrations,
            on: storage.database,
            at: BusinessDay(2026, 5, 6).start,
        )
        try storage.keepKey()
        let log = AuditLog(storage.vault)
        for minute in 0..<5 {
            let entry = AuditEntry(
                account: ID(7),
                at: BusinessDay(2026, 5, 6).start + .minutes(minute),
                action: "task.approve",
            )
            try storage.database.write { try log.append(entry, in: $0) }
        }
        #expect(throws: StartRefusal.self, "a program that runs is not disturbed") {
            try VerifyCommand.run(arguments)
        }
    }

    @Test("C9.3 校验命令发现被改动的审计记录 · the command finds what was altered in the audit log")
    func verify() throws {
        let outer = try TemporaryFolder()
        let folder = "\(outer.path)/data"
        let arguments = ["--data", folder]
        try fill(arguments)
        #expect(try VerifyCommand.run(arguments).contains("whole"))

        let database = try openDatabase(url: "sqlite:\(try DataFolder(folder).database)")
        try database.write { transaction in
            _ = try transaction.execute("DROP TRIGGER audit_entry_no_update")
            _ = try transaction.execute(
                "UPDATE audit_entry SET action = 'task.refuse' WHERE chain_seq = 3 AND account_id = 7"
            )
        }
        database.close()
        do {
            let told = try VerifyCommand.run(arguments)
            Issue.record("what was altered was called whole: \(told)")
        } catch let refusal as AuditAltered {
            #expect(refusal.message.chinese.contains("账号 7 第 3 条：内容被改动"))
            #expect(refusal.message.english.hasPrefix("The audit log differs in 1 place from"))
        }
    }

    @Test("没有密钥的目录不被校验也不被建立 · a folder without a key is refused and not made")
    func nothing() throws {
        let outer = try TemporaryFolder()
        let path = "\(outer.path)/none"
        #expect(throws: NothingToVerify(folder: path)) {
            try VerifyCommand.run(["--data", path])
        }
        #expect(access(path, F_OK) != 0)
        #expect(throws: UsageError.self) { try VerifyCommand.run(["--what"]) }
    }
}
