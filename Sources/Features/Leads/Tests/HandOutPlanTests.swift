import Access
import Campaigns
import Kernel
import TestSupport
import Testing

@testable import Database
@testable import Leads

/// Every statement of the hand-out hits an index: no table is read through.
@Suite struct HandOutPlanTests {
    @Test("C2.1 每条语句都用索引 · every statement uses an index")
    func plans() throws {
        let desk = try HandOutDesk()
        let lead = try desk.lead(1, in: try desk.task())
        try desk.lead(2, in: try desk.task("HX-2"))
        let agent = try HandOutDesk.agent()
        let recorder = try desk.database.write { base in
            let recorder = Recorder(base)
            let transaction = Transaction(recorder, isReading: false)
            defer { transaction.end() }
            let handOut = desk.handOut
            let now = HandOutDesk.morning
            let held = try handOut.take(lead, kind: .redial, for: agent, now: now, in: transaction)
            try handOut.giveBack(
                held.handOut,
                ofAgent: agent.account,
                now: now,
                in: transaction,
            )
            guard case .held(let next) = try handOut.next(for: agent, now: now, in: transaction)
            else {
                Issue.record("There was a lead.")
                return recorder
            }
            _ = try handOut.authoriseDial(next.handOut, by: agent, now: now, in: transaction)
            try handOut.finish(
                next.handOut,
                outcome: .noAnswer,
                callbackAt: nil,
                now: now,
                in: transaction,
            )
            _ = try handOut.next(for: agent, now: now, in: transaction)
            try Suppression(transaction).add(
                try desk.key(2),
                reason: .complaint,
                evidence: "",
                by: agent,
                at: now,
            )
            return recorder
        }
        let plans = recorder.plans
        #expect(plans.count > 20)
        // Tasks and provinces are few; what is added to two counts is two rows.
        let small = [
            "SCAN CONSTANT ROW", "SCAN 2 CONSTANT ROWS", "SCAN region_hours", "SCAN i", "SCAN c",
        ]
        let scans = plans.filter { plan in
            plan.hasPrefix("SCAN") && !small.contains { plan == $0 || plan.hasPrefix($0 + " ") }
        }
        #expect(scans == [])
        // Tasks, and the leads of one customer, are few; a task's leads are read in an index's order.
        let long = recorder.sorted.filter {
            $0.contains("FROM lead") && !$0.contains("customer_key =")
        }
        #expect(long == [])
    }
}

/// Runs statements on the open transaction and keeps the plan of each.
private final class Recorder: Connection {
    let dialect = Dialect.sqlite
    private let base: Transaction
    private(set) var plans: [String] = []
    /// The statements whose rows are sorted by themselves.
    private(set) var sorted: [String] = []

    init(_ base: Transaction) { self.base = base }

    func run(_ sql: SQL, _ wanted: Wanted, _ body: (Row) throws -> Void) throws -> Int {
        let steps = try base.rows("EXPLAIN QUERY PLAN " + sql).map { try $0.text("detail") }
        plans += steps
        if steps.contains(where: { $0.contains("TEMP B-TREE FOR ORDER BY") }) {
            sorted.append(sql.text)
        }
        guard sql.text.hasPrefix("SELECT") || sql.text.contains("RETURNING") else {
            return try base.execute(sql)
        }
        let rows = try base.rows(sql)
        try rows.prefix(wanted == .first ? 1 : rows.count).forEach(body)
        return rows.count
    }

    func script(_ sql: String) throws { try base.script(sql) }
}
