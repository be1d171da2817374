package import Access
internal import Accounts
internal import Database
package import Kernel
package import Web

/// Names the networks of the calling room; from the next act at a seat on. C2.3.
package struct SetCallingRoom: Endpoint {
    package static let route = Route(.post, "/calling-room")
    package static let permission = Permission.setCallingRoom
    package static let act: LoggedAct? = LoggedAct(
        "calling_room.set",
        L("设置外呼职场网络", en: "Set the networks of the calling room"),
        on: .callingRoom,
    )
    package static let edits: Edit? = .asSeen(.callingRoom)

    package struct Input: FormInput {
        let room: CallingRoom
        let reason: String

        package init(_ form: Form) throws(InvalidInput) {
            room = CallingRoom(try form.sourceAddresses("networks"))
            reason = try form.remark("reason", maximum: 300)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        try CallingRoomStore(context.transaction).set(
            input.room,
            because: input.reason,
            by: context.viewer,
            at: context.now,
        )
        return Done("/calling-room")
    }
}
