package import Kernel

/// 通话结果: the tree of results that a call can have. The raw value is stored. C2.2, C6.3.
///
/// Leads decides with it what becomes of a customer, Calls records it, Reports counts it.
package enum Outcome: String, CaseIterable, Sendable {
    case noAnswer = "no_answer"
    case busy
    case unavailable
    case invalidNumber = "invalid_number"
    case declined
    case voicemail
    case interested
    case callback
    case notInterested = "not_interested"
    case strongRefusal = "strong_refusal"
    case wrongPerson = "wrong_person"
    case alreadyHasLoan = "already_has_loan"
    case language
    case complaint
    /// The trunk failed before the customer was reached. The line says so by itself: nobody records it,
    /// and the call is none of the 200 (C5.1) and no attempt at the customer.
    case lineFailed = "line_failed"

    /// The branch of the tree on which an outcome stands.
    package enum Group: String, CaseIterable, Sendable {
        /// Nobody spoke.
        case notReached = "not_reached"
        /// Someone spoke and the conversation can go on, now or later.
        case open
        /// Someone spoke and this task has nothing more to ask.
        case settled
        /// Someone spoke and must not be called again.
        case stop
        /// What the line says by itself; no agent records it.
        case system

        /// The branch's name for people.
        package var name: L {
            switch self {
            case .notReached: L("未接通", en: "Not reached")
            case .open: L("接通·有后续", en: "Reached, goes on")
            case .settled: L("接通·无后续", en: "Reached, settled")
            case .stop: L("接通·不得再呼", en: "Reached, never again")
            case .system: L("线路", en: "Line")
            }
        }

        /// The outcomes on this branch, in the order of the screen.
        package var outcomes: [Outcome] { Outcome.allCases.filter { $0.group == self } }
    }

    /// The branch of the tree on which the outcome stands.
    package var group: Group {
        switch self {
        case .noAnswer, .busy, .unavailable, .invalidNumber, .declined, .voicemail: .notReached
        case .interested, .callback: .open
        case .notInterested, .wrongPerson, .alreadyHasLoan, .language: .settled
        case .strongRefusal, .complaint: .stop
        case .lineFailed: .system
        }
    }

    /// Whether a person answered: what 接通率 counts.
    package var isReached: Bool {
        switch group {
        case .open, .settled, .stop: true
        case .notReached, .system: false
        }
    }

    /// Whether an agent may record it.
    package var isRecordable: Bool { group != .system }

    /// The outcomes that an agent may record, in the order of the screen.
    package static var recordable: [Outcome] { allCases.filter(\.isRecordable) }

    /// Whether it counts as a success: a customer found to want a loan. C5.2.
    package var isSuccess: Bool { self == .interested }

    /// Whether the customer joins the suppression list at once, for every task. C4.12.
    package var suppresses: Bool { group == .stop }

    /// Whether the lead is finished where the task has no recycling rule for the outcome. A
    /// callback never is: it lives on until its time.
    package var finishes: Bool { self != .callback }

    /// Whether a task may bring the lead back after a delay. Whoever said no, cannot be the right
    /// person or must not be called is never brought back.
    package var isRecyclable: Bool {
        switch self {
        case .noAnswer, .busy, .unavailable, .declined, .voicemail, .language: true
        case .invalidNumber, .interested, .callback, .notInterested, .strongRefusal, .wrongPerson,
            .alreadyHasLoan, .complaint, .lineFailed:
            false
        }
    }

    /// The delay in minutes that a new task proposes; nil where it proposes none.
    package var defaultDelayMinutes: Int? {
        switch self {
        case .noAnswer, .declined, .voicemail: 1_440
        case .unavailable: 2_880
        case .busy: 60
        case .language, .invalidNumber, .interested, .callback, .notInterested, .strongRefusal,
            .wrongPerson, .alreadyHasLoan, .complaint, .lineFailed:
            nil
        }
    }

    /// The key that chooses it on the workbench: digits where nobody spoke, letters otherwise.
    package var hotkey: String {
        switch self {
        case .noAnswer: "1"
        case .busy: "2"
        case .unavailable: "3"
        case .invalidNumber: "4"
        case .declined: "5"
        case .voicemail: "6"
        case .interested: "i"
        case .callback: "c"
        case .notInterested: "n"
        case .strongRefusal: "r"
        case .wrongPerson: "w"
        case .alreadyHasLoan: "h"
        case .language: "l"
        case .complaint: "x"
        case .lineFailed: ""
        }
    }

    /// The outcome's name for people.
    package var name: L {
        switch self {
        case .noAnswer: L("无人接听", en: "No answer")
        case .busy: L("占线", en: "Busy")
        case .unavailable: L("关机或停机", en: "Off or out of service")
        case .invalidNumber: L("空号", en: "Invalid number")
        case .declined: L("拒接", en: "Declined the call")
        case .voicemail: L("语音信箱", en: "Voicemail")
        case .interested: L("有意向", en: "Interested")
        case .callback: L("预约回访", en: "Callback")
        case .notInterested: L("无意向", en: "Not interested")
        case .strongRefusal: L("强烈拒绝", en: "Strong refusal")
        case .wrongPerson: L("非本人", en: "Wrong person")
        case .alreadyHasLoan: L("已办理贷款", en: "Already has the loan")
        case .language: L("语言不通", en: "Language barrier")
        case .complaint: L("表达投诉", en: "Complaint voiced")
        case .lineFailed: L("线路故障", en: "Line failed")
        }
    }

    /// What has to be recorded with it, and what may be, in the order of the form. C6.3.
    package var fields: [FieldRule] {
        switch self {
        case .noAnswer, .busy, .unavailable, .invalidNumber, .declined, .voicemail:
            [.optional(.note)]
        case .interested:
            [
                .required(.channel), .required(.amountBand), .optional(.callbackAt),
                .optional(.callbackScope), .optional(.note),
            ]
        case .callback: [.required(.callbackAt), .required(.callbackScope), .optional(.note)]
        case .notInterested: [.required(.reason), .optional(.note)]
        case .strongRefusal, .wrongPerson, .alreadyHasLoan: [.optional(.note)]
        case .language, .complaint: [.required(.note)]
        case .lineFailed: []
        }
    }

    /// Whether `field` must be recorded with the outcome.
    package func requires(_ field: Field) -> Bool { fields.contains(.required(field)) }

    /// Whether `field` may be recorded with the outcome, or must be.
    package func accepts(_ field: Field) -> Bool { fields.contains { $0.field == field } }
}
