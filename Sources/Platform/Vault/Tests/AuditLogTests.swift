import Access
import Database
import Kernel
import TestSupport
import Testing
import Vault

/// A log of a few entries in a database of its own, and someone with access to the database alone.
struct AuditStage {
    let database: TemporaryDatabase
    let log = AuditLog(Vault(masterKey: MasterKey(random: SeededRandom(1))))

    init(_ engine: TestEngine) throws {
        database = try engine.database(AuditLog.migrations)
    }

    static let morning = BusinessDay(2026, 3, 31).at(TimeOfDay(9, 0))

    /// What stands before the first entry of a chain.
    static let origin = [UInt8](repeating: 0, count: 32)

    /// An entry of `account`, `minute` minutes into the day.
    static func entry(_ account: Int64, _ minute: Int, _ action: String = "lead.view") -> AuditEntry
    {
        AuditEntry(
            account: ID(account),
            at: morning + .minutes(minute),
            action: action,
            subject: "lead",
            subjectID: Int64(minute % 3 + 1),
            detail: "GET /leads/{id}",
            peer: "192.0.2.7",
        )
    }

    /// Appends `count` entries of each account in turn.
    func fill(accounts: [Int64], count: Int) throws {
        for minute in 0..<count {
            for account in accounts {
                try database.write { try log.append(Self.entry(account, minute), in: $0) }
            }
        }
    }

    /// Changes the tables past the triggers, as someone with the database file can.
    func tamper(_ statements: SQL...) throws {
        try database.write { transaction in
            switch transaction.dialect {
            case .sqlite:
                try transaction.execute("DROP TRIGGER IF EXISTS audit_entry_no_update")
                try transaction.execute("DROP TRIGGER IF EXISTS audit_entry_no_delete")
            case .postgres:
                try transaction.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
            }
            for statement in statements { try transaction.execute(statement) }
        }
    }

    func breaks() throws -> [String] {
        let found = try database.read { try log.verify(in: $0, pageSize: 4) }
        return found.map { "\($0.account)/\($0.sequence) \($0.kind.rawValue)" }
    }
}

@Suite("C4.4 C9.3 Every act is recorded, and no record changes unseen")
struct AuditLogTests {
    @Test("C9.3 未被改动的日志校验通过 · an untouched log verifies", arguments: TestEngine.available)
    func untouched(engine: TestEngine) throws {
        let stage = try AuditStage(engine)
        #expect(try stage.breaks() == [])
        try stage.fill(accounts: [0, 7, 8], count: 10)
        #expect(try stage.breaks() == [])
    }

    @Test(
        "C9.3 旧形式的记录与新记录连成一链仍可校验 · older entries and newer ones verify as one chain",
        arguments: TestEngine.available
    )
    func olderForm(engine: TestEngine) throws {
        let stage = try AuditStage(engine)
        try stage.fill(accounts: [7], count: 6)
        // An older entry also carries the hash of the one before it.
        try stage.tamper(
            """
            UPDATE audit_entry SET previous_hash = COALESCE(
                (SELECT b.hash FROM audit_entry b WHERE b.account_id = audit_entry.account_id
                    AND b.chain_seq = audit_entry.chain_seq - 1), \(AuditStage.origin))
            WHERE chain_seq <= 3
            """
        )
        #expect(try stage.breaks() == [])
        try stage.fill(accounts: [7], count: 2)
        #expect(try stage.breaks() == [])
        try stage.tamper("DELETE FROM audit_entry WHERE account_id = 7 AND chain_seq IN (2, 5)")
        #expect(try stage.breaks() == ["7/3 missing", "7/6 missing"])
    }

