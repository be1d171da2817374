import Access
import Calls
import Campaigns
import Database
import Kernel
import Leads
import TestSupport
import Testing
import Web

@testable import Reports

@Suite("Running sums")
struct SumsTests {
    /// Compares every figure of both vendors with what the rows say.
    private func compare(_ operation: Operation) throws {
        let now = operation.now
        try operation.database.read { transaction in
            for (vendor, task) in [(operation.first, 0), (operation.second, 1)] {
                let plain = PlainRecount(transaction: transaction, day: now.day, vendor: vendor)
                try compareReport(plain, operation.person("manager"))
                try compareFloor(plain, at: now)
                let leads = try plain.leads(of: operation.tasks[task])
                let counts = try LeadCounts(of: operation.tasks[task], transaction)
                for state in LeadState.allCases {
                    #expect(counts[state] == leads[state.rawValue] ?? 0)
                }
                for reason in HeldBack.allCases {
                    #expect(counts.heldBack[reason] == leads[reason.rawValue])
                }
            }
        }
    }

    private func compareReport(_ plain: PlainRecount, _ viewer: Viewer) throws {
        let store = DayReportStore(plain.transaction)
        let (day, vendor) = (plain.day, plain.vendor)
        let measures = try plain.measures()
        let parts = try store.parts(on: day, vendor: vendor, visibleTo: viewer)
        let byTask = Dictionary(grouping: measures, by: \.key.campaign).mapValues {
            $0.map(\.value).reduce(Measures(), +)
        }
        #expect(
            Dictionary(uniqueKeysWithValues: parts.map { ($0.campaign, $0.measures) })
                .filter { $0.value != Measures() } == byTask
        )
        let agents = try store.agents(
            on: day,
            vendor: vendor,
            visibleTo: viewer,
            after: 0,
            limit: 100,
        )
        let byAgent = Dictionary(grouping: measures, by: \.key.agent).mapValues {
            $0.map(\.value).reduce(Measures(), +)
        }
        #expect(
            Dictionary(uniqueKeysWithValues: agents.map { ($0.agent, $0.measures) })
                .filter { $0.value != Measures() } == byAgent
        )
        let hours = try store.hours(on: day, vendor: vendor, visibleTo: viewer)
        #expect(try hours == plain.hours())
        #expect(
            try store.outcomes(on: day, vendor: vendor, visibleTo: viewer) == plain.outcomes()
        )
        let doubtful = try DoubtfulCallStore(plain.transaction)
            .list(on: day, vendor: vendor, visibleTo: viewer)
        #expect(try doubtful.map(\.call) == plain.doubtful())
        let all = measures.values.reduce(Measures(), +).calls
        let closing = ClosingStore(plain.transaction)
        #expect(try closing.openCalls(on: day, of: vendor) == all.open)
        #expect(try closing.unrecorded(on: day, of: vendor) == all.unrecorded)
    }

    private func compareFloor(_ plain: PlainRecount, at now: Moment) throws {
        let store = FloorStore(plain.transaction)
        let measures = try plain.measures()
        let totals = try store.totals(of: plain.vendor, at: now)
        let all = measures.values.reduce(Measures(), +).calls
        #expect(totals.dialled == all.dialled && totals.interested == all.interested)
        for seat in try store.part(FloorQuery(), of: plain.vendor, at: now).seats {
            let own = measures.filter { $0.key.agent == seat.agent }.values
                .reduce(Measures(), +)
            #expect(seat.interested == own.calls.interested)
            let running = seat.state.isHandling ? (now - seat.since).wholeMilliseconds : 0
            #expect(seat.handlingSeconds == (own.handling + Int(running)) / 1_000)
        }
    }

    @Test(
        "C5.1 C5.2 C6.3 随机的一天，合计与逐行重算一致 · a random day's sums agree with its rows",
        arguments: TestEngine.available,
        [UInt64(2), 3, 5]
    )
    func randomDay(_ engine: TestEngine, _ seed: UInt64) throws {
        let day = try LivedDay(engine, seed: seed)
        for part in 1...12 {
            for _ in 0..<30 { try day.step() }
            if part % 4 == 0 { try compare(day.operation) }
        }
        let database = day.operation.database
        // The day had what it was lived for.
        let (calls, corrected) = try database.read {
            (
                try $0.one("SELECT COUNT(*) FROM call").int(0),
                try $0.one("SELECT COUNT(*) FROM outcome WHERE version > 1").int(0)
            )
        }
        #expect(calls > 20 && corrected > 0)
        #expect(try CallRecount(database).runAll() == [])
        #expect(try LeadRecount.run(database) == [])
    }

    @Test("合计有误时重算更正 · a recount puts wrong sums right", arguments: TestEngine.available)
    func recount(_ engine: TestEngine) throws {
        let day = try LivedDay(engine, seed: 4)
        for _ in 0..<120 { try day.step() }
        let operation = day.operation
        let database = operation.database
        for wrong: SQL in [
            "UPDATE call_sum SET talk = talk + 1", "DELETE FROM call_mix",
            "UPDATE seat_sum SET available = 0",
            "INSERT INTO doubtful_call(call_id, day, vendor_id) VALUES (77777, \(operation.day), 2)",
        ] {
            try operation.change(wrong)
            #expect(try CallRecount(database).runAll() == [operation.day])
            #expect(try CallRecount(database).runAll() == [])
        }
        try operation.change("UPDATE lead_count SET leads = leads + 1 WHERE state = 'ready'")
        #expect(try LeadRecount.run(database) == operation.tasks)
        try compare(operation)
    }

    @Test("升级后首次启动补齐合计 · the first start after an upgrade makes the sums")
    func upgrade() throws {
        let day = try LivedDay(.sqlite, seed: 5)
        for _ in 0..<120 { try day.step() }
        let operation = day.operation
        for table: SQL in ["call_sum", "call_mix", "seat_sum", "doubtful_call"] {
            try operation.change("DELETE FROM \(table)")
        }
        // As the migration leaves it.
        try operation.change(
            "INSERT INTO recount_day(day) SELECT day FROM call UNION SELECT day FROM seat_log"
        )
        try CallRecount(operation.database).runDue()
        try compare(operation)
        let left = try operation.database.read {
            try $0.one("SELECT COUNT(*) FROM recount_day").int(0)
        }
        #expect(left == 0)
    }

    @Test(
        "两次更改同一通话，合计只差一次 · two changes of one call at once count once each",
        arguments: TestEngine.available
    )
    func atOnce(_ engine: TestEngine) throws {
        let operation = try Operation(engine)
        let call = try operation.place(.init(outcome: .notInterested, talk: 60))
        _ = try CallRecount(operation.database).runAll()
        let environment = operation.environment
        let supervisor = operation.person("supervisor")
        let now = operation.now
        withThreads(8) { number in
            var draft = OutcomeRecord.Draft()
            draft.note = "方言"
            do {
                try environment.database.write { transaction in
                    try Workbench(environment).results(transaction).correct(
                        try OutcomeRecord(
                            number % 2 == 0 ? .wrongPerson : .language,
                            draft,
                            now: now,
                        ),
                        of: ID(call),
                        because: "听错",
                        by: supervisor,
                        at: now,
                    )
                }
            } catch {
                Issue.record(error)
            }
        }
        #expect(try CallRecount(operation.database).runAll() == [])
    }
}
