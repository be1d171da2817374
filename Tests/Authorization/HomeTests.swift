import Access
import App
import Database
import Kernel
import TestSupport
import Testing
import Web

@testable import HTTPServer

/// The start page, the menu's counts and the search, through the whole product.
@Suite struct HomeTests {
    @Test("每个角色都有首页，两种语言 · every role has a start page, in both languages", arguments: Role.people)
    func everybody(role: Role) throws {
        let house = try TestHouse()
        for (language, words) in [("zh", "等我处理"), ("en", "Waiting for me")] {
            let page = house.ask(.get, "/start", as: Person(role), json: false, language: language)
            #expect(page.status == 200)
            #expect(page.text.contains(words))
        }
        #expect(house.ask(.get, "/start", as: Person(role)).status == 200)
    }

    @Test("坐席从工作台开始，其他人从首页开始 · an agent begins at the workbench, others at home")
    func beginnings() throws {
        let house = try TestHouse()
        for role in Role.people {
            let place = house.ask(.get, "/", as: Person(role)).header("Location")
            #expect(place == (role == .agent ? "/workbench" : "/start"), "\(role)")
        }
        #expect(house.ask(.get, "/", as: nil).header("Location") == "/session/new")
        #expect(house.ask(.get, "/start", as: nil).status == 401)
    }

    @Test(
        "C2.1 别人录入的任务等我批准，自己的不等 · what others entered waits for my approval, my own does not",
        arguments: TestEngine.available
    )
    func approvals(_ engine: TestEngine) throws {
        let house = try TestHouse(engine)
        let task = try house.task("春季小微贷")
        let waiting = house.ask(.get, "/start", as: .approver)
        #expect(waiting.text.contains("外呼任务待批准"))
        #expect(waiting.text.contains("春季小微贷"))
        #expect(waiting.text.contains("/campaigns/\(task)"))
        for name in [Person.bankManager, .supervisor, .auditor, .stranger] {
            #expect(!house.ask(.get, "/start", as: name).text.contains("待批准\""), "\(name)")
        }
    }

    @Test("没有等我的事时也好好说 · nothing waiting is said kindly")
    func nothing() throws {
        let house = try TestHouse()
        let page = house.ask(.get, "/start", as: .trainer, json: false)
        #expect(page.text.contains("没有等您处理的事"))
        #expect(house.ask(.get, "/start", as: .trainer).text.contains("\"waiting\":[]"))
    }

    @Test(
        "上次来访以来的变化只说看得到的 · what changed since is told to those who may see it",
        arguments: TestEngine.available
    )
    func news(_ engine: TestEngine) throws {
        let house = try TestHouse(engine)
        for name in [Person.approver, .supervisor, .stranger] {
            #expect(!house.ask(.get, "/start", as: name).text.contains("\"since\""))
        }
        house.world.time.advance(by: .minutes(40))
        try house.task("夏季小微贷")
        for (name, sees) in [(Person.approver, true), (.supervisor, true), (.stranger, false)] {
            let home = house.ask(.get, "/start", as: name).text
            #expect(home.contains("\"since\""))
            #expect(home.contains("任务“夏季小微贷”：创建") == sees, "\(name)")
        }
        // Within one stay the news stays.
        house.app.flush()
        house.world.time.advance(by: .minutes(10))
        #expect(house.ask(.get, "/start", as: .approver).text.contains("夏季小微贷”：创建"))
        house.app.flush()
        house.world.time.advance(by: .minutes(40))
        #expect(!house.ask(.get, "/start", as: .approver).text.contains("夏季小微贷”：创建"))
    }

    private func sent(_ stream: EventStream) -> String? {
        stream.take(100_000).map { String(decoding: $0, as: UTF8.self) }.flatMap {
            $0.contains("event: counts") ? $0 : nil
        }
    }

    @Test(
        "菜单上的数字随变化推送，不变不推 · the menu's counts come when they change, and only then",
        arguments: TestEngine.available
    )
    func counts(_ engine: TestEngine) throws {
        let house = try TestHouse(engine)
        func follow(_ name: Person) throws -> EventStream {
            try #require(house.ask(.get, "/start/events", as: name).events)
        }
        let approver = try follow(.approver)
        let author = try follow(.bankManager)
        defer { for stream in [approver, author] { stream.finish() } }
        try house.app.application.tellWaiting()
        #expect(try #require(sent(approver)).contains("\"counts\":{}"))
        #expect(sent(author) != nil)
        try house.app.application.tellWaiting()
        #expect(sent(approver) == nil)
        try house.task("秋季小微贷")
        try house.app.application.tellWaiting()
        #expect(try #require(sent(approver)).contains("\"/campaigns\":1"))
        #expect(sent(author) == nil)
        // A page made from now on has the count already.
        let page = house.ask(.get, "/scripts", as: .approver, json: false).text
        #expect(page.contains("data-count-of=\"/campaigns\">1<"))
        #expect(house.ask(.get, "/start/events", as: nil).status == 401)
    }

