import Access
import Accounts
import Kernel
import TestSupport
import Testing
import Web

/// What programs with tokens of their own may do, through the whole product.
@Suite struct ProgramTests {
    private let house: TestHouse

    init() throws {
        house = try TestHouse()
    }

    private func create(_ fields: String) -> Reply {
        house.ask(.post, "/clients", as: .systemAdministrator, fields)
    }

    private func newClient(_ more: String = "") throws -> (id: String, token: String) {
        let reply = create(
            #"{"name":"core","purpose":"下发任务","scopes":["tasks.create"],"#
                + #""expires_on":"2026-06-05"\#(more)}"#
        )
        return (try #require(reply.value("client")), try #require(reply.value("token")))
    }

    @Test("C2.1 接口账号只有所授权限 · a program holds its scopes and no more", arguments: Scope.allCases)
    func scopes(scope: Scope) throws {
        let token = try house.client([scope])
        for kind in house.kinds where kind.permission.grant != .anyone {
            let path = kind.route.path(["id": "1", "day": "2026-05-06", "token": "1"])
            let reply = house.ask(kind.route.method, path, token: token)
            if kind.permission.scopes.contains(scope) {
                #expect(reply.status != 403 && reply.status < 500, "\(kind.route)")
            } else {
                #expect(reply.status == 403, "\(kind.route)")
            }
            let type = reply.header("Content-Type") ?? ""
            #expect(!type.contains("html"), "\(kind.route)")
            #expect(reply.header("Set-Cookie") == nil, "\(kind.route)")
        }
    }

    @Test("审批、解除、改正只由人办理 · approving, lifting and correcting stay with people")
    func peopleOnly() {
        let open = Set(
            house.kinds.filter { !$0.permission.scopes.isEmpty && $0.route.method.changes }
                .map { $0.permission.name }
        )
        #expect(
            open == [
                "campaigns.create", "leads.import", "leads.import_suppression",
                "suppression.add", "suppression.search",
                // The day's report as a document: it is noted, and changes nothing.
                "report.read",
            ]
        )
    }

