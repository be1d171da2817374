internal import FoundationEssentials
internal import HTTPServer
package import Kernel
internal import Synchronization
package import Telephony
internal import Threads

/// Real calls through Janus: browsers speak WebRTC to its nodes, which speak SIP to the trunk. The
/// server owns session, handle and dial.
package final class JanusLine: Line, Voice {
    private struct State {
        var exchange: JanusExchange
        var events: [LineEvent] = []
        var changed: [SoftphoneID] = []
        /// Counts the softphones' changes from the millisecond of the start: a later run begins
        /// beyond where an earlier one came to.
        var version: Int64
        var sink: (@Sendable (LineEvent) -> Void)?
        var listener: (@Sendable (SoftphoneID, SoftphoneState) -> Void)?
        var nodes: [JanusNode] = []
        /// Softphones of which something else is to be kept for a later run.
        var unkept: Set<SoftphoneID> = []
        var thread: LoopThread?
        var keeper: LoopThread?
        var intake: RecordIntake?

        /// The next softphone that is unkept, with what is to be kept of it; nil for none.
        mutating func nextUnkept() -> (SoftphoneID, KeptHandle?)? {
            guard let phone = unkept.popFirst() else { return nil }
            guard let (key, call) = exchange.kept(phone), let session = nodes[key.node].session
            else { return (phone, nil) }
            let url = nodes[key.node].node.url
            return (phone, KeptHandle(node: url, session: session, handle: key.handle, call: call))
        }

        func softphone(_ phone: SoftphoneID) -> SoftphoneState {
            var state = exchange.state(of: phone)
            state.version = version
            return state
        }
    }

    /// The least room on the disk with which a call may begin: hours of recording.
    private static let leastRoom: Int64 = 200 << 20

    private let settings: JanusSettings
    private let time: any TimeSource
    private let wall: any TimeSource
    private let sessions: SessionFile
    private let handles: HandleFolder
    private let report: @Sendable (String) -> Void
    private let state: Mutex<State>

    /// A line by `settings`. `dataFolder` keeps sessions and calls across a restart; `random`
    /// makes Call-IDs that nobody guesses; `report` tells the operator.
    package init(
        _ settings: JanusSettings,
        time: any TimeSource,
        wall: any TimeSource,
        random: any RandomSource,
        dataFolder: String,
        report: @escaping @Sendable (String) -> Void,
    ) {
        self.settings = settings
        self.time = time
        self.wall = wall
        self.report = report
        sessions = SessionFile(
            "\(dataFolder)/janus-sessions.json",
            token: String(random.next(), radix: 36),
            report: report,
        )
        handles = HandleFolder("\(dataFolder)/janus-handles", report: report)
        let exchange = JanusExchange(
            trunk: settings.trunk,
            nodes: settings.nodes.count,
            hasRecord: settings.record != nil,
            spoolFolder: settings.recordings,
            token: sessions.token,
        )
        state = Mutex(State(exchange: exchange, version: wall.now().milliseconds))
        let nodes = settings.nodes.enumerated().map { index, node in
            JanusNode(
                index,
                node,
                remember: { [sessions] session in sessions.set(node.url, session) },
                report: report,
                input: { [weak self] in self?.put($0) },
            )
        }
        state.withLock { $0.nodes = nodes }
    }

    // MARK: Line

    package var isReal: Bool { !settings.trunk.isLocal }
    package var voice: (any Voice)? { self }

    package func check(_ phone: SoftphoneID) throws {
        if let refusal = state.withLock({ $0.exchange.refusal(for: phone) }) { throw refusal }
        if let room = freeBytes(at: settings.recordings), room < Self.leastRoom {
            throw LineRefusal.noRoomForRecording
        }
    }

    package func dial(_ request: DialRequest) throws {
        try request.check(onRealTrunk: isReal)
        if let refusal = state.withLock({ $0.exchange.refusal(for: request.phone) }) {
            throw refusal
        }
        put(.dial(request))
    }

    package func hangUp(_ call: CallID, for reason: HangUpReason) { put(.hangUp(call, reason)) }

    package func sendDigits(_ digits: String, on call: CallID) throws {
        try checkDigits(digits)
        guard isTalking(call) else { throw LineRefusal.notTalking }
        put(.digits(call, digits))
    }

    package func carries(_ call: CallID) -> Bool {
        state.withLock { $0.exchange.carrying[call] != nil }
    }

    package func setSink(_ sink: @escaping @Sendable (LineEvent) -> Void) {
        state.withLock { $0.sink = sink }
    }

    // MARK: Voice

    package func offer(_ sdp: String, from phone: SoftphoneID) throws { put(.offer(phone, sdp)) }

    package func leave(_ phone: SoftphoneID) { put(.leave(phone)) }

    package func state(of phone: SoftphoneID) -> SoftphoneState {
        state.withLock { $0.softphone(phone) }
    }

    package func hold(_ isOn: Bool, on call: CallID) throws {
        guard isTalking(call) else { throw LineRefusal.notTalking }
        put(.hold(call, isOn))
    }

    package func setListener(
        _ listener: @escaping @Sendable (SoftphoneID, SoftphoneState) -> Void
    ) {
        state.withLock { $0.listener = listener }
    }

    package var announcesMonitoring: Bool { settings.announcesMonitoring }

    package func drain() { state.withLock { $0.exchange.isDraining = true } }

    package var callCount: Int { state.withLock { $0.exchange.carrying.count } }

    private func isTalking(_ call: CallID) -> Bool {
        state.withLock { state in
            let phone = state.exchange.carrying[call]
            return phone.flatMap { state.exchange.legs[$0]?.call?.isAnswered } ?? false
        }
    }

    // MARK: Running

    /// Goes on with the sessions that the nodes still have, and with those of `calls` that are on
    /// them. A handle on which none of them goes on is let go, and so is what goes on there.
    package func takeUp(_ calls: Set<CallID>) -> Set<CallID> {
        let nodes = state.withLock { $0.nodes }
        let resumed = nodes.filter { sessions.session(of: $0.node.url).map($0.resume) ?? false }
        for node in resumed { put(.nodeUp(node.index)) }
        for (phone, kept) in handles.all() {
            let node = resumed.first { $0.node.url == kept.node && $0.session == kept.session }
            if let node, let call = kept.call, calls.contains(CallID(call.call)) {
                put(.takenUp(phone, HandleKey(node: node.index, handle: kept.handle), call))
            } else {
                node?.post(.detach(kept.handle))
                _ = handles.set(phone, nil)
            }
        }
        let takenUp = state.withLock { Set($0.exchange.carrying.keys) }
        if !takenUp.isEmpty { report("calls of the former run that go on: \(takenUp.count)") }
        return takenUp
    }

    /// Reaches for the nodes and begins. Sessions with which nothing goes on are ended, and so are
    /// their calls: nobody is there to see them. Throws when the nodes' record cannot be listened
    /// for.
    package func start() throws {
        if let record = settings.record {
            let intake = RecordIntake(record) { [weak self] node, entry in
                self?.put(.record(node, entry))
            }
            try intake.start()
            state.withLock { $0.intake = intake }
        }
        let thread = LoopThread { [weak self] in self?.turn() ?? .untilWoken }
        let keeper = LoopThread { [weak self] in self?.keep() ?? .untilWoken }
        let nodes = state.withLock { state in
            state.thread = thread
            state.keeper = keeper
            return state.nodes
        }
        for node in nodes { node.start(after: sessions.session(of: node.node.url)) }
    }

    /// Stops. Calls that go on are left to the next run; a node ends them where none comes within
    /// its `session_timeout`.
    package func stop() {
        let (nodes, threads, intake, busy) = state.withLock { state in
            defer {
                (state.thread, state.keeper, state.intake) = (nil, nil, nil)
            }
            let busy = state.exchange.carrying.values.compactMap { state.exchange.legs[$0]?.node }
            return (state.nodes, [state.thread, state.keeper], state.intake, Set(busy))
        }
        for node in nodes { node.stop(leavingSession: busy.contains(node.index)) }
        intake?.stop()
        for thread in threads { thread?.stop() }
        _ = keep()
    }

    /// Takes in what came, asks the nodes what follows, and leaves the news to the line's thread.
    private func put(_ input: ExchangeInput) {
        // The line lives by the machine's clock; its evidence stands on the business clock.
        let now = wall.now()
        let ahead = time.now() - now
        let (thread, keeper) = state.withLock { state in
            for effect in state.exchange.handle(input, at: now) {
                switch effect {
                // Posted within the lock, so that requests reach a node in their order.
                case .attach(let phone, let node): state.nodes[node].post(.attach(phone))
                case .detach(let key): state.nodes[key.node].post(.detach(key.handle))
                case .send(let key, let request, let offer):
                    state.nodes[key.node].post(.send(key.handle, request, offer: offer))
                case .event(let event): state.events.append(event.moved(by: ahead))
                case .changed(let phone):
                    state.version += 1
                    state.changed.append(phone)
                case .keep(let phone): state.unkept.insert(phone)
                }
            }
            return (state.thread, state.unkept.isEmpty ? nil : state.keeper)
        }
        thread?.wake()
        keeper?.wake()
    }

    /// Keeps for a later run what it must know; what the disk does not take, in a second.
    private func keep() -> LoopThread.Pause {
        while let (phone, handle) = state.withLock({ $0.nextUnkept() }) {
            if handles.set(phone, handle) { continue }
            state.withLock { _ = $0.unkept.insert(phone) }
            return .milliseconds(1_000)
        }
        return .untilWoken
    }

    /// One turn of the line's thread: what time brings, then the news. The softphones hear of
    /// theirs before the evidence is stored: an answer that has come is a voice that waits.
    private func turn() -> LoopThread.Pause {
        if state.withLock({ $0.exchange.needsTicks }) { put(.tick) }
        tellPhones()
        while let (event, sink) = nextEvent() {
            sink(event)
            tellPhones()
        }
        return state.withLock { $0.exchange.needsTicks } ? .milliseconds(100) : .untilWoken
    }

    private func tellPhones() {
        let (changed, listener) = state.withLock { state in
            defer { state.changed = [] }
            return (state.changed.map { ($0, state.softphone($0)) }, state.listener)
        }
        for (phone, state) in changed { listener?(phone, state) }
    }

    private func nextEvent() -> (LineEvent, @Sendable (LineEvent) -> Void)? {
        state.withLock { state in
            guard let sink = state.sink, !state.events.isEmpty else { return nil }
            return (state.events.removeFirst(), sink)
        }
    }
}
