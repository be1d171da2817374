import Kernel
import Telephony
import Testing

@testable import Janus

@Suite struct JanusExchangeTests {
    @Test("C2.2 先备好软电话再拨号 · a softphone is ready before a call is dialled")
    func readyFirst() throws {
        var desk = ExchangeDesk()
        #expect(desk.stage == .down)
        #expect(desk.exchange.refusal(for: ID(7)) == .noTrunk)
        desk.put(.nodeUp(0))
        #expect(desk.stage == .absent)
        #expect(desk.exchange.refusal(for: ID(7)) == .noSoftphone)
        desk.put(.offer(ID(7), "v=0"))
        #expect(desk.stage == .connecting)
        desk.put(.attached(ID(7), desk.key))
        try desk.sip("registered")
        #expect(desk.stage == .ready)
        #expect(desk.exchange.refusal(for: ID(7)) == nil)
        try desk.dial()
        #expect(desk.offers.last == "v=0\r\n")
        guard case .call(let uri, let callID, _, _) = desk.sent.last else {
            Issue.record("no INVITE: \(desk.sent)")
            return
        }
        #expect(uri == "sip:13800001111@10.0.0.9:5060")
        #expect(callID == "hh-1-t")
        #expect(desk.sent.last?.body.secret == nil)
        #expect(desk.sent.last?.body.srtp == nil)
        #expect(desk.exchange.refusal(for: ID(7)) == .noSoftphone)
    }

