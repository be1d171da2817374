package import Kernel

/// Why the rules refuse something about a call task.
package enum CampaignRefusal: UserFacing, Hashable {
    /// Edited after it left the draft.
    case notEditable
    /// Approved a second time.
    case alreadyApproved
    /// Started, paused or resumed before its approval.
    case notApproved
    /// Started or resumed while it runs.
    case alreadyRunning
    /// Started again when it is only paused.
    case startedBefore
    /// Paused or resumed before its start.
    case notStarted
    /// Paused a second time.
    case alreadyPaused
    /// Anything at all after it was closed.
    case closed
    /// No script version is chosen.
    case noScript
    /// The script version is a draft or was retired.
    case scriptNotApproved
    /// No basis for calling these customers is named.
    case noConsentBasis
    /// The last day lies in the past.
    case periodOver(BusinessDay)
    /// Another task has this number of the core system, with other content.
    case referenceTaken(ID<Campaign>)
    /// The using institution or the vendor cannot be exchanged under a task that exists.
    case partiesFixed

    package var code: String {
        switch self {
        case .notEditable: "campaigns.not_editable"
        case .alreadyApproved: "campaigns.already_approved"
        case .notApproved: "campaigns.not_approved"
        case .alreadyRunning: "campaigns.already_running"
        case .startedBefore: "campaigns.started_before"
        case .notStarted: "campaigns.not_started"
        case .alreadyPaused: "campaigns.already_paused"
        case .closed: "campaigns.closed"
        case .noScript: "campaigns.no_script"
        case .scriptNotApproved: "campaigns.script_not_approved"
        case .noConsentBasis: "campaigns.no_consent_basis"
        case .periodOver: "campaigns.period_over"
        case .referenceTaken: "campaigns.reference_taken"
        case .partiesFixed: "campaigns.parties_fixed"
        }
    }

    package var status: RefusalStatus { .refused }

    package var message: L {
        switch self {
        case .notEditable:
            L(
                "任务已批准，内容不能再修改。如需更改，请关闭后新建任务。",
                en: "The task is approved and can no longer be edited; close it and make a new one.",
            )
        case .alreadyApproved: L("任务已经批准，无需重复批准。", en: "The task is approved already.")
        case .notApproved:
            L("任务尚未批准，请先由行方批准。", en: "The task is not approved yet; the bank approves it first.")
        case .alreadyRunning: L("任务已在进行中。", en: "The task is running already.")
        case .startedBefore:
            L("任务已启动过，现处于暂停，请使用“恢复”。", en: "The task was started and is paused; resume it.")
        case .notStarted: L("任务尚未启动，请先启动。", en: "The task has not started; start it first.")
        case .alreadyPaused: L("任务已经暂停。", en: "The task is paused already.")
        case .closed:
            L("任务已关闭，不能再变更。如需继续，请新建任务。", en: "The task is closed for good; make a new one.")
        case .noScript:
            L("请先选择一个已批准的话术版本。", en: "Choose an approved script version first.")
        case .scriptNotApproved:
            L(
                "所选话术版本不是已批准状态，只能使用行方批准的话术。",
                en:
                    "The chosen script version is not approved; only wording approved by the bank is used.",
            )
        case .noConsentBasis:
            L(
                "请先写明联系客户的合法依据（同意或合同），没有依据不得外呼。",
                en: "Name the basis for calling these customers first: no basis, no call.",
            )
        case .periodOver(let day):
            L("任务期限已于\(day)结束，不能启动。", en: "The task's period ended on \(day); it cannot start.")
        case .referenceTaken(let id):
            L(
                "核心系统任务编号已被任务\(id)使用，且内容不同。请核对编号。",
                en: "Task \(id) has this core system number with other content; check the number.",
            )
        case .partiesFixed:
            L(
                "任务创建后不能更换使用机构或供应商。请关闭本任务并新建。",
                en: "A task's institution and vendor are fixed; close this task and make a new one.",
            )
        }
    }
}
