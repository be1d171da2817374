import Access
import Calls
import Campaigns
import Database
import Kernel
import TestSupport
import Testing
import Web

@testable import Reports

/// What of a day waits for whom.
@Suite struct DayWorkTests {
    private func context(
        _ operation: Operation,
        _ name: String,
        _ transaction: Transaction,
    ) -> Context {
        Context(
            viewer: operation.person(name),
            now: operation.now,
            wallNow: operation.now,
            language: .chinese,
            environment: operation.environment,
            peer: "",
            transaction: transaction,
        )
    }

    private func waiting(
        _ source: any HomeSource,
        _ operation: Operation,
        as name: String,
    ) throws -> [WorkItem] {
        guard source.permission.allows(operation.person(name)) else { return [] }
        return try operation.database.read {
            try source.waiting(context(operation, name, $0))
        }
    }

    @Test(
        "C6.3 缺结果的通话等主管处理，十分钟内不催 · a call without result waits, after ten minutes",
        arguments: TestEngine.available
    )
    func doubts(_ engine: TestEngine) throws {
        let operation = try Operation(engine)
        try operation.place(Operation.Call(talk: 20))
        _ = try CallRecount(operation.database).runAll()
        #expect(try waiting(DoubtWork(), operation, as: "supervisor").isEmpty)
        operation.test.time.advance(by: .minutes(11))
        let item = try #require(try waiting(DoubtWork(), operation, as: "supervisor").first)
        #expect(item.count == 1 && item.href == "/reports/days/\(operation.day)")
        #expect(try waiting(DoubtWork(), operation, as: "stranger").isEmpty)
        #expect(try waiting(DoubtWork(), operation, as: "manager").isEmpty)
    }

    @Test(
        "未关闭的往日等行方关闭，今日不催 · a past day with calls waits to be closed, today does not",
        arguments: TestEngine.available
    )
    func closing(_ engine: TestEngine) throws {
        let operation = try Operation(engine)
        try operation.place(Operation.Call(outcome: .noAnswer))
        _ = try CallRecount(operation.database).runAll()
        let day = operation.day
        #expect(try waiting(DayClosingWork(), operation, as: "manager").isEmpty)
        operation.test.time.advance(by: .hours(24))
        let items = try waiting(DayClosingWork(), operation, as: "manager")
        #expect(items.map(\.href) == ["/reports/days/\(day)?vendor=\(operation.first)"])
        #expect(items.map(\.urgency) == [.overdue])
        #expect(try waiting(DayClosingWork(), operation, as: "supervisor").isEmpty)
        try operation.change(
            """
            INSERT INTO day_close(day, vendor_id, closed_by, closed_at)
            VALUES (\(day), \(operation.first), 1, \(operation.now))
            """
        )
        #expect(try waiting(DayClosingWork(), operation, as: "manager").isEmpty)
    }

    @Test(
        "今日数字只含看得到的供应商 · the day's figures are of the vendors that one sees",
        arguments: TestEngine.available
    )
    func figures(_ engine: TestEngine) throws {
        let operation = try Operation(engine)
        try operation.place(Operation.Call(outcome: .noAnswer))
        try operation.place(Operation.Call(agent: "other", task: 1, outcome: .noAnswer))
        try operation.seat("one", "ready")
        _ = try CallRecount(operation.database).runAll()
        for (name, dialled, seats) in [
            ("manager", "2", "1"), ("supervisor", "1", "1"), ("stranger", "1", "0"),
        ] {
            let figures = try operation.database.read {
                try DayFigures().figures(context(operation, name, $0))
            }
            #expect(figures.first?.value == dialled, "\(name)")
            #expect(figures.last?.value == seats, "\(name)")
        }
    }
}
