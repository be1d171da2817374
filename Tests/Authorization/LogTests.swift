import App
import HTTPServer
import Kernel
import TestSupport
import Testing
import Vault
import Web

/// The audit log names what was done and to which thing, in words, and shows each reader what they
/// may see of it.
@Suite struct LogTests {
    /// What changes something and concerns no thing, with the reason.
    private static let withoutThing = [
        "language.change": "a cookie of one browser",
        "notice.set_mail": "one's own choice",
        "notice.read_all": "one's own notices, all of them",
        "suppression.search": "the number that is looked up stands in no log",
    ]

    private let house: TestHouse

    init() throws {
        house = try TestHouse()
    }

    private func branch(_ name: String, as person: Person = .bankManager) -> Reply {
        house.ask(
            .post,
            "/institutions",
            as: person,
            #"{"name":"\#(name)","region":"","seats":6,"daily_volume":1000}"#,
        )
    }

    @Test("C9.3 每个操作都说明对象和做了什么 · every act says in words what it does, and to which thing")
    func everyAct() {
        let kinds = house.kinds
        var codes: Set<String> = []
        for kind in kinds {
            // What writes nothing, such as a search with Ctrl+K, is no act.
            let isAct = kind.route.method.changes && kind.access != .read
            #expect((kind.act != nil) == isAct, "\(kind.route)")
            guard let act = kind.act else { continue }
            #expect(codes.insert(act.code).inserted, "\(kind.route): \(act.code)")
            #expect(!act.words.chinese.isEmpty && act.words.english != act.words.chinese)
            #expect(
                act.namesThing != (Self.withoutThing[act.code] != nil),
                "\(kind.route) does not name what it concerns"
            )
        }
        #expect(codes.isSuperset(of: Self.withoutThing.keys))
    }

    @Test("C9.3 新建的对象有编号、名称和链接 · what was made stands with its number, name and page")
    func creation() throws {
        let id = try #require(branch("城东支行").value("id"))
        let log = house.ask(.get, "/audit?subject=institution&subject_id=\(id)", as: .auditor)
        #expect(log.value("words") == "新增使用机构" && log.value("action") == "institution.add")
        #expect(log.value("name") == "某bank_manager" && log.value("label") == "城东支行")
        #expect(log.value("thing") == "使用机构 \(id)" && log.value("outcome") == "ok")
        let page = house.ask(.get, "/audit", as: .auditor, json: false, language: "en").text
        #expect(page.contains("Added a using institution") && page.contains("城东支行"))
        let account = try house.account(.bankManager)
        #expect(page.contains("href=\"/accounts/\(account)\""))
        #expect(!page.contains("institutions.manage"))
    }

    @Test("C9.3 拒绝连同所说的话一并记录 · a refusal stands with what was said")
    func refusal() throws {
        let task = try house.task("春季小微贷")
        let refused = house.ask(
            .post,
            "/campaigns/\(task)/approval",
            as: .bankManager,
            #"{"note":"","version":0}"#,
        )
        #expect(refused.status == 403)
        let log = house.ask(.get, "/audit?action=campaign.approve", as: .auditor)
        #expect(log.value("outcome") == refused.value("code"))
        #expect(log.value("refusal") == refused.value("message"))
        #expect(log.value("label") == "春季小微贷" && log.value("subject_id") == "\(task)")
        let english = house.ask(.get, "/audit", as: .auditor, language: "en")
        #expect(english.text.contains("\"words\":\"Approved a call task\""))
        #expect(english.value("refusal") != refused.value("message"))
    }

    @Test("C9.3 按人、操作、对象和日期筛选，翻页不丢条件 · person, act, thing and day narrow it, over all pages")
    func filters() throws {
        for number in 1...52 { #expect(branch("支行\(number)").status < 300) }
        #expect(branch("另一支行", as: .approver).status < 300)
        let mine = "/audit?account=\(percentEncode("某bank_manager"))&action=institution.add"
        let page = house.ask(.get, mine + "&from=2026-05-06", as: .auditor, json: false).text
        #expect(page.ranges(of: "新增使用机构</td>").count == 50)
        let next = try #require(page.firstMatch(of: /href="(\/audit\?[^"]*after=\d+)"/)?.output.1)
        for kept in ["account=", "action=institution.add", "from=2026-05-06"] {
            #expect(next.contains(kept))
        }
        let rest = house.ask(
            .get,
            String(next).replacing("&amp;", with: "&"),
            as: .auditor,
        ).text
        #expect(rest.ranges(of: "\"action\":\"institution.add\"").count == 2)
        #expect(house.ask(.get, mine + "&through=2026-05-05", as: .auditor).value("id") == nil)
        let unknown = house.ask(.get, "/audit?account=nobody", as: .auditor)
        #expect(unknown.status == 422 && unknown.text.contains("nobody"))
        #expect(house.ask(.get, "/audit?subject=call", as: .auditor).status == 422)
    }

    @Test("C4.4 对象页面的历史：行方所为不给供应商看，查看与拒绝只给审计看 · a history shows each reader what they may know")
    func histories() throws {
        let task = try house.task("春季小微贷")
        _ = house.ask(.post, "/campaigns/\(task)/approval", as: .bankManager, #"{"version":0}"#)
        let approved = house.ask(
            .post,
            "/campaigns/\(task)/approval",
            as: .approver,
            #"{"version":0}"#,
        )
        // Without a script nothing is approved; what is edited stands in the history.
        #expect(approved.status == 409)
        let lead = try house.lead("15400010001", of: task)
        _ = house.ask(.get, "/leads/\(lead)", as: .bankManager)
        func history(_ person: Person, _ path: String) -> String {
            let text = house.ask(.get, path, as: person).text
            return text.firstRange(of: "\"history\":").map { String(text[$0.lowerBound...]) } ?? ""
        }
        let path = "/campaigns/\(task)"
        #expect(history(.auditor, path).ranges(of: "campaign.approve").count == 2)
        #expect(!history(.bankManager, path).contains("campaign.approve"))
        #expect(!history(.supervisor, path).contains("campaign.approve"))
        #expect(house.ask(.post, path + "/pause", as: .approver).status == 409)
        for person in [Person.auditor, .bankManager, .supervisor] {
            #expect(!history(person, "/leads/\(lead)").contains("customer.view"))
        }
        let page = house.ask(.get, path, as: .auditor, json: false).text
        #expect(page.contains("/audit?subject=campaign&amp;subject_id=\(task)"))
        #expect(!house.ask(.get, path, as: .approver, json: false).text.contains("/audit?"))
        let log = house.ask(.get, "/audit?subject=lead&subject_id=\(lead)", as: .auditor)
        #expect(log.value("action") == "customer.view" && log.value("label") == "/leads/{id}")
    }

    @Test("C4.4 行方在历史中看到各方所为，供应商只看到本公司 · the bank sees everybody's acts, a vendor its own people's")
    func sides() throws {
        let text = try scriptText()
        let made = house.ask(.post, "/scripts", as: .trainer, text)
        let version = try #require(made.value("id"))
        let approved = house.ask(
            .post,
            "/script-versions/\(version)/approval",
            as: .bankManager,
            #"{"version":0}"#,
        )
        #expect(approved.status < 300)
        let path = "/script-versions/\(version)"
        let bank = house.ask(.get, path, as: .bankManager).text
        #expect(bank.contains("script.approve") && bank.contains("script.write"))
        let vendor = house.ask(.get, path, as: .trainer).text
        #expect(vendor.contains("script.write") && !vendor.contains("script.approve"))
    }

    /// The pattern that the form for a new script starts from, as a new script.
    private func scriptText() throws -> String {
        let form = house.ask(.get, "/scripts/new", as: .trainer).text
        let body = try #require(form.firstMatch(of: /"body":("(?:[^"\\]|\\.)*")/)?.output.1)
        return #"{"name":"开场","body":\#(body)}"#
    }
}