    @Test("C6.3 振铃、应答、录音、客户挂机 · rings, answered, recorded, the customer hangs up")
    func wholeCall() throws {
        var desk = ExchangeDesk()
        try desk.talk()
        #expect(desk.sent.last == .record(file: "/spool/1"))
        #expect(desk.exchange.state(of: ID(7)).stage == .calling)
        try desk.sip(
            "hangup",
            #", "code": 200, "reason": "Session Terminated", "reason_header_protocol": "Q.850", "#
                + #""reason_header_cause": "16""#
        )
        #expect(
            desk.kinds() == [.proceeding, .ringing, .answered, .ended(.normal, by: .customer)]
        )
        #expect(desk.events.last?.signal?.q850 == 16)
        #expect(desk.detached == [desk.key])
        #expect(desk.stage == .absent)
        #expect(!desk.exchange.needsTicks)
    }

    @Test("C4.4 号码不进入浏览器 · the answer that a browser gets has no number")
    func noNumberInTheAnswer() throws {
        var desk = ExchangeDesk()
        try desk.talk()
        let answer = try #require(desk.exchange.state(of: ID(7)).answer)
        #expect(!answer.contains("138"))
        #expect(answer.hasPrefix("v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nm=audio"))
    }

    @Test(
        "C6.3 未接通的原因 · why nobody answered",
        arguments: [
            (486, nil, EndCause.busy, Party.customer), (603, nil, .rejected, .customer),
            (404, nil, .invalidNumber, .network), (480, 20, .poweredOff, .network),
            (480, nil, .outOfService, .network), (408, nil, .noAnswer, .network),
            (503, nil, .networkFailure, .network),
        ]
    )
    func unanswered(_ status: Int, _ q850: Int?, _ cause: EndCause, _ party: Party) throws {
        var desk = ExchangeDesk()
        try desk.ready()
        try desk.dial()
        try desk.sip("hangup", #", "code": \#(status), "reason": "x""#)
        #expect(desk.kinds().isEmpty)
        if let q850 {
            try desk.record(
                #"{"event": "sip-in", "sip": "SIP/2.0 480 x\r\nReason: Q.850;cause=\#(q850)\r\n\r\n"}"#
            )
        } else {
            desk.pass(.milliseconds(500))
        }
        #expect(desk.kinds() == [.ended(cause, by: party)])
        #expect(desk.events.last?.signal == .init(status: status, q850: q850, reason: "x"))
    }

    @Test("无事件流时不等原因 · without a record the end does not wait")
    func noRecord() throws {
        var desk = ExchangeDesk(hasRecord: false)
        try desk.ready()
        try desk.dial()
        try desk.sip("hangup", #", "code": 486, "reason": "Busy Here""#)
        #expect(desk.kinds() == [.ended(.busy, by: .customer)])
    }

    @Test("C6.3 坐席挂机与取消 · the agent hangs up, or cancels")
    func agentHangsUp() throws {
        var desk = ExchangeDesk()
        try desk.talk()
        desk.put(.hangUp(ID(1), .agent))
        #expect(desk.sent.last == .hangUp)
        try desk.sip("hangup", #", "code": 200, "reason": "to BYE""#)
        desk.pass(JanusExchange.causeAwaited)
        #expect(desk.kinds().last == .ended(.normal, by: .agent))

        var early = ExchangeDesk()
        try early.ready()
        try early.dial()
        early.put(.hangUp(ID(1), .agent))
        try early.sip("hangup", #", "code": 487, "reason": "Request Terminated""#)
        #expect(early.kinds() == [.ended(.cancelled, by: .agent)])
    }

    @Test("网络不确认取消时三秒释放坐席 · a PBX that ignores CANCEL keeps no seat")
    func ignoredCancel() throws {
        var desk = ExchangeDesk()
        try desk.ready()
        try desk.dial()
        try desk.sip("ringing")
        desk.put(.hangUp(ID(1), .agent))
        desk.pass(.milliseconds(2_900))
        #expect(desk.kinds(.huihu).isEmpty)
        desk.pass(.milliseconds(100))
        #expect(desk.kinds(.huihu) == [.ended(.cancelled, by: .agent)])
        #expect(desk.detached == [desk.key])
    }

    @Test("C6.3 久振不接由系统放弃 · it rings too long: the system gives up")
    func ringsOut() throws {
        var desk = ExchangeDesk()
        try desk.ready()
        try desk.dial()
        try desk.sip("ringing")
        desk.pass(.seconds(45))
        #expect(desk.sent.last == .hangUp)
        try desk.sip("hangup", #", "code": 487, "reason": "Request Terminated""#)
        #expect(desk.kinds().last == .ended(.noAnswer, by: .system))
    }

    @Test("浏览器没有声音时挂断 · a browser that fell silent ends the call")
    func browserGone() throws {
        var desk = ExchangeDesk()
        try desk.talk()
        try desk.hear(#"{"janus": "media", "sender": 11, "type": "audio", "receiving": false}"#)
        #expect(!desk.exchange.state(of: ID(7)).isHeard)
        desk.pass(.seconds(5))
        #expect(desk.sent.last != .hangUp)
        try desk.hear(#"{"janus": "media", "sender": 11, "type": "audio", "receiving": true}"#)
        desk.pass(.seconds(5))
        #expect(desk.sent.last != .hangUp)
        try desk.hear(#"{"janus": "media", "sender": 11, "type": "audio", "receiving": false}"#)
        desk.pass(.seconds(6))
        #expect(desk.sent.last == .hangUp)
        try desk.sip("hangup", #", "code": 200, "reason": "to BYE""#)
        desk.pass(JanusExchange.causeAwaited)
        #expect(desk.kinds().last == .ended(.pageGone, by: .system))
    }

    @Test("节点失联：通话如实结束，坐席转到另一节点 · a lost node's calls end, its seats move")
    func nodeLost() throws {
        var desk = ExchangeDesk(nodes: 2)
        desk.put(.nodeUp(1))
        try desk.ready()
        // Node 0 was chosen by number; both have no softphone.
        #expect(desk.attaching.map(\.node) == [0])
        try desk.dial()
        desk.put(.nodeDown(0))
        #expect(desk.kinds(.huihu) == [.ended(.networkFailure, by: .system)])
        #expect(desk.stage == .absent)
        #expect(desk.exchange.carrying.isEmpty)
        desk.put(.offer(ID(7), "v=0"))
        #expect(desk.attaching.map(\.node) == [0, 1])
        desk.put(.nodeDown(1))
        desk.put(.offer(ID(7), "v=0"))
        #expect(desk.stage == .down)
        desk.put(.nodeUp(0))
        #expect(desk.attaching.map(\.node) == [0, 1, 0])
    }

    @Test("坐席分布到各节点 · softphones are spread over the nodes")
    func spread() {
        var desk = ExchangeDesk(nodes: 3)
        for node in 0..<3 { desk.put(.nodeUp(node)) }
        for phone in 1...6 { desk.put(.offer(ID(Int64(phone)), "v=0")) }
        #expect(desk.attaching.map(\.node).sorted() == [0, 0, 1, 1, 2, 2])
    }

    @Test("C4.4 加密中继要求语音加密 · a trunk over TLS asks for encrypted voice")
    func encryptedTrunk() throws {
        let trunk = Trunk(
            host: "10.0.0.9",
            transport: .tls,
            encryption: .required,
            user: "95500",
            secret: "s",
        )
        var desk = ExchangeDesk(trunk: trunk)
        try desk.ready()
        let register = desk.sent.last?.body
        #expect(register?.force_udp == false && register?.force_tcp == false)
        #expect(register?.sips == true)
        #expect(register?.outbound_proxy == "sip:10.0.0.9:5060;transport=tls")
        try desk.dial()
        let call = desk.sent.last?.body
        #expect(call?.uri == "sip:13800001111@10.0.0.9:5060;transport=tls")
        #expect(call?.srtp == "sdes_mandatory")
        #expect(call?.authuser == "95500" && call?.secret == "s")
    }

    @Test("任务的主叫号码先注册再呼叫 · a task's caller id is registered before the call")
    func callerID() throws {
        var desk = ExchangeDesk()
        try desk.ready()
        try desk.dial(callerID: "95533")
        guard case .register(let identity, _) = desk.sent.last else {
            Issue.record("not registered: \(desk.sent)")
            return
        }
        #expect(identity == "sip:95533@10.0.0.9:5060")
        try desk.sip("registered")
        guard case .call(_, _, let caller, _) = desk.sent.last else {
            Issue.record("not called: \(desk.sent)")
            return
        }
        #expect(caller == identity)
    }

    @Test("并发上限与每秒呼叫数 · the trunk's ceiling and pace")
    func ceilingAndPace() throws {
        let trunk = Trunk(host: "h", user: "u", concurrentCalls: 2, callsPerSecond: 2)
        var desk = ExchangeDesk(trunk: trunk)
        desk.put(.nodeUp(0))
        for phone in Int64(1)...3 {
            let key = HandleKey(node: 0, handle: 100 + phone)
            desk.put(.offer(ID(phone), "v=0"))
            desk.put(.attached(ID(phone), key))
            try desk.hear(
                #"{"janus": "event", "plugindata": {"data": {"result": {"event": "registered"}}}}"#,
                of: key
            )
        }
        for phone in Int64(1)...2 {
            desk.put(
                .dial(
                    DialRequest(
                        call: ID(phone),
                        from: ID(phone),
                        number: try PhoneNumber("13800001111")
                    )
                )
            )
        }
        let calls = { (desk: ExchangeDesk) in
            desk.sent.count { if case .call = $0 { true } else { false } }
        }
        #expect(calls(desk) == 1)
        #expect(desk.exchange.refusal(for: ID(3)) == .allLinesBusy)
        desk.pass(.milliseconds(499))
        #expect(calls(desk) == 1)
        desk.pass(.milliseconds(1))
        #expect(calls(desk) == 2)
    }

    @Test("保持时静默不算失联 · silence on hold is no loss")
    func hold() throws {
        var desk = ExchangeDesk()
        try desk.talk()
        desk.put(.hold(ID(1), true))
        #expect(desk.sent.last == .hold)
        #expect(desk.exchange.state(of: ID(7)).isHeld)
        try desk.hear(#"{"janus": "media", "sender": 11, "type": "audio", "receiving": false}"#)
        desk.pass(.seconds(20))
        desk.put(.hold(ID(1), false))
        #expect(desk.sent.last == .resume)
        desk.put(.digits(ID(1), "1#"))
        #expect(desk.sent.suffix(2) == [.digit("1"), .digit("#")])
    }

    @Test("排空时不再拨出 · a draining line places nothing")
    func draining() throws {
        var desk = ExchangeDesk()
        try desk.ready()
        desk.exchange.isDraining = true
        #expect(desk.exchange.refusal(for: ID(7)) == .draining)
    }

    @Test("节点拒绝请求时通话如实结束 · a request the node refuses ends the call")
    func refused() throws {
        var desk = ExchangeDesk()
        try desk.ready()
        try desk.dial()
        desk.put(.refused(desk.key, "446 Missing element"))
        #expect(desk.kinds(.huihu) == [.ended(.networkFailure, by: .system)])
        #expect(desk.stage == .absent)
    }
}
