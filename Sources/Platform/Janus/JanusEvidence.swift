internal import Kernel
internal import Telephony

/// The nodes' own record of what happened: a second witness beside the signalling. It is delivered
/// apart, again when it was lost, and stored as evidence of its own.
extension JanusExchange {
    mutating func read(
        _ record: JanusRecord,
        of node: Int,
        at now: Moment,
    ) -> [ExchangeEffect] {
        guard let content = record.event, let handle = record.handle_id else { return [] }
        let key = HandleKey(node: node, handle: handle)
        if let plugin = content.data { return read(plugin, of: key, seenAt: record.timestamp, now) }
        if content.media == "audio", let received = content.received, let sent = content.sent {
            return measure(content, received, sent, key, at: now)
        }
        return []
    }

    private func call(of key: HandleKey) -> CallID? {
        phones[key].flatMap { legs[$0]?.call?.id } ?? past.last { $0.key == key }?.call
    }

    /// The call of which a record tells. One that was going on when the program was killed is known
    /// by its Call-ID alone: the node delivers what it could not, once the program is back.
    private func call(of plugin: JanusRecord.Plugin, _ key: HandleKey) -> CallID? {
        call(of: key) ?? plugin.callID.flatMap { callIDs.call($0) }
    }

    private mutating func read(
        _ plugin: JanusRecord.Plugin,
        of key: HandleKey,
        seenAt timestamp: Int64,
        _ now: Moment,
    ) -> [ExchangeEffect] {
        guard let call = call(of: plugin, key) else { return [] }
        let at = Moment(milliseconds: timestamp / 1_000)
        switch plugin.event {
        case "proceeding":
            let kind: LineEvent.Kind = plugin.code == 183 ? .earlyMedia : .ringing
            return [event(kind, of: call, from: .record, at: at, .init(status: plugin.code))]
        case "accepted":
            return [event(.answered, of: call, from: .record, at: at, .init(status: 200))]
                + answeredUnheard(key, at: now)
        case "sip-in":
            return plugin.sip.map { note($0, isIncoming: true, of: key, at: now) } ?? []
        case "sip-out":
            return plugin.sip.map { note($0, isIncoming: false, of: key, at: now) } ?? []
        case "hangup":
            return ended(plugin, call, key, at: at) + endRecorded(key, at: now)
        default:
            return []
        }
    }

    /// Takes out of what went over the trunk what the signalling does not tell: whose BYE it was, and
    /// the Q.850 cause. An end that waited for the cause goes out.
    private mutating func note(
        _ message: String,
        isIncoming: Bool,
        of key: HandleKey,
        at now: Moment,
    ) -> [ExchangeEffect] {
        guard let phone = phones[key], let call = legs[phone]?.call else { return [] }
        if SIPMessage.isBye(message) {
            if isIncoming {
                legs[phone]?.call?.hasByeIn = true
            } else {
                legs[phone]?.call?.hasByeOut = true
            }
        }
        guard isIncoming, let cause = SIPMessage.q850(message) else { return [] }
        legs[phone]?.call?.q850 = cause
        guard call.end != nil, !call.isAnswered else { return [] }
        legs[phone]?.call?.end?.due = now
        return tick(at: now)
    }

    private func ended(
        _ plugin: JanusRecord.Plugin,
        _ call: CallID,
        _ key: HandleKey,
        at moment: Moment,
    ) -> [ExchangeEffect] {
        let live = phones[key].flatMap { legs[$0]?.call }
        // What a killed program left going was ended by the one that came after it.
        let ending = live?.ending?.reason ?? past.last { $0.key == key }?.ending
        let signal = LineEvent.Signal(
            status: plugin.code,
            q850: plugin.cause.flatMap { Int($0) } ?? live?.q850,
            reason: plugin.reason,
        )
        let (cause, party): (EndCause, Party) =
            switch plugin.code {
            // An answered call's BYE. Where we wanted the end too, both may have sent one.
            case 200 where signal.isAnswerToOurBye:
                (ending?.cause(wasAnswered: true) ?? .normal, ending?.party ?? .system)
            case 200: (.normal, ending == nil ? .customer : .unknown)
            case 487:
                (ending?.cause(wasAnswered: false) ?? .cancelled, ending?.party ?? .system)
            default: EndCause.unanswered(signal)
            }
        return [event(.ended(cause, by: party), of: call, from: .record, at: moment, signal)]
    }

    /// The call that is over or about to be, by whatever word of it came first: the signalling and
    /// the record overtake each other, and so do the node's figures and the end they belong to.
    private func endedCall(of key: HandleKey) -> CallID? {
        if let call = phones[key].flatMap({ legs[$0]?.call }), call.isEnding {
            return call.id
        }
        return past.last { $0.key == key }?.call
    }

    /// The figures of the whole call, which the node tells when it closes the browser's leg.
    private func measure(
        _ content: JanusRecord.Content,
        _ received: Int,
        _ sent: Int,
        _ key: HandleKey,
        at now: Moment,
    ) -> [ExchangeEffect] {
        guard let ended = endedCall(of: key), received + sent > 0 else { return [] }
        let quality = VoiceQuality(
            fromAgent: .init(
                packets: received,
                lost: content.lost ?? 0,
                jitter: content.jitter ?? 0,
            ),
            toAgent: .init(
                packets: sent,
                lost: content.lostByRemote ?? 0,
                jitter: content.jitterOfRemote ?? 0,
            ),
        )
        return [event(.measured(quality), of: ended, from: .record, at: now)]
    }
}

/// A SIP message as it was on the wire.
enum SIPMessage {
    /// Whether it is a request to end the call.
    static func isBye(_ message: String) -> Bool { message.hasPrefix("BYE ") }

    /// The cause of its `Reason: Q.850` header; nil without one.
    static func q850(_ message: String) -> Int? {
        for line in message.split(whereSeparator: \.isNewline) {
            let lower = line.lowercased()
            guard lower.hasPrefix("reason:"), lower.contains("q.850"),
                let start = lower.firstRange(of: "cause=")
            else { continue }
            return Int(lower[start.upperBound...].prefix { $0.isNumber })
        }
        return nil
    }
}
