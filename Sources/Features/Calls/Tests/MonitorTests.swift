import Access
import Database
import HTML
import Kernel
import Telephony
import TestSupport
import Testing
import Web

@testable import Calls
@testable import HTTPServer

/// What supervisor and agent do while one listens to the other: recorded, refused, told.
@Suite("Monitors")
struct MonitorTests {
    /// Agent one talks; the supervisor's request goes through a desk on a line with a voice.
    private struct Listening {
        let fixture: Fixture
        let line = OpenLine()
        let desk: MonitorDesk
        var agent: Viewer { fixture.one }

        init(_ engine: TestEngine = .sqlite) throws {
            fixture = try Fixture(engine)
            desk = MonitorDesk(line)
            try fixture.open(fixture.one)
            _ = try fixture.next(fixture.one)
            try fixture.dial(fixture.one)
            try fixture.run(fixture.one, until: .talking)
        }

        func ask<E: Endpoint>(
            _ endpoint: E,
            as viewer: Viewer,
            _ fields: [String: String] = [:],
            in transaction: Transaction? = nil,
        ) throws -> E.Output {
            try fixture.ask(endpoint, as: viewer, fields, on: line, in: transaction)
        }

        func begin(
            as viewer: Viewer? = nil,
            in transaction: Transaction? = nil,
        ) throws -> MonitorView {
            let fields = ["id": "1", "offer": "v=0"]
            return try ask(
                BeginMonitor(desk),
                as: viewer ?? fixture.supervisor,
                fields,
                in: transaction,
            )
        }

        func change(_ id: Int64, to mode: String, as viewer: Viewer) throws -> MonitorView {
            try ask(ChangeMonitor(desk), as: viewer, ["id": "\(id)", "mode": mode])
        }

        var acts: [String] {
            get throws {
                try fixture.database.read { try MonitorStore($0).acts(of: ID(1)) }
                    .map { "\($0.by == fixture.supervisor.account) \($0.mode?.rawValue ?? "end")" }
            }
        }
    }

    @Test(
        "C4.4 监听随登录结束，并入账 · listening ends with its session, and the end is recorded",
        arguments: TestEngine.available
    )
    func sessionEnd(_ engine: TestEngine) throws {
        let listening = try Listening(engine)
        let agent = listening.agent.account
        let monitor = try listening.begin()
        let lease = Lease(listening.fixture.workbench, since: listening.fixture.now)
        let end = SessionEnd(lease, listening.desk, in: listening.fixture.environment)
        let session = try #require(listening.desk.monitors(of: agent).first?.session)
        try end.sweep { [session] }
        #expect(listening.desk.monitors(of: agent).map(\.id) == [monitor.id])
        try end.sweep { [] }
        #expect(listening.desk.monitors(of: agent).isEmpty)
        #expect(try listening.acts == ["true listen", "true end"])
        try end.sweep { [] }
        #expect(try listening.acts.count == 2)
    }

    @Test(
        "C4.4 未入账的监听不生效 · nobody listens unless the record of it is durable",
        arguments: TestEngine.available
    )
    func rolledBack(_ engine: TestEngine) throws {
        let listening = try Listening(engine)
        let agent = listening.agent.account
        struct Undone: Error {}
        #expect(throws: Undone.self) {
            try listening.fixture.database.write { transaction in
                _ = try listening.begin(in: transaction)
                throw Undone()
            }
        }
        #expect(listening.desk.monitors(of: agent).isEmpty)
        #expect(try listening.acts.isEmpty)

