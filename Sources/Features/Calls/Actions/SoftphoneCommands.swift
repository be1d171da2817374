package import Access
package import Kernel
internal import Telephony
package import Threads
package import Web

/// The softphone as it stands.
package struct ShowSoftphone: Endpoint {
    package static let route = Route(.get, "/seat/softphone")
    package static let permission = Permission.work
    package static let lane = Lane.call
    package static let access = DatabaseAccess.own

    package func answer(_ input: NoInput, _ context: Context) throws -> SoftphoneView {
        SoftphoneView(context.environment.line.voice?.state(of: context.viewer.softphone))
    }
}

/// The browser offers its side of the next call.
package struct OfferVoice: Endpoint {
    package static let route = Route(.post, "/seat/softphone")
    package static let permission = Permission.work
    package static let act: LoggedAct? = LoggedAct(
        "seat.offer_voice",
        L("接入软电话", en: "Connected the softphone"),
        onSaid: .seat,
    )
    package static let lane = Lane.call

    package struct Input: FormInput {
        let holder: String
        let offer: String

        package init(_ form: Form) throws(InvalidInput) {
            holder = try form.text("holder", maximum: 40)
            offer = try form.text("offer", maximum: 16_000)
        }
    }

    private let workbench: Workbench

    /// Acts at `workbench`.
    package init(_ workbench: Workbench) { self.workbench = workbench }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        context.concerns(.seat, context.viewer.account)
        try workbench.offer(
            input.offer,
            context.viewer,
            holder: input.holder,
            in: context.transaction,
        )
        return Done("/workbench")
    }
}

/// Keeps the customer waiting, or goes on.
package struct HoldCall: Endpoint {
    package static let route = Route(.post, "/seat/call/hold")
    package static let permission = Permission.work
    package static let act: LoggedAct? = LoggedAct(
        "call.hold",
        L("保持或恢复通话", en: "Put a call on hold or went on"),
        onSaid: .call,
    )
    package static let lane = Lane.call

    package struct Input: FormInput {
        let holder: String
        let isOn: Bool

        package init(_ form: Form) throws(InvalidInput) {
            holder = try form.text("holder", maximum: 40)
            isOn = form.flag("on")
        }
    }

    private let workbench: Workbench

    /// Acts at `workbench`.
    package init(_ workbench: Workbench) { self.workbench = workbench }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        context.concerns(try workbench.atHand(context))
        try workbench.hold(
            input.isOn,
            context.viewer,
            holder: input.holder,
            at: context.now,
            in: context.transaction,
        )
        return Done("/workbench")
    }
}

/// Sends digits to the customer's side, for a menu that answers.
package struct SendDigits: Endpoint {
    package static let route = Route(.post, "/seat/call/digits")
    package static let permission = Permission.work
    package static let act: LoggedAct? = LoggedAct(
        "call.send_digits",
        L("发送按键", en: "Sent digits"),
        onSaid: .call,
    )
    package static let lane = Lane.call

    package struct Input: FormInput {
        let holder: String
        let digits: String

        package init(_ form: Form) throws(InvalidInput) {
            holder = try form.text("holder", maximum: 40)
            digits = try form.text("digits", maximum: 32)
        }
    }

    private let workbench: Workbench

    /// Acts at `workbench`.
    package init(_ workbench: Workbench) { self.workbench = workbench }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        context.concerns(try workbench.atHand(context))
        try workbench.send(
            input.digits,
            context.viewer,
            holder: input.holder,
            in: context.transaction,
        )
        return Done("/workbench")
    }
}

/// The agent has read out that the call is recorded.
package struct NoteRecordingNotice: Endpoint {
    package static let route = Route(.post, "/seat/call/notice")
    package static let permission = Permission.work
    package static let act: LoggedAct? = LoggedAct(
        "call.note_notice",
        L("告知录音", en: "Told that the call is recorded"),
        onSaid: .call,
    )
    package static let lane = Lane.call

    private let workbench: Workbench

    /// Acts at `workbench`.
    package init(_ workbench: Workbench) { self.workbench = workbench }

    package func answer(_ input: HolderInput, _ context: Context) throws -> SeatView {
        context.concerns(try workbench.atHand(context))
        let seat = try workbench.notice(
            context.viewer,
            holder: input.holder,
            at: context.now,
            in: context.transaction,
        )
        return try SeatView(seat, context)
    }
}
