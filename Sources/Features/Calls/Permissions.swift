package import Access

extension Permission {
    /// Working at a seat: the one right to take leads and to dial. C3.4.
    package static let work = Permission("calls.work", .agent)
    /// Seeing calls with their evidence and results.
    package static let seeCalls = Permission(
        "calls.see",
        .agent,
        .supervisor,
        .inspector,
        .projectManager,
        .bankManager,
        .bankInspector,
        .auditor,
    )
    /// Listening to a call that goes on, whispering to its agent, barging in.
    package static let monitorCalls = Permission(
        "calls.monitor",
        .supervisor,
        .inspector,
        .bankInspector,
    )
    /// Correcting a saved result until the day is closed.
    package static let correctResults = Permission("calls.correct", .agent, .supervisor)
    /// Seeing from which networks agents may work. C2.3.
    package static let seeCallingRoom = Permission(
        "calls.calling_room",
        .projectManager,
        .bankManager,
        .bankInspector,
        .securityOfficer,
        .auditor,
    )
    /// Naming the networks of the calling room. C2.3.
    package static let setCallingRoom = Permission("calls.set_calling_room", .securityOfficer)
    /// Seeing the talk that a success needs. C5.2.
    package static let seeTalkMinimum = Permission(
        "calls.talk_minimum",
        .supervisor,
        .projectManager,
        .bankManager,
        .bankInspector,
        .auditor,
    )
    /// Setting the talk that a success needs. C5.2.
    package static let setTalkMinimum = Permission("calls.set_talk_minimum", .bankManager)
    /// Seeing the callbacks that nobody has kept in time.
    package static let seeOverdueCallbacks = Permission(
        "calls.overdue_callbacks",
        .supervisor,
        .projectManager,
        .bankManager,
        .bankInspector,
        .auditor,
    )
    /// Answering for callbacks that nobody has kept: they wait on one's start page.
    package static let mindOverdueCallbacks = Permission(
        "calls.mind_overdue_callbacks",
        .supervisor,
        .projectManager,
        .bankManager,
    )
    /// Handing a callback to another agent.
    package static let handOverCallbacks = Permission("calls.hand_over_callback", .supervisor)
    /// Seeing the successes that the evidence does not carry. C6.3.
    package static let seeSuccesses = Permission(
        "calls.successes",
        .supervisor,
        .inspector,
        .projectManager,
        .bankManager,
        .bankInspector,
        .auditor,
    )
    /// Confirming a success that the evidence does not carry, or not. C5.2, C6.3.
    package static let confirmSuccesses = Permission(
        "calls.confirm_success",
        .bankManager,
        .bankInspector,
    )
    /// Freeing an agent's seat.
    package static let freeSeats = Permission("calls.free_seat", .supervisor, .projectManager)
}
