import Access
import Calls
import Campaigns
import Database
import HTML
import Kernel
import Leads
import TestSupport
import Testing
import Web

@testable import HTTPServer
@testable import Reports

@Suite("Floor")
struct FloorTests {
    private func page(_ resource: some Resource, _ language: Language = .chinese) -> String {
        String(decoding: resource.page.render(Rendering(language: language)), as: UTF8.self)
    }

    private func floor(
        _ operation: Operation,
        as person: String = "supervisor",
        _ fields: [String: String] = [:],
    ) throws -> FloorView {
        let feed = FloorFeed(operation.environment)
        return try operation.ask(ShowFloor(feed.tasks), as: person, fields)
    }

    @Test("C5.1 C5.2 每席位的外呼与意向 · each seat's figures", arguments: TestEngine.available)
    func seats(_ engine: TestEngine) throws {
        let operation = try Operation(engine)
        try operation.seat("one", "ready")
        try operation.seat("two", "signed_out")
        try operation.seat("other", "ready")
        try operation.place(.init(outcome: .interested, talk: 60))
        try operation.spend("one", "talking", 100)
        try operation.spend("one", "ready", 300)
        try operation.change(
            """
            INSERT INTO agent_day(agent_id, day, dialled)
            VALUES (\(operation.person("one").account), \(operation.day), 37)
            """
        )
        let view = try floor(operation)
        #expect(view.seats.map(\.name) == ["one", "two"])
        #expect(view.seats[0].dialled == 37 && view.seats[0].interested == 1)
        #expect(view.seats[0].occupancyPercent == 25)
        #expect(view.seats[1].occupancyPercent == nil)
        #expect(page(view).contains("data-state=\"signed_out\""))
        #expect(page(view, .english).contains("Occupancy"))
    }

