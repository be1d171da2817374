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
        /// Somebody or something answered.
        case answered
        /// The call is over.
        case ended(EndCause, by: Party)
    }

    /// The call it happened to.
    package let call: CallID
    /// When, by the line's clock.
    package let at: Moment
    /// 1 for the call's first event, and so on: a redelivered event keeps its number.
    package let sequence: Int
    /// What happened.
    package let kind: Kind

    /// Gathers one event.
    package init(call: CallID, at: Moment, sequence: Int, kind: Kind) {
        self.call = call
        self.at = at
        self.sequence = sequence
        self.kind = kind
    }
}

extension LineEvent.Kind {
    /// The stable text in the database: `ringing`, `ended:busy:network`.
    package var code: String {
        switch self {
        case .proceeding: "proceeding"
        case .ringing: "ringing"
        case .answered: "answered"
        case .ended(let cause, let party): "ended:\(cause.code):\(party.code)"
        }
    }

    /// Reads the stable text; nil for an unknown one.
    package init?(code: String) {
        switch code {
        case "proceeding": self = .proceeding
        case "ringing": self = .ringing
        case "answered": self = .answered
        default:
            let parts = code.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0] == "ended",
                let cause = EndCause(code: String(parts[1])),
                let party = Party(code: String(parts[2]))
            else { return nil }
            self = .ended(cause, by: party)
        }
    }
}
