internal import Campaigns
internal import Kernel

/// What calls add up to. One call's figures follow from its evidence and from its result as it
/// counts now; those of a day are their sum, and are kept as such.
package struct CallFigures: Sendable, Hashable {
    /// Calls placed that the line carried. C5.1.
    package var dialled = 0
    /// Calls that the line saw answered.
    package var answered = 0
    /// Calls recorded as a conversation with a person.
    package var reached = 0
    /// Conversations with the right person of at least `effectiveTalk`.
    package var effective = 0
    /// Different customers found interested. C5.2.
    package var interested = 0
    /// Strong refusals. C4.12.
    package var strongRefusals = 0
    /// Complaints voiced. C6.2.
    package var complaints = 0
    /// Results that do not agree with the line's evidence. C6.3.
    package var contradicted = 0
    /// Calls that go on.
    package var open = 0
    /// Calls that have ended and have no result.
    package var unrecorded = 0
    /// Corrected results.
    package var corrected = 0
    /// Milliseconds of conversation.
    package var talk = 0

    /// Nothing yet.
    package init() {}

    /// A conversation shorter than this does not count as effective.
    package static let effectiveTalk = Duration.seconds(15)

    /// One call's figures: `version` is that of the result, `minimum` the talk that was asked
    /// of a success, `isInterested` whether the call is the one that found its customer interested on
    /// its day.
    init(
        _ call: CallDetails,
        outcome: Outcome?,
        version: Int,
        minimum: Duration,
        isInterested: Bool,
    ) {
        dialled = call.isCounted ? 1 : 0
        answered = call.answeredAt == nil ? 0 : 1
        talk = Int(call.talkTime.wholeMilliseconds)
        interested = isInterested ? 1 : 0
        open = call.endedAt == nil ? 1 : 0
        guard let outcome else {
            unrecorded = 1 - open
            return
        }
        reached = outcome.isReached ? 1 : 0
        let isRightPerson = outcome.isReached && outcome != .wrongPerson
        effective = isRightPerson && call.talkTime >= Self.effectiveTalk ? 1 : 0
        strongRefusals = outcome == .strongRefusal ? 1 : 0
        complaints = outcome == .complaint ? 1 : 0
        corrected = version > 1 ? 1 : 0
        switch EvidenceVerdict(outcome, call, minimum: minimum) {
        case .reachedWithoutAnswer, .notReachedAfterTalk, .interestedTooShort: contradicted = 1
        case .consistent, .noEvidence: break
        }
    }

    /// Whether someone must look before the day is closed: a call that goes on, has no result, or
    /// has one that the evidence contradicts. C6.3.
    var isDoubtful: Bool { open + unrecorded + contradicted > 0 }

    /// Adds up two parts.
    package static func + (left: CallFigures, right: CallFigures) -> CallFigures {
        var sum = left
        for part in parts { sum[keyPath: part] += right[keyPath: part] }
        return sum
    }

    /// What is to be added to `right` to come to `left`.
    static func - (left: CallFigures, right: CallFigures) -> CallFigures {
        var rest = left
        for part in parts { rest[keyPath: part] -= right[keyPath: part] }
        return rest
    }

    private static let parts: [any WritableKeyPath<CallFigures, Int> & Sendable] = [
        \.dialled, \.answered, \.reached, \.effective, \.interested, \.strongRefusals,
        \.complaints, \.contradicted, \.open, \.unrecorded, \.corrected, \.talk,
    ]
}