    @Test("C4.4 日志只增不改 · the table refuses change", arguments: TestEngine.available)
    func appendOnly(engine: TestEngine) throws {
        let stage = try AuditStage(engine)
        try stage.fill(accounts: [7], count: 2)
        for change: SQL in ["UPDATE audit_entry SET outcome = 'x'", "DELETE FROM audit_entry"] {
            #expect(throws: DatabaseError.self) {
                try stage.database.write { try $0.execute(change) }
            }
        }
    }

    @Test(
        "C4.4 改动一条记录的任何一栏都被发现 · a change to any column of one row is found",
        arguments: [
            "at = at + 1", "day = 20200101", "action = 'lead.list'", "subject_kind = 'call'",
            "subject_id = 99", "detail = ''", "permission = 'lead.other'", "outcome = 'refused'",
            "peer = '198.51.100.1'",
        ]
    )
    func altered(change: String) throws {
        for engine in TestEngine.available {
            let stage = try AuditStage(engine)
            try stage.fill(accounts: [7, 8], count: 9)
            let update = SQL(stringLiteral: "UPDATE audit_entry SET \(change)")
            try stage.tamper(update + " WHERE account_id = 7 AND chain_seq = 4")
            #expect(try stage.breaks() == ["7/4 altered"])
        }
    }

    @Test("C4.4 删除中间的记录被发现 · a deleted row is found", arguments: TestEngine.available)
    func missing(engine: TestEngine) throws {
        let stage = try AuditStage(engine)
        try stage.fill(accounts: [7, 8], count: 9)
        try stage.tamper("DELETE FROM audit_entry WHERE account_id = 7 AND chain_seq IN (4, 5)")
        #expect(try stage.breaks() == ["7/6 missing"])
    }

    @Test("C4.4 删除末尾的记录被发现 · a deleted tail is found", arguments: TestEngine.available)
    func truncated(engine: TestEngine) throws {
        let stage = try AuditStage(engine)
        try stage.fill(accounts: [7], count: 9)
        try stage.tamper("DELETE FROM audit_entry WHERE account_id = 7 AND chain_seq > 6")
        #expect(try stage.breaks() == ["7/9 truncated"])
    }

    @Test(
        "C4.4 删除末尾并改写链尾也被发现，之后的写入不掩盖 · a tail cut off with its mark is found, also later",
        arguments: TestEngine.available
    )
    func truncatedWithMark(engine: TestEngine) throws {
        let stage = try AuditStage(engine)
        try stage.fill(accounts: [7], count: 9)
        try stage.tamper(
            "DELETE FROM audit_entry WHERE account_id = 7 AND chain_seq > 6",
            """
            UPDATE audit_chain SET seq = 6,
                hash = (SELECT hash FROM audit_entry WHERE account_id = 7 AND chain_seq = 6)
            WHERE account_id = 7
            """,
        )
        #expect(try stage.breaks() == ["7/6 end_altered"])
        try stage.fill(accounts: [7], count: 2)
        #expect(try stage.breaks() == ["7/7 broken_before"])
    }

    @Test("C4.4 调换顺序被发现 · two rows exchanged are found", arguments: TestEngine.available)
    func reordered(engine: TestEngine) throws {
        let stage = try AuditStage(engine)
        try stage.fill(accounts: [7], count: 6)
        try stage.tamper(
            "UPDATE audit_entry SET chain_seq = 100 WHERE account_id = 7 AND chain_seq = 3",
            "UPDATE audit_entry SET chain_seq = 3 WHERE account_id = 7 AND chain_seq = 4",
            "UPDATE audit_entry SET chain_seq = 4 WHERE account_id = 7 AND chain_seq = 100",
        )
        let breaks = try stage.breaks()
        #expect(breaks.contains("7/3 altered") && breaks.contains("7/4 altered"))
    }

    @Test("C4.4 调换编号被发现 · exchanged numbers of the log are found", arguments: TestEngine.available)
    func exchangedNumbers(engine: TestEngine) throws {
        let stage = try AuditStage(engine)
        try stage.fill(accounts: [7], count: 3)
        try stage.tamper("UPDATE audit_entry SET id = 900 WHERE account_id = 7 AND chain_seq = 2")
        #expect(try stage.breaks() == ["7/3 reordered"])
    }

    @Test(
        "C4.4 移到他人名下被发现 · a row moved to another account is found",
        arguments: TestEngine.available
    )
    func moved(engine: TestEngine) throws {
        let stage = try AuditStage(engine)
        try stage.fill(accounts: [7], count: 3)
        try stage.fill(accounts: [8], count: 2)
        try stage.tamper(
            "UPDATE audit_entry SET account_id = 8 WHERE account_id = 7 AND chain_seq = 3"
        )
        #expect(try stage.breaks() == ["7/3 truncated", "8/3 altered", "8/2 end_altered"])
    }

    @Test("C4.4 删除整条链被发现 · a chain deleted whole is found", arguments: TestEngine.available)
    func vanished(engine: TestEngine) throws {
        let stage = try AuditStage(engine)
        try stage.fill(accounts: [7, 8], count: 3)
        try stage.tamper(
            "DELETE FROM audit_entry WHERE account_id = 7",
            "DELETE FROM audit_chain WHERE account_id = 7",
        )
        #expect(try stage.breaks() == ["7/0 vanished"])
        try stage.fill(accounts: [7], count: 2)
        #expect(try stage.breaks() == ["7/0 not_announced"])
    }

    @Test("C4.4 删除系统链被发现 · the system's own chain cannot vanish", arguments: TestEngine.available)
    func systemVanished(engine: TestEngine) throws {
        let stage = try AuditStage(engine)
        try stage.fill(accounts: [7], count: 3)
        try stage.tamper(
            "DELETE FROM audit_entry WHERE account_id = 0",
            "DELETE FROM audit_chain WHERE account_id = 0",
        )
        #expect(try stage.breaks() == ["7/0 not_announced"])
    }

    @Test("C9.3 没有密钥无法伪造 · without the key nothing can be forged", arguments: TestEngine.available)
    func foreignKey(engine: TestEngine) throws {
        let stage = try AuditStage(engine)
        try stage.fill(accounts: [7], count: 2)
        let other = AuditLog(Vault(masterKey: MasterKey(random: SeededRandom(2))))
        try stage.database.write { try other.append(AuditStage.entry(7, 3), in: $0) }
        #expect(try stage.breaks() == ["7/3 altered", "7/4 altered", "7/4 end_altered"])
    }

    @Test("C4.4 并发写入的链保持完整 · chains stay whole among threads", arguments: TestEngine.available)
    func concurrent(engine: TestEngine) throws {
        let stage = try AuditStage(engine)
        withThreads(16) { thread in
            for minute in 0..<10 {
                do {
                    try stage.database.write {
                        let account = Int64(thread % 4)
                        try stage.log.append(AuditStage.entry(account, minute), in: $0)
                    }
                } catch {
                    Issue.record(error)
                }
            }
        }
        #expect(try stage.breaks() == [])
        let count = try stage.database.read {
            try stage.log.count(AuditFilter(), upTo: 1_000, in: $0)
        }
        #expect(count == 160 + 3)
    }
}
