import Access
import App
import Database
import Kernel
import Leads
import TestSupport
import Testing
import Web

/// What several people change is changed only as it was seen.
@Suite struct SharedThingTests {
    private let house: TestHouse

    init() throws {
        house = try TestHouse()
    }

    /// What changes nothing that others edit: each with its reason.
    private static let without: Set<String> = [
        // One's own session, password, language, seat and monitors.
        "/session", "/session/end", "/language", "/account/password", "/seat", "/seat/heartbeat",
        "/seat/hand-out", "/seat/return", "/seat/call", "/seat/call/end", "/seat/state",
        "/seat/mode", "/seat/outcome", "/seat/softphone", "/seat/call/hold", "/seat/call/digits",
        "/seat/call/notice", "/seat/monitors/{id}", "/callbacks/{id}/hand-out",
        "/calls/{id}/redial", "/notices/{id}/opening", "/notices/reading", "/notices/mail",
        "/calls/{id}/monitors",
        "/monitors/{id}/mode", "/monitors/{id}/end",
        // A supervisor frees a seat whatever it does.
        "/seats/{id}/release",
        // Makes something new; its unique name or number refuses a second one.
        "/setup", "/accounts", "/organisations", "/clients", "/campaigns", "/scripts",
        "/institutions", "/suppressions", "/campaigns/{id}/imports", "/suppression/imports",
        // Adds a document; the same content twice is refused.
        "/calls/{id}/recording/documents",
        // Begun twice, a job runs once.
        "/jobs/{name}/run",
        // Takes a document out, as often as one likes.
        "/reports/days/{day}/papers",
        // Looks something up.
        "/suppressions/search", "/search",
        // Happens once, and a unique row or the state refuses it the second time.
        "/suppressions/{id}/lift", "/reports/days/{day}/closure",
        // Once settled a row is settled; a second word on it is refused.
        "/suppressions/unsettled/{id}/entry", "/suppressions/unsettled/{id}/dismissal",
    ]

    @Test("修改与审批都认所见版本 · every edit and approval says what was seen, or why not")
    func everyWrite() {
        for kind in house.kinds where kind.route.method.changes {
            let path = kind.route.pattern
            #expect((kind.edits == nil) == Self.without.contains(path), "\(kind.route)")
        }
    }

    @Test("没有版本便不审批 · without the version nothing is approved")
    func missing() {
        for kind in house.kinds {
            guard case .asSeen = kind.edits, kind.permission.grant == .roles([.bankManager]),
                kind.route.pattern.hasSuffix("/approval")
            else { continue }
            let path = kind.route.path(["id": "1"])
            let reply = house.ask(.post, path, as: .bankManager)
            #expect(reply.status == 422 && reply.text.contains("version"), "\(kind.route)")
        }
    }

    @Test("看过之后被改动的不能再改 · what changed meanwhile is not changed on the ground of the old page")
    func stale() throws {
        let made = house.ask(
            .post,
            "/institutions",
            as: .bankManager,
            #"{"name":"支行","region":"","seats":6,"daily_volume":1000}"#,
        )
        let id = try #require(made.value("id"))
        let page = house.ask(.get, "/institutions/\(id)", as: .bankManager)
        #expect(page.value("version") == "0")
        let edit = { (seats: Int, version: String) in
            house.ask(
                .post,
                "/institutions/\(id)",
                as: .bankManager,
                #"{"name":"支行","region":"","seats":\#(seats),"daily_volume":1000,"version":\#(version)}"#,
            )
        }
        #expect(edit(7, "0").status < 300)
        let late = edit(8, "0")
        #expect(late.status == 409 && late.value("code") == "changed_meanwhile")
        let now = house.ask(.get, "/institutions/\(id)", as: .bankManager)
        #expect(now.value("seats") == "7" && now.value("version") == "1")
        #expect(edit(8, "1").status < 300)
    }

    @Test("C2.1 试读后改了对应关系，旧页面不能开始导入 · an import starts only as it was looked at")
    func staleImport() throws {
        let made = house.ask(
            .post,
            "/suppression/imports",
            as: .bankManager,
            #"{"columns":["甲","乙"],"rows":[["张三","15400000001"]]}"#,
        )
        let id = try #require(made.value("id"))
        let ask = { (act: String, fields: String) in
            house.ask(.post, "/imports/\(id)/\(act)", as: .bankManager, "{\(fields)}")
        }
        let runner = ImportRunner(house.environment)
        #expect(ask("mapping", #""phone":1,"version":0"#).status < 300)
        try runner.step()
        #expect(
            ask("mapping", #""phone":1,"name":0,"version":0"#).value("code") == "changed_meanwhile"
        )
        #expect(ask("mapping", #""phone":1,"name":0,"version":1"#).status < 300)
        try runner.step()
        let page = house.ask(.get, "/imports/\(id)", as: .bankManager)
        #expect(page.value("state") == "ready" && page.value("version") == "2")
        #expect(ask("start", #""version":1"#).value("code") == "changed_meanwhile")
        #expect(ask("start", #""version":2"#).status < 300)
    }

    @Test("同时提交只成一个 · of two at once one goes through")
    func atOnce() throws {
        let environment = house.environment
        let thing = SharedThing("thing")
        withThreads(8) { _ in
            do {
                try environment.database.write {
                    try Versions($0).advance(thing, 5, seen: Version(0))
                }
            } catch {
                #expect(error is ChangedMeanwhile)
            }
        }
        let version = try environment.database.read { try Versions($0).version(of: thing, 5) }
        #expect(version == Version(1))
    }
}
