package import Kernel

/// The telephone line: it places calls for the server and reports what it sees. The number goes
/// from the server to the line and to nobody else.
///
/// No function delivers an event before it returns: events come to the sink on the line's own
/// thread, so that a transaction which dials or hangs up never waits for one that stores evidence.
package protocol Line: Sendable {
    /// Whether calls reach real people. Demo numbers are refused there.
    var isReal: Bool { get }

    /// What carries the agents' voices; nil for a line without any.
    var voice: (any Voice)? { get }

    /// Checks that a call could be placed from this softphone now. Throws a `LineRefusal` that
    /// tells what is missing; asked before the call counts.
    func check(_ phone: SoftphoneID) throws

    /// Places a call. Throws a `LineRefusal` when it cannot be placed at all.
    func dial(_ request: DialRequest) throws

    /// Hangs up for `reason`. A call that is already over stays as it is.
    func hangUp(_ call: CallID, for reason: HangUpReason)

    /// Sends `0`–`9`, `*`, `#` into an answered call. Throws a `LineRefusal`.
    func sendDigits(_ digits: String, on call: CallID) throws

    /// Whether the line has the call.
    func carries(_ call: CallID) -> Bool

    /// Takes up those of `calls`, which the books have open, that a former run of the program left
    /// going, and returns them; the others have been lost. Asked once, before anything is placed.
    func takeUp(_ calls: Set<CallID>) -> Set<CallID>

    /// Sets who receives the events, in order, one at a time. Set it once, before the first call.
    func setSink(_ sink: @escaping @Sendable (LineEvent) -> Void)
}

extension Line {
    package var voice: (any Voice)? { nil }
    package func check(_ phone: SoftphoneID) throws {}
    package func takeUp(_ calls: Set<CallID>) -> Set<CallID> { [] }

    /// Whether the call's voice goes through the agent's browser, so that others can listen there.
    package func hasVoice(_ call: CallID, of phone: SoftphoneID) -> Bool {
        voice?.state(of: phone).call == call
    }
}

/// Why our side hangs up: it decides what the evidence says of the end.
package enum HangUpReason: String, Sendable, Hashable, CaseIterable, Codable {
    /// The agent has ended it.
    case agent
    /// The agent's page has gone: closed, loaded anew, or silent.
    case pageGone
    /// The agent's session has ended: signed out, the account closed, or timed out.
    case signedOut
    /// Someone else has freed the seat.
    case released
    /// It has rung for as long as was allowed.
    case rungOut
    /// The customer has answered, and the agent's browser never got its side of it.
    case voiceLost

    /// By whom the call has ended.
    package var party: Party {
        switch self {
        case .agent: .agent
        case .pageGone, .signedOut, .released, .rungOut, .voiceLost: .system
        }
    }

    /// What the end is called; an answered call does not ring out.
    package func cause(wasAnswered: Bool) -> EndCause {
        switch self {
        case .agent, .released: wasAnswered ? .normal : .cancelled
        case .pageGone: .pageGone
        case .signedOut: .signedOut
        case .rungOut: wasAnswered ? .normal : .noAnswer
        case .voiceLost: .lost
        }
    }
}

/// Why the line does not do what was asked.
package enum LineRefusal: UserFacing, Hashable, CaseIterable {
    /// A number of the demo on a real trunk.
    case demoNumber
    /// The call has been dialled before.
    case alreadyDialled
    /// Digits for a call that nobody has answered, or that is over.
    case notTalking
    /// Digits other than `0`–`9`, `*`, `#`.
    case invalidDigits
    /// The trunk is down.
    case noTrunk
    /// The agent's browser has not offered its voice, or the telephone node has not taken it yet.
    case noSoftphone
    /// As many calls go on as the trunk allows.
    case allLinesBusy
    /// No calls are placed: the program is about to be restarted.
    case draining
    /// The disk has no room for another recording.
    case noRoomForRecording

    package var code: String {
        switch self {
        case .demoNumber: "line.demo_number"
        case .alreadyDialled: "line.already_dialled"
        case .notTalking: "line.not_talking"
        case .invalidDigits: "line.invalid_digits"
        case .noTrunk: "line.no_trunk"
        case .noSoftphone: "line.no_softphone"
        case .allLinesBusy: "line.all_busy"
        case .draining: "line.draining"
        case .noRoomForRecording: "line.no_room"
        }
    }

    package var status: RefusalStatus {
        switch self {
        case .demoNumber, .alreadyDialled, .notTalking: .refused
        case .invalidDigits: .invalid
        case .noTrunk, .noSoftphone, .allLinesBusy, .draining, .noRoomForRecording: .unavailable
        }
    }

    package var message: L {
        switch self {
        case .demoNumber:
            L(
                "演示号码（154 开头）不能通过真实线路拨打。请使用真实名单，或改用模拟线路。",
                en: "A demo number (154…) is not dialled on a real trunk. "
                    + "Use real leads, or the simulated line.",
            )
        case .alreadyDialled:
            L("该通话已经拨出，不能重复拨打。", en: "This call has been dialled already.")
        case .notTalking:
            L("通话尚未接通或已经结束，不能发送按键。", en: "Nobody is on the line: digits cannot be sent.")
        case .invalidDigits:
            L("按键只能是 0–9、* 和 #。", en: "Digits are 0–9, * and # only.")
        case .noTrunk:
            L(
                "电话线路不可用，请稍后再拨，并告知系统管理员。",
                en:
                    "The telephone line is down. Dial again later, and tell the system administrator.",
            )
        case .noSoftphone:
            L(
                "软电话尚未就绪，本次未拨出。请检查耳麦和麦克风权限，待显示“软电话就绪”后再拨。",
                en: "The softphone is not ready: nothing was dialled. Check the headset and the "
                    + "microphone's permission, and dial when it says “Softphone ready”.",
            )
        case .allLinesBusy:
            L("并发通话数已达线路上限，请稍候再拨。", en: "All lines of the trunk are in use; dial again shortly.")
        case .draining:
            L(
                "系统即将重启，暂停拨出新的电话；进行中的通话不受影响。",
                en: "The system is about to restart: no new call is placed, those under way go on.",
            )
        case .noRoomForRecording:
            L(
                "录音存储空间不足，不能拨出（通话必须录音）。请告知系统管理员。",
                en: "No room is left for recordings, and a call must be recorded: nothing was "
                    + "dialled. Tell the system administrator.",
            )
        }
    }
}

/// Checks digits before they go into a call.
package func checkDigits(_ digits: String) throws(LineRefusal) {
    guard (1...32).contains(digits.utf8.count),
        digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2A || $0 == 0x23 })
    else { throw .invalidDigits }
}
