package import Access
internal import Accounts
internal import Database
package import HTML
package import Kernel
internal import Telephony
package import Threads
package import Web

/// Begins to listen to a call that goes on; the act is recorded. C9.1.
package struct BeginMonitor: Endpoint {
    package static let route = Route(.post, "/calls/{id}/monitors")
    package static let permission = Permission.monitorCalls
    package static let act: LoggedAct? = LoggedAct(
        "monitor.begin",
        L("开始监听", en: "Began to listen to a call"),
        on: .call,
    )

    package struct Input: FormInput {
        let call: CallID
        let offer: String

        package init(_ form: Form) throws(InvalidInput) {
            call = try form.id("id")
            offer = try form.text("offer", maximum: 16_000)
        }
    }

    private let desk: MonitorDesk

    /// Listens at `desk`.
    package init(_ desk: MonitorDesk) { self.desk = desk }

    package func answer(_ input: Input, _ context: Context) throws -> MonitorView {
        let call = try CallStore(context.transaction).find(input.call, visibleTo: context.viewer)
        guard call.answeredAt != nil, call.endedAt == nil,
            context.environment.line.hasVoice(call.id, of: SoftphoneID(call.agent.rawValue))
        else { throw MonitorRefusal.notTalking }
        let monitor = desk.prepare(
            call.id,
            of: call.agent,
            by: context.viewer.account,
            under: SessionStore().key(of: context.sessionToken),
            offer: input.offer + "\r\n",
        )
        try MonitorStore(context.transaction).add(monitor, .listen, at: context.now)
        context.transaction.afterCommit { [desk] in desk.register(monitor) }
        context.environment.announce(monitor, in: context.transaction)
        return MonitorView(monitor)
    }
}

/// The agent's browser's answer, for the supervisor's.
package struct ShowMonitor: Endpoint {
    package static let route = Route(.get, "/monitors/{id}")
    package static let permission = Permission.monitorCalls
    package static let access = DatabaseAccess.own

    package struct Input: FormInput {
        let id: Int64

        package init(_ form: Form) throws(InvalidInput) {
            id = Int64(try form.int("id", in: 1...Int.max))
        }
    }

    private let desk: MonitorDesk

    /// Listens at `desk`.
    package init(_ desk: MonitorDesk) { self.desk = desk }

    package func answer(_ input: Input, _ context: Context) throws -> MonitorView {
        MonitorView(try desk.find(input.id, of: context.viewer.account))
    }
}

/// Listens, whispers or barges from now on; the act is recorded.
package struct ChangeMonitor: Endpoint {
    package static let route = Route(.post, "/monitors/{id}/mode")
    package static let permission = Permission.monitorCalls
    package static let act: LoggedAct? = LoggedAct(
        "monitor.change",
        L("变更监听方式", en: "Changed how they take part in a call"),
        onSaid: .call,
    )

    package struct Input: FormInput {
        let id: Int64
        let mode: MonitorMode

        package init(_ form: Form) throws(InvalidInput) {
            id = Int64(try form.int("id", in: 1...Int.max))
            mode = try form.choice("mode")
        }
    }

    private let desk: MonitorDesk

    /// Listens at `desk`.
    package init(_ desk: MonitorDesk) { self.desk = desk }

    package func answer(_ input: Input, _ context: Context) throws -> MonitorView {
        var monitor = try desk.find(input.id, of: context.viewer.account)
        context.concerns(.call, monitor.call)
        monitor.mode = input.mode
        try MonitorStore(context.transaction).add(monitor, input.mode, at: context.now)
        context.transaction.afterCommit { desk.change(input.id, to: input.mode) }
        context.environment.announce(monitor, in: context.transaction)
        return MonitorView(monitor)
    }
}

/// Stops listening.
package struct EndMonitor: Endpoint {
    package static let route = Route(.post, "/monitors/{id}/end")
    package static let permission = Permission.monitorCalls
    package static let act: LoggedAct? = LoggedAct(
        "monitor.end",
        L("停止监听", en: "Stopped listening to a call"),
        onSaid: .call,
    )

    private let desk: MonitorDesk

    /// Listens at `desk`.
    package init(_ desk: MonitorDesk) { self.desk = desk }

    package func answer(_ input: ShowMonitor.Input, _ context: Context) throws -> Done {
        let monitor = try desk.find(input.id, of: context.viewer.account)
        context.concerns(.call, monitor.call)
        try MonitorStore(context.transaction).add(monitor, nil, at: context.now)
        context.transaction.afterCommit { desk.end(input.id) }
        context.environment.announce(monitor, in: context.transaction)
        return Done("/calls/\(monitor.call)")
    }
}

/// Who listens to the agent's own call, for the agent's browser.
package struct ListOwnMonitors: Endpoint {
    package static let route = Route(.get, "/seat/monitors")
    package static let permission = Permission.work
    package static let lane = Lane.call
    package static let access = DatabaseAccess.own

    private let desk: MonitorDesk

    /// Reads `desk`.
    package init(_ desk: MonitorDesk) { self.desk = desk }

    package func answer(_ input: NoInput, _ context: Context) throws -> OwnMonitors {
        OwnMonitors(
            monitors: desk.monitors(of: context.viewer.account).map(OwnMonitors.Line.init),
            shown: context.environment.line.voice?.announcesMonitoring ?? true,
        )
    }
}

/// The agent's browser answers one who listens.
package struct AnswerMonitor: Endpoint {
    package static let route = Route(.post, "/seat/monitors/{id}")
    package static let permission = Permission.work
    package static let act: LoggedAct? = LoggedAct(
        "monitor.answer",
        L("接通监听", en: "Answered one who listens"),
        onSaid: .call,
    )
    package static let lane = Lane.call

    package struct Input: FormInput {
        let id: Int64
        let answer: String

        package init(_ form: Form) throws(InvalidInput) {
            id = Int64(try form.int("id", in: 1...Int.max))
            answer = try form.text("answer", maximum: 16_000)
        }
    }

    private let desk: MonitorDesk

    /// Answers at `desk`.
    package init(_ desk: MonitorDesk) { self.desk = desk }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        let monitor = try desk.answer(
            input.id,
            of: context.viewer.account,
            input.answer + "\r\n",
        )
        context.concerns(.call, monitor.call)
        return Done("/workbench")
    }
}

/// A supervisor's monitor as their browser sees it.
package struct MonitorView: Resource {
    /// Its number.
    package let id: Int64
    /// The call.
    package let call: Int64
    /// How the supervisor takes part.
    package let mode: MonitorMode
    /// The agent's browser's answer; nil until it has come.
    package let answer: String?

    init(_ monitor: Monitor) {
        id = monitor.id
        call = monitor.call.rawValue
        mode = monitor.mode
        answer = monitor.answer
    }

    package var title: L { mode.name }
    package var page: HTML { element("p") { mode.name } }
}

/// Those who listen to the agent's call.
package struct OwnMonitors: Resource {
    /// One who listens.
    package struct Line: Encodable, Sendable {
        let id: Int64
        let mode: MonitorMode
        let offer: String

        init(_ monitor: Monitor) {
            id = monitor.id
            mode = monitor.mode
            offer = monitor.offer
        }
    }

    /// Those who listen now.
    package let monitors: [Line]
    /// Whether the agent's screen shows it, as the bank wants.
    package let shown: Bool

    package var title: L { L("监听", en: "Listening") }
    package var page: HTML { element("p") { monitors.count } }
}