    @Test("系统管理员不见客户数据 · the system administrator sees no customer data")
    func administratorSeesNoCustomer() throws {
        let administrator = try house.viewer(.systemAdministrator)
        let seen = Set(
            house.kinds.filter {
                $0.permission.grant != .anyone && $0.permission.grant != .signedIn
                    && $0.permission.allows(administrator)
            }.map { $0.permission.name }
        )
        // The start page, notices and the search show nothing without a right to it; a job's failure
        // is kept masked.
        #expect(
            seen == [
                "clients.list", "clients.manage", "institutions.list", "jobs.list", "jobs.run",
                "notices.own", "search", "start.show",
            ]
        )
    }

    @Test("C2.1 核心系统下发的任务仍由行方管理人员审批 · a program's task is approved by a person")
    func taskByProgram() throws {
        let client = try newClient()
        let institution = house.ask(
            .post,
            "/institutions",
            as: .bankManager,
            #"{"name":"支行","region":"","seats":6,"daily_volume":1000}"#,
        )
        #expect(institution.status < 300, "\(institution.text)")
        let choices = house.ask(.get, "/campaigns/new", token: client.token)
        #expect(choices.status == 200 && choices.text.contains(#""vendor_id":["#))
        let task = #"""
            {"core_reference":"HX-9","name":"春季","product":"快贷","institution_id":1,
            "vendor_id":\#(house.vendor),"starts_on":"2026-05-06","ends_on":"2026-06-05"}
            """#
        let made = house.ask(.post, "/campaigns", token: client.token, task)
        #expect(made.status < 300, "\(made.text)")
        let id = try #require(made.value("id"))
        let own = house.ask(.post, "/campaigns/\(id)/approval", token: client.token)
        #expect(own.status == 403)
        let approval = house.ask(.post, "/campaigns/\(id)/approval", as: .bankManager)
        #expect(approval.value("code") != "permission.missing")
        let log = house.ask(.get, "/audit", as: .auditor)
        #expect(log.text.contains(#""account":\#(client.id),"action":"campaigns.create""#))
        #expect(log.text.contains(#""name":"core""#))
    }

    @Test("令牌只显示一次，只存带密钥的散列 · the token is told once and kept as a keyed hash")
    func toldOnce() throws {
        let client = try newClient()
        #expect(client.token.count == ClientRule.prefix.count + 64)
        let page = house.ask(.get, "/clients/\(client.id)", as: .systemAdministrator)
        #expect(page.status == 200 && !page.text.contains(client.token))
        #expect(page.text.contains(#""ending":"\#(client.token.suffix(4))""#))
        _ = house.ask(.get, "/campaigns", token: client.token, peer: "10.8.0.9")
        let used = house.ask(.get, "/clients/\(client.id)", as: .auditor)
        #expect(used.value("last_used_from") == "10.8.0.9")
        #expect(used.value("last_used_at") != nil)
    }

    @Test("更换期间新旧令牌都有效 · both tokens are valid during the change-over")
    func rotation() throws {
        let client = try newClient()
        let second = house.ask(
            .post,
            "/clients/\(client.id)/tokens",
            as: .systemAdministrator,
            #"{"overlap_hours":24,"version":0}"#
        )
        let new = try #require(second.value("token"))
        #expect(house.ask(.get, "/campaigns", token: client.token).status == 200)
        #expect(house.ask(.get, "/campaigns", token: new).status == 200)
        let third = house.ask(
            .post,
            "/clients/\(client.id)/tokens",
            as: .systemAdministrator,
            #"{"overlap_hours":24,"version":1}"#
        )
        #expect(third.value("code") == "client.two_tokens")
        house.world.time.advance(by: .hours(25))
        #expect(house.ask(.get, "/campaigns", token: client.token).value("code") == "token.wrong")
        #expect(house.ask(.get, "/campaigns", token: new).status == 200)
    }

    @Test("泄露的令牌可立即停用 · a token that leaked ends at once")
    func leaked() throws {
        let client = try newClient()
        let end = { house.ask(.post, "/clients/\(client.id)/tokens/1/end", as: $0).status }
        #expect(end(.securityOfficer) == 403)
        #expect(end(.systemAdministrator) < 300)
        #expect(end(.systemAdministrator) == 404)
        #expect(house.ask(.get, "/campaigns", token: client.token).status == 401)
    }

    @Test("撤销即时生效，到期即失效 · revoked at once, expired on its day")
    func revokedAndExpired() throws {
        let client = try newClient()
        #expect(house.ask(.get, "/campaigns", token: client.token).status == 200)
        house.world.time.advance(by: .hours(24 * 31))
        let late = house.ask(.get, "/campaigns", token: client.token)
        #expect(late.status == 401 && late.value("code") == "client.expired")
        let fresh = try ProgramTests()
        let other = try fresh.newClient()
        let revocation = fresh.house.ask(
            .post,
            "/clients/\(other.id)/revocation",
            as: .systemAdministrator,
        )
        #expect(revocation.status < 300)
        let refused = fresh.house.ask(.get, "/campaigns", token: other.token)
        #expect(refused.status == 401 && refused.value("code") == "client.revoked")
        #expect(refused.header("WWW-Authenticate") == "Bearer")
        let log = fresh.house.ask(.get, "/audit", as: .auditor)
        #expect(log.text.contains(#""account":\#(other.id),"action":"clients.sign_in""#))
    }

    @Test("到期前三十天提示 · the last thirty days are shown")
    func expiring() throws {
        _ = try newClient()
        let state = { house.ask(.get, "/clients", as: .systemAdministrator).value("state") }
        #expect(state() == "expiring")
        let fresh = try ProgramTests()
        let made = fresh.create(
            #"{"name":"b","purpose":"y","scopes":["results.read"],"expires_on":"2026-06-06"}"#
        )
        #expect(made.status == 200)
        let list = fresh.house.ask(.get, "/clients", as: .auditor)
        #expect(list.value("state") == "active")
    }

    @Test("只接受登记的来源地址 · only from the addresses that are allowed")
    func addresses() throws {
        let client = try newClient(#","addresses":"10.8.0.0/16 192.0.2.7""#)
        let status = { (peer: String) in
            house.ask(.get, "/campaigns", token: client.token, peer: peer).status
        }
        #expect(status("10.8.200.1") == 200)
        #expect(status("192.0.2.7") == 200)
        #expect(status("10.9.0.1") == 403)
        let bad = create(
            #"{"name":"x","purpose":"y","scopes":["tasks.create"],"#
                + #""expires_on":"2026-06-05","addresses":"10.8.0.0/33"}"#
        )
        #expect(bad.status == 422)
    }

    @Test("错误令牌限次，正确令牌不受牵连 · wrong tokens are limited, right ones are not kept waiting")
    func wrongTokens() throws {
        let client = try newClient()
        let wrong = { house.ask(.get, "/campaigns", token: ClientRule.prefix + "00") }
        for _ in 1...10 { #expect(wrong().status == 401) }
        let limited = wrong()
        #expect(limited.status == 429 && limited.header("Retry-After") == "60")
        #expect(house.ask(.get, "/campaigns", token: client.token).status == 200)
        house.world.time.advance(by: .seconds(61))
        #expect(wrong().status == 401)
        let log = house.ask(.get, "/audit", as: .auditor).text
        #expect(log.ranges(of: #""action":"clients.sign_in""#).count == 3)
    }

    @Test("接口账号不能登录、不在人员账号中 · a client is no person and does not sign in")
    func noPerson() throws {
        let client = try newClient()
        let people = house.ask(.get, "/accounts", as: .securityOfficer)
        #expect(!people.text.contains("core"))
        let reset = "/accounts/\(client.id)/password"
        let refused = house.ask(
            .post,
            reset,
            as: .securityOfficer,
            #"{"password":"right-pass-12","version":0}"#
        )
        #expect(refused.status == 404)
        let made = house.ask(
            .post,
            "/accounts",
            as: .securityOfficer,
            #"{"organisation":1,"sign_in_name":"p","password":"right-pass-12","name":"p","#
                + #""roles":["program"]}"#,
        )
        #expect(made.status == 422)
    }

    @Test("有效期、名称、权限须填对 · expiry, name and scopes are checked")
    func checks() throws {
        _ = try newClient()
        let reply = { (name: String, scope: String, day: String) in
            create(
                #"{"name":"\#(name)","purpose":"y","scopes":["\#(scope)"],"expires_on":"\#(day)"}"#
            )
        }
        #expect(reply("core", "tasks.create", "2026-06-05").value("code") == "client.name_taken")
        #expect(reply("a", "tasks.approve", "2026-06-05").status == 422)
        #expect(reply("a", "results.read", "2027-05-08").status == 422)
        #expect(reply("a", "results.read", "2026-05-05").status == 422)
    }
}