    @Test(
        "菜单只列本角色能做的事 · the menu holds what the role may do, in its groups",
        arguments: Role.people
    )
    func menu(role: Role) throws {
        let house = try TestHouse()
        let page = house.ask(.get, "/start", as: Person(role), json: false).text
        let viewer = try house.viewer(Person(role))
        for capability in house.app.application.capabilities {
            for entry in capability.menu {
                let isShown = page.contains("class=\"menu-link\" href=\"\(entry.path)\"")
                #expect(isShown == entry.permission.allows(viewer), "\(role) \(entry.path)")
            }
            for act in capability.acts {
                let isOffered = page.contains("<a href=\"\(act.path)\" data-words")
                #expect(isOffered == act.permission.allows(viewer), "\(role) \(act.path)")
            }
        }
    }

    @Test("每个菜单词都有拼音首字母 · every word of the menu has its pinyin initials")
    func initials() throws {
        let house = try TestHouse()
        let capabilities = house.app.application.capabilities
        let titles = capabilities.flatMap { $0.menu.map(\.title) + $0.acts.map(\.title) }
        #expect(titles.count > 15)
        for title in titles {
            #expect(PinyinInitials.missing(in: title.chinese).isEmpty, "\(title.chinese)")
        }
        #expect(PinyinInitials.of("外呼任务") == "whrw")
        #expect(PinyinInitials.of("C5.1 日报") == "c51rb")
        #expect(PinyinInitials.missing(in: "日报龘") == ["龘"])
    }

    @Test(
        "C4.4 完整号码经盲索引找到客户，只给看得到的人 · a full number finds its customer, for those who may see them",
        arguments: TestEngine.available
    )
    func numbers(_ engine: TestEngine) throws {
        let house = try TestHouse(engine)
        let task = try house.task("春季小微贷")
        try house.lead("15400010001", of: task)
        for (name, finds) in [
            (Person.bankManager, true), (.supervisor, true), (.auditor, true), (.stranger, false),
            (.agent, false), (.trainer, false), (.systemAdministrator, false),
        ] {
            let answer = house.ask(.post, "/search", as: name, #"{"q":"154 0001 0001"}"#)
            #expect(answer.status == 200)
            #expect(answer.text.contains("154****0001") == finds, "\(name)")
            #expect(answer.text.contains("欧阳**") == finds, "\(name)")
            #expect(!answer.text.contains("15400010001"))
        }
        #expect(house.ask(.post, "/search", as: nil, #"{"q":"1"}"#).status == 401)
        #expect(house.ask(.get, "/search", as: .bankManager).status == 400)
    }

    @Test("C4.4 搜索的文字不进审计日志，看到的客户进 · what was looked for is in no log, what was seen is")
    func notLogged() throws {
        let house = try TestHouse()
        try house.lead("15400010001", of: try house.task("春季小微贷"))
        _ = house.ask(.post, "/search", as: .bankManager, #"{"q":"15400010001"}"#)
        _ = house.ask(.post, "/search", as: .bankManager, #"{"q":"15400019999"}"#)
        let rows = try house.environment.database.read {
            try $0.rows(
                """
                SELECT action || ' ' || subject_kind || ' ' || detail || ' ' || permission || ' '
                    || outcome || ' ' || peer AS line FROM audit_entry
                """
            ).map { try $0.text("line") }
        }
        #expect(rows.filter { $0.contains(" lead ") }.count == 1)
        #expect(!rows.contains { $0.contains("15400010001") || $0.contains("15400019999") })
    }

    @Test(
        "按编号和名称只找到看得到的东西 · numbers and names find what one may see",
        arguments: TestEngine.available
    )
    func things(_ engine: TestEngine) throws {
        let house = try TestHouse(engine)
        let task = try house.task("春季小微贷")
        for words in ["\(task)", "#\(task)", "任务 \(task)", "whrw\(task)", "春季", "hx-春"] {
            let body = "{\"q\":\"\(words)\"}"
            let path = "/campaigns/\(task)"
            #expect(
                house.ask(.post, "/search", as: .supervisor, body).text.contains(path),
                "\(words)"
            )
            #expect(!house.ask(.post, "/search", as: .stranger, body).text.contains(path))
            #expect(!house.ask(.post, "/search", as: .trainer, body).text.contains(path))
        }
        // A sign of the pattern is a character like others.
        #expect(!house.ask(.post, "/search", as: .supervisor, #"{"q":"%"}"#).text.contains("春季"))
        let people = house.ask(.post, "/search", as: .securityOfficer, #"{"q":"某trainer"}"#)
        #expect(people.text.contains("/accounts/"))
        #expect(
            !house.ask(.post, "/search", as: .supervisor, #"{"q":"某trainer"}"#).text
                .contains("/accounts/")
        )
    }
}
