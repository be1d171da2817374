internal import Kernel
internal import Telephony

/// Calls: how they are placed and how they end.
extension JanusExchange {
    mutating func dial(_ request: DialRequest, at now: Moment) -> [ExchangeEffect] {
        guard let leg = legs[request.phone], leg.call == nil, let key = leg.handle else {
            return []
        }
        let slot = max(now, nextSlot)
        nextSlot = slot + .milliseconds(1_000 / trunk.callsPerSecond)
        legs[request.phone]?.call = LiveCall(
            id: request.call,
            giveUpAt: slot + request.ringTimeout,
            unsent: (request, slot),
        )
        carrying[request.call] = request.phone
        let user = request.callerID ?? trunk.user
        if leg.identity != user {
            legs[request.phone]?.identity = nil
            return [register(key, as: user), .changed(request.phone)]
        }
        return sendIfDue(request.phone, at: now) + [.changed(request.phone)]
    }

    /// Sends the INVITE when the handle is registered as wished and the trunk's pace allows it.
    private mutating func sendIfDue(_ phone: SoftphoneID, at now: Moment) -> [ExchangeEffect] {
        guard let leg = legs[phone], let key = leg.handle, let identity = leg.identity,
            let call = leg.call, let (request, due) = call.unsent, due <= now, call.ending == nil
        else { return [] }
        legs[phone]?.call?.unsent = nil
        return [
            .send(
                key,
                .call(
                    uri: trunk.address(of: request.number.digits),
                    callID: callIDs.of(request.call),
                    callerID: trunk.address(of: identity),
                    trunk: trunk,
                ),
                offer: leg.offer,
            ),
            .keep(phone),
        ]
    }

    mutating func hangUp(
        _ id: CallID,
        for reason: HangUpReason,
        at now: Moment,
    ) -> [ExchangeEffect] {
        guard let phone = carrying[id], let leg = legs[phone], let call = leg.call,
            call.ending == nil
        else { return [] }
        if isOverUnheard(call) { return endNow(phone, at: now) }
        guard call.unsent == nil, let key = leg.handle else {
            // Nothing went out yet.
            let cause = reason.cause(wasAnswered: false)
            return finish(phone, cause, by: reason.party, from: .huihu, at: now, nil)
        }
        legs[phone]?.call?.ending = (reason, now)
        return [.send(key, .hangUp, offer: nil), .keep(phone)]
    }

    mutating func hold(_ id: CallID, _ isOn: Bool) -> [ExchangeEffect] {
        guard let phone = carrying[id], let key = legs[phone]?.handle,
            legs[phone]?.call?.isAnswered == true
        else { return [] }
        legs[phone]?.call?.isHeld = isOn
        legs[phone]?.call?.silentSince = nil
        return [.send(key, isOn ? .hold : .resume, offer: nil), .changed(phone), .keep(phone)]
    }

    func send(_ digits: String, on id: CallID) -> [ExchangeEffect] {
        guard let phone = carrying[id], let key = legs[phone]?.handle else { return [] }
        return digits.map { .send(key, .digit(String($0)), offer: nil) }
    }

    /// Ends a call in our books: its evidence, its handle, its softphone.
    mutating func finish(
        _ phone: SoftphoneID,
        _ cause: EndCause,
        by party: Party,
        from source: LineEvent.Source,
        at now: Moment,
        _ signal: LineEvent.Signal?,
    ) -> [ExchangeEffect] {
        guard let call = legs[phone]?.call else { return [] }
        let end = event(
            .ended(cause, by: party),
            of: call.id,
            from: source,
            at: now,
            signal,
        )
        return [end] + drop(phone)
    }

    // MARK: Signalling

