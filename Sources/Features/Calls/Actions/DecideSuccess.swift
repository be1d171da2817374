package import Access
internal import Database
package import Kernel
internal import Telephony
package import Web

/// Confirms that a customer was found interested where the evidence alone does not carry it, or does
/// not. A person of the bank decides; an agent's own word never counts by itself. C5.2, C6.3.
package struct DecideSuccess: Endpoint {
    package static let route = Route(.post, "/calls/{id}/success")
    package static let permission = Permission.confirmSuccesses
    package static let act: LoggedAct? = LoggedAct(
        "success.decide",
        L("认定意向", en: "Decided whether a success counts"),
        on: .call,
    )
    package static let edits: Edit? = .asSeen(.callResult)

    /// What is decided.
    package enum Decision: String, Sendable, CaseIterable {
        case confirm
        case reject

        fileprivate var name: L {
            switch self {
            case .confirm: L("确认有意向，计数", en: "Confirm: it counts")
            case .reject: L("不予确认，不计数", en: "Refuse: it does not count")
            }
        }
    }

    private static let decision = InputField<Decision>.choice(
        "decision",
        L("决定", en: "Decision"),
        named: \.name,
    )
    private static let reason = InputField.remark("reason", L("理由", en: "Why"), maximum: 300)

    /// The form of a decision.
    static func form(of call: ID<PlacedCall>, version: Version) -> PostForm {
        PostForm(
            Self.self,
            of: call.rawValue,
            version: version,
            groups: [
                FilledGroup(
                    L("行方确认", en: "The bank's decision"),
                    L(
                        "请听录音并核对线路证据；当日日结前可以办理，决定后不再更改。",
                        en: "Listen, and look at the line's evidence. Possible until the day is "
                            + "closed; a decision stands.",
                    ),
                    fields: [decision.filled(), reason.filled()],
                )
            ],
            submit: L("登记决定", en: "Record the decision"),
            success: L("已登记。", en: "Recorded."),
        )
    }

    package struct Input: FormInput {
        let id: ID<PlacedCall>
        let decision: Decision
        let reason: String

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id")
            (decision, reason) = try form.read(DecideSuccess.decision, DecideSuccess.reason)
        }
    }

    private let workbench: Workbench

    /// Decides with the results of `workbench`.
    package init(_ workbench: Workbench) { self.workbench = workbench }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        let call = try CallStore(context.transaction).find(input.id, visibleTo: context.viewer)
        try workbench.results(context.transaction).successes.decide(
            call,
            isConfirmed: input.decision == .confirm,
            because: input.reason,
            by: context.viewer,
            at: context.now,
        )
        try context.notify(
            input.decision == .confirm ? .successConfirmed : .successRejected,
            [call.agent],
            about: Thing(.call, call.id.rawValue),
        )
        return Done("/calls/\(input.id)", id: input.id.rawValue)
    }
}
