internal import Accounts
internal import Kernel
internal import Web

/// What people are told of tasks and scripts.
extension NoticeKind {
    /// To those who may approve a task that somebody else entered.
    static let taskToApprove = NoticeKind(
        "campaign.to_approve",
        L("外呼任务待批准", en: "A call task waits for approval"),
    )
    /// To those who entered a task.
    static let taskApproved = NoticeKind(
        "campaign.approved",
        L("外呼任务已批准", en: "A call task was approved"),
    )
    /// To those who may approve a script that somebody else wrote.
    static let scriptToApprove = NoticeKind(
        "script.to_approve",
        L("话术待批准", en: "A script waits for approval"),
    )
    /// To those who wrote a script.
    static let scriptApproved = NoticeKind(
        "script.approved",
        L("话术已批准", en: "A script was approved"),
    )
    /// To those who wrote a script.
    static let scriptRetired = NoticeKind(
        "script.retired",
        L("话术已停用", en: "A script was retired"),
    )
    /// To those who see the setting.
    static let regionHoursSet = NoticeKind(
        "region_hours.set",
        L("省份外呼时段已调整", en: "The calling hours of a province were set"),
    )

    /// All of them.
    static let ofCampaigns = [
        taskToApprove, taskApproved, scriptToApprove, scriptApproved, scriptRetired, regionHoursSet,
    ]
}
