package import Kernel
package import Leads
package import Telephony

/// What a seat is doing. One agent, one seat; the enum's cases carry what belongs to them.
package enum SeatState: Sendable, Hashable {
    /// Nobody works at it.
    case signedOut
    /// Waiting for the next lead.
    case ready
    /// A lead lies on the screen, not dialled yet.
    case previewing(ID<HandOut>)
    /// The dial key was pressed; the network has not answered.
    case dialling(ID<HandOut>, ID<PlacedCall>)
    /// The customer's telephone rings.
    case ringing(ID<HandOut>, ID<PlacedCall>)
    /// Agent and customer talk.
    case talking(ID<HandOut>, ID<PlacedCall>)
    /// The call is over; its result is being recorded.
    case wrappingUp(ID<HandOut>, ID<PlacedCall>)
    /// Away with a reason.
    case onBreak(BreakReason)
    /// Away without signing out, the screen locked. C4.8.
    case locked

    /// The stable code, as stored and as programs read it.
    package var code: Code {
        switch self {
        case .signedOut: .signedOut
        case .ready: .ready
        case .previewing: .previewing
        case .dialling: .dialling
        case .ringing: .ringing
        case .talking: .talking
        case .wrappingUp: .wrappingUp
        case .onBreak: .onBreak
        case .locked: .locked
        }
    }

    /// The state without what belongs to it.
    package enum Code: String, Sendable, CaseIterable {
        case signedOut = "signed_out"
        case ready
        case previewing
        case dialling
        case ringing
        case talking
        case wrappingUp = "wrapping_up"
        case onBreak = "on_break"
        case locked

        /// The state's name for people.
        package var name: L {
            switch self {
            case .signedOut: L("未签入", en: "Signed out")
            case .ready: L("就绪", en: "Ready")
            case .previewing: L("预览", en: "Previewing")
            case .dialling: L("拨号中", en: "Dialling")
            case .ringing: L("振铃", en: "Ringing")
            case .talking: L("通话中", en: "Talking")
            case .wrappingUp: L("话后处理", en: "Wrapping up")
            case .onBreak: L("小休", en: "On break")
            case .locked: L("已锁定", en: "Locked")
            }
        }

        /// Whether the time in it counts as handling a call: talk, hold and wrap-up, not the
        /// waiting for an answer.
        package var isHandling: Bool {
            switch self {
            case .talking, .wrappingUp: true
            case .signedOut, .ready, .previewing, .dialling, .ringing, .onBreak, .locked: false
            }
        }

        /// Whether the time in it counts as signed in and available, for occupancy.
        package var isAvailable: Bool {
            switch self {
            case .ready, .previewing, .dialling, .ringing, .talking, .wrappingUp: true
            case .signedOut, .onBreak, .locked: false
            }
        }
    }

    /// The hand-out on the screen, if any.
    package var handOut: ID<HandOut>? {
        switch self {
        case .previewing(let handOut), .dialling(let handOut, _), .ringing(let handOut, _),
            .talking(let handOut, _), .wrappingUp(let handOut, _):
            handOut
        case .signedOut, .ready, .onBreak, .locked: nil
        }
    }

    /// The call, if one was dialled.
    package var call: ID<PlacedCall>? {
        switch self {
        case .dialling(_, let call), .ringing(_, let call), .talking(_, let call),
            .wrappingUp(_, let call):
            call
        case .signedOut, .ready, .previewing, .onBreak, .locked: nil
        }
    }
}

/// Why an agent is away from the seat.
package enum BreakReason: String, Sendable, CaseIterable {
    case rest
    case meal
    case training
    case meeting
    case other

    /// The reason's name for people.
    package var name: L {
        switch self {
        case .rest: L("小休", en: "Rest")
        case .meal: L("用餐", en: "Meal")
        case .training: L("培训", en: "Training")
        case .meeting: L("会议", en: "Meeting")
        case .other: L("其他", en: "Other")
        }
    }
}

/// How leads come to the seat.
package enum DialMode: String, Sendable, CaseIterable {
    /// The agent reads the lead, then presses the dial key.
    case preview
    /// The lead is dialled as soon as it is handed out.
    case progressive

    /// The mode's name for people.
    package var name: L {
        switch self {
        case .preview: L("预览拨号", en: "Preview")
        case .progressive: L("渐进拨号", en: "Progressive")
        }
    }
}

/// What can happen to a seat.
package enum SeatEvent: Sendable, Hashable {
    /// The agent takes the seat, or comes back to it.
    case signIn
    /// A lead is handed out.
    case handOut(ID<HandOut>)
    /// The agent gives the lead back without dialling.
    case giveBack
    /// The call is placed.
    case dial(ID<PlacedCall>)
    /// The network says that it rings.
    case ring
    /// The customer answers.
    case answer
    /// The call is over, whoever ended it.
    case end
    /// The trunk did not carry the call: there is no result to record.
    case lineFail
    /// The result is saved.
    case save
    /// The agent takes a break.
    case takeBreak(BreakReason)
    /// The agent locks the screen.
    case lock
    /// The agent comes back from a break or unlocks the screen.
    case comeBack
    /// The agent leaves, or the browser has been silent for too long.
    case signOut
    /// Somebody else frees the seat: a supervisor, or its lease has run out.
    case release

    /// The event's name in a refusal.
    package var name: L {
        switch self {
        case .signIn: L("签入", en: "sign in")
        case .handOut: L("取下一名客户", en: "take the next lead")
        case .giveBack: L("退回客户", en: "give the lead back")
        case .dial: L("拨号", en: "dial")
        case .ring: L("振铃", en: "ring")
        case .answer: L("应答", en: "answer")
        case .end: L("结束通话", en: "end the call")
        case .lineFail: L("登记线路故障", en: "note that the line failed")
        case .save: L("保存结果", en: "save the result")
        case .takeBreak: L("小休", en: "take a break")
        case .lock: L("锁定", en: "lock")
        case .comeBack: L("恢复", en: "come back")
        case .signOut: L("签出", en: "sign out")
        case .release: L("释放坐席", en: "free the seat")
        }
    }
}

