package import Kernel

/// When a call reached each stage, as far as the line reported it.
package struct CallTimes: Sendable, Hashable {
    /// When it was dialled.
    package let dialled: Moment
    /// When the network accepted it.
    package fileprivate(set) var proceeded: Moment?
    /// When it began to ring.
    package fileprivate(set) var rang: Moment?
    /// When it was answered.
    package fileprivate(set) var answered: Moment?

    fileprivate mutating func note(_ event: LineEvent) {
        switch event.kind {
        case .proceeding: proceeded = Self.earlier(proceeded, event.at)
        case .ringing, .earlyMedia: rang = Self.earlier(rang, event.at)
        case .answered: answered = Self.earlier(answered, event.at)
        case .ended, .measured: break
        }
    }

    private static func earlier(_ known: Moment?, _ new: Moment) -> Moment {
        guard let known else { return new }
        return min(known, new)
    }
}

/// How a call ended.
package struct CallEnd: Sendable, Hashable {
    /// When.
    package let at: Moment
    /// Why.
    package let cause: EndCause
    /// Who ended it.
    package let party: Party

    /// Gathers one end.
    package init(at: Moment, cause: EndCause, party: Party) {
        self.at = at
        self.cause = cause
        self.party = party
    }
}

/// How far a call has come, derived from the line's events alone.
///
/// Events may come twice, late or in another order: the same set of events gives the same end,
/// because each stage keeps the earliest moment reported for it and stages never go back.
package enum CallProgress: Sendable, Hashable {
    /// Handed to the line, no word from the network yet.
    case dialling(CallTimes)
    /// The network looks for the customer.
    case proceeding(CallTimes)
    /// It rings.
    case ringing(CallTimes)
    /// Answered.
    case talking(CallTimes)
    /// Over.
    case ended(CallTimes, CallEnd)

    /// A call that was dialled at `moment`.
    package init(dialledAt moment: Moment) {
        self = .dialling(CallTimes(dialled: moment))
    }

    /// Takes in one event. Returns whether the stage changed; times may change without it.
    @discardableResult
    package mutating func apply(_ event: LineEvent) -> Bool {
        var times = times
        times.note(event)
        let before = stage
        switch (self, event.kind) {
        case (_, .ended(let cause, let party)):
            let end = CallEnd(at: event.at, cause: cause, party: party)
            self = .ended(times, Self.prevailing(self.end, end))
        case (_, .measured): break
        case (.ended(_, let end), .proceeding), (.ended(_, let end), .ringing),
            (.ended(_, let end), .earlyMedia), (.ended(_, let end), .answered):
            self = .ended(times, end)
        case (.talking, .proceeding), (.talking, .ringing), (.talking, .earlyMedia),
            (.talking, .answered), (.ringing, .answered), (.proceeding, .answered),
            (.dialling, .answered):
            self = .talking(times)
        case (.ringing, .proceeding), (.ringing, .ringing), (.ringing, .earlyMedia),
            (.proceeding, .ringing), (.proceeding, .earlyMedia), (.dialling, .ringing),
            (.dialling, .earlyMedia):
            self = .ringing(times)
        case (.proceeding, .proceeding), (.dialling, .proceeding):
            self = .proceeding(times)
        }
        return stage != before
    }

    /// Of two reported ends the earlier one holds, but `lost` gives way to one that the line saw.
    private static func prevailing(_ known: CallEnd?, _ new: CallEnd) -> CallEnd {
        guard let known else { return new }
        if (known.cause == .lost) != (new.cause == .lost) {
            return known.cause == .lost ? new : known
        }
        return new.at < known.at ? new : known
    }
}

extension CallProgress {
    /// The stage without its data.
    package enum Stage: String, Sendable, Hashable, CaseIterable {
        case dialling, proceeding, ringing, talking, ended

        /// The stable name in the database and in programs.
        package var code: String { rawValue }

        /// What the workbench and the floor call it.
        package var label: L {
            switch self {
            case .dialling: L("拨号中", en: "Dialling")
            case .proceeding: L("接续中", en: "Connecting")
            case .ringing: L("振铃中", en: "Ringing")
            case .talking: L("通话中", en: "Talking")
            case .ended: L("已结束", en: "Ended")
            }
        }
    }

    /// The stage without its data.
    package var stage: Stage {
        switch self {
        case .dialling: .dialling
        case .proceeding: .proceeding
        case .ringing: .ringing
        case .talking: .talking
        case .ended: .ended
        }
    }

    /// When each stage was reached.
    package var times: CallTimes {
        switch self {
        case .dialling(let times), .proceeding(let times), .ringing(let times),
            .talking(let times), .ended(let times, _):
            times
        }
    }

    /// How it ended; nil while it goes on.
    package var end: CallEnd? {
        switch self {
        case .dialling, .proceeding, .ringing, .talking: nil
        case .ended(_, let end): end
        }
    }

    /// Whether the call was ever answered.
    package var wasAnswered: Bool { times.answered != nil }

    /// How long it rang, up to the answer, the end or `now`; zero if it did not ring.
    package func ringTime(at now: Moment) -> Duration {
        guard let rang = times.rang else { return .zero }
        return max(.zero, (times.answered ?? end?.at ?? now) - rang)
    }

    /// How long it has been talked, up to the end or `now`; zero if it was not answered.
    package func talkTime(at now: Moment) -> Duration {
        guard let answered = times.answered else { return .zero }
        return max(.zero, (end?.at ?? now) - answered)
    }

    /// How long the line has been held, from the dialling to the end or `now`.
    package func lineTime(at now: Moment) -> Duration {
        max(.zero, (end?.at ?? now) - times.dialled)
    }
}