    mutating func hear(
        _ message: JanusMessage,
        of key: HandleKey,
        at now: Moment,
    ) -> [ExchangeEffect] {
        guard let phone = phones[key] else { return [] }
        if message.janus == "media", let receiving = message.receiving {
            return hear(isVoice: receiving, phone, at: now)
        }
        if let error = message.plugindata?.data.error { return refused(key, error, at: now) }
        guard let result = message.plugindata?.data.result else { return [] }
        if result.event == "registered" {
            let wanted = legs[phone]?.call?.callerID ?? trunk.user
            legs[phone]?.identity = wanted
            return sendIfDue(phone, at: now) + [.changed(phone)]
        }
        guard let call = legs[phone]?.call else { return [] }
        let id = call.id
        let signal = LineEvent.Signal(status: result.code, reason: result.reason)
        switch result.event {
        case "calling":
            return [event(.proceeding, of: id, from: .signalling, at: now)]
        case "ringing":
            return [event(.ringing, of: id, from: .signalling, at: now, .init(status: 180))]
        case "progress":
            return [event(.earlyMedia, of: id, from: .signalling, at: now, .init(status: 183))]
                + answer(phone, message, key)
        case "accepted":
            legs[phone]?.call?.answeredAt = call.answeredAt ?? now
            return [event(.answered, of: id, from: .signalling, at: now, .init(status: 200))]
                + answer(phone, message, key) + [.changed(phone), .keep(phone)]
        case "recordingupdated":
            legs[phone]?.call?.restart?.askedAt = nil
            return []
        case "hangup":
            let cause =
                result.reason_header_protocol == "Q.850"
                ? result.reason_header_cause.flatMap { Int($0) } : nil
            return ended(phone, signal, q850: cause, at: now)
        default:
            return []
        }
    }

    /// The other side's answer goes to the browser, and the recording begins.
    private mutating func answer(
        _ phone: SoftphoneID,
        _ message: JanusMessage,
        _ key: HandleKey,
    ) -> [ExchangeEffect] {
        guard let sdp = message.jsep?.sdp, let call = legs[phone]?.call, !call.hasAnswer else {
            return []
        }
        legs[phone]?.call?.hasAnswer = true
        legs[phone]?.call?.answer = SDP.withoutOrigin(sdp)
        legs[phone]?.call?.restart?.unheardSince = nil
        return [
            .send(key, .record(file: "\(spoolFolder)/\(call.id)"), offer: nil),
            .changed(phone),
            .keep(phone),
        ]
    }

    private mutating func hear(
        isVoice: Bool,
        _ phone: SoftphoneID,
        at now: Moment,
    ) -> [ExchangeEffect] {
        guard let call = legs[phone]?.call, !call.isHeld else { return [] }
        legs[phone]?.call?.isHeard = isVoice
        legs[phone]?.call?.silentSince = isVoice ? nil : call.silentSince ?? now
        return [.changed(phone), .keep(phone)]
    }

    /// The signalling has told of the end, or, with no signal, it is found over.
    mutating func ended(
        _ phone: SoftphoneID,
        _ signal: LineEvent.Signal?,
        q850: Int?,
        at now: Moment,
    ) -> [ExchangeEffect] {
        guard let call = legs[phone]?.call else { return [] }
        let cause = q850 ?? call.q850
        if hasRecord, call.end == nil, let wait = wait(forRecordOf: call, q850: cause) {
            legs[phone]?.call?.end = (signal, now + wait)
            return []
        }
        guard let signal else {
            // Where the record has told of it, that is the end.
            if call.isEndRecorded { return drop(phone) }
            return finish(phone, .lost, by: .system, from: .huihu, at: now, nil)
        }
        let full = LineEvent.Signal(status: signal.status, q850: cause, reason: signal.reason)
        let (end, party) = Self.end(call, full)
        return finish(phone, end, by: party, from: .signalling, at: now, full)
    }

    /// How long an end waits for what the record tells of it; nil where nothing hangs on it.
    private func wait(forRecordOf call: LiveCall, q850: Int?) -> Duration? {
        if call.isInDoubt { return call.isEndRecorded ? nil : Self.recordAwaited }
        let isOpen = call.isAnswered ? call.ending != nil : call.ending == nil && q850 == nil
        return isOpen ? Self.causeAwaited : nil
    }

