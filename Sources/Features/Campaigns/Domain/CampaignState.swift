package import Kernel

/// Where a call task stands. The raw value is stored. C2.1.
package enum CampaignState: String, CaseIterable, StateMachine {
    case draft
    case approved
    case running
    case paused
    case closed

    /// The state's name for people.
    package var name: L {
        switch self {
        case .draft: L("草稿", en: "Draft")
        case .approved: L("已批准", en: "Approved")
        case .running: L("进行中", en: "Running")
        case .paused: L("已暂停", en: "Paused")
        case .closed: L("已关闭", en: "Closed")
        }
    }

    /// Whether leads may be handed out and dialled: only of a running task. C2.1.
    package var mayCall: Bool { self == .running }

    /// Whether leads may be brought in: until the task is closed.
    package var mayImport: Bool { self != .closed }

    /// The state after `event`; throws why it cannot happen in this one.
    package func after(_ event: CampaignEvent) throws(CampaignRefusal) -> CampaignState {
        switch (self, event) {
        case (.draft, .edit): .draft
        case (.draft, .approve): .approved
        case (.approved, .start): .running
        case (.running, .pause): .paused
        case (.paused, .resume): .running
        case (.draft, .changeScript), (.approved, .changeScript), (.running, .changeScript),
            (.paused, .changeScript):
            self
        case (.draft, .close), (.approved, .close), (.running, .close), (.paused, .close): .closed

        case (.approved, .edit), (.running, .edit), (.paused, .edit): throw .notEditable
        case (.approved, .approve), (.running, .approve), (.paused, .approve):
            throw .alreadyApproved
        case (.draft, .start), (.draft, .pause), (.draft, .resume): throw .notApproved
        case (.running, .start), (.running, .resume): throw .alreadyRunning
        case (.paused, .start): throw .startedBefore
        case (.approved, .pause), (.approved, .resume): throw .notStarted
        case (.paused, .pause): throw .alreadyPaused
        case (.closed, .edit), (.closed, .approve), (.closed, .start), (.closed, .pause),
            (.closed, .resume), (.closed, .changeScript), (.closed, .close):
            throw .closed
        }
    }
}

/// What can happen to a call task after it was created.
package enum CampaignEvent: String, CaseIterable, Sendable {
    case edit
    case approve
    case start
    case pause
    case resume
    case changeScript = "change_script"
    case close

    /// The step that the event leaves behind.
    package var step: CampaignStep {
        switch self {
        case .edit: .edited
        case .approve: .approved
        case .start: .started
        case .pause: .paused
        case .resume: .resumed
        case .changeScript: .scriptChanged
        case .close: .closed
        }
    }
}

/// A step in a task's life, kept with who and when. The raw value is stored. C2.1.
package enum CampaignStep: String, CaseIterable, Sendable {
    case created
    case edited
    case approved
    case started
    case paused
    case resumed
    case scriptChanged = "script_changed"
    case closed

    /// The step's name for people.
    package var name: L {
        switch self {
        case .created: L("创建", en: "Created")
        case .edited: L("修改", en: "Edited")
        case .approved: L("批准", en: "Approved")
        case .started: L("启动", en: "Started")
        case .paused: L("暂停", en: "Paused")
        case .resumed: L("恢复", en: "Resumed")
        case .scriptChanged: L("更换话术", en: "Script changed")
        case .closed: L("关闭", en: "Closed")
        }
    }
}
