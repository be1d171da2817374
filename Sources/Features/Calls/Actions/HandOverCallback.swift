package import Access
internal import Accounts
internal import Database
package import Kernel
package import Web

/// Hands a callback to another agent of the vendor.
package struct HandOverCallback: Endpoint {
    package static let route = Route(.post, "/callbacks/{id}/owner")
    package static let permission = Permission.handOverCallbacks
    package static let act: LoggedAct? = LoggedAct(
        "callback.hand_over",
        L("转交回访", en: "Handed a callback over"),
        on: .callback,
    )
    package static let edits: Edit? = .asSeen(.callback)

    static let agent = InputField<ID<Account>>.id("agent", L("坐席", en: "Agent"))

    package struct Input: FormInput {
        let id: ID<Callback>
        let agent: ID<Account>

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id")
            agent = try HandOverCallback.agent.read(form)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        // First the callback: one that the viewer may not know of is not there, whoever is named.
        try CallbackStore(context.transaction)
            .handOver(input.id, to: input.agent, visibleTo: context.viewer)
        let agents = try AccountStore(context.transaction).agents(of: context.viewer.organisation)
        guard agents.contains(where: { $0.id == input.agent }) else {
            throw InvalidInput("agent", L("请选择本公司在职坐席。", en: "Choose an active agent."))
        }
        try context.notify(
            .callbackHandedOver,
            [input.agent],
            about: Thing(.callback, input.id.rawValue),
        )
        return Done("/callbacks/overdue", id: input.id.rawValue)
    }
}
