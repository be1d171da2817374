import Access
import Calls
import Campaigns
import Database
import HTML
import Kernel
import TestSupport
import Testing
import Web

@testable import Reports

@Suite("Closing a day")
struct CloseDayTests {
    private func close(
        _ operation: Operation,
        _ day: BusinessDay,
        as person: String = "manager",
        isConfirmed: Bool = false,
        seen: String? = nil,
    ) throws {
        let seen = try seen ?? standing(operation, day)
        var fields = ["day": day.description, "vendor": "\(operation.first)", "seen": seen]
        if isConfirmed { fields["confirmed"] = "on" }
        _ = try operation.ask(CloseDay(), as: person, fields)
    }

    private func standing(_ operation: Operation, _ day: BusinessDay) throws -> String {
        _ = try CallRecount(operation.database).runAll()
        return try operation.database.read {
            try ClosingStore($0).standing(on: day, of: operation.first)
        }
    }

    private func closed(_ operation: Operation) throws -> Set<Int64> {
        try operation.database.read {
            Set(try ClosingStore($0).closings(on: operation.day).keys)
        }
    }

    @Test("C6.3 日结后结果不能更正 · no correction after closing", arguments: TestEngine.available)
    func corrections(_ engine: TestEngine) throws {
        let operation = try Operation(engine)
        let call = try operation.place(.init(outcome: .notInterested, talk: 60))
        let correct = {
            try operation.database.write { transaction in
                try Workbench(operation.environment).results(transaction).correct(
                    try OutcomeRecord(.wrongPerson, OutcomeRecord.Draft(), now: operation.now),
                    of: ID(call),
                    because: "听错",
                    by: operation.person("supervisor"),
                    at: operation.now,
                )
            }
        }
        try correct()
        try close(operation, operation.day)
        #expect(try closed(operation) == [operation.first.rawValue])
        #expect(throws: OutcomeRefusal.dayClosed(operation.day)) { try correct() }
        // Closing again changes nothing.
        try close(operation, operation.day)
    }

    @Test(
        "C6.3 看过之后有更正，按旧页日结被拒绝 · a day that was corrected meanwhile is not closed as seen",
        arguments: TestEngine.available
    )
    func changedMeanwhile(_ engine: TestEngine) throws {
        let operation = try Operation(engine)
        let call = try operation.place(.init(outcome: .notInterested, talk: 60))
        let page = try operation.ask(
            ShowDayReport(),
            as: "manager",
            ["day": operation.day.description],
        ).page.render(Rendering(language: .chinese))
        let seen = try standing(operation, operation.day)
        #expect(String(decoding: page, as: UTF8.self).contains("value=\"\(seen)\""))
        try operation.database.write { transaction in
            try Workbench(operation.environment).results(transaction).correct(
                try OutcomeRecord(.wrongPerson, OutcomeRecord.Draft(), now: operation.now),
                of: ID(call),
                because: "听错",
                by: operation.person("supervisor"),
                at: operation.now,
            )
        }
        #expect(throws: ChangedMeanwhile.changed) {
            try close(operation, operation.day, seen: seen)
        }
        #expect(try closed(operation).isEmpty)
        try close(operation, operation.day)
        #expect(try closed(operation) == [operation.first.rawValue])
    }

    @Test("C6.3 日报写明日结人与时间 · the report says who closed the day, and when")
    func closer() throws {
        let operation = try Operation(.sqlite)
        try operation.place(.init(outcome: .notInterested, talk: 60))
        let report = { (person: String) throws in
            try operation.ask(ShowDayReport(), as: person, ["day": operation.day.description])
        }
        #expect(try report("manager").closings.isEmpty)
        try close(operation, operation.day)
        let closed = try report("supervisor")
        #expect(closed.closings.map(\.vendor) == [operation.first.rawValue])
        #expect(closed.closings.map(\.closedAt) == [operation.now.iso8601])
        #expect(closed.closings.first?.closedBy.isEmpty == false)
        let page = closed.page.render(Rendering(language: .chinese))
        #expect(String(decoding: page, as: UTF8.self).contains("日结人"))
        // Another vendor's closing is not told.
        #expect(try report("stranger").closings.isEmpty)
    }

    @Test("C6.3 通话未结束不能日结 · calls that go on stop it", arguments: TestEngine.available)
    func openCalls(_ engine: TestEngine) throws {
        let operation = try Operation(engine)
        try operation.place(.init(hasEnded: false))
        #expect(throws: CloseDayRefusal.open(1)) {
            try close(operation, operation.day, isConfirmed: true)
        }
        #expect(try closed(operation).isEmpty)
    }

    @Test("C6.3 缺结果须确认 · missing results stop it unless confirmed", arguments: TestEngine.available)
    func unrecorded(_ engine: TestEngine) throws {
        let operation = try Operation(engine)
        try operation.place(.init(outcome: .interested, talk: 60))
        let call = try operation.place(.init(talk: 30))
        try operation.place(.init(agent: "other", task: 1, talk: 30))
        #expect(throws: CloseDayRefusal.unrecorded(1)) { try close(operation, operation.day) }
        let report = try operation.ask(
            ShowDayReport(),
            as: "supervisor",
            ["day": operation.day.description],
        )
        #expect(report.doubtful.map(\.call) == [call])
        #expect(report.doubtful.map(\.doubt) == ["unrecorded"])
        try close(operation, operation.day, isConfirmed: true)
        #expect(try closed(operation) == [operation.first.rawValue])
    }

    @Test("坐席未签出不能日结当日 · today waits for the seats", arguments: TestEngine.available)
    func seats(_ engine: TestEngine) throws {
        let operation = try Operation(engine)
        try operation.seat("one", "on_break")
        try operation.seat("two", "signed_out")
        #expect(throws: CloseDayRefusal.atWork(1)) { try close(operation, operation.day) }
        // An earlier day is over, whoever works now.
        try close(operation, operation.day.adding(days: -1))
        try operation.seat("one", "signed_out")
        try close(operation, operation.day)
        #expect(throws: CloseDayRefusal.notYet(operation.day.next)) {
            try close(operation, operation.day.next)
        }
    }

    @Test("日结仅限行方管理人员 · only the bank's manager closes", arguments: ["supervisor", "auditor"])
    func rights(_ person: String) throws {
        let operation = try Operation(.sqlite)
        #expect(throws: RequestRefusal.notPermitted) {
            try close(operation, operation.day, as: person)
        }
        let fields = ["day": operation.day.description, "vendor": "99", "seen": "0"]
        #expect(throws: NotFound.self) {
            try operation.ask(CloseDay(), as: "manager", fields)
        }
    }

    @Test("C6.3 日报链接与证据不符的通话 · doubtful calls are linked", arguments: TestEngine.available)
    func links(_ engine: TestEngine) throws {
        let operation = try Operation(engine)
        let call = try operation.place(.init(outcome: .noAnswer, talk: 40))
        try operation.place(.init(outcome: .noAnswer, talk: 20))
        try operation.place(.init(outcome: .voicemail, talk: 40))
        let day = ["day": operation.day.description]
        for (person, isLinked) in [("supervisor", true), ("analyst", false)] {
            let report = try operation.ask(ShowDayReport(), as: person, day)
            #expect(report.doubtful.map(\.call) == [call])
            let page = String(
                decoding: report.page.render(Rendering(language: .chinese)),
                as: UTF8.self,
            )
            #expect(page.contains("/calls/\(call)") == isLinked)
            // Nobody is led to what they may not take.
            #expect(!page.contains("/results/file"))
        }
    }
}
