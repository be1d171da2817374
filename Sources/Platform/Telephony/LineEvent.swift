package import Kernel

/// Something the line saw happen to a call: the evidence, stored apart from what agents record
/// (C6.3).
package struct LineEvent: Sendable, Hashable {
    /// What happened.
    package enum Kind: Sendable, Hashable {
        /// The network accepted the call and looks for the customer.
        case proceeding
        /// It rings at the customer's.
        case ringing
        /// The network plays something before an answer: a ringing tone, an announcement.
        case earlyMedia
        /// Somebody or something answered.
        case answered
        /// The call is over.
        case ended(EndCause, by: Party)
        /// How well the voices came through, measured at the end.
        case measured(VoiceQuality)
    }

    /// Who saw it.
    package enum Source: String, Sendable, Hashable, CaseIterable {
        /// The line itself.
        case line
        /// What the telephone node answers to what we ask of it.
        case signalling
        /// The node's own record of what happened, delivered apart and again when it was lost.
        case record
        /// Huihu: a ring timer, a node that has gone.
        case huihu

        /// What the call's page calls it.
        package var label: L {
            switch self {
            case .line: L("线路", en: "Line")
            case .signalling: L("信令", en: "Signalling")
            case .record: L("事件流", en: "Event stream")
            case .huihu: L("本系统", en: "Huihu")
            }
        }
    }

    /// What the telephone network said.
    package struct Signal: Sendable, Hashable {
        /// The SIP status; nil for none.
        package let status: Int?
        /// The Q.850 cause; nil for none.
        package let q850: Int?
        /// The words that came with it.
        package let reason: String?

        /// Gathers what was said.
        package init(status: Int? = nil, q850: Int? = nil, reason: String? = nil) {
            self.status = status
            self.q850 = q850
            self.reason = reason
        }
    }

    /// The call it happened to.
    package let call: CallID
    /// When, by the line's clock.
    package let at: Moment
    /// The event's number within its call: a redelivered event keeps its number. Below
    /// `endInTheBooks`.
    package let sequence: Int
    /// What happened.
    package let kind: Kind
    /// Who saw it.
    package let source: Source
    /// What the network said; nil where it says nothing.
    package let signal: Signal?

    /// Gathers one event.
    package init(
        call: CallID,
        at: Moment,
        sequence: Int,
        kind: Kind,
        source: Source = .line,
        signal: Signal? = nil,
    ) {
        self.source = source
        self.signal = signal
        self.call = call
        self.at = at
        self.sequence = sequence
        self.kind = kind
    }
}

extension LineEvent {
    /// The number of an end of which the line has not told. What it still tells keeps its own.
    package static let endInTheBooks = 100

    /// The same event on a clock that is ahead by `span`.
    package func moved(by span: Duration) -> LineEvent {
        LineEvent(
            call: call,
            at: at + span,
            sequence: sequence,
            kind: kind,
            source: source,
            signal: signal,
        )
    }
}

extension LineEvent.Kind {
    /// The stable text in the database: `ringing`, `ended:busy:network`, `measured:250:0:2:250:0:3`.
    package var code: String {
        switch self {
        case .proceeding: "proceeding"
        case .ringing: "ringing"
        case .earlyMedia: "early_media"
        case .answered: "answered"
        case .ended(let cause, let party): "ended:\(cause.code):\(party.code)"
        case .measured(let quality): "measured:\(quality.code)"
        }
    }

    /// Reads the stable text; nil for an unknown one.
    package init?(code: String) {
        switch code {
        case "proceeding": self = .proceeding
        case "ringing": self = .ringing
        case "early_media": self = .earlyMedia
        case "answered": self = .answered
        default:
            let parts = code.split(separator: ":", omittingEmptySubsequences: false)
            if parts.first == "measured", let quality = VoiceQuality(code: parts.dropFirst()) {
                self = .measured(quality)
                return
            }
            guard parts.count == 3, parts[0] == "ended",
                let cause = EndCause(code: String(parts[1])),
                let party = Party(code: String(parts[2]))
            else { return nil }
            self = .ended(cause, by: party)
        }
    }
}