extension SeatState {
    /// Moves the seat. Throws `wrongState` where the event does not belong; a call is never left
    /// behind: nobody breaks off, locks or signs out with a call or an unsaved result.
    package mutating func apply(_ event: SeatEvent) throws(SeatRefusal) {
        switch (self, event) {
        case (.signedOut, .signIn): self = .ready
        case (.ready, .signIn), (.previewing, .signIn), (.dialling, .signIn), (.ringing, .signIn),
            (.talking, .signIn), (.wrappingUp, .signIn), (.onBreak, .signIn), (.locked, .signIn):
            break
        case (.ready, .handOut(let handOut)): self = .previewing(handOut)
        case (.previewing, .giveBack): self = .ready
        case (.previewing(let handOut), .dial(let call)): self = .dialling(handOut, call)
        case (.dialling(let handOut, let call), .ring): self = .ringing(handOut, call)
        case (.dialling(let handOut, let call), .answer),
            (.ringing(let handOut, let call), .answer):
            self = .talking(handOut, call)
        case (.ringing, .ring), (.talking, .answer), (.talking, .ring): break
        case (.dialling(let handOut, let call), .end), (.ringing(let handOut, let call), .end),
            (.talking(let handOut, let call), .end):
            self = .wrappingUp(handOut, call)
        case (.dialling, .lineFail), (.ringing, .lineFail): self = .ready
        case (.wrappingUp, .end), (.wrappingUp, .ring), (.wrappingUp, .answer): break
        case (.wrappingUp, .save): self = .ready
        case (.ready, .takeBreak(let reason)), (.onBreak, .takeBreak(let reason)):
            self = .onBreak(reason)
        case (.ready, .lock), (.onBreak, .lock): self = .locked
        case (.onBreak, .comeBack), (.locked, .comeBack): self = .ready
        case (.ready, .signOut), (.onBreak, .signOut), (.locked, .signOut), (.signedOut, .signOut):
            self = .signedOut
        case (.ready, .release), (.previewing, .release), (.wrappingUp, .release),
            (.onBreak, .release), (.locked, .release), (.signedOut, .release):
            self = .signedOut
        case (.signedOut, _), (.ready, _), (.previewing, _), (.dialling, _), (.ringing, _),
            (.talking, _), (.wrappingUp, _), (.onBreak, _), (.locked, _):
            throw .wrongState(code, event)
        }
    }
}

/// Why a seat does not do what was asked.
package enum SeatRefusal: UserFacing, Hashable {
    /// The state does not allow it.
    case wrongState(SeatState.Code, SeatEvent)
    /// The seat was opened in another tab or on another machine.
    case takenOver
    /// A call goes on at the seat in another page, and would end.
    case inCall
    /// No browser holds the seat; it must be opened first.
    case notOpen
    /// The vendor's day is closed: no further call on it.
    case dayClosed(BusinessDay)

    package var code: String {
        switch self {
        case .wrongState: "seat.wrong_state"
        case .takenOver: "seat.taken_over"
        case .inCall: "seat.in_call"
        case .notOpen: "seat.not_open"
        case .dayClosed: "seat.day_closed"
        }
    }

    package var status: RefusalStatus { .refused }

    package var message: L {
        switch self {
        case .wrongState(let state, let event):
            L(
                "当前状态是“\(state.name.chinese)”，不能\(event.name.chinese)。",
                en: "The seat is in state “\(state.name.english)”: it cannot \(event.name.english).",
            )
        case .takenOver:
            L(
                "您的坐席已在另一窗口或另一台机器上打开，本页已停用；如需在此继续，请重新打开。",
                en: "Your seat was opened in another window or machine. This page has stopped; "
                    + "open it again to go on here.",
            )
        case .inCall:
            L(
                "您的坐席正在通话。在此接管，原页面即停用，通话随之结束，并记为“坐席页面离开”，不记为客户挂机。",
                en: "Your seat is in a call. To take it over here stops the other page and ends "
                    + "the call, which is recorded as “the agent's page went”, never as the "
                    + "customer's doing.",
            )
        case .notOpen:
            L("请先打开工作台。", en: "Open the workbench first.")
        case .dayClosed(let day):
            L(
                "\(day)已日结，今日不能再呼。如需继续，请联系行方管理人员。",
                en: "\(day) is closed: no further call today. Ask the bank's manager.",
            )
        }
    }
}
