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
        var thread: LoopThread?
        var intake: RecordIntake?

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
    private let report: @Sendable (String) -> Void
    private let state: Mutex<State>

    /// A line by `settings`. `dataFolder` keeps the nodes' sessions across a restart; `random`
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
        let exchange = JanusExchange(
            trunk: settings.trunk,
            nodes: settings.nodes.count,
            hasRecord: settings.record != nil,
            spoolFolder: settings.recordings,
            token: sessions.token,
        )
        state = Mutex(State(exchange: exchange, version: wall.now().milliseconds))
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

    /// Reaches for the nodes and begins. Calls that a former run left going are ended: nobody is
    /// there to see them. Throws when the nodes' record cannot be listened for.
    package func start() throws {
        if let record = settings.record {
            let intake = RecordIntake(record) { [weak self] node, entry in
                self?.put(.record(node, entry))
            }
            try intake.start()
            state.withLock { $0.intake = intake }
        }
        let nodes = settings.nodes.enumerated().map { index, node in
            JanusNode(
                index,
                node,
                remember: { [sessions] session in sessions.set(node.url, session) },
                report: report,
                input: { [weak self] in self?.put($0) },
            )
        }
        let thread = LoopThread { [weak self] in self?.turn() ?? .untilWoken }
        state.withLock { state in
            state.nodes = nodes
            state.thread = thread
        }
        for node in nodes { node.start(after: sessions.session(of: node.node.url)) }
    }

    /// Ends every call and stops.
    package func stop() {
        let (nodes, thread, intake) = state.withLock { state in
            defer {
                state.thread = nil
                state.intake = nil
            }
            return (state.nodes, state.thread, state.intake)
        }
        for node in nodes { node.stop() }
        intake?.stop()
        thread?.stop()
    }

    /// Takes in what came, asks the nodes what follows, and leaves the news to the line's thread.
    private func put(_ input: ExchangeInput) {
        // The line lives by the machine's clock; its evidence stands on the business clock.
        let now = wall.now()
        let ahead = time.now() - now
        let thread = state.withLock { state in
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
                }
            }
            return state.thread
        }
        thread?.wake()
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
