import Access
import Kernel
import Telephony
import TestSupport
import Testing
import Web

/// What an agent does at the seat, through the whole product.
@Suite struct SeatActTests {
    private let seeded: SeededHouse
    private var house: TestHouse { seeded.house }

    init() throws { seeded = try SeededHouse() }

    /// A body from the tab that holds the agent's seat.
    private func body(_ agent: Person, _ fields: String = "") -> String {
        let holder = seeded.holder(agent)
        return "{\(fields.isEmpty ? holder : "\(holder),\(fields)")}"
    }

    private func state(_ agent: Person) -> String? {
        house.ask(.get, "/seat", as: agent).value("state")
    }

    @Test("C2.1 退回的客户离开屏幕，不能再退 · a lead that is given back leaves the screen, once")
    func givesBack() {
        let giveBack = {
            house.ask(.post, "/seat/return", as: .previewer, body(.previewer))
        }
        let seat = giveBack()
        #expect(seat.value("state") == "ready" && !seat.text.contains("154****"))
        #expect(giveBack().value("code") == "seat.wrong_state")
        let log = house.ask(.get, "/audit?action=lead.give_back", as: .auditor)
        #expect(log.value("outcome") == "seat.wrong_state")
    }

    @Test("渐进拨号领取即拨，未知方式退回 · progressive dials what it takes; an unknown mode is refused")
    func mode() {
        let mode = { (name: String) in
            house.ask(.post, "/seat/mode", as: .agent, body(.agent, #""mode":"\#(name)""#))
        }
        #expect(mode("predictive").status == 422)
        #expect(mode("progressive").value("mode") == "progressive")
        #expect(house.ask(.post, "/seat/hand-out", as: .agent, body(.agent)).status == 200)
        #expect(state(.agent) == "dialling")
    }

    @Test("小休须有原因，离席时不派单 · a break has a reason, and nothing is handed out meanwhile")
    func away() {
        let move = { (fields: String) in
            house.ask(.post, "/seat/state", as: .agent, body(.agent, fields))
        }
        let handOut = { house.ask(.post, "/seat/hand-out", as: .agent, body(.agent)) }
        #expect(move(#""move":"break""#).status == 422)
        for away in [#""move":"break","reason":"meal""#, #""move":"lock""#] {
            #expect(move(away).status == 200)
            #expect(handOut().value("code") == "seat.wrong_state")
            #expect(move(#""move":"back""#).value("state") == "ready")
        }
        #expect(move(#""move":"sign_out""#).value("state") == "signed_out")
        #expect(handOut().status == 409)
        // Whoever has a customer on the screen neither leaves nor signs out.
        for rest in [#""move":"sign_out""#, #""move":"break","reason":"meal""#] {
            let refused = house.ask(
                .post,
                "/seat/state",
                as: .previewer,
                body(.previewer, rest),
            )
            #expect(refused.value("code") == "seat.wrong_state")
        }
    }

    @Test("另一窗口的操作一律无效 · nothing is done from a tab that does not hold the seat")
    func anotherTab() {
        let kinds = house.kinds.filter {
            $0.permission.name == "calls.work" && $0.route.method.changes
                && $0.route.pattern.hasPrefix("/seat/") && !$0.route.pattern.contains("{")
        }
        #expect(kinds.count > 8)
        let fields =
            #""holder":"x","mode":"preview","move":"lock","offer":"v=0","digits":"1","#
            + #""outcome":"not_interested","reason":"no_need""#
        for kind in kinds {
            let reply = house.ask(.post, kind.route.pattern, as: .talker, "{\(fields)}")
            #expect(reply.value("code") == "seat.taken_over", "\(kind.route)")
        }
        #expect(state(.talker) == "talking")
    }

    @Test("C6.3 通话中：保持、按键、告知录音、挂断 · in a call: hold, digits, the notice, hanging up")
    func inCall() throws {
        let talker = Person.talker
        let ask = { (path: String, fields: String) in
            house.ask(.post, path, as: talker, body(talker, fields))
        }
        #expect(house.ask(.post, "/seat/call/hold", as: talker, body(talker)).status == 200)
        #expect(ask("/seat/call/hold", #""on":true"#).status == 200)
        let floor = house.ask(.get, "/floor", as: .supervisor).text
        #expect(floor.contains(#""is_held":true"#))
        let digits = house.ask(
            .post,
            "/seat/call/digits",
            as: talker,
            body(talker, #""digits":"12a""#),
        )
        #expect(digits.value("code") == "line.invalid_digits")
        #expect(ask("/seat/call/digits", #""digits":"1#""#).status == 200)
        let noticed = house.ask(.post, "/seat/call/notice", as: talker, body(talker))
        #expect(noticed.text.contains(#""noticed":true"#))
        let call = CallID(Int64(seeded.talking) ?? 0)
        #expect(seeded.line.hungUp.isEmpty)
        #expect(house.ask(.post, "/seat/call/end", as: talker, body(talker)).status == 200)
        #expect(seeded.line.hungUp == [call])
        // The seat moves when the line says so, not before.
        #expect(state(talker) == "talking")
        seeded.line.tell(.ended(.normal, by: .agent), of: call, at: house.now)
        #expect(state(talker) == "wrapping_up")
    }

    @Test("C6.3 没有通话就没有保持、按键、告知和挂断 · without a call there is nothing to hold or to end")
    func withoutCall() {
        for path in ["/seat/call/hold", "/seat/call/digits", "/seat/call/notice"] {
            let reply = house.ask(.post, path, as: .agent, body(.agent, #""digits":"1""#))
            #expect(reply.status == 409, "\(path)")
        }
        let end = house.ask(.post, "/seat/call/end", as: .previewer, body(.previewer))
        #expect(end.value("code") == "seat.wrong_state" && seeded.line.hungUp.isEmpty)
    }

    @Test("C6.3 结果须完整，线路认定的不能由人录入，只记一次 · a result is complete, a person's, and recorded once")
    func result() {
        let save = { (fields: String) in
            house.ask(.post, "/seat/outcome", as: .recorder, body(.recorder, fields))
        }
        #expect(save(#""outcome":"line_failed""#).value("field") == "outcome")
        #expect(save(#""outcome":"not_interested""#).value("field") == "reason")
        let whole = #""outcome":"not_interested","reason":"no_need""#
        #expect(save(whole).value("state") == "ready")
        #expect(save(whole).status == 409)
    }

    @Test("C6.3 更正须说明原因，两个版本都在 · a correction says why, and both versions stay")
    func correction() {
        let correct = { (person: Person, reason: String) in
            house.ask(
                .post,
                "/calls/\(seeded.call)/correction",
                as: person,
                #"{"outcome":"no_answer","correction_reason":"\#(reason)","version":0}"#,
            )
        }
        #expect(correct(.agent, "").status == 422)
        #expect(correct(.colleague, "听录音").status == 404)
        #expect(correct(.agent, "听录音后更正").status == 200)
        #expect(correct(.supervisor, "再次更正").value("code") == "changed_meanwhile")
        let page = house.ask(.get, "/calls/\(seeded.call)", as: .supervisor, json: false).text
        for words in ["有意向", "无人接听", "听录音后更正"] { #expect(page.contains(words)) }
    }

    @Test("软电话按坐席各自的状态 · each agent sees their own softphone")
    func softphone() {
        let stage = { house.ask(.get, "/seat/softphone", as: $0).value("stage") }
        #expect(stage(.agent) == "ready" && stage(.talker) == "calling")
        let offer = house.ask(
            .post,
            "/seat/softphone",
            as: .agent,
            body(.agent, #""offer":"v=0""#),
        )
        #expect(offer.status == 200)
        #expect(house.ask(.post, "/seat/softphone", as: .agent, body(.agent)).status == 422)
    }

    @Test("C4.4 工作台页面本身没有客户 · the workbench's page holds no customer: the seat brings one")
    func workbench() {
        let page = house.ask(.get, "/workbench", as: .previewer, json: false).text
        #expect(page.contains("id=\"bench\"") && !page.contains("154****"))
        #expect(house.ask(.get, "/seat", as: .previewer).text.contains("154****"))
    }
}
