import Access
import Accounts
import Calls
import Campaigns
import Database
import FoundationEssentials
import Kernel
import Leads
import Sodium
import Telephony
import TestSupport
import Testing
import Vault
import Web
import Workbook

/// The house with one of each thing in it, made by those who make them, through the pipeline: tasks
/// in every state, a script and a draft of one, imports, suppressions, agents at work, calls with
/// their results, a callback, a recording with its document, a listener, a program, notices.
final class SeededHouse {
    let house: TestHouse
    let line = ToldLine()
    static let password = "right-pass-1"

    /// A task in each state; `draft` and `running` are the approver's.
    private(set) var draft = "", approved = "", running = "", paused = ""
    private(set) var institution = ""
    private(set) var script = "", version = "", draftVersion = "", spareVersion = ""
    /// An import that is done, one that waits for a word, and one whose sheet is not chosen.
    private(set) var doneImport = "", readyImport = "", sheetImport = ""
    private(set) var undoableImport = ""
    private(set) var lead = "", suppression = "", unsettled = ""
    /// The agent's call whose success waits for the bank; the talker's; the recorder's.
    private(set) var call = "", talking = "", ended = ""
    private(set) var callback = "", monitor = "", notice = "", paper = ""
    private(set) var client = "", token = ""
    private(set) var closedAccount = "", agentAccount = ""
    /// The wording of a script, as a JSON text.
    private(set) var wording = ""
    private(set) var holders: [Person: String] = [:]
    /// A program with every scope: its token.
    private(set) var program = ""

