package import Access
internal import Accounts
internal import Database
package import Kernel
internal import Leads
internal import Telephony
package import Threads
package import Web

/// The input of an act at the seat: which tab asks.
package struct HolderInput: FormInput {
    let holder: String

    package init(_ form: Form) throws(InvalidInput) {
        holder = try form.text("holder", maximum: 40)
    }
}

/// Opens the seat in this tab; another tab that held it stops. In a call only when told so.
package struct OpenSeat: Endpoint {
    package static let route = Route(.post, "/seat")
    package static let permission = Permission.work
    package static let act: LoggedAct? = LoggedAct(
        "seat.open",
        L("签入席位", en: "Opened a seat"),
        onSaid: .seat,
    )
    package static let lane = Lane.call

    package struct Input: FormInput {
        /// Whether a call that goes on in another tab may end by it.
        let takesOver: Bool

        package init(_ form: Form) throws(InvalidInput) {
            takesOver = form.flag("take_over")
        }
    }

    private let workbench: Workbench

    /// Acts at `workbench`.
    package init(_ workbench: Workbench) { self.workbench = workbench }

    package func answer(_ input: Input, _ context: Context) throws -> SeatView {
        try context.requireCallingRoom()
        let seat = try workbench.open(
            context.viewer,
            under: SessionStore().key(of: context.sessionToken),
            takingOver: input.takesOver,
            at: context.now,
            in: context.transaction,
        )
        context.concerns(.seat, seat.agent)
        return try SeatView(seat, context)
    }
}

/// The seat as it stands, for a tab that was told of a change.
package struct ShowSeat: Endpoint {
    package static let route = Route(.get, "/seat")
    package static let permission = Permission.work
    package static let lane = Lane.call

    package func answer(_ input: NoInput, _ context: Context) throws -> SeatView {
        guard let seat = try SeatStore(context.transaction).own(context.viewer) else {
            throw SeatRefusal.notOpen
        }
        return try SeatView(seat, context)
    }
}

/// Tells that the tab is alive, so that the seat is kept.
package struct KeepSeat: Endpoint {
    package static let route = Route(.post, "/seat/heartbeat")
    package static let permission = Permission.work
    package static let lane = Lane.call
    /// Nothing is stored for it, neither in the seat nor in the audit log: see `Sightings`.
    package static let access = DatabaseAccess.read

    private let workbench: Workbench

    /// Acts at `workbench`.
    package init(_ workbench: Workbench) { self.workbench = workbench }

    package func answer(_ input: HolderInput, _ context: Context) throws -> Done {
        try workbench.hear(context.viewer, holder: input.holder, in: context.transaction)
        return Done("/workbench")
    }
}

/// Takes the next lead. C2.1, C5.1.
package struct TakeNextLead: Endpoint {
    package static let route = Route(.post, "/seat/hand-out")
    package static let permission = Permission.work
    package static let act: LoggedAct? = LoggedAct(
        "lead.take",
        L("领取名单", en: "Took the next lead"),
        onSaid: .lead,
    )
    package static let lane = Lane.call
    /// A refusal must not undo that blocked leads were put aside, so it is thrown after the commit.
    package static let access = DatabaseAccess.own

    private let workbench: Workbench

    /// Acts at `workbench`.
    package init(_ workbench: Workbench) { self.workbench = workbench }

    package func answer(_ input: HolderInput, _ context: Context) throws -> SeatView {
        let answer = try context.write(isDone: \.isSeat) { context in
            try context.requireCallingRoom()
            switch try workbench.next(
                context.viewer,
                holder: input.holder,
                at: context.now,
                in: context.transaction,
            ) {
            case .refused(let refusal): return Answer.refused(refusal)
            case .seat(let seat):
                context.concerns(try workbench.lead(seat, context.transaction))
                return Answer.seat(try SeatView(seat, context))
            }
        }
        switch answer {
        case .refused(let refusal): throw refusal
        case .seat(let view): return view
        }
    }

    private enum Answer {
        case seat(SeatView)
        case refused(HandOutRefusal)

        var isSeat: Bool { if case .seat = self { true } else { false } }
    }
}

/// Gives the previewed lead back.
package struct GiveLeadBack: Endpoint {
    package static let route = Route(.post, "/seat/return")
    package static let permission = Permission.work
    package static let act: LoggedAct? = LoggedAct(
        "lead.give_back",
        L("退回名单", en: "Gave a lead back"),
        onSaid: .lead,
    )
    package static let lane = Lane.call

    private let workbench: Workbench

    /// Acts at `workbench`.
    package init(_ workbench: Workbench) { self.workbench = workbench }

    package func answer(_ input: HolderInput, _ context: Context) throws -> SeatView {
        context.concerns(try workbench.atHand(context))
        let seat = try workbench.giveBack(
            context.viewer,
            holder: input.holder,
            at: context.now,
            in: context.transaction,
        )
        return try SeatView(seat, context)
    }
}

