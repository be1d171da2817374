import Access
import App
import Kernel

/// How the walk asks for a route: of which thing, in which words, and who finds the thing.
struct Ask {
    /// Who finds the thing that is asked for.
    enum Reach {
        /// It is nobody's: whoever has the right.
        case everybody
        /// It is the first vendor's: its people, the bank's and its programs.
        case vendor
        /// The same, and a person brought it: a program finds its own alone.
        case people
        /// It is an agent's: other agents do not find it.
        case work
        /// It is at an agent's seat: whoever has no seat open is told so.
        case seat
        /// It is one person's own.
        case own(Person)
        /// As the house stands, the rules refuse it to everybody who has the right, with this code.
        case refused(String)
    }

    /// What stands in the route's braces.
    let ids: [String: String]
    /// What follows the path.
    let query: String
    /// The fields of the body, without braces and without the version that was seen.
    let fields: String
    let reach: Reach
    /// Who asks in the agents' place: the one at whose seat it can be done.
    let agent: Person
    /// The file that is brought, with `form`, instead of `fields`.
    var file: [UInt8]?
    var form: [String: String] = [:]

    init(
        _ id: String? = nil,
        _ fields: String,
        _ reach: Reach = .everybody,
        query: String = "",
        agent: Person = .agent,
        _ more: [String: String] = [:],
    ) {
        ids = more.merging(id.map { ["id": $0] } ?? [:]) { old, _ in old }
        (self.fields, self.reach, self.query, self.agent) = (fields, reach, query, agent)
    }

    init(_ id: String? = nil, _ more: [String: String] = [:]) {
        self.init(id, "", .everybody, more)
    }

    /// Brings a document.
    init(_ id: String, bringing file: [UInt8]) {
        self.init(id)
        (self.file, form) = (file, ["title": "协查函", "valid_through": ""])
    }

    /// The code with which somebody who has the right is refused; nil for whoever gets it. Without
    /// `person` a program asks, or a person to whom anything is open.
    func refusal(of person: Person?) -> String? {
        let isElsewhere = person?.isElsewhere ?? false
        let isOtherAgent = person?.role == .agent && person != agent
        return switch reach {
        case .everybody: nil
        case .vendor: isElsewhere ? Self.notFound : nil
        case .people: isElsewhere || person == nil ? Self.notFound : nil
        case .work: isElsewhere || isOtherAgent ? Self.notFound : nil
        case .seat: isOtherAgent ? "seat.not_open" : nil
        case .own(let owner): person == owner ? nil : Self.notFound
        case .refused(let code): code
        }
    }

    static let notFound = "not_found"
}

/// One line for each route: without one the walk fails.
extension SeededHouse {
    /// How each route is asked for.
    var asks: [String: Ask] {
        [accounts, campaigns, leads, seats, calls, web].reduce(into: [:]) { all, part in
            all.merge(part) { _, _ in preconditionFailure("A route has two lines.") }
        }
    }

