import Kernel
import Telephony
import Testing

@testable import Janus

@Suite struct JanusEvidenceTests {
    @Test("C6.3 两路证据各自留存 · both witnesses are kept, each under its own number")
    func twoWitnesses() throws {
        var desk = ExchangeDesk()
        try desk.talk()
        try desk.record(#"{"event": "proceeding", "call-id": "hh-1-t", "code": 180}"#)
        try desk.record(#"{"event": "accepted", "call-id": "hh-1-t"}"#)
        #expect(desk.kinds(.record) == [.ringing, .answered])
        #expect(Set(desk.events.map(\.sequence)).count == desk.events.count)
        let first = desk.events
        try desk.record(#"{"event": "accepted", "call-id": "hh-1-t"}"#)
        #expect(desk.events.last?.sequence == first.last?.sequence)
    }

    @Test("C6.3 结束后到达的证据不丢 · evidence that comes after the end is kept")
    func lateEvidence() throws {
        var desk = ExchangeDesk()
        try desk.talk()
        desk.put(.hangUp(ID(1), .agent))
        try desk.sip("hangup", #", "code": 200, "reason": "to BYE""#)
        try desk.record(
            #"{"event": "hangup", "call-id": "hh-1-t", "code": 200, "reason": "to BYE"}"#
        )
        #expect(desk.kinds(.record) == [.ended(.normal, by: .agent)])
    }

    @Test("C6.3 重启后补送的证据不丢 · evidence that a node delivers after a restart is kept")
    func evidenceAfterRestart() throws {
        var desk = ExchangeDesk()
        try desk.record(#"{"event": "accepted", "call-id": "hh-1-t"}"#)
        try desk.record(
            #"{"event": "hangup", "call-id": "hh-1-t", "code": 200, "reason": "to BYE"}"#
        )
        #expect(desk.kinds(.record) == [.answered, .ended(.normal, by: .system)])
        #expect(Set(desk.events.map(\.call)) == [ID(1)])
    }

    @Test(
        "C6.3 别处的通话不入证 · a call of another installation is no evidence",
        arguments: ["hh-1-u", "hh-x-t", "hh-1", "1", ""]
    )
    func strangersCall(callID: String) throws {
        var desk = ExchangeDesk()
        try desk.record(#"{"event": "accepted", "call-id": "\(callID)"}"#)
        #expect(desk.events.isEmpty)
    }

    @Test("C6.3 早期媒体 · early media is told apart from ringing")
    func earlyMedia() throws {
        var desk = ExchangeDesk()
        try desk.ready()
        try desk.dial()
        try desk.sip("progress", sdp: #"v=0\r\n"#)
        #expect(desk.kinds() == [.earlyMedia])
        #expect(desk.sent.last == .record(file: "/spool/1"))
        try desk.record(#"{"event": "proceeding", "code": 183}"#)
        #expect(desk.kinds(.record) == [.earlyMedia])
    }

    /// The node's figures of the call's voice, and what is to become of them.
    private static let figures =
        #"{"type": 32, "timestamp": 1, "handle_id": 11, "event": {"media": "audio", "#
        + #""lost": 2, "lost-by-remote": 1, "jitter-local": 4, "jitter-remote": 5, "#
        + #""packets-received": 300, "packets-sent": 299}}"#
    private static let quality = VoiceQuality(
        fromAgent: .init(packets: 300, lost: 2, jitter: 4),
        toAgent: .init(packets: 299, lost: 1, jitter: 5),
    )

    private func tellFigures(_ desk: inout ExchangeDesk) throws {
        for entry in try JanusRecord.list(Array(Self.figures.utf8)) { desk.put(.record(0, entry)) }
    }

    @Test("媒体统计在通话结束时入证 · the voice's figures are evidence once the call is over")
    func quality() throws {
        var desk = ExchangeDesk()
        try desk.talk()
        try tellFigures(&desk)
        #expect(desk.kinds(.record).isEmpty)
        try desk.sip("hangup", #", "code": 200, "reason": "x""#)
        try tellFigures(&desk)
        #expect(desk.kinds(.record) == [.measured(Self.quality)])
        let kind = LineEvent.Kind.measured(Self.quality)
        #expect(LineEvent.Kind(code: kind.code) == kind)
    }

    @Test("C6.3 坐席挂机后、结束未定前到的媒体统计不丢 · figures that come while the end waits are kept")
    func qualityWhileTheEndWaits() throws {
        var desk = ExchangeDesk()
        try desk.talk()
        desk.put(.hangUp(ID(1), .agent))
        try desk.sip("hangup", #", "code": 200, "reason": "to BYE""#)
        #expect(!desk.kinds().contains { if case .ended = $0 { true } else { false } })
        try tellFigures(&desk)
        #expect(desk.kinds(.record) == [.measured(Self.quality)])
        desk.pass(JanusExchange.causeAwaited)
        #expect(desk.kinds().last == .ended(.normal, by: .agent))
    }

    @Test(
        "C6.3 信令未报结束前到的媒体统计不丢 · figures that overtake the signalling's end are kept",
        arguments: [true, false]
    )
    func qualityBeforeTheEnd(isOurs: Bool) throws {
        var desk = ExchangeDesk()
        try desk.talk()
        if isOurs {
            desk.put(.hangUp(ID(1), .agent))
        } else {
            try desk.record(#"{"event": "sip-in", "sip": "BYE sip:x SIP/2.0\r\n\r\n"}"#)
        }
        try tellFigures(&desk)
        #expect(desk.kinds(.record) == [.measured(Self.quality)])
        try desk.sip("hangup", #", "code": 200, "reason": "\#(isOurs ? "to BYE" : "x")""#)
        desk.pass(JanusExchange.causeAwaited)
        #expect(desk.kinds().last == .ended(.normal, by: isOurs ? .agent : .customer))
    }

    @Test("不认识的记录被略过 · records of other kinds are left out")
    func strangeRecords() throws {
        let json = #"[{"type": 256, "event": "x"}, {"type": 64, "timestamp": 1, "event": {}}, 7]"#
        #expect(try JanusRecord.list(Array(json.utf8)).count == 1)
        #expect(throws: DecodingError.self) { try JanusRecord.list(Array("nonsense".utf8)) }
    }

    @Test("Q.850 原因取自原始信令 · the Q.850 cause is read from the wire")
    func q850() {
        #expect(
            SIPMessage.q850("SIP/2.0 480 x\r\nreason: Q.850 ;cause=18;text=\"x\"\r\n\r\n") == 18
        )
        #expect(SIPMessage.q850("SIP/2.0 480 x\r\nReason: SIP;cause=200\r\n\r\n") == nil)
    }

    @Test("配置有误时说清哪里 · settings that cannot be used say where")
    func settings() throws {
        let refusal = { (json: String) -> String in
            do {
                _ = try JanusSettings(json: Array(json.utf8))
                return ""
            } catch {
                return "\(error)"
            }
        }
        #expect(refusal("{").contains("JSON"))
        #expect(refusal(#"{"nodes": []}"#).contains("trunk"))
        let trunk = #""trunk": {"host": "h", "user": "95500"}, "recordings": "/r""#
        #expect(refusal(#"{"nodes": [], \#(trunk)}"#).contains("nodes"))
        #expect(refusal(#"{"nodes": [{"url": "u", "secret": 5}], \#(trunk)}"#).contains("secret"))
        #expect(refusal(#"{"nodes": [{"url": "u", "secret": "s"}], \#(trunk)}"#).isEmpty)
        #expect(Trunk(host: "127.0.0.1", user: "u").isLocal)
        #expect(!Trunk(host: "10.0.0.1", user: "u").isLocal)
    }

    @Test(
        "C6.3 谁挂机以线路所见为准 · who hung up is what the line says, in whatever order it comes",
        arguments: [
            // Whether the agent hung up, what the signalling said, the BYEs on the wire.
            (true, "to BYE", ["out"], Party.agent),
            (true, "to BYE", [], .agent),
            (true, "to BYE", ["out", "in"], .unknown),
            (true, "to BYE", ["in", "out"], .unknown),
            (true, "Session Terminated", ["in"], .customer),
            (true, "Session Terminated", ["in", "out"], .unknown),
            (true, "Session Terminated", [], .unknown),
            (false, "Session Terminated", [], .customer),
            (false, "Session Terminated", ["in"], .customer),
            (false, "to BYE", ["out"], .system),
        ] as [(Bool, String, [String], Party)],
        [true, false]
    )
    func whoHungUp(_ row: (Bool, String, [String], Party), isRecordFirst: Bool) throws {
        let (hasAgent, reason, byes, party) = row
        var desk = ExchangeDesk()
        try desk.talk()
        if hasAgent { desk.put(.hangUp(ID(1), .agent)) }
        let tell = { (desk: inout ExchangeDesk) in
            for way in byes {
                try desk.record(
                    #"{"event": "sip-\#(way)", "sip": "BYE sip:x SIP/2.0\r\nCSeq: 2 BYE\r\n\r\n"}"#
                )
            }
        }
        if isRecordFirst { try tell(&desk) }
        try desk.sip("hangup", #", "code": 200, "reason": "\#(reason)""#)
        if !isRecordFirst { try tell(&desk) }
        desk.pass(JanusExchange.causeAwaited)
        // A node that hangs up by itself has lost the browser's side.
        let cause: EndCause = party == .system ? .pageGone : .normal
        #expect(desk.kinds().last == .ended(cause, by: party))
        #expect(desk.kinds().count { if case .ended = $0 { true } else { false } } == 1)
    }

    @Test("C6.3 应答后线路中断，不算客户挂机 · an answered call that the network drops is nobody's doing")
    func dropped() throws {
        var desk = ExchangeDesk()
        try desk.talk()
        try desk.sip("hangup", #", "code": 408, "reason": "Request Timeout""#)
        #expect(desk.kinds().last == .ended(.normal, by: .unknown))
    }
}
