package import Access
internal import HTML
package import Kernel
internal import Leads
internal import Telephony
package import Threads
package import Web

/// Takes a callback and puts its customer on the screen.
package struct TakeCallback: Endpoint {
    package static let route = Route(.post, "/callbacks/{id}/hand-out")
    package static let permission = Permission.work
    package static let act: LoggedAct? = LoggedAct(
        "callback.take",
        L("领取回访", en: "Took a callback"),
        onSaid: .lead,
    )
    package static let lane = Lane.call

    package struct Input: FormInput {
        let id: ID<Callback>
        let holder: String

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id")
            holder = try form.text("holder", maximum: 40)
        }
    }

    private let workbench: Workbench

    /// Acts at `workbench`.
    package init(_ workbench: Workbench) { self.workbench = workbench }

    package func answer(_ input: Input, _ context: Context) throws -> SeatView {
        try context.requireCallingRoom()
        let seat = try workbench.take(
            input.id,
            context.viewer,
            holder: input.holder,
            at: context.now,
            in: context.transaction,
        )
        context.concerns(try workbench.lead(seat, context.transaction))
        return try SeatView(seat, context)
    }
}

/// Puts a customer whom the agent called before on the screen, to be dialled again.
package struct RedialCall: Endpoint {
    package static let route = Route(.post, "/calls/{id}/redial")
    package static let permission = Permission.work
    package static let act: LoggedAct? = LoggedAct(
        "call.redial",
        L("重拨", en: "Took a customer to dial again"),
        onSaid: .lead,
    )
    package static let lane = Lane.call

    package struct Input: FormInput {
        let id: ID<PlacedCall>
        let holder: String

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id")
            holder = try form.text("holder", maximum: 40)
        }
    }

    private let workbench: Workbench

    /// Acts at `workbench`.
    package init(_ workbench: Workbench) { self.workbench = workbench }

    package func answer(_ input: Input, _ context: Context) throws -> SeatView {
        try context.requireCallingRoom()
        let seat = try workbench.redial(
            input.id,
            context.viewer,
            holder: input.holder,
            at: context.now,
            in: context.transaction,
        )
        context.concerns(try workbench.lead(seat, context.transaction))
        return try SeatView(seat, context)
    }
}
