import Access
import Campaigns
import Database
import Kernel
import Synchronization
import TestSupport
import Testing
import Vault
import Web

@testable import Leads

@Suite struct HandOutTests {
    @Test(
        "C2.1 64个坐席同时取名单，无一重复 · 64 agents at once, no customer twice",
        arguments: TestEngine.available
    )
    func concurrent(engine: TestEngine) throws {
        // Every customer stands in both tasks: a customer is never in two hands either.
        let world = try HandOutWorld(engine, leads: 200, tasks: 2)
        let held = Mutex<[HeldLead]>([])
        withThreads(64) { thread in
            do {
                if let lead = try world.held(Int64(thread)) { held.withLock { $0.append(lead) } }
            } catch {
                Issue.record(error)
            }
        }
        let leads = held.withLock { $0 }
        #expect(leads.count == 64)
        #expect(Set(leads.map(\.lead)).count == 64)
        let holds = try world.test.environment.database.read {
            try $0.one("SELECT COUNT(*) FROM customer_hold").int(0)
        }
        #expect(holds == 64)
    }

    @Test(
        "C5.1 第201通被拒绝，取名单、拨号、数据库三道 · call 201 is refused three times over",
        arguments: TestEngine.available
    )
    func call201(engine: TestEngine) throws {
        let world = try HandOutWorld(engine, leads: 3)
        let database = world.test.environment.database
        let first = try #require(try world.held(1))
        let day = world.test.time.now().day
        try database.write {
            try $0.execute("INSERT INTO agent_day VALUES (101, \(day), 200)")
        }
        #expect(throws: HandOutRefusal.dailyCap) { try world.dial(first, 1) }
        try database.write {
            try world.handOut.giveBack(
                first.handOut,
                ofAgent: ID(101),
                now: world.test.time.now(),
                in: $0,
            )
        }
        #expect(try world.next(1) == .refused(.dailyCap))
        let viewer = try HandOutWorld.agent(1)
        for kind in [HandOutKind.callback, .redial] {
            #expect(throws: HandOutRefusal.dailyCap) {
                try database.write {
                    try world.handOut.take(
                        first.lead,
                        kind: kind,
                        for: viewer,
                        now: world.test.time.now(),
                        in: $0,
                    )
                }
            }
        }
        #expect {
            try database.write { try $0.execute("UPDATE agent_day SET dialled = dialled + 1") }
        } throws: { ($0 as? DatabaseError)?.isCheckViolation == true }
    }

    @Test(
        "C4.12 预览期间的拒绝拦住拨号 · a refusal while the lead is previewed stops the dial",
        arguments: TestEngine.available
    )
    func suppressedWhilePreviewed(engine: TestEngine) throws {
        let world = try HandOutWorld(engine, leads: 1, tasks: 2)
        let lead = try #require(try world.held(1))
        let key = world.test.environment.vault.customerKey(try HandOutWorld.lead(0).phone)
        try world.test.environment.database.write {
            try Suppression($0).add(
                key,
                reason: .strongRefusal,
                evidence: "其他任务",
                by: try HandOutWorld.agent(2),
                at: world.test.time.now(),
            )
        }
        #expect(throws: HandOutRefusal.suppressed) { try world.dial(lead, 1) }
        try world.test.environment.database.write {
            try world.handOut.giveBack(
                lead.handOut,
                ofAgent: ID(101),
                now: world.test.time.now(),
                in: $0,
            )
        }
        let states = try world.test.environment.database.read {
            try $0.rows("SELECT DISTINCT state FROM lead").map { try $0.text(0) }
        }
        #expect(states == ["suppressed"])
    }

    @Test("同一客户一天一次，另一任务也不例外 · once a day, in whatever task", arguments: TestEngine.available)
    func frequency(engine: TestEngine) throws {
        let world = try HandOutWorld(engine, leads: 1, tasks: 2)
        let lead = try #require(try world.held(1))
        try world.dial(lead, 1)
        try world.finish(lead, .noAnswer)
        guard case .refused(.noLead(let counts, let due)) = try world.next(1) else {
            Issue.record("a customer was handed out twice on one day")
            return
        }
        #expect(counts == [.frequencyDay: 1, .recycled: 1])
        #expect(due != nil)
        world.test.time.advance(by: .hours(25))
        #expect(try world.held(1) != nil)
    }

    @Test(
        "被挡的名单再多也不会饿死后面的 · blocked leads in front never starve those behind",
        arguments: TestEngine.available
    )
    func noStarvation(engine: TestEngine) throws {
        let world = try HandOutWorld(engine, leads: 130)
        let day = world.test.time.now()
        try world.test.environment.database.write {
            // All but the last were called today under a task that is closed now.
            try $0.execute(
                """
                INSERT INTO handout(lead_id, campaign_id, institution_id, vendor_id, customer_key,
                    agent_id, kind, state, day, handed_at, dialled_at, closed_at)
                SELECT id, 99, 1, 2, customer_key, 500, 'next', 'done', 20260506, \(day), \(day),
                    \(day) FROM lead WHERE id < (SELECT MAX(id) FROM lead)
                """
            )
        }
        let answers = try (1...4).map { _ in try world.held(1) }
        #expect(answers.compactMap(\.self).count == 1)
    }

    @Test("C5.3 机构当日外呼量用完即止 · a branch's volume ends the day", arguments: TestEngine.available)
    func volume(engine: TestEngine) throws {
        let world = try HandOutWorld(engine, leads: 5, volume: 2)
        let leads = try (1...3).map { try #require(try world.held($0)) }
        try world.dial(leads[0], 1)
        try world.dial(leads[1], 2)
        #expect(throws: HandOutRefusal.institutionVolume) { try world.dial(leads[2], 3) }
        #expect(try world.next(4) == .refused(.institutionVolume))
    }

    @Test(
        "C2.1 非时段、周末、节假日不外呼，调休上班日可呼 · hours, weekends, holidays, make-up days",
        arguments: [
            (BusinessDay(2026, 5, 6), 8, 30, false), (BusinessDay(2026, 5, 6), 12, 30, false),
            (BusinessDay(2026, 5, 6), 20, 0, false), (BusinessDay(2026, 5, 6), 14, 0, true),
            (BusinessDay(2026, 5, 2), 10, 0, false), (BusinessDay(2026, 5, 16), 10, 0, false),
            (BusinessDay(2026, 5, 9), 10, 0, true),
        ]
    )
    func opening(day: BusinessDay, hour: Int, minute: Int, isOpen: Bool) throws {
        let world = try HandOutWorld(leads: 1, at: day.at(TimeOfDay(hour, minute)))
        let answer = try world.next(1)
        if isOpen {
            #expect(
                try world.test.environment.database.read {
                    try $0.one("SELECT state FROM lead").text(0)
                } == "held"
            )
        } else if case .refused(.closed) = answer {
            #expect(try world.held(1) == nil)
        } else {
            Issue.record("\(day) \(hour):\(minute) should be closed, not \(answer)")
        }
    }

    @Test(
        "C2.1 暂停的任务不外呼，已预览的也拨不出 · a paused task stops, also what is previewed",
        arguments: TestEngine.available
    )
    func paused(engine: TestEngine) throws {
        let world = try HandOutWorld(engine, leads: 2)
        let lead = try #require(try world.held(1))
        try world.test.environment.database.write {
            try $0.execute("UPDATE campaign SET state = 'paused'")
        }
        #expect(throws: HandOutRefusal.self) { try world.dial(lead, 1) }
        #expect(try world.next(2) == .refused(.noRunningTask))
    }

    @Test("别家供应商的客户取不到 · another vendor's lead is not found", arguments: TestEngine.available)
    func otherVendor(engine: TestEngine) throws {
        let world = try HandOutWorld(engine, leads: 1)
        let stranger = Viewer(
            account: ID(900),
            organisation: ID(3),
            roles: try Roles([.agent]),
            name: "",
            staffNumber: "",
        )
        #expect(throws: NotFound.self) {
            try world.test.environment.database.write {
                try world.handOut.take(
                    ID(1),
                    kind: .redial,
                    for: stranger,
                    now: world.test.time.now(),
                    in: $0,
                )
            }
        }
    }

    @Test("每条语句都走索引 · every statement hits an index")
    func indexes() throws {
        let world = try HandOutWorld(leads: 10)
        let hot = [
            """
            SELECT id FROM lead WHERE campaign_id = 1 AND state = 'waiting' AND due_at <= 5
            ORDER BY due_at, id LIMIT 1
            """,
            """
            SELECT id FROM lead WHERE campaign_id = 1 AND state = 'ready'
            ORDER BY priority DESC, id LIMIT 1
            """,
            """
            SELECT COUNT(*) FROM handout WHERE customer_key = 1 AND dialled_at IS NOT NULL
            AND dialled_at > 5
            """,
            "SELECT id FROM handout WHERE agent_id = 1 AND state IN ('previewing', 'dialled')",
            "SELECT id FROM suppression WHERE customer_key = 1",
            "UPDATE lead SET state = 'suppressed' WHERE customer_key = 1 AND state = 'ready'",
        ]
        try world.test.environment.database.read { transaction in
            for statement in hot {
                let plan = try transaction.rows(
                    "EXPLAIN QUERY PLAN " + SQL(stringLiteral: statement)
                )
                .map { try $0.text("detail") }
                #expect(!plan.contains { $0.hasPrefix("SCAN") || $0.contains("TEMP B-TREE") })
            }
        }
    }
}
