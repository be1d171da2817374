import Access
import Kernel
import Telephony
import TestSupport
import Testing

@testable import Calls

/// Who listens to which call, in this run of the program.
@Suite struct MonitorDeskTests {
    private let line = OpenLine()
    private let desk: MonitorDesk
    private let agent = ID<Account>(7)
    private let supervisor = ID<Account>(8)
    private let inspector = ID<Account>(9)

    init() { desk = MonitorDesk(line) }

    private func listen(_ call: CallID = ID(1), by person: ID<Account>) -> Monitor {
        let monitor = desk.prepare(call, of: agent, by: person, offer: "v=0")
        desk.register(monitor)
        return monitor
    }

    @Test("C4.4 只预备、未登记的监听无人知道 · what is only prepared nobody knows of")
    func prepared() {
        let monitor = desk.prepare(ID(1), of: agent, by: supervisor, offer: "v=0")
        #expect(monitor.mode == .listen && monitor.answer == nil)
        #expect(desk.monitors(of: agent).isEmpty)
        #expect(throws: MonitorRefusal.gone) { try desk.find(monitor.id, of: supervisor) }
        #expect(throws: MonitorRefusal.gone) { try desk.answer(monitor.id, of: agent, "v=0") }
    }

    @Test("坐席看到每一位监听者，按先后 · an agent's page knows all who listen, in order, and no other's")
    func all() {
        let monitors = [listen(by: supervisor), listen(by: inspector), listen(by: supervisor)]
        #expect(desk.monitors(of: agent) == monitors)
        #expect(Set(monitors.map(\.id)).count == 3)
        #expect(desk.monitors(of: ID(6)).isEmpty)
    }

    @Test("只能找到自己的监听 · a monitor is found by its own supervisor alone")
    func own() throws {
        let monitor = listen(by: supervisor)
        #expect(try desk.find(monitor.id, of: supervisor) == monitor)
        #expect(throws: MonitorRefusal.gone) { try desk.find(monitor.id, of: inspector) }
        #expect(throws: MonitorRefusal.gone) { try desk.find(monitor.id, of: agent) }
        #expect(throws: MonitorRefusal.gone) { try desk.find(99, of: supervisor) }
    }

    @Test("只有通话的坐席能应答 · the call's own agent answers, nobody else")
    func answers() throws {
        let monitor = listen(by: supervisor)
        for other in [supervisor, inspector, ID(6)] {
            #expect(throws: MonitorRefusal.gone) { try desk.answer(monitor.id, of: other, "v=9") }
        }
        #expect(try desk.find(monitor.id, of: supervisor).answer == nil)
        #expect(try desk.answer(monitor.id, of: agent, "v=1").answer == "v=1")
        #expect(try desk.find(monitor.id, of: supervisor).answer == "v=1")
        #expect(try desk.answer(monitor.id, of: agent, "v=2").answer == "v=2")
    }

    @Test(
        "换方式不影响其他监听者，保留应答 · one's way to take part is one's own",
        arguments: MonitorMode.allCases
    )
    func changes(mode: MonitorMode) throws {
        let (mine, other) = (listen(by: supervisor), listen(by: inspector))
        _ = try desk.answer(mine.id, of: agent, "v=1")
        desk.change(mine.id, to: mode)
        #expect(try desk.find(mine.id, of: supervisor).mode == mode)
        #expect(try desk.find(mine.id, of: supervisor).answer == "v=1")
        #expect(try desk.find(other.id, of: inspector).mode == .listen)
    }

    @Test("结束后即无 · once ended it is gone, and nothing brings it back")
    func ends() throws {
        let (mine, other) = (listen(by: supervisor), listen(by: inspector))
        desk.end(mine.id)
        desk.change(mine.id, to: .barge)
        #expect(desk.monitors(of: agent) == [other])
        #expect(throws: MonitorRefusal.gone) { try desk.find(mine.id, of: supervisor) }
        #expect(throws: MonitorRefusal.gone) { try desk.answer(mine.id, of: agent, "v=1") }
    }

    @Test("通话一结束，监听随之结束 · the listening is over with its call")
    func callOver() throws {
        let (first, second) = (listen(ID(1), by: supervisor), listen(ID(2), by: supervisor))
        line.end(ID(1))
        #expect(desk.monitors(of: agent) == [second])
        #expect(throws: MonitorRefusal.gone) { try desk.find(first.id, of: supervisor) }
        #expect(try desk.find(second.id, of: supervisor) == second)
        // The next one that begins clears up: not even its answer is taken any more.
        _ = listen(ID(2), by: inspector)
        #expect(throws: MonitorRefusal.gone) { try desk.answer(first.id, of: agent, "v=1") }
    }

    @Test("锁内不问线路 · the line may ask back: no question to it stands under the desk's lock")
    func noQuestionUnderTheLock() {
        let first = listen(by: supervisor)
        line.whenAsked { [desk] in desk.change(first.id, to: .whisper) }
        #expect(desk.monitors(of: agent).map(\.id) == [first.id])
        _ = listen(by: inspector)
        #expect(desk.monitors(of: agent).map(\.mode) == [.whisper, .listen])
    }

    @Test("C4.4 许多人同时监听，编号各不相同 · many begin at once, each with a number of its own")
    func together() {
        let (desk, agent) = (desk, agent)
        withThreads(16) { index in
            desk.register(desk.prepare(ID(1), of: agent, by: ID(Int64(index)), offer: "v=0"))
        }
        let monitors = desk.monitors(of: agent)
        #expect(Set(monitors.map(\.id)).count == 16)
        #expect(Set(monitors.map(\.supervisor)).count == 16)
    }
}