    /// Why a call ended, and by whom. Of an answered one the sender of the BYE tells: which of two
    /// messages came first says nothing. C6.3.
    private static func end(
        _ call: LiveCall,
        _ signal: LineEvent.Signal,
    ) -> (EndCause, Party) {
        guard call.isAnswered else {
            guard let reason = call.ending?.reason else { return EndCause.unanswered(signal) }
            return (reason.cause(wasAnswered: false), reason.party)
        }
        let isOurs = call.hasByeOut || signal.isAnswerToOurBye
        switch (call.ending?.reason, isOurs, call.hasByeIn) {
        case (let reason?, true, false): return (reason.cause(wasAnswered: true), reason.party)
        case (_, true, true): return (.normal, .unknown)
        case (_, false, true): return (.normal, .customer)
        case (let reason?, false, false):
            // Our wish to end it, and no word of a BYE: the far side's may have crossed it.
            return (reason.cause(wasAnswered: true), signal.status == 200 ? .unknown : reason.party)
        // The node hangs up by itself when the browser's side of the voice is gone.
        case (nil, true, false): return (.pageGone, .system)
        case (nil, false, false):
            return signal.status == 200 ? (.normal, .customer) : (.normal, .unknown)
        }
    }

    /// A request that the node did not carry out: the call it was for cannot go on.
    mutating func refused(
        _ key: HandleKey,
        _ reason: String,
        at now: Moment,
    ) -> [ExchangeEffect] {
        guard let phone = phones[key] else { return [] }
        guard let call = legs[phone]?.call else { return drop(phone) }
        // A node that no longer has the handle, or no call on it.
        if call.isInDoubt { return ended(phone, nil, q850: nil, at: now) }
        let (cause, party): (EndCause, Party) =
            call.isAnswered
            ? (.normal, call.ending?.reason.party ?? .system) : (.networkFailure, .system)
        let signal = LineEvent.Signal(reason: reason)
        return finish(phone, cause, by: party, from: .huihu, at: now, signal)
    }

    // MARK: Time

    mutating func tick(at now: Moment) -> [ExchangeEffect] {
        carrying.values.sorted().flatMap { tick($0, at: now) }
    }

    private mutating func tick(_ phone: SoftphoneID, at now: Moment) -> [ExchangeEffect] {
        guard let call = legs[phone]?.call else { return [] }
        if let end = call.end {
            return end.due <= now ? ended(phone, end.signal, q850: call.q850, at: now) : []
        }
        if let ending = call.ending, now - ending.at >= Self.hangUpAllowed {
            let signal = LineEvent.Signal(reason: "the network did not confirm")
            let (cause, party) = Self.end(call, signal)
            return finish(phone, cause, by: party, from: .huihu, at: now, signal)
        }
        if call.isInDoubt { return askAgain(phone, at: now) }
        if !call.isAnswered, call.giveUpAt <= now {
            return hangUp(call.id, for: .rungOut, at: now)
        }
        if let since = call.restart?.unheardSince, now - since >= Self.answerAwaited {
            return hangUp(call.id, for: .voiceLost, at: now)
        }
        if let since = call.silentSince, now - since >= Self.silenceAllowed {
            return hangUp(call.id, for: .pageGone, at: now)
        }
        return sendIfDue(phone, at: now)
    }
}

extension LineEvent.Signal {
    /// Whether it is the far side's answer to our own BYE.
    var isAnswerToOurBye: Bool { reason == "to BYE" }
}

extension EndCause {
    /// Why a call ended that nobody answered and that we did not give up, and by whom.
    static func unanswered(_ signal: LineEvent.Signal) -> (EndCause, Party) {
        let cause = EndCause(sipStatus: signal.status ?? 0, q850: signal.q850)
        return switch cause {
        case .busy, .rejected: (cause, .customer)
        case .normal, .noAnswer, .poweredOff, .outOfService, .invalidNumber, .networkFailure,
            .cancelled, .pageGone, .signedOut, .lost:
            (cause, .network)
        }
    }
}

/// Session descriptions.
enum SDP {
    /// A description without what the far side calls itself: a PBX may write the number there, and
    /// no number reaches a browser.
    static func withoutOrigin(_ sdp: String) -> String {
        sdp.split(whereSeparator: \.isNewline)
            .filter { line in !["i=", "u=", "e=", "p="].contains { line.hasPrefix($0) } }
            .map { line in
                if line.hasPrefix("o=") { return "o=- 1 1 IN IP4 0.0.0.0\r\n" }
                return line.hasPrefix("s=") ? "s=-\r\n" : "\(line)\r\n"
            }.joined()
    }
}