    init() throws {
        house = try TestHouse(
            people: Person.all + [.previewer, .talker, .recorder, .colleague]
                + Person.strangers.filter { $0 != .stranger },
            password: Self.password,
            line: line,
            mailer: KeptMail(),
        )
        try scripts()
        try tasks()
        try imports()
        try suppressions()
        try calls()
        try recording()
        try done("/reports/days/2026-05-05/papers", as: .bankManager, #""form":"xlsx""#)
        paper = try one("SELECT MAX(id) FROM paper")
        try people()
        notice = try one("SELECT MAX(id) FROM notice WHERE account_id = \(of(.bankManager))")
    }

    // MARK: Asking

    /// Asks for what must be done, and gives what came back.
    @discardableResult
    func done(_ path: String, as person: Person, _ fields: String = "") throws -> Reply {
        let reply = house.ask(.post, path, as: person, "{\(fields)}")
        if reply.status >= 300 { throw SeedFailure("\(path) as \(person): \(reply.text)") }
        return reply
    }

    /// The same, and what it says it made.
    private func made(_ path: String, as person: Person, _ fields: String) throws -> String {
        try #require(try done(path, as: person, fields).value("id"))
    }

    /// The only value that a query gives.
    func one(_ sql: SQL) throws -> String {
        try house.environment.database.read { "\(try $0.one(sql).int(0))" }
    }

    private func of(_ person: Person) throws -> ID<Account> { try house.account(person) }

    /// What no answer may show: customers' names and numbers, as far as they are the same.
    static let clear = ["阳小明", "1540001"]

    /// The version that a page of the thing carries now.
    func version(of thing: SharedThing, _ id: String?) throws -> Int64 {
        try house.environment.database.read {
            try Versions($0).version(of: thing, id.flatMap { Int64($0) } ?? 0).rawValue
        }
    }

    private func seen(_ thing: String, _ id: String) throws -> String {
        #""version":\#(try version(of: SharedThing(thing), id))"#
    }

    // MARK: What the bank and its vendor agree on

    private func scripts() throws {
        let form = house.ask(.get, "/scripts/new", as: .trainer).text
        let body = try #require(form.firstMatch(of: /"body":("(?:[^"\\]|\\.)*")/)?.output.1)
        wording = String(body)
        version = try made("/scripts", as: .trainer, #""name":"开场","body":\#(body)"#)
        script = try one("SELECT script_id FROM script_version WHERE id = \(Int64(version) ?? 0)")
        try done("/script-versions/\(version)/approval", as: .bankManager, #""version":0"#)
        spareVersion = try made("/scripts", as: .trainer, #""name":"备用","body":\#(body)"#)
        try done("/script-versions/\(spareVersion)/approval", as: .bankManager, #""version":0"#)
        let seen = try seen("script", script)
        draftVersion = try made(
            "/scripts/\(script)/versions",
            as: .trainer,
            #""body":\#(body),\#(seen)"#,
        )
    }

    private func tasks() throws {
        institution = try made(
            "/institutions",
            as: .bankManager,
            #""name":"城西支行","region":"","seats":6,"daily_volume":1000"#,
        )
        draft = try task("草稿任务")
        approved = try task("待启动任务", "approval")
        running = try task("春季小微贷", "approval", "start")
        paused = try task("暂停任务", "approval", "start", "pause")
    }

    /// The fields of a task.
    func taskFields(_ name: String) -> String {
        #""core_reference":"HX-\#(name)","name":"\#(name)","product":"小微快贷","#
            + #""institution_id":\#(institution),"vendor_id":\#(house.vendor),"#
            + #""starts_on":"2026-05-04","ends_on":"2026-06-05","attempts_per_day":5,"#
            + #""attempts_total":10,"script_version_id":\#(version),"consent_basis":"营销同意""#
    }

    private func task(_ name: String, _ acts: String...) throws -> String {
        let id = try made("/campaigns", as: .approver, taskFields(name))
        for act in acts {
            try done("/campaigns/\(id)/\(act)", as: .bankManager, try seen("campaign", id))
        }
        return id
    }

    // MARK: Customers

    private func imports() throws {
        doneImport = try customers(1...6, into: running, more: #",["欧阳小明","12345","零售"]"#)
        try start(doneImport)
        undoableImport = try customers(21...22, into: paused)
        try start(undoableImport)
        readyImport = try customers(31...32, into: paused)
        sheetImport = try workbook(into: paused)
        try ImportRunner(house.environment).step()
        try done(
            "/campaigns/\(running)/attributes",
            as: .bankManager,
            #""shown":["行业"],\#(try seen("lead_attributes", running))"#,
        )
        lead = try one("SELECT MIN(id) FROM lead")
    }

    private func customers(
        _ numbers: ClosedRange<Int>,
        into task: String,
        more: String = "",
    ) throws -> String {
        let rows = numbers.map { #"["欧阳小明\#($0)","\#(15_400_010_000 + $0)","零售"]"# }
        return try made(
            "/campaigns/\(task)/imports",
            as: .bankManager,
            #""columns":["姓名","手机号","行业"],"rows":[\#(rows.joined(separator: ","))\#(more)]"#,
        )
    }

    private func start(_ id: String) throws {
        let runner = ImportRunner(house.environment)
        try runner.step()
        try done("/imports/\(id)/start", as: .bankManager, try seen("lead_import", id))
        try runner.step()
    }

    /// A workbook of which two sheets may be meant.
    private func workbook(into task: String) throws -> String {
        let path = "\(house.environment.dataFolder)/two.xlsx"
        let book = try Workbook(path: path, created: 0)
        for name in ["一月", "二月"] {
            let sheet = try book.addSheet(name, columns: [Column("姓名"), Column("手机号")])
            try sheet.append(["欧阳小明", "15400010041"])
        }
        _ = try book.close()
        let bytes = Array(try Data(contentsOf: URL(filePath: path)))
        let reply = house.bring(bytes, [:], to: "/campaigns/\(task)/imports", as: .bankManager)
        return try #require(reply.value("id"), "\(reply.text)")
    }

    private func suppressions() throws {
        try done(
            "/suppressions",
            as: .bankManager,
            #""phone":"15400019001","reason":"complaint","evidence":"来电投诉""#,
        )
        suppression = try one("SELECT MAX(id) FROM suppression")
        try done(
            "/suppression/imports",
            as: .bankManager,
            #""columns":["姓名","手机号"],"rows":[["欧阳小明","15400019002"],["欧阳小明","不详"]]"#,
        )
        let runner = ImportRunner(house.environment)
        for _ in 1...3 { try runner.step() }
        unsettled = try one(
            "SELECT MAX(r.id) FROM lead_import_reject r JOIN lead_import i ON i.id = r.import_id "
                + "WHERE i.kind = 'suppression'"
        )
    }

    // MARK: Calls

    private func calls() throws {
        for agent in [Person.agent, .previewer, .talker, .recorder] {
            holders[agent] = try done("/seat", as: agent).value("holder")
        }
        call = try talk(as: .agent, for: .seconds(3))
        try record(#""outcome":"interested","channel":"branch","amount_band":"unknown""#)
        _ = try talk(as: .agent, for: .seconds(40))
        try record(
            #""outcome":"callback","callback_at":"2026-05-06T11:00","callback_scope":"own""#
        )
        callback = try one("SELECT MAX(id) FROM callback")
        try done("/seat/hand-out", as: .previewer, holder(.previewer))
        ended = try talk(as: .recorder, for: .seconds(30))
        talking = try talk(as: .talker)
        let began = try done("/calls/\(talking)/monitors", as: .supervisor, #""offer":"v=0""#)
        monitor = try #require(began.value("id"))
    }

    /// The field that says which tab asks.
    func holder(_ agent: Person) -> String { #""holder":"\#(holders[agent] ?? "")""# }

    private func record(_ fields: String) throws {
        try done("/seat/outcome", as: .agent, "\(holder(.agent)),\(fields)")
    }

    /// The next customer, dialled and answered, and the talk over after so long; nil while it goes on.
    private func talk(as agent: Person, for talk: Duration? = nil) throws -> String {
        try done("/seat/hand-out", as: agent, holder(agent))
        try done("/seat/call", as: agent, holder(agent))
        let id = try one("SELECT MAX(id) FROM call")
        let call = CallID(Int64(id) ?? 0)
        for kind in [LineEvent.Kind.ringing, .answered] {
            house.world.time.advance(by: .seconds(4))
            line.tell(kind, of: call, at: house.now)
        }
        if let talk {
            house.world.time.advance(by: talk)
            line.tell(.ended(.normal, by: .customer), of: call, at: house.now)
        }
        return id
    }

    private func recording() throws {
        let folder = "\(house.environment.dataFolder)/recordings"
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
        )
        try Data("OggS".utf8).write(to: URL(filePath: "\(folder)/1.plain"))
        try house.environment.vault.sealFile("\(folder)/1.plain", to: "\(folder)/1")
        let (vendor, now, id) = (house.vendor, house.now, Int64(call) ?? 0)
        try house.environment.database.write {
            try $0.execute(
                """
                INSERT INTO recording(call_id, vendor_id, day, state, path, bytes, agent_ms,
                    customer_ms, stored_at)
                VALUES (\(id), \(vendor), \(now.day), 'stored', '1', 4, 3000, 2000, \(now))
                """
            )
        }
        let reply = house.bring(
            [0xFF, 0xD8, 0xFF, 0xDA, 0, 2, 1, 0xFF, 0xD9],
            ["title": "协查函", "valid_through": ""],
            to: "/calls/\(call)/recording/documents",
            as: .bankManager,
        )
        if reply.status >= 300 { throw SeedFailure(reply.text) }
    }

    // MARK: People and programs

    private func people() throws {
        let made = try done(
            "/clients",
            as: .systemAdministrator,
            #""name":"核心系统","purpose":"下发任务","scopes":["tasks.create"],"#
                + #""expires_on":"2026-09-30""#,
        )
        client = try #require(made.value("client"))
        token = try one("SELECT MAX(id) FROM integration_token")
        program = try house.client(Set(Scope.allCases))
        try done("/accounts", as: .securityOfficer, newcomer)
        agentAccount = "\(try of(.agent))"
        closedAccount = try one("SELECT MAX(id) FROM account WHERE sign_in_name = 'newcomer'")
        try done("/accounts/\(closedAccount)/closure", as: .securityOfficer)
    }

    /// The fields of an account.
    var newcomer: String {
        #""organisation":\#(house.vendor),"sign_in_name":"newcomer","password":"fresh-river-72","#
            + #""name":"新人","roles":["agent"]"#
    }
}

/// A way to a mail server that takes letters for one domain and sends none.
struct KeptMail: Mailer {
    let site = "https://huihu.bank.example"
    let domains = ["bank.example"]
    func send(_ letter: Letter) throws {}
}

/// What could not be put into the house, and what was said to it.
private struct SeedFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