        let view = try listening.fixture.database.write { transaction in
            let view = try listening.begin(in: transaction)
            #expect(listening.desk.monitors(of: agent).isEmpty)
            return view
        }
        #expect(listening.desk.monitors(of: agent).map(\.id) == [view.id])
        #expect(try listening.acts == ["true listen"])
    }

    @Test(
        "监听、密语、强插、结束，逐一记录 · listening, whispering, barging in and the end are each recorded",
        arguments: TestEngine.available
    )
    func whole(_ engine: TestEngine) throws {
        let listening = try Listening(engine)
        let (supervisor, agent, desk) = (
            listening.fixture.supervisor, listening.agent, listening.desk
        )
        let id = try listening.begin().id
        let own = try listening.ask(ListOwnMonitors(desk), as: agent)
        #expect(own.shown && own.monitors.map(\.id) == [id])
        #expect(own.monitors.map(\.offer) == ["v=0\r\n"])
        let show = { try listening.ask(ShowMonitor(desk), as: supervisor, ["id": "\(id)"]) }
        #expect(try show().answer == nil)
        _ = try listening.ask(AnswerMonitor(desk), as: agent, ["id": "\(id)", "answer": "v=1"])
        #expect(try show().answer == "v=1\r\n")
        for mode in ["whisper", "barge", "listen"] {
            #expect(try listening.change(id, to: mode, as: supervisor).mode.rawValue == mode)
            #expect(try show().mode.rawValue == mode)
        }
        let end = try listening.ask(EndMonitor(desk), as: supervisor, ["id": "\(id)"])
        #expect(end.location == "/calls/1")
        #expect(throws: MonitorRefusal.gone) { try show() }
        #expect(try listening.ask(ListOwnMonitors(desk), as: agent).monitors.isEmpty)
        #expect(
            try listening.acts
                == ["listen", "whisper", "barge", "listen", "end"].map { "true \($0)" }
        )
    }

    @Test("C4.4 坐席页面即时得知 · the agent's page hears of each change at once, another's of none")
    func told() throws {
        let listening = try Listening()
        let events = listening.fixture.environment.events
        let mine = events.subscribe(Workbench.topic(listening.agent.account))
        let other = events.subscribe(Workbench.topic(listening.fixture.two.account))
        let news = { mine.taken.ranges(of: "event: monitor\n").count }
        let id = try listening.begin().id
        #expect(news() == 1)
        _ = try listening.change(id, to: "barge", as: listening.fixture.supervisor)
        _ = try listening.ask(
            EndMonitor(listening.desk),
            as: listening.fixture.supervisor,
            ["id": "\(id)"],
        )
        #expect(news() == 2)
        #expect(other.taken.isEmpty)
    }

    @Test("无权、他方供应商、无语音的通话都不能监听 · no right, another vendor, no voice: nobody listens")
    func refused() throws {
        let listening = try Listening()
        let fixture = listening.fixture
        for person in [fixture.one, fixture.manager] {
            #expect(throws: RequestRefusal.notPermitted) { try listening.begin(as: person) }
        }
        let stranger = try #require(fixture.people["stranger"])
        #expect(throws: NotFound.self) { try listening.begin(as: stranger) }
        // The simulated line has no voice.
        #expect(throws: MonitorRefusal.notTalking) {
            try fixture.ask(
                BeginMonitor(listening.desk),
                as: fixture.supervisor,
                ["id": "1", "offer": "v=0"],
            )
        }
        try fixture.hangUp(fixture.one)
        try fixture.run(fixture.one, until: .wrappingUp)
        #expect(throws: MonitorRefusal.notTalking) { try listening.begin() }
        #expect(try listening.acts.isEmpty)
    }

    @Test("他人的监听不能改也不能停 · another's listening is neither changed nor ended")
    func another() throws {
        let listening = try Listening()
        let inspector = try listening.fixture.hire("inspector", .inspector, 1)
        let id = try listening.begin().id
        #expect(throws: MonitorRefusal.gone) {
            try listening.change(id, to: "barge", as: inspector)
        }
        #expect(throws: MonitorRefusal.gone) {
            try listening.ask(EndMonitor(listening.desk), as: inspector, ["id": "\(id)"])
        }
        #expect(throws: InvalidInput.self) {
            try listening.change(id, to: "shout", as: listening.fixture.supervisor)
        }
        #expect(try listening.acts == ["true listen"])
    }

    @Test("未接通或已结束的通话，监听页面如实说明 · the page says where there is nothing to hear")
    func page() throws {
        let listening = try Listening()
        let show = {
            let page = try listening.ask(
                ShowMonitorPage(),
                as: listening.fixture.supervisor,
                ["id": "1"],
            )
            #expect(page.agent == "one")
            return String(decoding: page.page.render(Rendering(language: .chinese)), as: UTF8.self)
        }
        #expect(try show().contains("密语只有坐席听到"))
        try listening.fixture.hangUp(listening.agent)
        try listening.fixture.run(listening.agent, until: .wrappingUp)
        #expect(try show().contains("当前没有可监听的语音"))
    }
}

extension EventStream {
    /// What was sent since one last looked.
    fileprivate var taken: String {
        take(100_000).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