    private var reason: String { #""reason":"依据""# }
    private var ofVendor: String { "?vendor=\(house.vendor)" }

    private var accounts: [String: Ask] {
        let account = closedAccount
        return [
            "GET /setup": Ask(nil, "", .refused("setup.done")),
            "POST /setup": Ask(
                nil,
                #""code":"\#(house.app.setUpCode)","bank":"行","name":"甲","#
                    + #""sign_in_name":"boss","password":"fresh-river-72""#,
                .refused("setup.done"),
            ),
            "GET /session/new": Ask(),
            "POST /session": Ask(nil, #""name":"agent","password":"\#(Self.password)""#),
            "POST /session/end": Ask(),
            "GET /account": Ask(),
            "GET /account/password": Ask(),
            "POST /account/password": Ask(
                nil,
                #""old":"\#(Self.password)","password":"fresh-river-72","#
                    + #""again":"fresh-river-72""#,
            ),
            "GET /accounts": Ask(),
            "GET /accounts/new": Ask(),
            "POST /accounts": Ask(nil, newcomer.replacing("newcomer", with: "another")),
            "GET /accounts/{id}": Ask(account, "", .vendor),
            "POST /accounts/{id}/password": Ask(account, #""password":"fresh-river-73""#),
            "POST /accounts/{id}/closure": Ask(agentAccount),
            "POST /accounts/{id}/reopening": Ask(account),
            "GET /organisations": Ask(),
            "POST /organisations": Ask(nil, #""name":"丙外包""#),
            "GET /audit": Ask(),
            "GET /clients": Ask(),
            "GET /clients/new": Ask(),
            "POST /clients": Ask(
                nil,
                #""name":"报表系统","purpose":"读取结果","scopes":["results.read"],"#
                    + #""expires_on":"2026-09-30""#,
            ),
            "GET /clients/{id}": Ask(client),
            "POST /clients/{id}/tokens": Ask(client, #""overlap_hours":24"#),
            "POST /clients/{id}/tokens/{token}/end": Ask(client, ["token": token]),
            "POST /clients/{id}/revocation": Ask(client),
        ]
    }

    private var campaigns: [String: Ask] {
        [
            "GET /campaigns": Ask(),
            "GET /campaigns/new": Ask(),
            "POST /campaigns": Ask(nil, taskFields("夏季小微贷")),
            "GET /campaigns/{id}": Ask(running, "", .vendor),
            "GET /campaigns/{id}/edit": Ask(draft),
            "POST /campaigns/{id}": Ask(draft, taskFields("草稿任务")),
            "POST /campaigns/{id}/approval": Ask(draft),
            "POST /campaigns/{id}/start": Ask(approved),
            "POST /campaigns/{id}/pause": Ask(running),
            "POST /campaigns/{id}/resumption": Ask(paused),
            "POST /campaigns/{id}/closure": Ask(paused),
            "POST /campaigns/{id}/script": Ask(
                paused,
                #""script_version_id":\#(spareVersion)"#,
            ),
            "GET /institutions": Ask(),
            "GET /institutions/new": Ask(),
            "GET /institutions/{id}": Ask(institution),
            "POST /institutions": Ask(
                nil,
                #""name":"城东支行","region":"","seats":6,"daily_volume":1000"#,
            ),
            "POST /institutions/{id}": Ask(
                institution,
                #""name":"城西支行","region":"","seats":7,"daily_volume":1000"#,
            ),
            "GET /region-hours": Ask(),
            "POST /region-hours": Ask(nil, #""region":"zhejiang","hours":"10:00-18:00""#),
            "GET /scripts": Ask(),
            "GET /scripts/new": Ask(),
            "POST /scripts": Ask(nil, #""name":"新话术","body":\#(wording)"#),
            "GET /scripts/{id}": Ask(script, "", .vendor),
            "GET /scripts/{id}/versions/new": Ask(script, "", .vendor),
            "POST /scripts/{id}/versions": Ask(script, #""body":\#(wording)"#, .vendor),
            "GET /script-versions/{id}": Ask(draftVersion, "", .vendor),
            "POST /script-versions/{id}/approval": Ask(draftVersion),
            "POST /script-versions/{id}/retirement": Ask(spareVersion),
        ]
    }

    private var leads: [String: Ask] {
        [
            "GET /imports": Ask(),
            "GET /campaigns/{id}/imports": Ask(running, "", .vendor),
            "POST /campaigns/{id}/imports": Ask(
                running,
                #""columns":["姓名","手机号"],"rows":[["欧阳小明","15400010051"]]"#,
            ),
            "POST /suppression/imports": Ask(
                nil,
                #""columns":["姓名","手机号"],"rows":[["欧阳小明","15400019051"]]"#,
            ),
            "GET /imports/{id}": Ask(doneImport, "", .people),
            "GET /imports/{id}/rejects": Ask(doneImport, "", .people),
            "POST /imports/{id}/mapping": Ask(readyImport, #""name":0,"phone":1"#, .people),
            "POST /imports/{id}/sheets": Ask(sheetImport, #""sheet":["1"]"#, .people),
            "POST /imports/{id}/start": Ask(readyImport),
            "POST /imports/{id}/undo": Ask(undoableImport, "", .people),
            "GET /campaigns/{id}/leads": Ask(running, "", .vendor),
            "GET /leads/{id}": Ask(lead, "", .vendor),
            "GET /campaigns/{id}/attributes": Ask(running),
            "POST /campaigns/{id}/attributes": Ask(running, #""shown":[]"#),
            "GET /suppressions": Ask(),
            "POST /suppressions": Ask(
                nil,
                #""phone":"15400019009","reason":"complaint","evidence":"来电投诉""#,
            ),
            "POST /suppressions/{id}/lift": Ask(suppression, reason),
            "POST /suppressions/search": Ask(nil, #""phone":"15400019001""#),
            "GET /suppressions/unsettled": Ask(),
            "POST /suppressions/unsettled/{id}/entry": Ask(
                unsettled,
                #""phone":"15400019008","reason":"bank_list""#,
            ),
            "POST /suppressions/unsettled/{id}/dismissal": Ask(unsettled, reason),
        ]
    }

    private var seats: [String: Ask] {
        func seat(
            _ fields: String = "",
            _ reach: Ask.Reach = .seat,
            as agent: Person = .agent,
            of id: String? = nil,
        ) -> Ask {
            let holder = holder(agent)
            return Ask(id, fields.isEmpty ? holder : "\(holder),\(fields)", reach, agent: agent)
        }
        let outcome = #""outcome":"not_interested","reason":"no_need""#
        return [
            "GET /workbench": Ask(),
            "GET /seat": Ask(nil, "", .seat),
            "GET /seat/events": Ask(),
            "GET /seat/softphone": Ask(),
            "GET /seat/monitors": Ask(),
            "GET /seat/scripts/{id}": Ask(version, "", .vendor, query: "?task=\(running)"),
            "POST /seat": Ask(),
            "POST /seat/heartbeat": seat(),
            "POST /seat/mode": seat(#""mode":"progressive""#),
            "POST /seat/state": seat(#""move":"lock""#),
            "POST /seat/softphone": seat(#""offer":"v=0""#),
            "POST /seat/hand-out": seat(),
            "POST /callbacks/{id}/hand-out": seat("", .work, of: callback),
            "POST /calls/{id}/redial": seat("", .work, of: call),
            "POST /seat/return": seat(as: .previewer),
            "POST /seat/call": seat(as: .previewer),
            "POST /seat/call/end": seat(as: .talker),
            "POST /seat/call/hold": seat(#""on":true"#, as: .talker),
            "POST /seat/call/digits": seat(#""digits":"1""#, as: .talker),
            "POST /seat/call/notice": seat(as: .talker),
            "POST /seat/monitors/{id}": Ask(
                monitor,
                #""answer":"v=0""#,
                .own(.talker),
                agent: .talker,
            ),
            "POST /seat/outcome": seat(outcome, as: .recorder),
        ]
    }

    private var calls: [String: Ask] {
        let document = ["document": "1", "page": "1"]
        let documents = "/calls/{id}/recording/documents"
        return [
            "GET /calls": Ask(),
            "GET /calls/{id}": Ask(call, "", .work),
            "POST /calls/{id}/correction": Ask(
                call,
                #""outcome":"no_answer","correction_reason":"听录音后更正""#,
                .work,
            ),
            "POST /calls/{id}/success": Ask(call, #""decision":"confirm",\#(reason)"#),
            "GET /successes": Ask(),
            "GET /callbacks": Ask(),
            "GET /callbacks/overdue": Ask(),
            "POST /callbacks/{id}/owner": Ask(callback, #""agent":\#(agentAccount)"#, .vendor),
            "POST /seats/{id}/release": Ask(agentAccount, "", .vendor),
            "GET /calls/{id}/monitor": Ask(talking, "", .vendor),
            "POST /calls/{id}/monitors": Ask(talking, #""offer":"v=0""#, .vendor),
            "GET /monitors/{id}": Ask(monitor, "", .own(.supervisor)),
            "POST /monitors/{id}/mode": Ask(monitor, #""mode":"barge""#, .own(.supervisor)),
            "POST /monitors/{id}/end": Ask(monitor, "", .own(.supervisor)),
            "GET /calling-room": Ask(),
            "POST /calling-room": Ask(nil, #""networks":"10.8.0.0/16",\#(reason)"#),
            "GET /talk-minimum": Ask(),
            "POST /talk-minimum": Ask(nil, #""seconds":20,\#(reason)"#),
            "GET /recordings": Ask(),
            "GET /recordings/retention": Ask(),
            "POST /recordings/retention": Ask(nil, #""days":1000,\#(reason)"#),
            "GET /calls/{id}/recording": Ask(call, "", .vendor),
            "GET /calls/{id}/recording/audio": Ask(call, "", .vendor),
            "POST /calls/{id}/recording/hold": Ask(call, #""on":true,\#(reason)"#),
            "POST \(documents)": Ask(
                call,
                bringing: [0xFF, 0xD8, 0xFF, 0xDA, 0, 2, 2, 0xFF, 0xD9]
            ),
            "GET \(documents)/{document}": Ask(call, document),
            "GET \(documents)/{document}/pages/{page}": Ask(call, document),
            "GET \(documents)/{document}/copy": Ask(call, document),
        ]
    }

    private var web: [String: Ask] {
        let day = ["day": "2026-05-06"]
        return [
            "POST /language": Ask(nil, #""language":"en""#),
            "GET /start": Ask(),
            "GET /start/events": Ask(),
            "POST /search": Ask(nil, #""q":"春季""#),
            "GET /jobs": Ask(),
            "POST /jobs/{name}/run": Ask(nil, ["name": "recordings.retention"]),
            "GET /notices": Ask(),
            "POST /notices/{id}/opening": Ask(notice, "", .own(.bankManager)),
            "POST /notices/reading": Ask(nil, #""through":\#(notice)"#),
            "GET /notices/mail": Ask(),
            "POST /notices/mail": Ask(nil, #""address":"wang@bank.example","language":"en""#),
            "GET /floor": Ask(nil, "", .vendor, query: ofVendor),
            "GET /floor/tasks": Ask(nil, "", .vendor, query: ofVendor),
            "GET /floor/events": Ask(nil, "", .vendor, query: ofVendor),
            "GET /floor/trunk": Ask(nil, "", .vendor, query: ofVendor),
            "GET /reports/days": Ask(),
            "GET /reports/day": Ask(nil, "", .vendor, query: "\(ofVendor)&day=2026-05-06"),
            "GET /reports/days/{day}": Ask(nil, "", .vendor, query: ofVendor, day),
            "POST /reports/days/{day}/papers": Ask(
                nil,
                #""form":"xlsx","vendor":\#(house.vendor)"#,
                .vendor,
                day,
            ),
            "POST /reports/days/{day}/closure": Ask(
                nil,
                #""vendor":\#(house.vendor),"seen":"0-0-0-0""#,
                .everybody,
                ["day": "2026-05-05"],
            ),
            "GET /results": Ask(),
            "GET /results/file": Ask(),
            "GET /papers": Ask(),
            "GET /papers/{id}": Ask(paper),
        ]
    }
}
