internal import Kernel
internal import Records
internal import Web

/// What people are told of calls and callbacks.
extension NoticeKind {
    /// To the agent whose call it was.
    static let successConfirmed = NoticeKind(
        "success.confirmed",
        L("意向已获确认", en: "A success was confirmed"),
    )
    /// To the agent whose call it was.
    static let successRejected = NoticeKind(
        "success.rejected",
        L("意向未获确认", en: "A success was not confirmed"),
    )
    /// To the agent whose result it was.
    static let resultCorrected = NoticeKind(
        "result.corrected",
        L("通话结果已被更正", en: "A result was corrected"),
    )
    /// To the agent who has it now.
    static let callbackHandedOver = NoticeKind(
        "callback.handed_over",
        L("有回访转交给您", en: "A callback was handed to you"),
        page: "/workbench",
    )
    /// To a vendor's supervisors, once a day.
    static let callbacksOverdue = NoticeKind(
        "callbacks.overdue",
        L("有回访超时未拨", en: "Callbacks are overdue"),
        page: "/callbacks/overdue",
    )
    /// All of them.
    static let ofCalls = [
        successConfirmed, successRejected, resultCorrected, callbackHandedOver, callbacksOverdue,
        CallingRoomSetting.decided, TalkMinimum.decided,
    ]
}
