internal import Kernel
internal import Telephony

/// A handle on a node.
struct HandleKey: Hashable, Sendable {
    let node: Int
    let handle: Int64
}

/// What comes to the exchange.
enum ExchangeInput: Sendable {
    case offer(SoftphoneID, String)
    case leave(SoftphoneID)
    case dial(DialRequest)
    case hangUp(CallID, HangUpReason)
    case hold(CallID, Bool)
    case digits(CallID, String)
    /// A node took up its session.
    case nodeUp(Int)
    /// A node or its session has gone.
    case nodeDown(Int)
    /// A handle was made for a softphone.
    case attached(SoftphoneID, HandleKey)
    /// A former run left this call going on a handle.
    case takenUp(SoftphoneID, HandleKey, KeptCall)
    /// A request could not be carried out.
    case refused(HandleKey, String)
    /// A node said something of a handle.
    case message(HandleKey, JanusMessage)
    /// A node recorded something.
    case record(Int, JanusRecord)
    /// Time has passed.
    case tick
}

/// What follows from it.
enum ExchangeEffect: Sendable {
    case attach(SoftphoneID, node: Int)
    case detach(HandleKey)
    case send(HandleKey, JanusRequest, offer: String?)
    case event(LineEvent)
    case changed(SoftphoneID)
    /// What a later run must know of a softphone's handle is not what it was.
    case keep(SoftphoneID)
}

/// The line's whole knowledge as a value: softphones, handles, calls. What comes in changes it and
/// says what to do; it speaks to nobody itself, reads no clock, and so is tested by itself.
struct JanusExchange {
    /// How long the browser's voice may fail to come before the call is hung up.
    static let silenceAllowed = Duration.seconds(6)
    /// How long the network may take to confirm a hang-up; a PBX that mishandles CANCEL takes 32 s.
    static let hangUpAllowed = Duration.seconds(3)
    /// How long an end waits for what the node's record tells of it: the Q.850 cause of an
    /// unanswered call, and whose BYE ended one that we hung up.
    static let causeAwaited = Duration.milliseconds(400)

    let trunk: Trunk
    let hasRecord: Bool
    let spoolFolder: String
    let callIDs: CallIDs

    var nodes: [Bool]
    var legs: [SoftphoneID: Leg] = [:]
    var phones: [HandleKey: SoftphoneID] = [:]
    var carrying: [CallID: SoftphoneID] = [:]
    /// Calls that have ended, for records that come late; oldest first.
    var past: [(key: HandleKey, call: CallID, ending: HangUpReason?)] = []
    var nextSlot = Moment(milliseconds: 0)
    var isDraining = false

    init(trunk: Trunk, nodes: Int, hasRecord: Bool, spoolFolder: String, token: String) {
        self.trunk = trunk
        self.hasRecord = hasRecord
        self.spoolFolder = spoolFolder
        callIDs = CallIDs(token: token)
        self.nodes = Array(repeating: false, count: nodes)
    }

    /// One softphone's handle, from its offer to the end of its call.
    struct Leg {
        let phone: SoftphoneID
        var offer: String
        /// Nil while no node is up, or the handle is being made.
        var node: Int?
        var handle: HandleKey?
        /// The identity under which the handle is registered; nil until it is.
        var identity: String?
        var call: LiveCall?
    }

    /// A call that goes on.
    struct LiveCall {
        let id: CallID
        let giveUpAt: Moment
        /// Whom to call and when, by the trunk's calls per second; nil once it was sent.
        var unsent: (request: DialRequest, due: Moment)?
        var answeredAt: Moment?
        var isHeld = false
        var isHeard = true
        /// Whether the other side's answer has come, with which the recording begins.
        var hasAnswer = false
        /// That answer; nil also where a former run has handed it to the browser.
        var answer: String?
        var silentSince: Moment?
        /// Why our side wanted it to end, and when that was asked of the network.
        var ending: (reason: HangUpReason, at: Moment)?
        /// Whether the customer's side sent a BYE, and whether ours did, as the wire shows.
        var hasByeIn = false
        var hasByeOut = false
        /// The end that the signalling told, waiting for what the record tells of it; its signal is
        /// nil where it came while nobody listened.
        var end: (signal: LineEvent.Signal?, due: Moment)?
        var isEndRecorded = false
        var q850: Int?
        /// What is peculiar to a call that a former run of the program placed; nil for others.
        var restart: Restart?

        var isAnswered: Bool { answeredAt != nil }
        /// Whether its end was asked for, went over the wire, or was told.
        var isEnding: Bool {
            end != nil || ending != nil || hasByeIn || hasByeOut || isEndRecorded
        }
    }

    /// Why a call could not be dialled from this softphone now; nil when it could.
    func refusal(for phone: SoftphoneID) -> LineRefusal? {
        if isDraining { return .draining }
        if !nodes.contains(true) { return .noTrunk }
        guard let leg = legs[phone], leg.identity != nil, leg.call == nil else {
            return .noSoftphone
        }
        return carrying.count >= trunk.concurrentCalls ? .allLinesBusy : nil
    }

    /// How far a softphone has come.
    func state(of phone: SoftphoneID) -> SoftphoneState {
        guard let leg = legs[phone] else {
            return SoftphoneState(nodes.contains(true) ? .absent : .down)
        }
        if let call = leg.call {
            return SoftphoneState(
                .calling,
                call: call.id,
                answer: call.answer,
                isHeld: call.isHeld,
                isHeard: call.isHeard,
            )
        }
        if leg.node == nil { return SoftphoneState(.down) }
        return SoftphoneState(leg.identity == nil ? .connecting : .ready)
    }

