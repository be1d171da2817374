import Access
import Campaigns
import Database
import FoundationEssentials
import HTML
import Kernel
import TestSupport
import Testing
import Web

@testable import Reports

@Suite("Day report")
struct DayReportTests {
    /// Six calls of the first vendor and one of the second.
    private func worked(_ engine: TestEngine) throws -> Operation {
        let operation = try Operation(engine)
        try operation.place(.init(outcome: .interested, talk: 60))
        try operation.place(.init(outcome: .notInterested, talk: 20, minute: 65))
        try operation.place(.init(outcome: .wrongPerson, talk: 30))
        try operation.place(.init(outcome: .noAnswer, cause: "no_answer"))
        try operation.place(.init(agent: "two", outcome: .noAnswer, talk: 40))
        try operation.place(.init(agent: "two", outcome: .strongRefusal, talk: 8))
        try operation.place(.init(agent: "other", task: 1, outcome: .complaint, talk: 90))
        try operation.spend("one", "talking", 110)
        try operation.spend("one", "wrapping_up", 90)
        try operation.spend("one", "ready", 200)
        try operation.spend("one", "on_break", 600)
        return operation
    }

    private func json(_ resource: some Resource) throws -> String {
        String(decoding: try JSON.encode(resource, language: .chinese), as: UTF8.self)
    }

    private func page(_ resource: some Resource) -> String {
        String(decoding: resource.page.render(Rendering(language: .chinese)), as: UTF8.self)
    }

    @Test("C5.1 C5.2 日报的数由通话与结果算出 · figures follow from calls", arguments: TestEngine.available)
    func figures(_ engine: TestEngine) throws {
        let operation = try worked(engine)
        let report = try operation.ask(
            ShowDayReport(),
            as: "supervisor",
            ["day": operation.day.description],
        )
        #expect(report.total["dialled"] == "6")
        #expect(report.total["answer_rate"] == "83.3%")
        #expect(report.total["reach_rate"] == "66.7%")
        #expect(report.total["effective"] == "2")
        #expect(report.total["interested"] == "1")
        #expect(report.total["success_rate"] == "50.0%")
        #expect(report.total["strong_refusals"] == "1")
        #expect(report.agents.map { $0.measures["dialled"] } == ["4", "2"])
        #expect(report.agents.first?.measures["occupancy"] == "50.0%")
        #expect(
            report.outcomes == [
                "interested": 1, "not_interested": 1, "wrong_person": 1, "no_answer": 2,
                "strong_refusal": 1,
            ]
        )
    }

    @Test("任务不显示按坐席时间计算的指标 · what rests on seats' time is not told by task")
    func seatTimeByTask() throws {
        let operation = try worked(.sqlite)
        let report = try operation.ask(
            ShowDayReport(),
            as: "manager",
            ["day": operation.day.description],
        )
        #expect(report.tasks.map { $0.measures["average_handling"] } == ["–", "–"])
        #expect(report.tasks.map { $0.measures["occupancy"] } == ["–", "–"])
        #expect(report.agents.first?.measures["average_handling"] == "0:50")
    }

    @Test("C5.2 意向按不同客户计 · interested counts customers", arguments: TestEngine.available)
    func interestedOncePerCustomer(_ engine: TestEngine) throws {
        let operation = try worked(engine)
        // A second call with the same customer and result adds a call, and no customer.
        try operation.place(.init(outcome: .interested, talk: 60))
        try operation.change("DELETE FROM interested_day WHERE call_id = 8")
        let report = try operation.ask(
            ShowDayReport(),
            as: "manager",
            ["day": operation.day.description],
        )
        #expect(report.total["interested"] == "1")
        #expect(report.outcomes["interested"] == 2)
    }

    @Test("C6.3 与证据不符的结果计数并可查 · contradictions are counted", arguments: TestEngine.available)
    func contradictions(_ engine: TestEngine) throws {
        let operation = try worked(engine)
        try operation.place(.init(outcome: .notInterested, talk: nil, cause: "lost"))
        let report = try operation.ask(
            ShowDayReport(),
            as: "supervisor",
            ["day": operation.day.description],
        )
        // "No answer" after forty seconds of talk; the lost call proves nothing.
        #expect(report.total["contradicted"] == "1")
    }

    @Test("另一供应商的数据不可见 · a vendor sees its own day only", arguments: TestEngine.available)
    func vendors(_ engine: TestEngine) throws {
        let operation = try worked(engine)
        let day = operation.day.description
        let stranger = try operation.ask(ShowDayReport(), as: "stranger", ["day": day])
        #expect(stranger.total["dialled"] == "1")
        #expect(stranger.vendors.map(\.name) == ["乙外包"])
        let text = try json(stranger) + page(stranger)
        #expect(!text.contains("甲外包") && !text.contains("HX-1"))
        #expect(throws: NotFound.self) {
            try operation.ask(
                ShowDayReport(),
                as: "stranger",
                ["day": day, "vendor": "\(operation.first)"],
            )
        }
        let manager = try operation.ask(ShowDayReport(), as: "manager", ["day": day])
        #expect(manager.total["dialled"] == "7")
        let one = try operation.ask(
            ShowDayReport(),
            as: "manager",
            ["day": day, "vendor": "\(operation.second)"],
        )
        #expect(one.total["dialled"] == "1")
    }

    @Test("C4.4 数据分析员的日报没有客户数据 · the analyst's report has no customer data")
    func noCustomers() throws {
        let operation = try worked(.sqlite)
        let report = try operation.ask(
            ShowDayReport(),
            as: "analyst",
            ["day": operation.day.description],
        )
        let text = try json(report) + page(report)
        #expect(!text.contains("欧阳") && !text.contains("154"))
        #expect(throws: RequestRefusal.notPermitted) {
            try operation.ask(ListResults(), as: "analyst")
        }
    }

    @Test("无通话的日子是空报表 · a day without calls is an empty report")
    func empty() throws {
        let operation = try Operation(.sqlite)
        let report = try operation.ask(NewestDayReport(), as: "supervisor")
        #expect(report.day == operation.day.description)
        #expect(report.total["reach_rate"] == "–")
        #expect(report.agents.isEmpty)
        #expect(page(report).contains("当日没有通话"))
    }

    @Test("日报导出为工作簿 · the workbook is an XLSX file", arguments: TestEngine.available)
    func workbook(_ engine: TestEngine) throws {
        let operation = try worked(engine)
        try FileManager.default.createDirectory(
            atPath: "\(operation.environment.dataFolder)/exports",
            withIntermediateDirectories: true,
        )
        let file = try operation.ask(
            TakeDayReport(),
            as: "manager",
            ["day": operation.day.description, "form": "xlsx"],
        )
        let bytes = try operation.bytes(file)
        // An XLSX file is a ZIP archive.
        #expect(bytes.starts(with: Array("PK".utf8)))
        #expect(bytes.count > 4_000)
        let left = try FileManager.default.contentsOfDirectory(
            atPath: "\(operation.environment.dataFolder)/exports"
        )
        #expect(left.isEmpty)
    }
}
