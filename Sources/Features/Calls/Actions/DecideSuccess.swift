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
    }

    package struct Input: FormInput {
        let id: ID<PlacedCall>
        let decision: Decision
        let reason: String

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id")
            decision = try form.choice("decision")
            reason = try form.remark("reason", maximum: 300)
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
