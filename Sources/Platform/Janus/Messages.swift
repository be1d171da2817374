internal import Kernel

/// What a node says on its API: the answer to a request, or something that happened.
struct JanusMessage: Decodable, Sendable {
    struct Created: Decodable, Sendable { let id: Int64 }
    struct Failure: Decodable, Sendable {
        let code: Int
        let reason: String
    }
    struct Description: Decodable, Sendable { let sdp: String }
    struct Plugin: Decodable, Sendable { let data: Content }
    struct Content: Decodable, Sendable {
        let result: Result?
        let error: String?
    }
    struct Result: Decodable, Sendable {
        let event: String
        let code: Int?
        let reason: String?
        let reason_header_protocol: String?
        let reason_header_cause: String?
    }

    let janus: String
    let sender: Int64?
    let data: Created?
    let error: Failure?
    let plugindata: Plugin?
    let jsep: Description?
    /// Of `media`: whether the browser's voice comes in.
    let receiving: Bool?

    /// The most bytes of one answer or delivery of a node.
    static let most = 8 << 20

    /// One message or a list of them.
    static func list(_ bytes: [UInt8]) throws -> [JanusMessage] {
        bytes.first == 0x5B
            ? try BoundedJSON.decode([JanusMessage].self, from: bytes, most: most)
            : [try BoundedJSON.decode(JanusMessage.self, from: bytes, most: most)]
    }
}

/// What a node records of what happened, as its event handler delivers it.
struct JanusRecord: Decodable, Sendable {
    struct Content: Decodable, Sendable {
        let data: Plugin?
        /// Of the media statistics: packets and jitter of the browser's leg.
        let media: String?
        let received: Int?
        let sent: Int?
        let lost: Int?
        let lostByRemote: Int?
        let jitter: Int?
        let jitterOfRemote: Int?

        private enum CodingKeys: String, CodingKey {
            case data, media, lost
            case received = "packets-received"
            case sent = "packets-sent"
            case lostByRemote = "lost-by-remote"
            case jitter = "jitter-local"
            case jitterOfRemote = "jitter-remote"
        }
    }
    struct Plugin: Decodable, Sendable {
        let event: String
        let callID: String?
        let code: Int?
        let reason: String?
        let cause: String?
        /// The raw SIP message of `sip-in` and `sip-out`.
        let sip: String?

        private enum CodingKeys: String, CodingKey {
            case event, code, reason, sip
            case callID = "call-id"
            case cause = "reason_header_cause"
        }
    }

    let type: Int
    /// Microseconds since 1970, by the node's clock.
    let timestamp: Int64
    let handle_id: Int64?
    let event: Content?

    /// The records of one delivery, one or a list; those of other kinds than this program reads are
    /// left out. Throws for what is not JSON.
    static func list(_ bytes: [UInt8]) throws -> [JanusRecord] {
        bytes.first == 0x5B
            ? try BoundedJSON.decode([Lenient].self, from: bytes, most: JanusMessage.most)
                .compactMap(\.record)
            : [try BoundedJSON.decode(Lenient.self, from: bytes, most: JanusMessage.most)]
                .compactMap(\.record)
    }

    private struct Lenient: Decodable {
        let record: JanusRecord?

        init(from decoder: any Decoder) {
            do {
                record = try JanusRecord(from: decoder)
            } catch {
                record = nil
            }
        }
    }
}

/// What is asked of a handle.
enum JanusRequest: Sendable, Hashable {
    case register(identity: String, trunk: Trunk)
    case call(uri: String, callID: String, callerID: String, trunk: Trunk)
    case record(file: String)
    /// How the call stands. The recording is told to go on as it does: a node confirms that of a call
    /// that goes on, and of none other.
    case ask
    case hangUp
    case hold
    case resume
    case digit(String)

    /// The body of the plugin's message.
    var body: Body {
        var body = Body()
        switch self {
        case .register(let identity, let trunk):
            body.request = "register"
            body.type = "guest"
            body.username = identity
            // A handle speaks what it listens for, and no other.
            body.force_udp = trunk.transport == .udp
            body.force_tcp = trunk.transport == .tcp
            // Without it the request never leaves: the address alone opens no TLS connection.
            body.outbound_proxy = trunk.transport == .tls ? trunk.proxy : nil
            body.sips = trunk.transport == .tls
        case .call(let uri, let callID, let callerID, let trunk):
            body.request = "call"
            body.uri = uri
            body.call_id = callID
            body.authuser = trunk.secret == nil ? nil : trunk.user
            body.secret = trunk.secret
            switch trunk.encryption {
            case .none: break
            case .optional: body.srtp = "sdes_optional"
            case .required: body.srtp = "sdes_mandatory"
            }
            body.headers = ["P-Preferred-Identity": "<\(callerID)>"]
        case .record(let file):
            body.request = "recording"
            body.action = "start"
            body.audio = true
            body.peer_audio = true
            body.filename = file
        case .ask:
            body.request = "recording"
            body.action = "resume"
            body.audio = true
            body.peer_audio = true
        case .hangUp: body.request = "hangup"
        case .hold:
            body.request = "hold"
            // The default would let the agent be heard still.
            body.direction = "inactive"
        case .resume: body.request = "unhold"
        case .digit(let digit):
            body.request = "dtmf_info"
            body.digit = digit
        }
        return body
    }

    /// The fields of every request; those that a request has not are left out.
    struct Body: Encodable {
        var request = ""
        var type: String?
        var username: String?
        var force_udp: Bool?
        var force_tcp: Bool?
        var sips: Bool?
        var outbound_proxy: String?
        var uri: String?
        var call_id: String?
        var authuser: String?
        var secret: String?
        var srtp: String?
        var headers: [String: String]?
        var action: String?
        var audio: Bool?
        var peer_audio: Bool?
        var filename: String?
        var direction: String?
        var digit: String?
    }
}
