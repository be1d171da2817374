internal import Kernel

/// The bank's SIP trunk.
package struct Trunk: Sendable, Hashable, Decodable {
    /// How SIP is carried.
    package enum Transport: String, Sendable, Hashable, Decodable {
        case udp, tcp, tls
    }

    /// Whether the voice towards the trunk is encrypted (SRTP, its keys in the description).
    package enum Encryption: String, Sendable, Hashable, Decodable {
        /// Where the other side agrees.
        case optional
        /// Or the call fails.
        case required
    }

    /// The host name or address of the PBX or SBC.
    package let host: String
    /// Its port.
    package let port: Int
    /// How SIP is carried.
    package let transport: Transport
    /// Whether the voice is encrypted; nil for never.
    package let encryption: Encryption?
    /// The user under which calls are placed; also the caller shown where a task names none.
    package let user: String
    /// The secret, where the trunk asks for one.
    package let secret: String?
    /// The most calls at once.
    package let concurrentCalls: Int
    /// The most calls that begin within a second.
    package let callsPerSecond: Int

    private enum CodingKeys: String, CodingKey {
        case host, port, transport, user, secret
        case encryption = "srtp"
        case concurrentCalls = "concurrent_calls"
        case callsPerSecond = "calls_per_second"
    }

    /// A trunk.
    package init(
        host: String,
        port: Int = 5_060,
        transport: Transport = .udp,
        encryption: Encryption? = nil,
        user: String,
        secret: String? = nil,
        concurrentCalls: Int = 30,
        callsPerSecond: Int = 5,
    ) {
        self.host = host
        self.port = port
        self.transport = transport
        self.encryption = encryption
        self.user = user
        self.secret = secret
        self.concurrentCalls = concurrentCalls
        self.callsPerSecond = callsPerSecond
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            host: try values.decode(String.self, forKey: .host),
            port: try values.decodeIfPresent(Int.self, forKey: .port) ?? 5_060,
            transport: try values.decodeIfPresent(Transport.self, forKey: .transport) ?? .udp,
            encryption: try values.decodeIfPresent(Encryption.self, forKey: .encryption),
            user: try values.decode(String.self, forKey: .user),
            secret: try values.decodeIfPresent(String.self, forKey: .secret),
            concurrentCalls: try values.decodeIfPresent(Int.self, forKey: .concurrentCalls) ?? 30,
            callsPerSecond: try values.decodeIfPresent(Int.self, forKey: .callsPerSecond) ?? 5,
        )
    }

    /// Whether the trunk ends on this machine: the only one to which demo numbers go.
    package var isLocal: Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }

    /// The address of a user behind the trunk.
    func address(of user: String) -> String { "sip:\(user)@\(authority)\(carried)" }

    /// Where every request goes.
    var proxy: String { "sip:\(authority)\(carried)" }

    private var carried: String { transport == .udp ? "" : ";transport=\(transport.rawValue)" }

    private var authority: String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }
}

/// How the line reaches the telephone nodes and the trunk.
package struct JanusSettings: Sendable, Decodable {
    /// One Janus server.
    package struct Node: Sendable, Hashable, Decodable {
        /// The address of its API, such as `http://10.0.0.5:8088/janus`.
        package let url: String
        /// Its API secret; without it strangers get 403.
        package let secret: String
    }

    /// Where the nodes deliver their record of what happened.
    package struct Record: Sendable, Hashable, Decodable {
        /// The address to listen on.
        package let address: String
        /// The port to listen on.
        package let port: Int
        /// The name that the nodes present.
        package let user: String
        /// The password that they present.
        package let password: String
    }

    /// The Janus servers; sessions are spread over them.
    package let nodes: [Node]
    /// The trunk.
    package let trunk: Trunk
    /// Where the nodes deliver their record; nil for the signalling alone.
    package let record: Record?
    /// The folder into which the nodes write recordings, as they and this program see it.
    package let recordings: String
    /// Whether an agent's screen shows that someone listens; true unless it says otherwise.
    let announceMonitoring: Bool?

    private enum CodingKeys: String, CodingKey {
        case nodes, trunk, record, recordings
        case announceMonitoring = "announce_monitoring"
    }

    var announcesMonitoring: Bool { announceMonitoring ?? true }

    /// Reads settings from JSON. Throws `JanusSettingsError` naming what is wrong.
    package init(json: [UInt8]) throws(JanusSettingsError) {
        do {
            self = try BoundedJSON.decode(Self.self, from: json, most: 64 << 10)
        } catch DecodingError.keyNotFound(let key, _) {
            throw JanusSettingsError("“\(key.stringValue)” is missing")
        } catch DecodingError.typeMismatch(_, let context),
            DecodingError.valueNotFound(_, let context)
        {
            let path = context.codingPath.map(\.stringValue).joined(separator: ".")
            throw JanusSettingsError("“\(path)” has the wrong form")
        } catch {
            throw JanusSettingsError("it is not valid JSON")
        }
        try check()
    }

    private func check() throws(JanusSettingsError) {
        if nodes.isEmpty { throw JanusSettingsError("“nodes” names no Janus server") }
        if trunk.concurrentCalls < 1 || trunk.callsPerSecond < 1 {
            throw JanusSettingsError("“concurrent_calls” and “calls_per_second” start at 1")
        }
        let plain = trunk.user.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) || $0 == 0x2B
                || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F
        }
        if trunk.encryption != nil, trunk.transport != .tls {
            // The keys of the voice stand in the signalling.
            throw JanusSettingsError("“srtp” needs “transport”: “tls”")
        }
        if trunk.user.isEmpty || !plain {
            throw JanusSettingsError("“trunk.user” is made of letters, digits and +-._")
        }
    }
}

/// The telephone's settings cannot be used.
package struct JanusSettingsError: Error, Hashable, CustomStringConvertible {
    /// What is wrong.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
