import App
import Database
import Jobs
import Kernel
import TestSupport
import Testing
import Web

/// Everybody is told of what concerns them, and of nothing else.
@Suite struct NoticeTests {
    private let house: TestHouse

    init() throws {
        house = try TestHouse()
    }

    private func kinds(_ person: Person, _ query: String = "") -> [String] {
        let text = house.ask(.get, "/notices\(query)", as: person).text
        return text.matches(of: /"kind":"([^"]+)"/).map { String($0.output.1) }
    }

    /// A script that the trainer wrote: its version.
    private func script(_ name: String = "开场") throws -> String {
        let form = house.ask(.get, "/scripts/new", as: .trainer).text
        let body = try #require(form.firstMatch(of: /"body":("(?:[^"\\]|\\.)*")/)?.output.1)
        let made = house.ask(
            .post,
            "/scripts",
            as: .trainer,
            #"{"name":"\#(name)","body":\#(body)}"#
        )
        return try #require(made.value("id"))
    }

    private func approve(_ version: String) -> Reply {
        house.ask(
            .post,
            "/script-versions/\(version)/approval",
            as: .bankManager,
            #"{"version":0}"#,
        )
    }

    @Test("C4.12 待批准通知有权批准的人，批准后通知提交人 · who may approve is told, then who asked")
    func approval() throws {
        let version = try script()
        #expect(kinds(.bankManager) == ["script.to_approve"])
        #expect(kinds(.approver) == ["script.to_approve"])
        #expect(kinds(.trainer).isEmpty && kinds(.supervisor).isEmpty)
        let notice = house.ask(.get, "/notices", as: .bankManager)
        #expect(notice.value("label") == "开场 v1" && notice.value("words") == "话术待批准")
        #expect(notice.value("href") == "/script-versions/\(version)")
        #expect(approve(version).status < 300)
        #expect(kinds(.trainer) == ["script.approved"])
    }

    @Test("被拒绝的操作不产生通知 · what is refused tells nobody")
    func refused() throws {
        let version = try script()
        #expect(approve(version).status < 300)
        let before = kinds(.trainer)
        #expect(approve(version).status >= 400)
        #expect(kinds(.trainer) == before)
    }

    @Test("打开即已读，也可全部标为已读；他人的通知找不到 · opening reads it, all at once too, another's is not found")
    func reading() throws {
        for number in 1...3 { _ = try script("开场\(number)") }
        let list = house.ask(.get, "/notices", as: .approver)
        #expect(list.value("unread") == "3")
        let id = try #require(list.value("id"))
        #expect(house.ask(.post, "/notices/\(id)/opening", as: .bankManager).status == 404)
        let opened = house.ask(.post, "/notices/\(id)/opening", as: .approver)
        #expect(opened.value("location")?.hasPrefix("/script-versions/") == true)
        #expect(kinds(.approver, "?standing=unread").count == 2)
        #expect(kinds(.approver).count == 3)
        // One that came after the page was made stays unread.
        _ = try script()
        let all = #"{"through":\#(id)}"#
        #expect(house.ask(.post, "/notices/reading", as: .approver, all).status < 300)
        #expect(kinds(.approver, "?standing=unread").count == 1)
        let page = house.ask(.get, "/notices", as: .approver, json: false, language: "en").text
        #expect(page.contains("A script waits for approval: 开场 v1"))
        #expect(page.contains("Mark all as read (1)"))
    }

    @Test("设置变更通知能看到它的人，不通知本人 · who sees a setting is told, and not who set it")
    func settings() {
        let room = #"{"networks":"10.1.0.0/16","reason":"依据","version":0}"#
        #expect(house.ask(.post, "/calling-room", as: .securityOfficer, room).status < 300)
        for person in [Person.bankManager, .projectManager, .auditor] {
            #expect(kinds(person) == ["calling_room.set"], "\(person)")
        }
        for person in [Person.securityOfficer, .agent, .trainer] {
            #expect(kinds(person).isEmpty, "\(person)")
        }
    }

    @Test("C5.1 超时回访每天通知主管一次，只通知本供应商 · overdue callbacks are told once a day, to their own vendor")
    func overdue() throws {
        let task = try house.task("春季小微贷")
        let lead = try house.lead("15400010001", of: task)
        let agent = try house.account(.agent)
        try house.environment.database.write { transaction in
            let vendor = try transaction.one("SELECT vendor_id FROM campaign").int(0)
            try transaction.execute(
                """
                INSERT INTO callback(lead_id, campaign_id, vendor_id, customer_key, due_at, state,
                    call_id, created_by, created_at)
                VALUES (\(lead), \(task), \(vendor), 1, \(house.now), 'open', 1,
                    \(agent), \(house.now))
                """
            )
        }
        try house.app.application.jobs.runDue()
        #expect(kinds(.supervisor).isEmpty)
        for _ in 1...3 {
            house.world.time.advance(by: .minutes(6))
            try house.app.application.jobs.runDue()
        }
        #expect(kinds(.supervisor) == ["callbacks.overdue"])
        #expect(kinds(.stranger).isEmpty && kinds(.bankManager).isEmpty)
        let text = house.ask(.get, "/notices", as: .supervisor).text
        #expect(!text.contains("欧阳") && !text.contains("1540001"))
    }

    @Test("过期通知自动清理 · old notices are forgotten")
    func forgotten() throws {
        _ = try script()
        let id = try #require(house.ask(.get, "/notices", as: .approver).value("id"))
        #expect(house.ask(.post, "/notices/\(id)/opening", as: .approver).status < 300)
        try house.app.application.jobs.runDue()
        house.world.time.advance(by: .hours(31 * 24))
        try house.app.application.jobs.runDue()
        func kept() throws -> Int64 {
            try house.environment.database.read {
                try $0.one("SELECT COUNT(*) FROM notice").int(0)
            }
        }
        #expect(try kept() == 1)
        house.world.time.advance(by: .hours(60 * 24))
        try house.app.application.jobs.runDue()
        #expect(try kept() == 0)
    }
}