    @Test(
        "C6.3 线路故障在现场可见，不计外呼量 · a failing trunk shows on the floor, its calls count as none",
        arguments: TestEngine.available
    )
    func failingTrunk(_ engine: TestEngine) throws {
        let operation = try Operation(engine)
        try operation.place(.init(outcome: .noAnswer))
        for _ in 0..<3 {
            let call = try operation.place(.init(outcome: .lineFailed, cause: "network_failure"))
            try operation.change("UPDATE call SET is_counted = 0 WHERE id = \(call)")
        }
        let view = try floor(operation)
        #expect(view.trunk?.failed == 3 && view.trunk?.calls == 4)
        #expect(page(view).contains("最近4通中有3通未送达客户"))
        #expect(page(view, .english).contains("3 of the last 4 calls did not reach"))
        let fields = ["vendor": "\(operation.second)"]
        let other = try operation.ask(ShowTrunk(), as: "stranger", fields)
        #expect(!other.isFailing)
        #expect(!page(other).contains("notice"))
        #expect(throws: NotFound.self) {
            _ = try operation.ask(ShowTrunk(), as: "supervisor", fields)
        }
        let report = try operation.ask(
            ShowDayReport(),
            as: "supervisor",
            ["day": "\(operation.day)"],
        )
        #expect(report.total["dialled"] == "1")
    }

    @Test("其他供应商的现场不可见 · another vendor's floor is not there", arguments: TestEngine.available)
    func vendors(_ engine: TestEngine) throws {
        let operation = try Operation(engine)
        try operation.seat("one", "ready")
        let fields = ["vendor": "\(operation.first)"]
        #expect(throws: NotFound.self) { try floor(operation, as: "stranger", fields) }
        #expect(throws: NotFound.self) {
            try operation.ask(FollowFloor(), as: "stranger", fields)
        }
        #expect(try floor(operation, as: "stranger").seats.isEmpty)
        #expect(try floor(operation, as: "manager", fields).seats.count == 1)
        #expect(throws: RequestRefusal.notPermitted) { try floor(operation, as: "analyst") }
    }

    @Test("C2.1 C5.3 无客户可取的原因 · why nobody gets a lead", arguments: TestEngine.available)
    func refusals(_ engine: TestEngine) throws {
        let operation = try Operation(engine)
        #expect(try floor(operation).tasks.isEmpty)
        try operation.start(0)
        #expect(try floor(operation).tasks.map(\.refusalCode) == ["handout.no_lead"])
        try operation.addLead(900, to: 0)
        let open = try floor(operation).tasks
        #expect(open.map(\.refusalCode) == [nil])
        #expect(open.map(\.ready) == [1] && open.map(\.leads) == [1])
        try operation.change(
            """
            INSERT INTO institution_day(institution_id, day, dialled)
            VALUES (1, \(operation.day), 1000)
            """
        )
        let used = try floor(operation).tasks
        #expect(used.map(\.refusalCode) == ["handout.institution_volume"])
        #expect(used.map(\.volumeUsed) == [1_000] && used.map(\.volume) == [1_000])
        operation.test.time.set(operation.day.at(TimeOfDay(21, 30)))
        #expect(try floor(operation).tasks.map(\.refusalCode) == ["handout.outside_hours"])
    }

    @Test("现场监控直达监听，仅限有权且线路有语音 · listening from the floor")
    func listening() throws {
        func seat(_ state: SeatState.Code, hasVoice: Bool = true) -> FloorView.Seat {
            FloorView.Seat(
                FloorSeat(
                    agent: 3,
                    name: "one",
                    staffNumber: "S-one",
                    state: state,
                    since: BusinessDay(2026, 5, 6).at(TimeOfDay(10, 0)),
                    call: state == .talking ? ID(77) : nil,
                    dialled: 0,
                    interested: 0,
                    handlingSeconds: 0,
                    availableSeconds: 0,
                ),
                hasVoice: hasVoice,
            )
        }
        func floor(_ seat: FloorView.Seat, mayListen: Bool = true) -> String {
            page(
                FloorView(
                    vendors: [],
                    vendor: 1,
                    seats: [seat],
                    tasks: [],
                    trunk: nil,
                    mayListen: mayListen
                )
            )
        }
        #expect(floor(seat(.talking)).contains("href=\"/calls/77/monitor\""))
        #expect(floor(seat(.talking)).contains("data-key=\"l\""))
        #expect(!floor(seat(.talking), mayListen: false).contains("seat-listen"))
        #expect(!floor(seat(.talking, hasVoice: false)).contains("/monitor"))
        #expect(!floor(seat(.wrappingUp)).contains("/monitor"))
    }

    @Test("模拟线路没有语音，不提供监听 · nothing to listen to on a simulated line")
    func noVoice() throws {
        let operation = try Operation(.sqlite)
        try operation.seat("one", "talking")
        #expect(!page(try floor(operation)).contains("seat-listen"))
    }

    @Test("只推送有变化的座席 · only seats that moved are sent", arguments: TestEngine.available)
    func changes(_ engine: TestEngine) throws {
        let operation = try Operation(engine)
        try operation.seat("one", "ready")
        try operation.seat("two", "ready")
        let feed = FloorFeed(operation.environment)
        feed.step()
        let stream = operation.environment.events.subscribe(FloorFeed.topic(operation.first))
        let other = operation.environment.events.subscribe(FloorFeed.topic(operation.second))
        defer { stream.finish() }
        feed.step()
        feed.step()
        #expect(stream.take(10_000)?.isEmpty != false)
        try operation.seat("two", "on_break")
        feed.step()
        let sent = String(decoding: try #require(stream.take(10_000)), as: UTF8.self)
        #expect(sent.hasPrefix("event: seats"))
        #expect(sent.contains("\"on_break\"") && sent.contains("S-two"))
        #expect(!sent.contains("S-one"))
        #expect(sent.contains("\"working\":1"))
        #expect(other.take(10_000) == nil)
    }
}
