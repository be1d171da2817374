import FoundationEssentials
import Kernel
import Telephony
import Testing

@testable import Janus

/// An exchange with what came out of it, its time moved by the test.
struct ExchangeDesk {
    var exchange: JanusExchange
    var now = Moment(milliseconds: 1_000_000)
    var sent: [JanusRequest] = []
    var offers: [String?] = []
    var events: [LineEvent] = []
    var detached: [HandleKey] = []
    var attaching: [(phone: SoftphoneID, node: Int)] = []
    let key = HandleKey(node: 0, handle: 11)

    init(
        trunk: Trunk = Trunk(host: "10.0.0.9", user: "95500"),
        nodes: Int = 1,
        hasRecord: Bool = true
    ) {
        exchange = JanusExchange(
            trunk: trunk,
            nodes: nodes,
            hasRecord: hasRecord,
            spoolFolder: "/spool",
            token: "t",
        )
    }

    mutating func put(_ input: ExchangeInput) {
        for effect in exchange.handle(input, at: now) {
            switch effect {
            case .attach(let phone, let node): attaching.append((phone, node))
            case .detach(let key): detached.append(key)
            case .send(_, let request, let offer):
                sent.append(request)
                offers.append(offer)
            case .event(let event): events.append(event)
            case .changed, .keep: break
            }
        }
    }

    mutating func pass(_ duration: Duration) {
        now = now + duration
        put(.tick)
    }

    /// What a node says of the handle, as it stands on the wire.
    mutating func hear(_ json: String, of key: HandleKey? = nil) throws {
        let message = try #require(try JanusMessage.list(Array(json.utf8)).first)
        put(.message(key ?? self.key, message))
    }

    /// An event of the SIP plugin.
    mutating func sip(_ event: String, _ more: String = "", sdp: String? = nil) throws {
        let jsep = sdp.map { #", "jsep": {"type": "answer", "sdp": "\#($0)"}"# } ?? ""
        try hear(
            #"{"janus": "event", "sender": 11, "plugindata": {"plugin": "janus.plugin.sip", "data": "#
                + #"{"sip": "event", "result": {"event": "\#(event)"\#(more)}}}\#(jsep)}"#
        )
    }

    /// An entry of the node's record.
    mutating func record(_ data: String) throws {
        let at = now.milliseconds * 1_000
        let json =
            #"[{"emitter": "n", "type": 64, "timestamp": \#(at), "session_id": 1, "handle_id": 11, "#
            + #""event": {"plugin": "janus.plugin.sip", "data": \#(data)}}]"#
        for entry in try JanusRecord.list(Array(json.utf8)) { put(.record(0, entry)) }
    }

    /// A softphone that is ready on the first node.
    mutating func ready() throws {
        put(.nodeUp(0))
        put(.offer(ID(7), "v=0"))
        put(.attached(ID(7), key))
        try sip("registered")
    }

    mutating func dial(_ call: Int64 = 1, callerID: String? = nil) throws {
        put(
            .dial(
                DialRequest(
                    call: ID(call),
                    from: ID(7),
                    number: try PhoneNumber("13800001111"),
                    callerID: callerID,
                )
            )
        )
    }

    /// A call that both sides talk in.
    mutating func talk() throws {
        try ready()
        try dial()
        try sip("calling")
        try sip("ringing")
        try sip(
            "accepted",
            sdp: #"v=0\r\no=13800001111 1 1 IN IP4 1.2.3.4\r\ns=x\r\nm=audio 9 RTP/AVP 8\r\n"#
        )
    }

    /// The kinds of what was seen, by one source.
    func kinds(_ source: LineEvent.Source = .signalling) -> [LineEvent.Kind] {
        events.filter { $0.source == source }.map(\.kind)
    }

    var stage: SoftphoneState.Stage { exchange.state(of: ID(7)).stage }
}
