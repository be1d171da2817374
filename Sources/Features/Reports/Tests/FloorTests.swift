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
        try operation.ask(ShowFloor(), as: person, fields)
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
                    heldSince: nil,
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
                    part: FloorView.Part(query: FloorQuery(), seats: [seat], hasMore: false),
                    totals: .none,
                    tasks: [],
                    trunk: nil,
                    mayListen: mayListen,
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

    @Test(
        "只推送所显示且有变化的座席 · only seats that are shown and moved are sent",
        arguments: TestEngine.available
    )
    func changes(_ engine: TestEngine) throws {
        let operation = try Operation(engine)
        for name in ["one", "two", "other"] { try operation.seat(name, "ready") }
        let feed = FloorFeed(operation.environment)
        func follow(_ vendor: ID<Organisation>, _ names: String...) -> EventStream {
            let agents = names.map { operation.person($0).account.rawValue }
            let topic = FloorTopic(vendor: vendor, agents: agents)
            return operation.environment.events.subscribe(topic.name)
        }
        func sent(_ stream: EventStream) -> String? {
            stream.take(100_000).map { String(decoding: $0, as: UTF8.self) }.flatMap {
                $0.isEmpty ? nil : $0
            }
        }
        let (both, first) = (follow(operation.first, "one", "two"), follow(operation.first, "one"))
        let other = follow(operation.second, "other", "one")
        defer { for stream in [both, first, other] { stream.finish() } }
        feed.step()
        // Whoever has just come hears of every seat once; of another vendor's never.
        #expect(sent(both)?.contains("S-two") == true)
        #expect(sent(first)?.contains("S-two") == false)
        #expect(sent(other)?.contains("S-one") == false)
        feed.step()
        for stream in [both, first, other] { #expect(sent(stream) == nil) }
        try operation.seat("two", "on_break")
        feed.step()
        let news = try #require(sent(both))
        #expect(news.hasPrefix("event: seats"))
        #expect(news.contains("\"on_break\"") && news.contains("S-two"))
        #expect(!news.contains("S-one") && news.contains("\"working\":1"))
        // Who does not show the seat gets the sums alone.
        let sums = try #require(sent(first))
        #expect(sums.contains("\"seats\":[]") && sums.contains("\"working\":1"))
        #expect(sent(other) == nil)
    }

    @Test("现场按部分显示，可按状态、工号或姓名查找 · a floor by parts", arguments: TestEngine.available)
    func parts(_ engine: TestEngine) throws {
        let operation = try Operation(engine)
        let names = (1...70).map { "seat\($0)" }
        for name in names {
            try operation.hire(name, .agent, 1)
            try operation.seat(name, name == "seat70" ? "talking" : "ready")
        }
        let first = try floor(operation)
        #expect(first.seats.map(\.name) == Array(names.prefix(60)))
        #expect(first.totals.seats == 70 && first.totals.states == ["ready": 69, "talking": 1])
        let next = try #require(first.next)
        #expect(page(first).contains("after=\(next)"))
        let second = try floor(operation, ["after": "\(next)"])
        #expect(second.seats.map(\.name) == Array(names.suffix(10)))
        #expect(second.next == nil && second.totals == first.totals)
        let talking = try floor(operation, ["state": "talking"])
        #expect(talking.seats.map(\.name) == ["seat70"])
        #expect(try floor(operation, ["q": "s-SEAT7"]).seats.map(\.name) == ["seat7", "seat70"])
        #expect(try floor(operation, ["q": "eat70"]).seats.count == 1)
        // What means something in a pattern is searched for as it stands.
        let none = try floor(operation, ["q": "%"])
        #expect(none.seats.isEmpty && page(none).contains("没有符合条件的坐席"))
        #expect(throws: InvalidInput.self) { try floor(operation, ["state": "asleep"]) }
    }

    @Test("三千席的页面不足100 kB · a page of 3,000 seats is short", arguments: Language.allCases)
    func size(_ language: Language) throws {
        let seats = (0..<FloorQuery.most).map { number in
            FloorView.Seat(
                FloorSeat(
                    agent: Int64(30_000 + number),
                    name: "欧阳小明\(number)",
                    staffNumber: "V-\(30_000 + number)",
                    state: SeatState.Code.allCases[number % SeatState.Code.allCases.count],
                    since: BusinessDay(2026, 5, 6).at(TimeOfDay(10, 0)),
                    heldSince: nil,
                    call: ID(200_000),
                    dialled: 187,
                    interested: 14,
                    handlingSeconds: 9_000,
                    availableSeconds: 10_000,
                ),
                hasVoice: true,
            )
        }
        let view = FloorView(
            vendors: [],
            vendor: 1,
            part: FloorView.Part(query: FloorQuery(), seats: seats, hasMore: true),
            totals: .none,
            tasks: [],
            trunk: nil,
            mayListen: true,
        )
        #expect(page(view, language).utf8.count < 90_000)
    }

    @Test("订阅的坐席数有上限 · so many seats are followed and no more")
    func followed() throws {
        let operation = try Operation(.sqlite)
        let vendor = "\(operation.first)"
        for agents in ["1,x", "1,1", (1...61).map(String.init).joined(separator: ",")] {
            #expect(throws: InvalidInput.self) {
                try operation.ask(
                    FollowFloor(),
                    as: "supervisor",
                    ["vendor": vendor, "agents": agents],
                )
            }
        }
        #expect(throws: NotFound.self) {
            try operation.ask(ShowFloorTasks(), as: "stranger", ["vendor": vendor])
        }
        let tasks = try operation.ask(ShowFloorTasks(), as: "supervisor", ["vendor": vendor])
        #expect(page(tasks).contains("id=\"floor-side\""))
    }

    @Test(
        "C6.3 保持中的通话在现场如实显示 · on hold shows as such, with its time",
        arguments: TestEngine.available
    )
    func onHold(_ engine: TestEngine) throws {
        let operation = try Operation(engine)
        try operation.seat("one", "talking")
        let since = operation.now - .minutes(2)
        try operation.change("UPDATE seat SET held_since = \(since)")
        let view = try floor(operation)
        #expect(view.seats[0].isHeld && view.seats[0].since == since.milliseconds)
        #expect(page(view).contains("保持中"))
        #expect(page(view, .english).contains("On hold"))
        try operation.change("UPDATE seat SET held_since = NULL")
        #expect(try !floor(operation).seats[0].isHeld)
    }
}
