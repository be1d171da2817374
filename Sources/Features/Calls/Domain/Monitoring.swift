package import Access
package import Kernel
package import Telephony

/// How a supervisor takes part in a call. Who may, and that they did, is recorded. C4.4, C9.1.
package enum MonitorMode: String, Sendable, Hashable, CaseIterable, Encodable {
    /// Hears both sides; nobody hears the supervisor.
    case listen
    /// The agent hears the supervisor, the customer does not.
    case whisper
    /// Everyone hears the supervisor.
    case barge

    /// What the buttons and the records call it.
    package var name: L {
        switch self {
        case .listen: L("监听", en: "Listen")
        case .whisper: L("密语", en: "Whisper")
        case .barge: L("强插", en: "Barge")
        }
    }
}

/// Someone who listens to a call that goes on, and the words with which the two browsers find each
/// other. The voice goes from browser to browser; the agent's mixes it.
package struct Monitor: Sendable, Hashable {
    /// Its number in this run of the program.
    package let id: Int64
    /// The call.
    package let call: CallID
    /// The agent on the call.
    package let agent: ID<Account>
    /// Who listens.
    package let supervisor: ID<Account>
    /// The key of the session under which they do, and with which it ends.
    let session: [UInt8]
    /// How they take part.
    package internal(set) var mode: MonitorMode
    /// The listening browser's offer, as SDP.
    let offer: String
    /// The agent's browser's answer; nil until it has come.
    var answer: String?
}

/// Why a call is not listened to.
package enum MonitorRefusal: UserFacing, Hashable {
    /// Nobody talks on it now, or the line is simulated.
    case notTalking
    /// It is over, or is someone else's.
    case gone

    package var code: String {
        switch self {
        case .notTalking: "monitor.not_talking"
        case .gone: "monitor.gone"
        }
    }

    package var status: RefusalStatus {
        switch self {
        case .notTalking: .refused
        case .gone: .notFound
        }
    }

    package var message: L {
        switch self {
        case .notTalking:
            L(
                "该通话当前没有可监听的语音（未接通、已结束或为模拟线路）。",
                en: "There is no voice to listen to: the call was not answered, is over, or is "
                    + "simulated.",
            )
        case .gone: L("监听已结束。", en: "The listening is over.")
        }
    }
}
