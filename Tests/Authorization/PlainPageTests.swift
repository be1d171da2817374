import Accounts
import HTTPServer
import Kernel
import TestSupport
import Testing
import Web

/// The pages and acts of everybody's own account, of organisations and of getting in.
@Suite struct PlainPageTests {
    private static let password = "right-pass-1"

    @Test("我的账号只显示本人 · one's own account is one's own")
    func ownAccount() throws {
        let house = try TestHouse()
        let own = house.ask(.get, "/account", as: .trainer)
        #expect(own.value("sign_in_name") == "trainer" && own.value("name") == "某trainer")
        #expect(!own.text.contains("supervisor"))
        let page = house.ask(.get, "/account/password", as: .trainer, json: false).text
        #expect(page.ranges(of: "type=\"password\"").count == 3)
        #expect(!page.contains("value=\"right"))
    }

    @Test("供应商不能重名，供应商只看到行方和自己 · vendors differ by name; one knows the bank and itself")
    func organisations() throws {
        let house = try TestHouse()
        let add = { (body: String) in
            house.ask(.post, "/organisations", as: .securityOfficer, body)
        }
        #expect(add(#"{"name":""}"#).status == 422)
        #expect(add(#"{"name":"甲"}"#).status == 409)
        #expect(add(#"{"name":"丙"}"#).status < 300)
        let all = house.ask(.get, "/organisations", as: .securityOfficer).text
        let own = house.ask(.get, "/organisations", as: .projectManager).text
        for (name, isKnown) in [("行", true), ("甲", true), ("乙", false), ("丙", false)] {
            #expect(all.contains("\"name\":\"\(name)\""))
            #expect(own.contains("\"name\":\"\(name)\"") == isKnown, "\(name)")
        }
    }

    @Test("停用的账号启用后才能登录 · a closed account signs in again once it is reopened")
    func reopening() throws {
        let house = try TestHouse(password: Self.password)
        let id = try house.account(.trainer)
        let signIn = {
            let body = #"{"name":"trainer","password":"\#(Self.password)"}"#
            return house.ask(.post, "/session", token: nil, body).value("code")
        }
        #expect(signIn() == nil)
        #expect(house.ask(.post, "/accounts/\(id)/closure", as: .securityOfficer).status < 300)
        #expect(signIn() == "account.disabled")
        let reopen = { (version: Int) in
            house.ask(
                .post,
                "/accounts/\(id)/reopening",
                as: .securityOfficer,
                #"{"version":\#(version)}"#,
            )
        }
        #expect(reopen(0).value("code") == "changed_meanwhile")
        #expect(reopen(1).status < 300)
        #expect(signIn() == nil)
    }

    @Test("新建表单只列可选的 · the forms for new accounts and programs offer what may be chosen")
    func forms() throws {
        let house = try TestHouse()
        let account = house.ask(.get, "/accounts/new", as: .securityOfficer, json: false).text
        for words in ["甲", "乙", "坐席", "审计员"] { #expect(account.contains(words)) }
        #expect(!account.contains("value=\"program\""))
        let client = house.ask(.get, "/clients/new", as: .systemAdministrator, json: false).text
        for scope in ["tasks.create", "leads.import"] { #expect(client.contains(scope)) }
    }

    @Test("语言记在浏览器里，不被引到站外 · the language is kept in a cookie, and nobody is led elsewhere")
    func language() throws {
        let house = try TestHouse()
        let change = { (body: String) in
            house.ask(.post, "/language", token: nil, body)
        }
        let english = change(#"{"language":"en","return":"/account"}"#)
        #expect(english.header("Set-Cookie")?.hasPrefix("language=en") == true)
        #expect(english.value("location") == "/account")
        for place in ["//elsewhere.example", "https://elsewhere.example", "/\\\\elsewhere"] {
            let reply = change(#"{"language":"en","return":"\#(place)"}"#)
            #expect(reply.value("location") == "/", "\(place)")
        }
        #expect(change(#"{"language":"fr"}"#).status == 422)
    }

    @Test("登录页只回到本站 · the sign-in page leads back to this site alone")
    func signInPage() throws {
        let house = try TestHouse()
        let page = { (place: String) in
            house.ask(.get, "/session/new?return=\(place)", as: nil, json: false).text
        }
        #expect(page("/campaigns").contains("value=\"/campaigns\""))
        #expect(!page("//elsewhere.example").contains("elsewhere"))
    }

    @Test("初始化页只在还没有账号时打开 · the set-up page opens while there is no account, and never again")
    func setUp() throws {
        let empty = try TestHouse(people: [])
        let page = empty.ask(.get, "/setup?code=abc", token: nil, accept: "text/html")
        #expect(page.status == 200 && page.text.contains("value=\"abc\""))
        let full = try TestHouse().ask(.get, "/setup", token: nil)
        #expect(full.status == 409 && full.value("code") == "setup.done")
    }

    @Test("通知邮件只发往行方的域，可随时停 · notices go by mail to the bank's domains, until one stops them")
    func mail() throws {
        let house = try TestHouse(mailer: KeptMail())
        let choose = { (body: String) in
            house.ask(.post, "/notices/mail", as: .trainer, body)
        }
        let choice = { house.ask(.get, "/notices/mail", as: .trainer) }
        #expect(choice().value("address") == "")
        for address in ["a@elsewhere.example", "a", "a@bank.example\\nBcc: b@bank.example"] {
            #expect(choose(#"{"address":"\#(address)"}"#).value("field") == "address")
        }
        let kinds = #""kinds":["script.approved"]"#
        #expect(choose(#"{"address":"a@bank.example","language":"en",\#(kinds)}"#).status < 300)
        #expect(choice().value("address") == "a@bank.example")
        #expect(choice().text.contains(kinds))
        #expect(house.ask(.get, "/notices/mail", as: .supervisor).value("address") == "")
        #expect(choose("{}").status < 300)
        #expect(choice().value("address") == "")
        let without = try TestHouse().ask(.post, "/notices/mail", as: .trainer)
        #expect(without.value("code") == "notices.no_mail_server")
    }

    @Test("选日期与直接打开日报相同 · a day that is chosen is the day that is opened")
    func day() throws {
        let house = try TestHouse()
        let chosen = house.ask(.get, "/reports/day?day=2026-05-06", as: .bankManager)
        let opened = house.ask(.get, "/reports/days/2026-05-06", as: .bankManager)
        #expect(chosen.status == 200 && chosen.text == opened.text)
        #expect(house.ask(.get, "/reports/day?day=2026-13-01", as: .bankManager).status == 422)
    }
}
