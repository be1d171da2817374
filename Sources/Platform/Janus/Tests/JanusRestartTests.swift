import FoundationEssentials
import Glibc
import Kernel
import Telephony
import TestSupport
import Testing

@testable import Janus

/// A restart of the program in the middle of a call: what the node tells afterwards.
@Suite struct JanusRestartTests {
    /// What the run after this one knows, as it stands on the disk. Throws when nothing was kept.
    private func restarted(_ before: ExchangeDesk, hasRecord: Bool = true) throws -> ExchangeDesk {
        var after = ExchangeDesk(trunk: before.exchange.trunk, hasRecord: hasRecord)
        after.now = before.now + .seconds(5)
        let (key, call) = try #require(before.exchange.kept(ID(7)))
        let json = try JSONEncoder().encode(try #require(call))
        after.put(.nodeUp(0))
        after.put(
            .takenUp(
                ID(7),
                key,
                try BoundedJSON.decode(KeptCall.self, from: Array(json), most: 4_096)
            )
        )
        return after
    }

    private func talking(hasRecord: Bool = true) throws -> ExchangeDesk {
        var desk = ExchangeDesk(hasRecord: hasRecord)
        try desk.talk()
        return try restarted(desk, hasRecord: hasRecord)
    }

    private static let over =
        #"{"janus": "event", "sender": 11, "plugindata": {"plugin": "#
        + #""janus.plugin.sip", "data": {"sip": "event", "error": "Wrong state"}}}"#

    private func ends(_ desk: ExchangeDesk) -> [LineEvent.Kind] {
        desk.events.map(\.kind).filter { if case .ended = $0 { true } else { false } }
    }

    @Test("C6.3 重启后通话继续，由坐席挂机 · a call goes on over a restart, and the agent ends it")
    func goesOn() throws {
        var desk = try talking()
        #expect(desk.exchange.state(of: ID(7)).call == ID(1))
        #expect(desk.sent == [.ask])
        // That it was answered keeps its number.
        #expect(desk.events.map(\.sequence) == [4])
        #expect(desk.events.map(\.at) == [Moment(milliseconds: 1_000_000)])
        try desk.sip("recordingupdated")
        desk.pass(.seconds(60))
        #expect(desk.sent == [.ask])
        desk.put(.hold(ID(1), true))
        desk.put(.digits(ID(1), "5"))
        desk.put(.hangUp(ID(1), .agent))
        #expect(desk.sent == [.ask, .hold, .digit("5"), .hangUp])
        try desk.sip("hangup", #", "code": 200, "reason": "to BYE""#)
        desk.pass(JanusExchange.causeAwaited)
        #expect(ends(desk) == [.ended(.normal, by: .agent)])
        #expect(desk.detached == [desk.key])
        #expect(desk.exchange.kept(ID(7)) == nil)
    }

    @Test("C4.4 留存的内容没有号码 · what is kept of a call has no number and no description")
    func noNumber() throws {
        var desk = ExchangeDesk()
        try desk.ready()
        try desk.dial()
        let kept = try #require(desk.exchange.kept(ID(7))?.call)
        let json = String(decoding: try JSONEncoder().encode(kept), as: UTF8.self)
        #expect(!json.contains("138"))
        #expect(!json.contains("v=0"))
    }

    @Test("C5.1 未发出的呼叫不留存 · a call that was not sent is not taken up")
    func unsent() throws {
        var desk = ExchangeDesk()
        try desk.ready()
        try desk.dial(callerID: "95533")
        let (key, call) = try #require(desk.exchange.kept(ID(7)))
        #expect(key == desk.key)
        #expect(call == nil)
    }

    @Test("C5.1 继续的通话占用中继 · a call that goes on counts to the trunk's ceiling")
    func ceiling() throws {
        var before = ExchangeDesk(trunk: Trunk(host: "h", user: "u", concurrentCalls: 1))
        try before.talk()
        var desk = try restarted(before)
        let other = HandleKey(node: 0, handle: 12)
        desk.put(.offer(ID(8), "v=0"))
        desk.put(.attached(ID(8), other))
        try desk.hear(
            #"{"janus": "event", "plugindata": {"data": {"result": {"event": "registered"}}}}"#,
            of: other
        )
        #expect(desk.exchange.refusal(for: ID(8)) == .allLinesBusy)
    }

    @Test("问到回答为止 · the node is asked until it answers: the first answer may be lost")
    func askedAgain() throws {
        var desk = try talking()
        desk.pass(.milliseconds(900))
        #expect(desk.sent == [.ask])
        desk.pass(.milliseconds(100))
        #expect(desk.sent == [.ask, .ask])
        try desk.sip("recordingupdated")
        desk.pass(.seconds(3))
        #expect(desk.sent == [.ask, .ask])
    }

    @Test(
        "C6.3 停机期间客户挂机：时间与原因以事件流为准 · an end that came meanwhile is what the record says",
        arguments: [true, false],
        [true, false]
    )
    func endedMeanwhile(isTold: Bool, isRecordFirst: Bool) throws {
        var desk = try talking()
        let then = desk.now - .seconds(3)
        let record = { (desk: inout ExchangeDesk) in
            let now = desk.now
            desk.now = then
            try desk.record(
                #"{"event": "hangup", "call-id": "hh-1-t", "code": 200, "reason": "Session Terminated"}"#
            )
            desk.now = now
        }
        if isRecordFirst { try record(&desk) }
        if isTold {
            try desk.sip("hangup", #", "code": 200, "reason": "Session Terminated""#)
        } else {
            // The news of it went to the former run.
            try desk.hear(Self.over)
        }
        #expect(desk.exchange.carrying.isEmpty == isRecordFirst)
        if !isRecordFirst {
            desk.pass(.seconds(5))
            #expect(ends(desk).isEmpty)
            try record(&desk)
        }
        #expect(desk.exchange.carrying.isEmpty)
        #expect(ends(desk).allSatisfy { $0 == .ended(.normal, by: .customer) })
        #expect(ends(desk).count == (isTold ? 2 : 1))
        let end = try #require(desk.events.first { $0.kind == .ended(.normal, by: .customer) })
        #expect(end.at == then && end.source == .record)
    }

    @Test("C6.3 无人得知如何结束的，记为丢失 · an end of which nobody tells is a lost call")
    func endedUnseen() throws {
        var desk = try talking()
        try desk.hear(Self.over)
        desk.pass(.milliseconds(14_900))
        #expect(ends(desk).isEmpty)
        desk.pass(.milliseconds(100))
        #expect(ends(desk) == [.ended(.lost, by: .system)])

        // Who wants to go on does not wait for the record.
        var impatient = try talking()
        impatient.put(.refused(impatient.key, "459 No such handle"))
        impatient.put(.hangUp(ID(1), .agent))
        #expect(ends(impatient) == [.ended(.lost, by: .system)])

        var alone = try talking(hasRecord: false)
        try alone.hear(Self.over)
        #expect(ends(alone) == [.ended(.lost, by: .system)])
    }

    private func ringing() throws -> ExchangeDesk {
        var desk = ExchangeDesk()
        try desk.ready()
        try desk.dial()
        try desk.sip("ringing")
        return try restarted(desk)
    }

    @Test("C6.3 振铃中重启：应答后照常通话并录音 · a call that rang is answered and recorded")
    func answeredAfterwards() throws {
        var desk = try ringing()
        try desk.sip("recordingupdated")
        try desk.sip("accepted", sdp: #"v=0\r\n"#)
        #expect(desk.exchange.state(of: ID(7)).answer?.isEmpty == false)
        #expect(desk.sent == [.ask, .record(file: "/spool/1")])
        #expect(desk.kinds() == [.answered])

        // The recording that goes on is not begun anew over another restart.
        var again = try restarted(desk)
        try again.sip("accepted", sdp: #"v=0\r\n"#)
        #expect(again.sent == [.ask])
    }

    @Test("振铃超时在确认后才算 · the ring's time runs out only once the node has said that it rings")
    func ringsOut() throws {
        var desk = try ringing()
        desk.pass(.seconds(50))
        #expect(!desk.sent.contains(.hangUp))
        try desk.sip("recordingupdated")
        desk.pass(.milliseconds(100))
        #expect(desk.sent.last == .hangUp)
    }

    @Test("C6.3 应答的消息随旧进程丢失：无声的通话挂断 · an answer that nobody heard leaves no silent call")
    func answerLost() throws {
        var desk = try ringing()
        try desk.sip("recordingupdated")
        try desk.record(#"{"event": "accepted", "call-id": "hh-1-t"}"#)
        desk.pass(.milliseconds(2_900))
        #expect(!desk.sent.contains(.hangUp))
        desk.pass(.milliseconds(100))
        #expect(desk.sent.last == .hangUp)
        try desk.sip("hangup", #", "code": 200, "reason": "to BYE""#)
        desk.pass(JanusExchange.causeAwaited)
        #expect(ends(desk) == [.ended(.lost, by: .system)])
    }

    @Test("挂机途中重启：再挂一次 · a hang-up that was under way is asked for again")
    func endingMeanwhile() throws {
        var before = ExchangeDesk()
        try before.talk()
        before.put(.hangUp(ID(1), .agent))
        var desk = try restarted(before)
        #expect(desk.sent == [.ask, .hangUp])
        desk.pass(JanusExchange.hangUpAllowed)
        #expect(ends(desk) == [.ended(.normal, by: .agent)])
    }

    @Test("C6.3 停机期间失声的浏览器 · a browser that was silent before is silent still")
    func silentBefore() throws {
        var before = ExchangeDesk()
        try before.talk()
        try before.hear(#"{"janus": "media", "sender": 11, "type": "audio", "receiving": false}"#)
        var desk = try restarted(before)
        try desk.sip("recordingupdated")
        #expect(!desk.exchange.state(of: ID(7)).isHeard)
        desk.pass(JanusExchange.silenceAllowed)
        #expect(desk.sent.last == .hangUp)
    }

    @Test("C4.4 留存的文件只有自己可读 · what is kept can be read by the program's own user alone")
    func folder() throws {
        let temporary = try TemporaryFolder()
        let path = "\(temporary.path)/handles"
        let handles = HandleFolder(path) { Issue.record("\($0)") }
        let kept = KeptHandle(node: "http://n", session: 5, handle: 11, call: nil)
        #expect(handles.set(ID(7), kept))
        #expect(HandleFolder(path) { Issue.record("\($0)") }.all() == [ID(7): kept])
        var status = stat()
        #expect(stat("\(path)/7.json", &status) == 0 && status.st_mode & 0o777 == 0o600)
        #expect(handles.set(ID(7), nil))
        #expect(handles.set(ID(7), nil))
        #expect(handles.all().isEmpty)
        // A disk that does not take it says so, and what stood there stands.
        #expect(handles.set(ID(7), kept))
        try FileManager.default.createDirectory(
            atPath: "\(path)/7.json.new",
            withIntermediateDirectories: false
        )
        let other = KeptHandle(node: "http://n", session: 5, handle: 12, call: nil)
        #expect(!handles.set(ID(7), other))
        #expect(handles.all() == [ID(7): kept])
    }
}
