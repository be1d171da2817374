import Access
import Campaigns
import Database
import HTML
import Kernel
import Leads
import Records
import Telephony
import TestSupport
import Testing
import Web

@testable import Calls

/// "Interested" after too little talk, or without an answer, doesn't count to the 15 until a person of
/// the bank has confirmed it.
@Suite("Successes")
struct SuccessTests {
    private func interested(_ draft: inout OutcomeRecord.Draft) {
        draft.channel = .online
        draft.amount = .upTo300k
    }

    /// Agent one talked for so long and recorded "interested"; the customer is lead 1.
    private func recorded(_ engine: TestEngine, talk: Duration) throws -> Fixture {
        let fixture = try Fixture(engine, leads: 2, line: [.answers, .answers])
        try fixture.hire("inspector", .bankInspector, 0)
        try fixture.open(fixture.one)
        _ = try fixture.next(fixture.one)
        try fixture.dial(fixture.one)
        try fixture.finishCall(fixture.one, talk: talk)
        try fixture.save(fixture.one, .interested, interested)
        return fixture
    }

    private func counted(_ fixture: Fixture) throws -> Int {
        try fixture.number("SELECT COUNT(*) FROM interested_day")
    }

    private func decide(_ fixture: Fixture, _ decision: String, as name: String) throws {
        let viewer = try #require(fixture.people[name])
        _ = try fixture.ask(
            DecideSuccess(fixture.workbench),
            as: viewer,
            ["id": "1", "decision": decision, "reason": "已听录音"],
        )
    }

