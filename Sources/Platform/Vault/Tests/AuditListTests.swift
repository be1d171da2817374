import Access
import Database
import Kernel
import TestSupport
import Testing

@testable import Vault

@Suite("C9.3 The log is read by time, account and subject")
struct AuditListTests {
    /// All pages of a filter, two entries each.
    private func pages(_ stage: AuditStage, _ filter: AuditFilter) throws -> [AuditRecord] {
        try stage.database.read { transaction in
            var all: [AuditRecord] = []
            while true {
                let page = try stage.log.list(
                    filter,
                    before: all.last?.id,
                    limit: 2,
                    in: transaction,
                )
                all += page
                if page.count < 2 { return all }
            }
        }
    }

    @Test("C9.3 逐页列出，不重不漏 · pages follow each other without gap", arguments: TestEngine.available)
    func paging(engine: TestEngine) throws {
        let stage = try AuditStage(engine)
        try stage.fill(accounts: [7, 8], count: 7)
        let all = try pages(stage, AuditFilter())
        #expect(all.count == 16)
        #expect(all.map(\.id) == all.map(\.id).sorted(by: >))
        let mine = try pages(stage, AuditFilter(account: ID(7)))
        #expect(mine.map(\.sequence) == [7, 6, 5, 4, 3, 2, 1])
        #expect(mine.first?.entry == AuditStage.entry(7, 6))
        let lead = try pages(stage, AuditFilter(subject: AuditSubject(kind: "lead", id: 1)))
        #expect(lead.map(\.entry.account.rawValue) == [8, 7, 8, 7, 8, 7])
        #expect(try pages(stage, AuditFilter(action: "audit.chain_opened")).count == 2)
        #expect(try pages(stage, AuditFilter(account: ID(9))).isEmpty)
    }

    @Test(
        "C9.3 并行写入的记录按时间列出、按时间翻页 · by time, whatever the order of writing",
        arguments: TestEngine.available
    )
    func parallel(engine: TestEngine) throws {
        let stage = try AuditStage(engine)
        for (account, minute) in [(7, 5), (8, 2), (7, 9), (8, 2), (7, 1), (8, 9), (7, 5)] {
            try stage.database.write {
                try stage.log.append(AuditStage.entry(Int64(account), minute), in: $0)
            }
        }
        let chosen = [
            AuditFilter(), AuditFilter(account: ID(7)), AuditFilter(action: "lead.view"),
            AuditFilter(account: ID(8), action: "lead.view"),
            AuditFilter(subject: AuditSubject(kind: "lead", id: 1)),
        ]
        for filter in chosen {
            let keys = try pages(stage, filter).map { (at: $0.entry.at, id: $0.id) }
            let sorted = keys.sorted { ($0.at, $0.id) > ($1.at, $1.id) }
            #expect(keys.map(\.id) == sorted.map(\.id))
            #expect(Set(keys.map(\.id)).count == keys.count)
        }
        #expect(try pages(stage, AuditFilter()).count == 9)
    }

    @Test("C9.3 按日期列出 · a span of days", arguments: TestEngine.available)
    func days(engine: TestEngine) throws {
        let stage = try AuditStage(engine)
        for minute in [0, 1_440, 2_880, 1, 1_441] {
            try stage.database.write {
                try stage.log.append(AuditStage.entry(0, minute), in: $0)
            }
        }
        let first = AuditStage.morning.day
        let span = AuditFilter(from: first, through: first.next)
        let days = try pages(stage, span).map(\.entry.at.day)
        #expect(days == [first.next, first.next, first, first])
        #expect(try pages(stage, AuditFilter(from: first.next)).count == 3)
        #expect(try pages(stage, AuditFilter(account: ID(0), through: first)).count == 2)
        let counted = try stage.database.read { try stage.log.count(span, upTo: 3, in: $0) }
        #expect(counted == 3)
    }

    @Test("C9.3 每种筛选都用索引 · no filter scans the log")
    func indexes() throws {
        let stage = try AuditStage(.sqlite)
        try stage.fill(accounts: [7, 8], count: 7)
        let subject = AuditSubject(kind: "lead", id: 1)
        let day = AuditStage.morning.day
        for account in [nil, ID<Account>(7)] {
            for subject in [nil, subject] {
                for action in [nil, "lead.search"] {
                    for day in [nil, day] {
                        for key in [nil, Int64(9)] {
                            let filter = AuditFilter(
                                account: account,
                                subject: subject,
                                action: action,
                                from: day,
                                through: day,
                            )
                            let index =
                                subject != nil
                                ? "audit_entry_subject"
                                : "audit_entry" + (account == nil ? "" : "_account")
                                    + (action == nil ? "" : "_action")
                                    + (account == nil && action == nil ? "_at" : "")
                            let plan = try stage.database.read { transaction in
                                try transaction.rows(
                                    "EXPLAIN QUERY PLAN "
                                        + AuditLog.query(filter, before: key, limit: 50, .sqlite)
                                ).map { try $0.text("detail") }
                            }
                            #expect(plan[0].contains("INDEX \(index)"), "\(filter): \(plan)")
                            #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
                        }
                    }
                }
            }
        }
    }

    @Test("C4.4 日志中没有号码 · a number in a detail is masked", arguments: TestEngine.available)
    func masked(engine: TestEngine) throws {
        let stage = try AuditStage(engine)
        let entry = AuditEntry(
            account: ID(7),
            at: AuditStage.morning,
            action: "lead.search",
            detail: "number=15412348000",
        )
        try stage.database.write { try stage.log.append(entry, in: $0) }
        let stored = try pages(stage, AuditFilter(account: ID(7))).first?.entry
        #expect(stored?.detail == "number=154****8000")
        #expect(stored?.permission == "")
        #expect(stored?.outcome == "ok")
        #expect(try stage.breaks() == [])
    }
}