    /// Whether time alone can make something happen.
    var needsTicks: Bool { !carrying.isEmpty }

    /// Takes in what came at `now` and says what follows.
    mutating func handle(_ input: ExchangeInput, at now: Moment) -> [ExchangeEffect] {
        switch input {
        case .offer(let phone, let sdp): offer(sdp, from: phone)
        case .leave(let phone): legs[phone]?.call == nil ? drop(phone) : []
        case .dial(let request): dial(request, at: now)
        case .hangUp(let call, let reason): hangUp(call, for: reason, at: now)
        case .hold(let call, let isOn): hold(call, isOn)
        case .digits(let call, let digits): send(digits, on: call)
        case .nodeUp(let node): nodeUp(node)
        case .nodeDown(let node): nodeDown(node, at: now)
        case .attached(let phone, let key): attached(phone, key)
        case .takenUp(let phone, let key, let call): takeUp(call, from: phone, on: key, at: now)
        case .refused(let key, let reason): refused(key, reason, at: now)
        case .message(let key, let message): hear(message, of: key, at: now)
        case .record(let node, let record): read(record, of: node, at: now)
        case .tick: tick(at: now)
        }
    }

    // MARK: Softphones

    private mutating func offer(_ sdp: String, from phone: SoftphoneID) -> [ExchangeEffect] {
        // A form's field comes without the line's end that closes a description.
        let sdp = sdp.hasSuffix("\n") ? sdp : sdp + "\r\n"
        if let leg = legs[phone], leg.call == nil {
            legs[phone]?.offer = sdp
            return leg.node == nil ? place(phone) : [.changed(phone)]
        }
        // A call goes on whose browser has begun anew: it is heard no more, and ends by that.
        guard legs[phone] == nil else { return [] }
        legs[phone] = Leg(phone: phone, offer: sdp)
        return place(phone)
    }

    /// Puts a softphone on the node that has the fewest.
    private mutating func place(_ phone: SoftphoneID) -> [ExchangeEffect] {
        var loads: [Int: Int] = [:]
        for leg in legs.values { if let node = leg.node { loads[node, default: 0] += 1 } }
        let node = nodes.indices.filter { nodes[$0] }
            .min { loads[$0, default: 0] < loads[$1, default: 0] }
        guard let node else { return [.changed(phone)] }
        legs[phone]?.node = node
        return [.attach(phone, node: node), .changed(phone)]
    }

    private mutating func attached(_ phone: SoftphoneID, _ key: HandleKey) -> [ExchangeEffect] {
        guard let leg = legs[phone], leg.node == key.node, leg.handle == nil else {
            return [.detach(key)]
        }
        legs[phone]?.handle = key
        phones[key] = phone
        return [register(key, as: leg.call?.callerID ?? trunk.user), .keep(phone)]
    }

    func register(_ key: HandleKey, as user: String) -> ExchangeEffect {
        .send(
            key,
            .register(identity: trunk.address(of: user), trunk: trunk),
            offer: nil,
        )
    }

    /// Forgets a softphone's handle; the browser makes a new offer.
    mutating func drop(_ phone: SoftphoneID) -> [ExchangeEffect] {
        guard let leg = legs.removeValue(forKey: phone) else { return [] }
        if let call = leg.call { carrying[call.id] = nil }
        guard let key = leg.handle else { return [.changed(phone)] }
        phones[key] = nil
        if let call = leg.call {
            past.append((key, call.id, call.ending?.reason))
            if past.count > 1_000 { past.removeFirst(past.count - 1_000) }
        }
        return [.detach(key), .changed(phone), .keep(phone)]
    }

    // MARK: Nodes

    private mutating func nodeUp(_ node: Int) -> [ExchangeEffect] {
        nodes[node] = true
        let waiting = legs.values.filter { $0.node == nil }.map(\.phone).sorted()
        return waiting.flatMap { place($0) }
    }

    /// A node has gone: its calls have ended, its softphones go to another.
    private mutating func nodeDown(_ node: Int, at now: Moment) -> [ExchangeEffect] {
        nodes[node] = false
        var effects: [ExchangeEffect] = []
        for leg in legs.values.filter({ $0.node == node }).sorted(by: { $0.phone < $1.phone }) {
            if let call = leg.call {
                effects.append(
                    event(
                        .ended(.networkFailure, by: .system),
                        of: call.id,
                        from: .huihu,
                        at: now,
                        LineEvent.Signal(reason: "telephone node lost"),
                    )
                )
                carrying[call.id] = nil
            }
            if let key = leg.handle { phones[key] = nil }
            legs[leg.phone] = nil
            effects += [.changed(leg.phone), .keep(leg.phone)]
        }
        return effects
    }

    /// An event, numbered by who saw it and what it is, so that a repeated one keeps its number.
    func event(
        _ kind: LineEvent.Kind,
        of call: CallID,
        from source: LineEvent.Source,
        at moment: Moment,
        _ signal: LineEvent.Signal? = nil,
    ) -> ExchangeEffect {
        let first =
            switch source {
            case .line, .signalling: 0
            case .record: 10
            case .huihu: 20
            }
        let number =
            switch kind {
            case .proceeding: 1
            case .ringing: 2
            case .earlyMedia: 3
            case .answered: 4
            case .ended: 5
            case .measured: 6
            }
        return .event(
            LineEvent(
                call: call,
                at: moment,
                sequence: first + number,
                kind: kind,
                source: source,
                signal: signal,
            )
        )
    }
}