    @Test(
        "C5.2 通话过短的意向不计入15户 · interested after too little talk does not count by itself",
        arguments: TestEngine.available
    )
    func tooShort(_ engine: TestEngine) throws {
        let fixture = try recorded(engine, talk: .seconds(9))
        #expect(try counted(fixture) == 0)
        let view = try fixture.ask(ShowCall(), as: fixture.supervisor, ["id": "1"])
        #expect(view.verdict == .interestedTooShort && view.success == .pending)
        let seat = try fixture.ask(ShowSeat(), as: fixture.one)
        #expect(seat.interestedToday == 0 && seat.pendingToday == 1)
        let list = try fixture.ask(ListSuccesses(fixture.workbench), as: fixture.supervisor)
        #expect(list.rows.map(\.call) == [1])
        let stranger = try #require(fixture.people["stranger"])
        #expect(
            try fixture.ask(ListSuccesses(fixture.workbench), as: stranger).rows.isEmpty
        )
    }

    @Test("C5.2 达到最短通话即计数 · enough talk counts at once", arguments: TestEngine.available)
    func longEnough(_ engine: TestEngine) throws {
        let fixture = try recorded(engine, talk: .seconds(10))
        #expect(try counted(fixture) == 1)
        let view = try fixture.ask(ShowCall(), as: fixture.supervisor, ["id": "1"])
        #expect(view.verdict == .consistent && view.success == nil)
        #expect(throws: OutcomeRefusal.nothingToConfirm) {
            try decide(fixture, "confirm", as: "manager")
        }
    }

    @Test("C6.3 行方确认后计数，只决定一次 · the bank confirms once", arguments: TestEngine.available)
    func confirmed(_ engine: TestEngine) throws {
        let fixture = try recorded(engine, talk: .seconds(3))
        for name in ["one", "supervisor"] {
            #expect(throws: RequestRefusal.notPermitted) {
                try decide(fixture, "confirm", as: name)
            }
        }
        try decide(fixture, "confirm", as: "inspector")
        #expect(try counted(fixture) == 1)
        #expect(try fixture.ask(ShowSeat(), as: fixture.one).pendingToday == 0)
        #expect(throws: OutcomeRefusal.nothingToConfirm) {
            try decide(fixture, "reject", as: "manager")
        }
        let view = try fixture.ask(ShowCall(), as: fixture.supervisor, ["id": "1"])
        #expect(view.success == .confirmed)
        for language in Language.allCases {
            let page = String(
                decoding: view.page.render(Rendering(language: language)),
                as: UTF8.self,
            )
            #expect(page.contains("已听录音"))
        }
    }

    @Test(
        "C6.3 不予确认便不计数，更正也不计 · what was refused does not count, also when recorded anew",
        arguments: TestEngine.available
    )
    func rejected(_ engine: TestEngine) throws {
        let fixture = try recorded(engine, talk: .zero)
        try decide(fixture, "reject", as: "manager")
        #expect(try counted(fixture) == 0)
        var draft = OutcomeRecord.Draft()
        interested(&draft)
        let record = try OutcomeRecord(.interested, draft, now: fixture.now)
        try fixture.database.write {
            try fixture.workbench.results($0).correct(
                record,
                of: ID(1),
                because: "再记",
                by: fixture.one,
                at: fixture.now,
            )
        }
        #expect(try counted(fixture) == 0)
    }

    @Test(
        "C6.3 更正为其他结果，不再待确认 · corrected to another result nothing waits",
        arguments: TestEngine.available
    )
    func withdrawn(_ engine: TestEngine) throws {
        let fixture = try recorded(engine, talk: .seconds(2))
        let record = try OutcomeRecord(.wrongPerson, .init(), now: fixture.now)
        try fixture.database.write {
            try fixture.workbench.results($0).correct(
                record,
                of: ID(1),
                because: "听错",
                by: fixture.one,
                at: fixture.now,
            )
        }
        #expect(throws: OutcomeRefusal.nothingToConfirm) {
            try decide(fixture, "confirm", as: "manager")
        }
        #expect(try counted(fixture) == 0)
    }

    @Test(
        "C6.3 记录中断的“有意向”也要确认 · of a call that was lost from sight too",
        arguments: TestEngine.available
    )
    func lost(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        try fixture.open(fixture.one)
        _ = try fixture.next(fixture.one)
        try fixture.dial(fixture.one)
        try LineLog(fixture.environment).closeLost()
        try fixture.save(fixture.one, .interested, interested)
        #expect(try counted(fixture) == 0)
        try decide(fixture, "confirm", as: "manager")
        #expect(try counted(fixture) == 1)
    }

    @Test("C5.2 日结之后不再确认 · not after the day is closed", arguments: TestEngine.available)
    func closed(_ engine: TestEngine) throws {
        let fixture = try recorded(engine, talk: .seconds(3))
        try fixture.closeDay()
        #expect(throws: OutcomeRefusal.dayClosed(fixture.now.day)) {
            try decide(fixture, "confirm", as: "manager")
        }
    }

    @Test(
        "C5.2 行方设定最短通话，自下一次录入起 · the bank sets the talk, from the next result on",
        arguments: TestEngine.available
    )
    func setting(_ engine: TestEngine) throws {
        let fixture = try recorded(engine, talk: .seconds(12))
        let manager = try #require(fixture.people["manager"])
        _ = try fixture.ask(
            DecideSetting<TalkMinimum>(),
            as: manager,
            ["seconds": "30", "reason": "抽检"]
        )
        let view = try fixture.ask(ShowSetting<TalkMinimum>(), as: fixture.supervisor)
        #expect(view.value == 30 && view.decisions.map(\.reason) == ["抽检"])
        #expect(throws: RequestRefusal.notPermitted) {
            _ = try fixture.ask(
                DecideSetting<TalkMinimum>(),
                as: fixture.supervisor,
                ["seconds": "0", "reason": "x"],
            )
        }
        #expect(throws: InvalidInput.self) {
            _ = try fixture.ask(
                DecideSetting<TalkMinimum>(),
                as: manager,
                ["seconds": "121", "reason": "x"]
            )
        }
        let before = try fixture.ask(ShowCall(), as: fixture.supervisor, ["id": "1"])
        #expect(before.verdict == .consistent)
        try fixture.call(fixture.one)
        try fixture.save(fixture.one, .interested, interested)
        #expect(try counted(fixture) == 1)
        #expect(try fixture.ask(ShowSeat(), as: fixture.one).pendingToday == 1)
    }
}
