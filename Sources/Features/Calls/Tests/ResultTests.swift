import Access
import Campaigns
import Database
import Kernel
import Leads
import Telephony
import TestSupport
import Testing
import Web

@testable import Calls

@Suite("Results")
struct ResultTests {
    private func correct(
        _ fixture: Fixture,
        _ outcome: Outcome,
        by viewer: Viewer,
        _ fill: (inout OutcomeRecord.Draft) -> Void = { _ in },
    ) throws {
        var draft = OutcomeRecord.Draft()
        fill(&draft)
        let record = try OutcomeRecord(outcome, draft, now: fixture.now)
        try fixture.database.write { transaction in
            try fixture.workbench.results(transaction).correct(
                record,
                of: ID(1),
                because: "听错",
                by: viewer,
                at: fixture.now,
            )
        }
    }

    private func interested(_ draft: inout OutcomeRecord.Draft) {
        draft.channel = .online
        draft.amount = .upTo300k
    }

    @Test(
        "C5.2 意向客户按客户和日只计一次 · interested counts once per customer and day",
        arguments: TestEngine.available
    )
    func countsOnce(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine, leads: 2, line: [.answers, .answers, .answers])
        let other = try fixture.addTask("HX-2026-0002")
        let twin = try fixture.addLead(0, to: other)
        try fixture.open(fixture.one)
        try fixture.call(fixture.one)
        try fixture.save(fixture.one, .interested, interested)
        try fixture.call(fixture.one)
        try fixture.save(fixture.one, .interested, interested)
        try fixture.call(fixture.one)
        let last = try #require(try fixture.database.read { try CallStore($0).call(ID(3)) })
        #expect(last.lead == twin)
        try fixture.save(fixture.one, .interested, interested)
        let counted = try fixture.database.read {
            try OutcomeStore($0, vault: fixture.environment.vault)
                .interested(of: fixture.one.account, on: fixture.now.day)
        }
        #expect(counted == 2)
    }

    @Test(
        "C4.12 强烈拒绝立即禁呼，其他任务已预览的也不能拨 · a refusal stops a previewed twin",
        arguments: TestEngine.available
    )
    func refusalStops(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine, leads: 1)
        let other = try fixture.addTask("HX-2026-0002")
        try fixture.open(fixture.one)
        try fixture.open(fixture.two)
        try fixture.call(fixture.one)
        let twin = try #require(try fixture.addLead(0, to: other))
        // The hold is what keeps the twin away; taken off, the dial itself must refuse.
        try fixture.change("DELETE FROM customer_hold")
        guard case .seat = try fixture.next(fixture.two) else {
            Issue.record("the twin was not handed out")
            return
        }
        try fixture.save(fixture.one, .strongRefusal)
        #expect(throws: HandOutRefusal.suppressed) { try fixture.dial(fixture.two) }
        _ = try fixture.act(fixture.two) {
            try fixture.workbench.giveBack($0, holder: $1, at: $2, in: $3)
        }
        #expect(try fixture.text("SELECT state FROM lead WHERE id = \(twin)") == "suppressed")
    }

    @Test("C4.12 强烈拒绝不能被更正 · a refusal is not corrected away", arguments: TestEngine.available)
    func refusalStands(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine, leads: 1)
        try fixture.open(fixture.one)
        try fixture.call(fixture.one)
        try fixture.save(fixture.one, .strongRefusal)
        #expect(throws: OutcomeRefusal.refusalStands) {
            try correct(fixture, .interested, by: fixture.one, interested)
        }
        try correct(fixture, .complaint, by: fixture.one) { $0.note = "要求投诉" }
        #expect(throws: HandOutRefusal.suppressed) {
            _ = try fixture.act(fixture.one) {
                try fixture.workbench.redial(ID(1), $0, holder: $1, at: $2, in: $3)
            }
        }
    }

    @Test(
        "C4.12 更正为强烈拒绝立即禁呼 · corrected into a refusal it suppresses",
        arguments: TestEngine.available
    )
    func correctedIntoRefusal(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine, leads: 1)
        let other = try fixture.addTask("HX-2026-0002")
        let twin = try #require(try fixture.addLead(0, to: other))
        try fixture.open(fixture.one)
        try fixture.call(fixture.one)
        try fixture.save(fixture.one, .notInterested) { $0.reason = .noNeed }
        try correct(fixture, .strongRefusal, by: fixture.supervisor)
        #expect(try fixture.text("SELECT state FROM lead WHERE id = \(twin)") == "suppressed")
    }

    @Test("C6.3 无人应答不能记为接通 · no conversation without an answer", arguments: TestEngine.available)
    func neverAnswered(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine, line: [.ringsOut])
        try fixture.open(fixture.one)
        try fixture.call(fixture.one)
        #expect(throws: OutcomeRefusal.neverAnswered) {
            try fixture.save(fixture.one, .interested, interested)
        }
        #expect(try fixture.seat(fixture.one).code == .wrappingUp)
        #expect(try fixture.number("SELECT COUNT(*) FROM outcome") == 0)
        let call = try #require(try fixture.database.read { try CallStore($0).call(ID(1)) })
        #expect(call.suggestedOutcome == .noAnswer)
        try fixture.save(fixture.one, .noAnswer)
        #expect(try fixture.seat(fixture.one) == .ready)
    }

    @Test(
        "C6.3 日结前可更正，两个版本都在 · corrections until the day is closed",
        arguments: TestEngine.available
    )
    func corrections(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        try fixture.open(fixture.one)
        try fixture.call(fixture.one)
        #expect(throws: OutcomeRefusal.nothingToCorrect) {
            try correct(fixture, .wrongPerson, by: fixture.one)
        }
        try fixture.save(fixture.one, .interested, interested)
        try correct(fixture, .wrongPerson, by: fixture.one)
        let store = { OutcomeStore($0, vault: fixture.environment.vault) }
        let versions = try fixture.database.read { try store($0).versions(of: ID(1)) }
        #expect(versions.map(\.record.outcome) == [.interested, .wrongPerson])
        #expect(versions.last?.correctionReason == "听错")
        #expect(try fixture.number("SELECT COUNT(*) FROM interested_day") == 0)
        try fixture.closeDay()
        #expect(throws: OutcomeRefusal.dayClosed(fixture.now.day)) {
            try correct(fixture, .alreadyHasLoan, by: fixture.one)
        }
    }

    @Test(
        "C6.3 更正后名单随之移动 · a correction moves the lead",
        arguments: TestEngine.available
    )
    func correctionMovesTheLead(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine, leads: 1)
        let state = { try fixture.text("SELECT state FROM lead WHERE id = 1") }
        try fixture.open(fixture.one)
        try fixture.call(fixture.one)
        try fixture.save(fixture.one, .wrongPerson)
        #expect(try state() == "finished")
        try correct(fixture, .noAnswer, by: fixture.one)
        #expect(try state() == "waiting")
        #expect(try fixture.text("SELECT last_outcome FROM lead WHERE id = 1") == "no_answer")
        try correct(fixture, .alreadyHasLoan, by: fixture.one)
        #expect(try state() == "finished")
        #expect(try fixture.number("SELECT COUNT(*) FROM lead WHERE due_at IS NOT NULL") == 0)
    }

    @Test(
        "C6.3 再次拨打之后，更正前一通不再移动名单 · an earlier call's correction leaves the lead",
        arguments: TestEngine.available
    )
    func earlierCorrectionLeavesTheLead(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine, leads: 1, line: [.answers, .answers])
        try fixture.open(fixture.one)
        try fixture.call(fixture.one)
        try fixture.save(fixture.one, .wrongPerson)
        try fixture.redial(ID(1), fixture.one)
        try fixture.save(fixture.one, .alreadyHasLoan)
        try correct(fixture, .noAnswer, by: fixture.one)
        #expect(try fixture.text("SELECT state FROM lead WHERE id = 1") == "finished")
        #expect(
            try fixture.text("SELECT last_outcome FROM lead WHERE id = 1") == "already_has_loan"
        )
    }

    @Test(
        "日结之后当日不再外呼 · no call on a closed day",
        arguments: TestEngine.available
    )
    func noCallOnAClosedDay(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        try fixture.open(fixture.one)
        try fixture.open(fixture.two)
        _ = try fixture.next(fixture.one)
        try fixture.closeDay()
        let refusal = SeatRefusal.dayClosed(fixture.now.day)
        #expect(throws: refusal) { try fixture.dial(fixture.one) }
        #expect(throws: refusal) { _ = try fixture.next(fixture.two) }
        #expect(try fixture.number("SELECT COUNT(*) FROM call") == 0)
    }

    @Test(
        "更正只限本人和本供应商主管 · only the agent and their vendor correct",
        arguments: TestEngine.available
    )
    func strangersCorrectNothing(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        try fixture.open(fixture.one)
        try fixture.call(fixture.one)
        try fixture.save(fixture.one, .wrongPerson)
        let stranger = try #require(fixture.people["stranger"])
        for viewer in [fixture.two, stranger] {
            #expect(throws: NotFound.self) {
                try correct(fixture, .alreadyHasLoan, by: viewer)
            }
        }
    }

    @Test("C6.3 结果所需的项目缺一不可 · a result needs its fields")
    func neededFields() throws {
        let now = BusinessDay(2026, 5, 6).at(TimeOfDay(10, 0))
        #expect(throws: InvalidInput.self) { try OutcomeRecord(.interested, .init(), now: now) }
        #expect(throws: InvalidInput.self) { try OutcomeRecord(.callback, .init(), now: now) }
        var past = OutcomeRecord.Draft()
        past.callbackAt = now - .minutes(1)
        past.callbackScope = .own
        #expect(throws: InvalidInput.self) { try OutcomeRecord(.callback, past, now: now) }
        let refusal = try OutcomeRecord(.strongRefusal, past, now: now)
        #expect(refusal.callbackAt == nil)
    }
}
