internal import Kernel
internal import Telephony

/// What a later run of the program must know of a call to go on with it. No number, and nothing of
/// what browser and node have agreed on: the call was sent.
struct KeptCall: Codable, Hashable, Sendable {
    let call: Int64
    /// Milliseconds since 1970 by the machine's clock, here and below.
    let giveUpAt: Int64
    let answeredAt: Int64?
    let silentSince: Int64?
    let isHeld: Bool
    let hasAnswer: Bool
    let ending: HangUpReason?
}

/// Calls over a restart of the program. A node keeps them for as long as it keeps the session, and
/// the news of them wait there; but the first that comes after the end goes to the former run's
/// long poll, which nobody hears. So the node is asked how each call stands, again until it
/// answers: what comes before that answer happened while nobody listened.
extension JanusExchange {
    /// How often a node is asked how a call stands, until it answers.
    static let askedEvery = Duration.seconds(1)
    /// How long the end of a call that came while nobody listened waits for the node's record of
    /// it, which is delivered again in ever longer steps.
    static let recordAwaited = Duration.seconds(15)
    /// How long the other side's answer may fail to come after the record told of it.
    static let answerAwaited = Duration.seconds(3)

    /// What is peculiar to a call that was taken up.
    struct Restart {
        /// When the node was last asked how the call stands; nil once it has said that it goes on.
        var askedAt: Moment?
        /// Since when the customer is known to have answered while the browser has not their side.
        var unheardSince: Moment?
    }

    /// What a later run must know of a softphone's handle; nil where there is none. Of a call that
    /// was not sent yet nothing is kept: it ends.
    func kept(_ phone: SoftphoneID) -> (key: HandleKey, call: KeptCall?)? {
        guard let leg = legs[phone], let key = leg.handle else { return nil }
        guard let call = leg.call, call.unsent == nil else { return (key, nil) }
        let kept = KeptCall(
            call: call.id.rawValue,
            giveUpAt: call.giveUpAt.milliseconds,
            answeredAt: call.answeredAt?.milliseconds,
            silentSince: call.silentSince?.milliseconds,
            isHeld: call.isHeld,
            hasAnswer: call.hasAnswer,
            ending: call.ending?.reason,
        )
        return (key, kept)
    }

    /// Goes on with a call, and asks the node how it stands. That it was answered is told again: it
    /// keeps its number.
    mutating func takeUp(
        _ kept: KeptCall,
        from phone: SoftphoneID,
        on key: HandleKey,
        at now: Moment,
    ) -> [ExchangeEffect] {
        guard legs[phone] == nil else { return [.detach(key)] }
        let call = LiveCall(
            id: CallID(kept.call),
            giveUpAt: Moment(milliseconds: kept.giveUpAt),
            answeredAt: kept.answeredAt.map { Moment(milliseconds: $0) },
            isHeld: kept.isHeld,
            isHeard: kept.silentSince == nil,
            hasAnswer: kept.hasAnswer,
            silentSince: kept.silentSince == nil ? nil : now,
            ending: kept.ending.map { ($0, now) },
            restart: Restart(askedAt: now),
        )
        legs[phone] = Leg(phone: phone, offer: "", node: key.node, handle: key, call: call)
        phones[key] = phone
        carrying[call.id] = phone
        var effects: [ExchangeEffect] = [.send(key, .ask, offer: nil), .changed(phone)]
        if let moment = call.answeredAt {
            let signal = LineEvent.Signal(status: 200)
            effects.append(event(.answered, of: call.id, from: .signalling, at: moment, signal))
        }
        // It may not have gone out.
        if call.ending != nil { effects.append(.send(key, .hangUp, offer: nil)) }
        return effects
    }

    mutating func askAgain(_ phone: SoftphoneID, at now: Moment) -> [ExchangeEffect] {
        guard let leg = legs[phone], let key = leg.handle, let asked = leg.call?.restart?.askedAt,
            now - asked >= Self.askedEvery
        else { return [] }
        legs[phone]?.call?.restart?.askedAt = now
        return [.send(key, .ask, offer: nil)]
    }

    /// Whether a call is over, and waits for the record to tell how it ended while nobody listened.
    func isOverUnheard(_ call: LiveCall) -> Bool { call.isInDoubt && call.end != nil }

    mutating func endNow(_ phone: SoftphoneID, at now: Moment) -> [ExchangeEffect] {
        legs[phone]?.call?.end?.due = now
        return tick(at: now)
    }

    /// The record has told of a call's end: one that was found over waits no longer.
    mutating func endRecorded(_ key: HandleKey, at now: Moment) -> [ExchangeEffect] {
        guard let phone = phones[key], let call = legs[phone]?.call else { return [] }
        legs[phone]?.call?.isEndRecorded = true
        return isOverUnheard(call) ? endNow(phone, at: now) : []
    }

    /// The record has told that the customer answered. Where the news of it went to the former run,
    /// the call is answered all the same; without the other side's description it has no voice.
    mutating func answeredUnheard(_ key: HandleKey, at now: Moment) -> [ExchangeEffect] {
        guard let phone = phones[key], let call = legs[phone]?.call, call.restart != nil,
            !call.isAnswered
        else { return [] }
        legs[phone]?.call?.answeredAt = now
        if !call.hasAnswer { legs[phone]?.call?.restart?.unheardSince = now }
        return [.changed(phone), .keep(phone)]
    }
}

extension JanusExchange.LiveCall {
    /// The caller that a call which was not sent yet is to show; nil for the trunk's own.
    var callerID: String? { unsent?.request.callerID }

    /// Whether the node has yet to say how the call stands after a restart.
    var isInDoubt: Bool { restart?.askedAt != nil }
}
