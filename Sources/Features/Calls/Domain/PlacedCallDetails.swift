package import Access
package import Campaigns
package import Kernel
package import Leads
package import Telephony

/// A call as the line saw it, apart from what the agent recorded. C6.3.
package struct CallDetails: Sendable, Hashable {
    /// The identity, under which the line reports.
    package let id: ID<PlacedCall>
    /// The hand-out that led to it.
    package let handOut: ID<HandOut>
    /// The lead.
    package let lead: ID<Lead>
    /// The task.
    package let campaign: ID<Campaign>
    /// The agent.
    package let agent: ID<Account>
    /// The agent's vendor.
    package let vendor: ID<Organisation>
    /// The branch for which it was placed.
    package let institution: ID<Institution>
    /// The customer's blind index.
    package let customerKey: Int64
    /// Next lead, callback or manual redial.
    package let kind: HandOutKind
    /// The business day to which it belongs.
    package let day: BusinessDay
    /// When it was placed.
    package let dialledAt: Moment
    /// When the customer's telephone began to ring; nil if it never did.
    package let ringingAt: Moment?
    /// When it was answered; nil if it never was.
    package let answeredAt: Moment?
    /// When it ended; nil while it goes on.
    package let endedAt: Moment?
    /// Why it ended.
    package let cause: EndCause?
    /// Who ended it.
    package let endedBy: Party?
    /// Whether it counts as placed: not when the trunk failed before the customer was reached. C5.1.
    package let isCounted: Bool

    /// How long agent and customer talked.
    package var talkTime: Duration {
        guard let answeredAt, let endedAt else { return .zero }
        return endedAt - answeredAt
    }

    /// Whether the trunk failed before the customer was reached: it answered with a fault of its
    /// own, or with nothing at all. `rang` tells whether it rang at the customer's; a sound before
    /// that, such as the network's announcement, reaches nobody. `signal` is what came with the end.
    func isLineFailure(
        rang: @autoclosure () throws -> Bool,
        _ signal: LineEvent.Signal?,
    ) rethrows -> Bool {
        guard answeredAt == nil, let cause else { return false }
        return switch cause {
        case .networkFailure: try !rang()
        // Causes 18 and 19 say that the customer was sought, also where no ringing was told.
        case .noAnswer: ringingAt == nil && signal?.q850 != 18 && signal?.q850 != 19
        case .normal, .busy, .rejected, .poweredOff, .outOfService, .invalidNumber, .cancelled,
            .pageGone, .signedOut, .lost:
            false
        }
    }

    /// The result that the line's evidence tells by itself, proposed to the agent; nil after a
    /// conversation and where the line cannot tell.
    package var suggestedOutcome: Outcome? {
        guard answeredAt == nil, let cause else { return nil }
        return switch cause {
        case .busy: .busy
        case .noAnswer, .cancelled: .noAnswer
        case .rejected: .declined
        case .poweredOff, .outOfService: .unavailable
        case .invalidNumber: .invalidNumber
        case .normal, .networkFailure, .pageGone, .signedOut, .lost: nil
        }
    }
}

/// How a recorded result stands to the line's evidence. C6.3.
package enum EvidenceVerdict: String, Sendable, CaseIterable {
    /// They agree, or the evidence says nothing about it.
    case consistent
    /// A result that needs a conversation, on a call that nobody answered.
    case reachedWithoutAnswer = "reached_without_answer"
    /// "Not reached", on a call with a conversation.
    case notReachedAfterTalk = "not_reached_after_talk"
    /// "Interested", after less talk than the bank asks for. C5.2.
    case interestedTooShort = "interested_too_short"
    /// The line lost sight of the call; nothing can be compared.
    case noEvidence = "no_evidence"

    /// The longest answered call that may be recorded as not reached: an announcement, a mailbox.
    package static let tolerance = Duration.seconds(25)

    /// Compares a result with what the line saw; `minimum` is the talk that the bank asked of an
    /// interested customer when it was recorded.
    package init(_ outcome: Outcome, _ call: CallDetails, minimum: Duration = .zero) {
        self.init(
            outcome,
            wasAnswered: call.answeredAt != nil,
            talk: call.talkTime,
            minimum: minimum,
            cause: call.cause,
        )
    }

    /// Compares a result with what the line saw; `cause` is nil while the call goes on.
    package init(
        _ outcome: Outcome,
        wasAnswered: Bool,
        talk: Duration,
        minimum: Duration = .zero,
        cause: EndCause?,
    ) {
        if cause == .lost {
            self = .noEvidence
        } else if outcome.isSuccess, wasAnswered {
            self = talk < minimum ? .interestedTooShort : .consistent
        } else if outcome.isReached {
            self = wasAnswered ? .consistent : .reachedWithoutAnswer
        } else {
            let talked = outcome != .voicemail && talk > Self.tolerance
            self = talked ? .notReachedAfterTalk : .consistent
        }
    }

    /// The verdict for people.
    package var name: L {
        switch self {
        case .consistent: L("与话务证据一致", en: "Agrees with the evidence")
        case .reachedWithoutAnswer: L("记为接通，线路未应答", en: "Recorded as reached, never answered")
        case .notReachedAfterTalk: L("记为未接通，线路有通话", en: "Recorded as not reached, talk seen")
        case .interestedTooShort: L("有意向，通话过短", en: "Interested, too little talk")
        case .noEvidence: L("无话务证据", en: "No evidence")
        }
    }
}

/// Why a result is not saved.
package enum OutcomeRefusal: UserFacing, Hashable {
    /// The line shows that nobody answered. C6.3.
    case neverAnswered
    /// The day is closed; its results stand.
    case dayClosed(BusinessDay)
    /// There is no result yet that could be corrected.
    case nothingToCorrect
    /// A refusal cannot be taken back by recording another result. C4.12.
    case refusalStands
    /// The line said by itself that it failed; nobody's record replaces that.
    case lineFailed
    /// There is no success that waits for anybody's word.
    case nothingToConfirm

    package var code: String {
        switch self {
        case .neverAnswered: "outcome.never_answered"
        case .dayClosed: "outcome.day_closed"
        case .nothingToCorrect: "outcome.nothing_to_correct"
        case .refusalStands: "outcome.refusal_stands"
        case .lineFailed: "outcome.line_failed"
        case .nothingToConfirm: "outcome.nothing_to_confirm"
        }
    }

    package var status: RefusalStatus { .refused }

    package var message: L {
        switch self {
        case .neverAnswered:
            L(
                "线路显示本次通话无人接听，不能记录为已接通的结果（C6.3）。",
                en: "The line shows that nobody answered: no result of a conversation is recorded "
                    + "(C6.3).",
            )
        case .dayClosed(let day):
            L("\(day)已日结，结果不能再更正。", en: "\(day) is closed: its results are not corrected any more.")
        case .nothingToCorrect:
            L("本次通话尚无结果，请直接保存结果。", en: "The call has no result yet; save one.")
        case .refusalStands:
            L(
                "客户的强烈拒绝或投诉不能改为其他结果（C4.12）。",
                en: "A strong refusal or a complaint is not replaced by another result (C4.12).",
            )
        case .nothingToConfirm:
            L(
                "本次通话没有待确认的意向，可能已由他人处理，请刷新页面。",
                en:
                    "No success of this call waits for a decision: someone may have decided. Reload.",
            )
        case .lineFailed:
            L(
                "线路未接通客户，本次呼叫由线路认定为“线路故障”，不能更正；客户将再次派发。",
                en:
                    "The line never reached the customer: it is “line failed” by the line's own word "
                    + "and is not corrected. The customer is handed out again.",
            )
        }
    }
}
