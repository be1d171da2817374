package import Access
package import Kernel
package import Telephony

/// What became of a call's recording.
package enum RecordingState: String, Sendable, Hashable, CaseIterable, Encodable {
    /// Both sides are there, over the whole conversation.
    case stored
    /// A side is missing, or it is shorter than the line's evidence says.
    case short
    /// There was a conversation and there is no recording.
    case missing
    /// Destroyed when its time was over. C4.5.
    case destroyed

    /// What the lists call it.
    package var name: L {
        switch self {
        case .stored: L("完整", en: "Complete")
        case .short: L("不完整", en: "Incomplete")
        case .missing: L("缺失", en: "Missing")
        case .destroyed: L("已销毁", en: "Destroyed")
        }
    }

    /// What a conversation of `talk` leaves, with these lengths of the two sides. Two seconds and a
    /// tenth may be missing: the recording begins when the voices do, a moment after the answer.
    package init(talk: Duration, agent: Duration, customer: Duration) {
        let slack = max(Duration.seconds(2), talk / 10)
        self = min(agent, customer) + slack < talk ? .short : .stored
    }
}

/// A call's recording: the agent on the left, the customer on the right.
package struct Recording: Sendable, Hashable {
    /// The call.
    package let call: CallID
    /// The agent's vendor.
    package let vendor: ID<Organisation>
    /// The business day of the call.
    package let day: BusinessDay
    /// What became of it.
    package let state: RecordingState
    /// Where the sealed file is, under the folder of recordings; nil without one.
    package let path: String?
    /// The sealed file's bytes.
    package let bytes: Int
    /// How long the agent's side is.
    package let agent: Duration
    /// How long the customer's side is.
    package let customer: Duration
    /// When it was stored, or found missing.
    package let storedAt: Moment
    /// Whether it is kept beyond its time.
    package let isHeld: Bool

    /// How long it plays.
    package var length: Duration { max(agent, customer) }
    /// Whether there is something to hear.
    package var isPlayable: Bool { path != nil && state != .destroyed }
}

/// Why something is not done with a recording.
package enum RecordingRefusal: UserFacing, Hashable {
    /// It was destroyed, or never was.
    case nothingToHear
    /// It is held already, or is not.
    case holdStands, holdIsOff
    /// The stored file is not what was sealed.
    case altered

    package var code: String {
        switch self {
        case .nothingToHear: "recording.nothing"
        case .holdStands: "recording.held"
        case .holdIsOff: "recording.not_held"
        case .altered: "recording.altered"
        }
    }

    package var status: RefusalStatus { .refused }

    package var message: L {
        switch self {
        case .nothingToHear: L("没有可播放的录音。", en: "There is no recording to play.")
        case .holdStands: L("该录音已被保全。", en: "The recording is on hold already.")
        case .holdIsOff: L("该录音未被保全。", en: "The recording is not on hold.")
        case .altered:
            L(
                "录音文件校验失败：内容被改动或损坏，已停止播放。请通知安全管理员。",
                en: "The recording's file is not what was stored; it is not played. "
                    + "Tell the security officer.",
            )
        }
    }
}