/// Dials the previewed lead.
package struct PlaceCall: Endpoint {
    package static let route = Route(.post, "/seat/call")
    package static let permission = Permission.work
    package static let act: LoggedAct? = LoggedAct(
        "call.place",
        L("拨打", en: "Dialled"),
        onSaid: .call,
    )
    package static let lane = Lane.call

    private let workbench: Workbench

    /// Acts at `workbench`.
    package init(_ workbench: Workbench) { self.workbench = workbench }

    package func answer(_ input: HolderInput, _ context: Context) throws -> SeatView {
        try context.requireCallingRoom()
        let seat = try workbench.dial(
            context.viewer,
            holder: input.holder,
            at: context.now,
            in: context.transaction,
        )
        context.concerns(try workbench.atHand(seat, context.transaction))
        return try SeatView(seat, context)
    }
}

/// Hangs up: the agent, or the page that is left.
package struct HangUp: Endpoint {
    package static let route = Route(.post, "/seat/call/end")
    package static let permission = Permission.work
    package static let act: LoggedAct? = LoggedAct(
        "call.hang_up",
        L("挂断", en: "Hung up"),
        onSaid: .call,
    )
    package static let lane = Lane.call
    /// The line is asked whether or not anything can be written; the act is recorded when it can.
    package static let access = DatabaseAccess.own

    package struct Input: FormInput {
        let holder: String
        /// Whether the agent leaves the page, as its dialog has told that this ends the call.
        let isLeaving: Bool

        package init(_ form: Form) throws(InvalidInput) {
            holder = try form.text("holder", maximum: 40)
            isLeaving = form.flag("leaving")
        }
    }

    private let workbench: Workbench

    /// Acts at `workbench`.
    package init(_ workbench: Workbench) { self.workbench = workbench }

    package func answer(_ input: Input, _ context: Context) throws -> SeatView {
        let view = try context.read { context in
            context.concerns(try workbench.atHand(context))
            let seat = try workbench.hangUp(
                context.viewer,
                holder: input.holder,
                for: input.isLeaving ? .pageGone : .agent,
                in: context.transaction,
            )
            return try SeatView(seat, context)
        }
        return try context.recordLate() ? view : view.withoutCustomer
    }
}

/// A break, the lock, coming back, signing out. C4.8.
package struct MoveSeat: Endpoint {
    package static let route = Route(.post, "/seat/state")
    package static let permission = Permission.work
    package static let act: LoggedAct? = LoggedAct(
        "seat.move",
        L("变更席位状态", en: "Changed the state of a seat"),
        onSaid: .seat,
    )
    package static let lane = Lane.call

    /// What an agent may ask of the seat without a lead.
    package enum Move: String, Sendable {
        case takeBreak = "break"
        case lock
        case comeBack = "back"
        case signOut = "sign_out"
    }

    package struct Input: FormInput {
        let holder: String
        let event: SeatEvent

        package init(_ form: Form) throws(InvalidInput) {
            holder = try form.text("holder", maximum: 40)
            switch try form.choice("move", of: Move.self) {
            case .takeBreak: event = .takeBreak(try form.choice("reason"))
            case .lock: event = .lock
            case .comeBack: event = .comeBack
            case .signOut: event = .signOut
            }
        }
    }

    private let workbench: Workbench

    /// Acts at `workbench`.
    package init(_ workbench: Workbench) { self.workbench = workbench }

    package func answer(_ input: Input, _ context: Context) throws -> SeatView {
        let seat = try workbench.move(
            input.event,
            context.viewer,
            holder: input.holder,
            at: context.now,
            in: context.transaction,
        )
        context.concerns(.seat, seat.agent)
        return try SeatView(seat, context)
    }
}

/// Chooses between preview and progressive.
package struct ChooseDialMode: Endpoint {
    package static let route = Route(.post, "/seat/mode")
    package static let permission = Permission.work
    package static let act: LoggedAct? = LoggedAct(
        "seat.mode",
        L("变更拨号方式", en: "Changed the dial mode"),
        onSaid: .seat,
    )
    package static let lane = Lane.call

    package struct Input: FormInput {
        let holder: String
        let mode: DialMode

        package init(_ form: Form) throws(InvalidInput) {
            holder = try form.text("holder", maximum: 40)
            mode = try form.choice("mode")
        }
    }

    private let workbench: Workbench

    /// Acts at `workbench`.
    package init(_ workbench: Workbench) { self.workbench = workbench }

    package func answer(_ input: Input, _ context: Context) throws -> SeatView {
        let seat = try workbench.setMode(
            input.mode,
            context.viewer,
            holder: input.holder,
            at: context.now,
            in: context.transaction,
        )
        context.concerns(.seat, seat.agent)
        return try SeatView(seat, context)
    }
}

/// The seat's live events: `seat` when it has changed, `taken_over` when another tab has it.
package struct FollowSeat: Endpoint {
    package static let route = Route(.get, "/seat/events")
    package static let permission = Permission.work
    package static let lane = Lane.call
    package static let access = DatabaseAccess.own

    package func answer(_ input: NoInput, _ context: Context) throws -> LiveEvents {
        LiveEvents(context.environment.events.subscribe(Workbench.topic(context.viewer.account)))
    }
}
