package import Kernel

/// The owner type of a script's identity. 话术: the wording for calls, in versions. C4.12.
package enum Script {}

/// The owner type of a script version's identity.
package enum ScriptVersion {}

/// What an agent says, step by step, with the customer's ways to go on. C4.12.
package struct ScriptBody: Hashable, Sendable {
    /// What a step is for.
    package enum Kind: String, CaseIterable, Sendable {
        case opening
        case permission
        case pitch
        case step
        case closing

        /// The kind's name, as it stands in the text between 【 and 】.
        package var name: L {
            switch self {
            case .opening: L("开场", en: "Opening")
            case .permission: L("许可", en: "Permission")
            case .pitch: L("介绍", en: "Pitch")
            case .step: L("步骤", en: "Step")
            case .closing: L("结束", en: "Closing")
            }
        }
    }

    /// One way to go on from a step.
    package struct Branch: Hashable, Sendable {
        /// What the customer says or does.
        package let answer: String
        /// The step that follows: its place among the steps.
        package let target: Int

        /// A way to go on to the step at `target`.
        package init(answer: String, target: Int) {
            self.answer = answer
            self.target = target
        }
    }

    /// One step: a text to say, and the ways to go on; without any the next step follows.
    package struct Step: Hashable, Sendable {
        /// What the step is for.
        package let kind: Kind
        /// Its title; unique among the steps.
        package let title: String
        /// What the agent says.
        package let text: String
        /// The ways to go on.
        package let branches: [Branch]

        /// Whether the customer is told here that the call is recorded.
        package var announcesRecording: Bool { text.contains("录音") }

        /// Gathers a step.
        package init(kind: Kind, title: String, text: String, branches: [Branch] = []) {
            self.kind = kind
            self.title = title
            self.text = text
            self.branches = branches
        }
    }

    /// What a customer may hold against it, with the answer.
    package struct Objection: Hashable, Sendable {
        /// What the customer says.
        package let concern: String
        /// What the agent answers.
        package let answer: String

        /// Gathers an objection.
        package init(concern: String, answer: String) {
            self.concern = concern
            self.answer = answer
        }
    }

    /// The steps; a call begins with the first.
    package let steps: [Step]
    /// The objections, which may come at any step.
    package let objections: [Objection]

    /// Gathers a script. A branch to a step that does not exist is a defect.
    package init(steps: [Step], objections: [Objection] = []) {
        let targets = steps.flatMap { $0.branches.map(\.target) }
        precondition(targets.allSatisfy(steps.indices.contains), "A branch leads to no step.")
        self.steps = steps
        self.objections = objections
    }
}

/// Where a script version stands. The raw value is stored. C4.12.
package enum ScriptState: String, CaseIterable, StateMachine {
    case draft
    case approved
    case retired

    /// The state's name for people.
    package var name: L {
        switch self {
        case .draft: L("草稿", en: "Draft")
        case .approved: L("已批准", en: "Approved")
        case .retired: L("已停用", en: "Retired")
        }
    }

    /// The state after `event`; throws why it cannot happen in this one.
    package func after(_ event: ScriptEvent) throws(ScriptRefusal) -> ScriptState {
        switch (self, event) {
        case (.draft, .approve): .approved
        case (.draft, .retire), (.approved, .retire): .retired
        case (.approved, .approve): throw .alreadyApproved
        case (.retired, .approve), (.retired, .retire): throw .retired
        }
    }
}

/// What can happen to a script version after it was written.
package enum ScriptEvent: CaseIterable, Sendable {
    case approve
    case retire
}

/// Why the rules refuse something about a script.
package enum ScriptRefusal: UserFacing, Hashable {
    /// Approved a second time.
    case alreadyApproved
    /// Anything after its retirement.
    case retired
    /// The wording breaks rules: the first findings.
    case findings([ScriptFinding])
    /// A task that is not closed still uses the version.
    case inUse(ID<Campaign>)

    package var code: String {
        switch self {
        case .alreadyApproved: "scripts.already_approved"
        case .retired: "scripts.retired"
        case .findings: "scripts.findings"
        case .inUse: "scripts.in_use"
        }
    }

    package var status: RefusalStatus { .refused }

    package var message: L {
        switch self {
        case .alreadyApproved:
            L("该话术版本已经批准。", en: "The script version is approved already.")
        case .retired: L("该话术版本已停用，请新建版本。", en: "The script version is retired; make a new one.")
        case .findings(let findings):
            findings.prefix(3).reduce(
                L("话术未通过检查，请修改后再提交：", en: "The wording breaks rules; change it first: ")
            ) { $0 + $1.message + L(same: " ") }
        case .inUse(let id):
            L(
                "任务\(id)仍在使用该话术版本，请先为任务更换话术或关闭任务。",
                en: "Task \(id) still uses this version; change its script or close it first.",
            )
        }
    }
}
