import Access
import Database
import Kernel
import Synchronization
import TestSupport
import Testing
import Web

@testable import Leads

@Suite struct ImportUndoTests {
    private static let text = "姓名,手机号\n张三,15400000001\n李四,15400000002\n"

    private func rows(_ count: Int) -> String {
        "姓名,手机号\n" + (0..<count).map { "客户,154\(10_000_000 + $0)" }.joined(separator: "\n")
    }

    private func count(_ desk: ImportDesk) throws -> Int64 {
        try desk.database.read { try $0.one("SELECT COUNT(*) FROM lead").int(0) }
    }

    @Test("C2.1 首呼前可撤回 · undone until the first call", arguments: TestEngine.available)
    func undo(_ engine: TestEngine) throws {
        let desk = try ImportDesk(engine)
        let first = try desk.run(rows(2_500))
        #expect(first.counts.accepted == 2_500)
        try desk.undo(first.id)
        let record = try desk.record(first.id)
        #expect(record.state == .undone)
        #expect(record.undoneRows == 2_500)
        #expect(try count(desk) == 0)
        #expect(throws: ImportRefusal.notUndoable) { try desk.undo(first.id) }
    }

    @Test("C2.1 有通话后不可撤回 · refused after the first call", arguments: TestEngine.available)
    func called(_ engine: TestEngine) throws {
        let desk = try ImportDesk(engine)
        let record = try desk.run(Self.text)
        try desk.dial(try #require(try desk.next()))
        #expect(throws: ImportRefusal.called) { try desk.undo(record.id) }
        #expect(try count(desk) == 2)
        let view = try desk.ask(
            ShowImport(),
            as: "manager",
            ["id": record.id.description]
        )
        #expect(!view.offers.codes.contains("undo"))
    }

    @Test(
        "C2.1 撤回开始后立即不再派出 · nothing is handed out from the mark on",
        arguments: TestEngine.available
    )
    func marked(_ engine: TestEngine) throws {
        let desk = try ImportDesk(engine)
        let record = try desk.run(Self.text)
        _ = try desk.run("姓名,手机号\n王五,15400000003\n")
        try desk.beginUndo(record.id)
        let held = try #require(try desk.next())
        let permit = try desk.dial(held)
        #expect(permit.number.digits == "15400000003")
        try desk.work().workOff()
        #expect(try desk.record(record.id).state == .undone)
        #expect(try count(desk) == 1)
    }

    @Test(
        "C2.1 屏幕上的客户撤回后不可拨打 · one on the screen is not dialled, and leaves",
        arguments: TestEngine.available
    )
    func onScreen(_ engine: TestEngine) throws {
        let desk = try ImportDesk(engine)
        let record = try desk.run(Self.text)
        let held = try #require(try desk.next())
        try desk.undo(record.id)
        #expect(throws: HandOutRefusal.withdrawn) { try desk.dial(held) }
        try desk.giveBack(held)
        #expect(try desk.next() == nil)
        let states = try desk.database.read {
            try $0.rows("SELECT state FROM lead").map { try $0.text(0) }
        }
        #expect(states == ["withdrawn"])
    }

    @Test("C2.1 中断后继续撤回 · an undo goes on where it stopped", arguments: TestEngine.available)
    func resume(_ engine: TestEngine) throws {
        let desk = try ImportDesk(engine)
        let record = try desk.run(rows(25))
        try desk.beginUndo(record.id)
        // A process that ends abruptly after the second chunk.
        var steps = 0
        try desk.work(rows: 4).workOff {
            steps += 1
            return steps < 4
        }
        #expect(try desk.record(record.id).state == .undoing)
        #expect(try desk.record(record.id).undoneRows == 8)
        let view = try desk.ask(ShowImport(), as: "manager", ["id": record.id.description])
        #expect(desk.markup(view).contains("8 / 25"))
        try desk.work(rows: 4).workOff()
        #expect(try desk.record(record.id).state == .undone)
        #expect(try desk.record(record.id).undoneRows == 25)
        #expect(try count(desk) == 0)
    }

    @Test(
        "C2.1 撤回与首呼同时发生只有一个成立 · of an undo and a first call at once, one holds",
        arguments: TestEngine.available
    )
    func race(_ engine: TestEngine) throws {
        let desk = try ImportDesk(engine)
        let (database, handOut, now) = (desk.environment.database, desk.handOut, desk.time.now())
        let manager = desk.viewer("manager")
        for round in 0..<10 {
            let record = try desk.run("姓名,手机号\n张三,\(15_400_000_000 + round)\n")
            let agent = try desk.agent(Int64(100 + round))
            let held = try #require(try desk.next(agent: agent.account.rawValue))
            let winners = Mutex<Set<String>>([])
            withThreads(2) { thread in
                do {
                    try database.write { transaction in
                        if thread == 0 {
                            _ = try handOut.authoriseDial(
                                held.handOut,
                                by: agent,
                                now: now,
                                in: transaction
                            )
                        } else {
                            try ImportStore(transaction).beginUndo(record.id, by: manager, at: now)
                        }
                    }
                    _ = winners.withLock { $0.insert(thread == 0 ? "dial" : "undo") }
                } catch ImportRefusal.called {
                } catch HandOutRefusal.withdrawn {
                } catch {
                    Issue.record(error)
                }
            }
            let winner = winners.withLock { $0 }
            #expect(winner.count == 1)
            #expect(try desk.record(record.id).isCalled == (winner == ["dial"]))
        }
    }
}

extension ImportDesk {
    fileprivate var handOut: HandOut {
        HandOut(vault: environment.vault, calendar: environment.calendar)
    }

    fileprivate func agent(_ number: Int64) throws -> Viewer {
        Viewer(
            account: ID(number),
            organisation: viewer("agent").organisation,
            roles: try Roles([.agent]),
            name: "",
            staffNumber: "",
        )
    }

    func beginUndo(_ id: ID<LeadImport>) throws {
        try database.write {
            try ImportStore($0).beginUndo(id, by: viewer("manager"), at: time.now())
        }
    }

    func undo(_ id: ID<LeadImport>) throws {
        try beginUndo(id)
        try work().workOff()
    }

    /// The lead that an agent gets; nil with a refusal.
    func next(agent number: Int64 = 4) throws -> HeldLead? {
        let agent = try agent(number)
        let answer = try database.write { try handOut.next(for: agent, now: time.now(), in: $0) }
        return if case .held(let lead) = answer { lead } else { nil }
    }

    @discardableResult
    func dial(_ lead: HeldLead, agent number: Int64 = 4) throws -> DialPermit {
        let agent = try agent(number)
        return try database.write {
            try handOut.authoriseDial(lead.handOut, by: agent, now: time.now(), in: $0)
        }
    }

    func giveBack(_ lead: HeldLead) throws {
        try database.write {
            try handOut.giveBack(lead.handOut, ofAgent: ID(4), now: time.now(), in: $0)
        }
    }
}
