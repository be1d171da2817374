package import Kernel

/// An agent's softphone: the browser that carries the voice on our side.
package enum Softphone {}

/// The identity of a softphone, which is that of its agent's account.
package typealias SoftphoneID = ID<Softphone>

/// What carries the agents' voices. The server owns session, handle and dial; a browser offers its
/// side of a call before one is placed, and gets the answer and the state. No number passes here.
package protocol Voice: Sendable {
    /// Takes a browser's side of its next call: an SDP offer with its candidates. A later offer
    /// replaces one that no call has used. Throws a `LineRefusal`.
    func offer(_ sdp: String, from phone: SoftphoneID) throws

    /// Forgets a softphone without a call.
    func leave(_ phone: SoftphoneID)

    /// How far a softphone has come.
    func state(of phone: SoftphoneID) -> SoftphoneState

    /// Keeps the customer waiting, or goes on. Throws a `LineRefusal` when nobody is on the line.
    func hold(_ isOn: Bool, on call: CallID) throws

    /// Sets who hears how far a softphone has come. Set it once, before the first offer.
    func setListener(_ listener: @escaping @Sendable (SoftphoneID, SoftphoneState) -> Void)

    /// Whether an agent's screen shows that someone listens, as the bank wants.
    var announcesMonitoring: Bool { get }

    /// Places no further call; those under way go on.
    func drain()

    /// How many calls go on.
    var callCount: Int { get }
}

/// How far a softphone has come.
package struct SoftphoneState: Sendable, Hashable {
    /// The stage.
    package enum Stage: String, Sendable, Hashable, CaseIterable {
        /// The browser has offered nothing, or its offer was used: it makes a new one.
        case absent
        /// The telephone node takes the offer.
        case connecting
        /// A call can be dialled.
        case ready
        /// A call goes on.
        case calling
        /// No telephone node can be reached.
        case down
    }

    /// The stage.
    package var stage: Stage
    /// The call that goes on.
    package var call: CallID?
    /// The other side's answer to the offer, as SDP; nil until the line has one.
    package var answer: String?
    /// Whether the customer waits.
    package var isHeld: Bool
    /// Whether the line hears the browser; false when its voice has failed to come.
    package var isHeard: Bool
    /// Rises with every change, also over a restart of the server: of two states that a page
    /// hears of, the one with the lower version is out of date.
    package var version: Int64

    /// A softphone's state.
    package init(
        _ stage: Stage,
        call: CallID? = nil,
        answer: String? = nil,
        isHeld: Bool = false,
        isHeard: Bool = true,
        version: Int64 = 0,
    ) {
        self.stage = stage
        self.call = call
        self.answer = answer
        self.isHeld = isHeld
        self.isHeard = isHeard
        self.version = version
    }
}

/// How well the voices of a call came through, over the whole call. RTP packets; jitter in
/// milliseconds.
package struct VoiceQuality: Sendable, Hashable {
    /// One direction.
    package struct Direction: Sendable, Hashable {
        /// Packets that came.
        package var packets: Int
        /// Packets that did not.
        package var lost: Int
        /// How unevenly they came, in milliseconds.
        package var jitter: Int

        /// One direction's figures.
        package init(packets: Int, lost: Int, jitter: Int) {
            self.packets = packets
            self.lost = lost
            self.jitter = jitter
        }
    }

    /// From the agent.
    package var fromAgent: Direction
    /// To the agent.
    package var toAgent: Direction

    /// Both directions.
    package init(fromAgent: Direction, toAgent: Direction) {
        self.fromAgent = fromAgent
        self.toAgent = toAgent
    }

    /// The six figures with colons between.
    package var code: String {
        [fromAgent, toAgent].flatMap { [$0.packets, $0.lost, $0.jitter] }
            .map(String.init).joined(separator: ":")
    }

    /// Reads the six figures; nil for anything else.
    package init?(code: some Collection<Substring>) {
        let figures = code.compactMap { Int($0) }
        guard figures.count == 6, code.count == 6 else { return nil }
        fromAgent = Direction(packets: figures[0], lost: figures[1], jitter: figures[2])
        toAgent = Direction(packets: figures[3], lost: figures[4], jitter: figures[5])
    }
}
