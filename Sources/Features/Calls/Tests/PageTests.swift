import Access
import Campaigns
import Database
import HTML
import Kernel
import Leads
import Telephony
import TestSupport
import Testing
import Web

@testable import Calls

@Suite("Pages")
struct PageTests {
    private func both(_ resource: some Resource) throws -> String {
        let pages = Language.allCases.map {
            String(decoding: resource.page.render(Rendering(language: $0)), as: UTF8.self)
        }
        let json = try JSON.encode(resource, language: .chinese)
        return pages.joined() + String(decoding: json, as: UTF8.self)
    }

    /// A call of agent one, answered, with a result whose note has a number in it.
    private func worked(_ engine: TestEngine) throws -> Fixture {
        let fixture = try Fixture(engine, leads: 2)
        try fixture.open(fixture.one)
        try fixture.call(fixture.one)
        try fixture.save(fixture.one, .callback) {
            $0.callbackAt = fixture.now + .minutes(30)
            $0.callbackScope = .own
            $0.note = "请打13812345678"
        }
        return fixture
    }

    @Test("工作台列出每个结果及其热键 · the workbench has every result with its key")
    func workbench() throws {
        let page = try both(WorkbenchPage())
        for outcome in Outcome.recordable {
            #expect(page.contains("value=\"\(outcome.rawValue)\""))
            #expect(page.contains("data-key=\"\(outcome.hotkey)\""))
        }
        #expect(!page.contains("line_failed"))
        #expect(Set(Outcome.allCases.map(\.hotkey)).count == Outcome.allCases.count)
        #expect(
            page.contains("data-fields=\"channel! amount_band! callback_at callback_scope note\"")
        )
    }

    @Test(
        "C4.12 话术按版本单独取一次，坐席视图不带 · a script is asked for once, apart from the seat",
        arguments: TestEngine.available
    )
    func script(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine, leads: 1)
        try fixture.open(fixture.one)
        _ = try fixture.next(fixture.one)
        let seat = try both(fixture.ask(ShowSeat(), as: fixture.one))
        #expect(seat.contains("\"script_version\":1") && !seat.contains("占用您一分钟"))
        let fields = ["id": "1", "task": "\(fixture.campaign)"]
        let script = try fixture.ask(ShowSeatScript(), as: fixture.one, fields)
        let text = try both(script)
        #expect(text.contains("占用您一分钟") && text.contains("我是城西支行委托的外呼专员"))
        #expect(script.steps.map(\.notice).contains(true))
        // Only the version that the task uses is there; no draft, and no other task's.
        for wrong in [["id": "2", "task": "\(fixture.campaign)"], ["id": "1", "task": "99"]] {
            #expect(throws: NotFound.self) {
                try fixture.ask(ShowSeatScript(), as: fixture.one, wrong)
            }
        }
        #expect(throws: RequestRefusal.notPermitted) {
            try fixture.ask(ShowSeatScript(), as: fixture.supervisor, fields)
        }
    }

    @Test(
        "通话页只给看得了、做得了的 · a call's page leads and offers what its reader may",
        arguments: TestEngine.available
    )
    func offered(_ engine: TestEngine) throws {
        let fixture = try worked(engine)
        let page = { (viewer: Viewer) in
            try both(fixture.ask(ShowCall(), as: viewer, ["id": "1"]))
        }
        let own = try page(fixture.one)
        #expect(own.contains("/workbench?redial=1"))
        #expect(!own.contains("/campaigns/") && own.contains("/calls/1/correction"))
        let bank = try page(fixture.manager)
        #expect(bank.contains("/campaigns/\(fixture.campaign)"))
        #expect(!bank.contains("redial") && !bank.contains("/correction"))
        try fixture.change("UPDATE call SET ended_at = NULL")
        #expect(!(try page(fixture.one)).contains("redial"))
    }

    @Test("C4.4 页面与接口只出现脱敏号码 · only masked numbers leave", arguments: TestEngine.available)
    func masked(_ engine: TestEngine) throws {
        let fixture = try worked(engine)
        _ = try fixture.next(fixture.one)
        let seat = try both(fixture.ask(ShowSeat(), as: fixture.one))
        let list = try both(fixture.ask(ListCalls(), as: fixture.one))
        let call = try both(fixture.ask(ShowCall(), as: fixture.one, ["id": "1"]))
        let callbacks = try both(fixture.ask(ListCallbacks(), as: fixture.one))
        for text in [seat, list, call, callbacks] {
            #expect(text.contains("154****000") && text.contains("张*"))
            #expect(!text.contains("15410000") && !text.contains("13812345678"))
            #expect(!text.contains("张三"))
        }
    }

    @Test(
        "C4.4 坐席只见行方展示的字段 · an agent sees the fields that the bank shows",
        arguments: TestEngine.available
    )
    func attributes(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine, leads: 0)
        let fields = [
            "行业": "餐饮", "贷款余额": "120000", "偏好": "钱二 15400020002", "渠道": "6200000000000000018",
            "备注": "老板娘接 15400020004", "紧急联系人": "周五", "客户经理": "吴九",
        ]
        _ = try fixture.addLead(1, to: fixture.campaign, attributes: fields)
        try fixture.open(fixture.one)
        _ = try fixture.next(fixture.one)
        let hidden = try fixture.ask(ShowSeat(), as: fixture.one)
        #expect(hidden.customer?.attributes.isEmpty == true)
        try fixture.database.write { transaction in
            let columns = AttributeColumns(transaction)
            try columns.note(fields.keys.sorted(), of: fixture.campaign)
            try columns.show(
                ["行业", "贷款余额", "偏好", "渠道"],
                of: fixture.campaign,
                by: fixture.manager.account,
                at: fixture.now,
            )
        }
        let seat = try fixture.ask(ShowSeat(), as: fixture.one)
        #expect(seat.customer?.attributes.count == 4)
        let text = try both(seat)
        #expect(text.contains("餐饮") && text.contains("120000"))
        for personal in ["钱二", "1540002", "62000", "老板娘", "周五", "吴九", "备注", "客户经理"] {
            #expect(!text.contains(personal), "\(personal)")
        }
    }

    @Test(
        "C6.3 通话页并列证据、记录与比对 · evidence, records and verdict side by side",
        arguments: TestEngine.available
    )
    func callPage(_ engine: TestEngine) throws {
        let fixture = try worked(engine)
        let view = try fixture.ask(ShowCall(), as: fixture.supervisor, ["id": "1"])
        #expect(
            view.evidence.map(\.event.kind.code) == [
                "proceeding", "ringing", "answered", "ended:normal:agent",
            ]
        )
        #expect(view.verdict == .consistent)
        #expect(try both(view).contains("correction_reason"))
        let agentsPage = try both(fixture.ask(ShowCall(), as: fixture.one, ["id": "1"]))
        #expect(agentsPage.contains("redial=1"))
        #expect(try !both(view).contains("redial=1"))
    }

    @Test("坐席只见自己的通话，供应商之间互不可见 · who sees which calls", arguments: TestEngine.available)
    func whoSees(_ engine: TestEngine) throws {
        let fixture = try worked(engine)
        let stranger = try #require(fixture.people["stranger"])
        let manager = try #require(fixture.people["manager"])
        let seen = { (viewer: Viewer) in
            try fixture.ask(ListCalls(), as: viewer).rows.count
        }
        #expect(try seen(fixture.one) == 1)
        #expect(try seen(fixture.two) == 0)
        #expect(try seen(fixture.supervisor) == 1)
        #expect(try seen(stranger) == 0)
        #expect(try seen(manager) == 1)
        for viewer in [fixture.two, stranger] {
            #expect(throws: NotFound.self) {
                _ = try fixture.ask(ShowCall(), as: viewer, ["id": "1"])
            }
        }
    }

    @Test("通话列表按结果筛选、按键翻页 · calls are filtered and paged by key", arguments: TestEngine.available)
    func filtered(_ engine: TestEngine) throws {
        let fixture = try worked(engine)
        let calls = { (fields: [String: String]) in
            try fixture.ask(ListCalls(), as: fixture.supervisor, fields).rows.map(\.id)
        }
        #expect(try calls(["outcome": "callback"]) == [1])
        #expect(try calls(["outcome": "interested"]).isEmpty)
        #expect(try calls(["day": "2026-05-05"]).isEmpty)
        #expect(try calls(["after": "1"]).isEmpty)
        #expect(try calls(["agent": "\(fixture.two.account)"]).isEmpty)
        #expect(throws: InvalidInput.self) { _ = try calls(["day": "yesterday"]) }
    }

    @Test(
        "C3.4 只有坐席能作业，主管才能释放坐席 · agents work, supervisors free seats",
        arguments: TestEngine.available
    )
    func rights(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        #expect(throws: RequestRefusal.notPermitted) {
            _ = try fixture.ask(OpenSeat(fixture.workbench), as: fixture.supervisor)
        }
        #expect(throws: RequestRefusal.notPermitted) {
            let id = ["id": "\(fixture.one.account)"]
            _ = try fixture.ask(ReleaseSeat(fixture.workbench), as: fixture.two, id)
        }
    }
}
