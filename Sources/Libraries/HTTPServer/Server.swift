internal import CMicrohttpd
internal import Glibc
internal import Synchronization
package import Threads

/// Why the server does not start.
package struct ServerError: Error, Sendable, CustomStringConvertible {
    /// What happened.
    package let description: String
}

/// An HTTP server. Few threads move bytes; each request runs to its end on a thread of its lane, so
/// that a slow one holds up neither a connection nor another lane.
package final class Server: Sendable {
    /// How it listens.
    package struct Configuration: Sendable {
        /// The address.
        package var address = "127.0.0.1"
        /// The port; 0 for any that is free.
        package var port = 0
        /// The addresses of the proxies before this server, which tell whose request it is.
        package var proxies: Set<String> = []
        /// How many requests are answered at once, by lane; of a lane without any, none.
        package var threads: [Lane: Int] = [
            .call: 32, .page: 8, .entry: 56, .bulk: 4,
        ]
        /// The lane of a request.
        package var lane: @Sendable (_ method: String, _ path: String) -> Lane = { _, _ in .call }
        /// How many requests wait in one lane at most; what comes then is refused as `tooBusy`.
        package var mostWaiting = 1_024
        /// After how many seconds without a request a connection is closed.
        package var idleSeconds = 75
        /// Connections at most.
        package var connections = 10_000
        /// Connections at most from one address, and requests at once from one behind a proxy.
        package var connectionsForEach = 7_500
        /// Where large bodies are kept while they come in.
        package var spoolFolder = "/tmp"
        /// Asked at the head of a request with a body over `smallBody`, before its first byte is
        /// kept: on what terms it is taken in, or what is answered instead.
        package var admit: @Sendable (_ head: Request) -> Admission = { _ in
            .taken(.memory(limit: 1 << 20))
        }
        /// What is answered to what the server itself refuses.
        package var refuse: @Sendable (_ head: Request, ServerRefusal) -> Response = {
            Server.plainAnswer($1)
        }

        /// The defaults.
        package init() {}
    }

    /// The most bytes of a body that is taken into memory without asking.
    package static let smallBody = 64 << 10

    private let configuration: Configuration
    private let handler: @Sendable (Request) -> Response
    private let lanes: LanePool
    private let state = Mutex(State())
    private let visitors: Visitors
    private let lingering = Lingering()

    /// Threads that move bytes. None of them waits, so that few would do; but each looks at all of
    /// its connections when one wakes.
    private static let movingThreads: UInt32 = 16

    /// libmicrohttpd's daemon; it may be used from any thread.
    private struct Daemon: @unchecked Sendable {
        let handle: OpaquePointer
    }

    private struct State {
        var streams: [ObjectIdentifier: EventStream] = [:]
        var daemon: Daemon?
        var heart: LoopThread?
        var beats = 0
    }

    /// A server that answers with `handler`.
    package init(
        _ configuration: Configuration,
        handler: @escaping @Sendable (Request) -> Response,
    ) {
        self.configuration = configuration
        self.handler = handler
        visitors = Visitors(
            mostForEach: configuration.connectionsForEach,
            proxies: configuration.proxies,
            // libmicrohttpd closes those that are silent; a byte now and then is no request.
            idleBeats: configuration.idleSeconds + 15,
        )
        lanes = LanePool(threads: configuration.threads, mostWaiting: configuration.mostWaiting)
    }

    /// Begins to listen. Throws when the address or the port cannot be had.
    package func start() throws {
        let callbacks = shim_callbacks(
            allows: connectionAsks,
            connection: connectionChanged,
            line: lineCame,
            handler: requestCame,
            completed: requestIsOver,
            context: Unmanaged.passUnretained(self).toOpaque(),
        )
        let started = shim_start(
            configuration.address,
            UInt16(configuration.port),
            Self.movingThreads,
            UInt32(configuration.idleSeconds),
            UInt32(configuration.connections),
            callbacks,
        )
        guard let started else {
            throw ServerError(
                description: "cannot listen on \(configuration.address):\(configuration.port); "
                    + "is another program using the port?"
            )
        }
        lingering.start()
        let daemon = Daemon(handle: started)
        let heart = LoopThread { [weak self] in
            self?.beat()
            return .milliseconds(1_000)
        }
        state.withLock { state in
            state.daemon = daemon
            state.heart = heart
        }
    }

    /// The port it listens on.
    package var port: Int {
        state.withLock { $0.daemon.map { Int(shim_port($0.handle)) } ?? 0 }
    }

    /// Stops: streams end, running handlers run to their end.
    package func stop() {
        let (daemon, heart, open) = state.withLock { state in
            defer {
                state.daemon = nil
                state.heart = nil
            }
            return (state.daemon, state.heart, Array(state.streams.values))
        }
        heart?.stop()
        for stream in open { stream.finish() }
        // Their connections are suspended: libmicrohttpd ends none that is.
        lanes.stop()
        if let daemon { end(daemon) }
        lingering.stop()
    }

    /// How often a stop looks whether everyone has gone, five milliseconds apart, and for how many of
    /// those looks an answer on its way is spared.
    private static let (looks, patientLooks) = (1_000, 100)
    /// How many looks in a row must find nobody: one who was let in a moment ago is not known yet.
    private static let emptyLooks = 5

    /// While it stops, libmicrohttpd 0.9.75 dies of a request that it refuses by itself, such as a
    /// malformed one: nobody comes any more, and everyone is gone before.
    private func end(_ daemon: Daemon) {
        let listening = MHD_quiesce_daemon(daemon.handle)
        var empty = 0
        for look in 0..<Self.looks where empty < Self.emptyLooks {
            empty = visitors.end(sparing: look < Self.patientLooks) ? empty + 1 : 0
            pause(milliseconds: 5)
        }
        MHD_stop_daemon(daemon.handle)
        if listening >= 0 { close(listening) }
    }

    /// How many beats lie between two heartbeats to the readers of streams: a suspended connection
    /// does not notice that its client has gone; a heartbeat does.
    private static let beatsForStreams = 15

    /// About once a second, and by hand in tests: nothing here reads a clock.
    func beat() {
        visitors.beat()
        let open = state.withLock { state -> [EventStream] in
            state.beats += 1
            guard state.beats.isMultiple(of: Self.beatsForStreams) else { return [] }
            return Array(state.streams.values)
        }
        for stream in open { stream.sendHeartbeat() }
    }

    private static func plainAnswer(_ refusal: ServerRefusal) -> Response {
        switch refusal {
        case .tooBusy:
            Response(
                status: 503,
                headers: [("Retry-After", "2")],
                body: .bytes(Array("Too much is waiting.".utf8)),
            )
        case .malformed: .text("The request is malformed.", status: 400)
        case .tooLarge: .text("The body is too large.", status: 413)
        case .noRoom: .text("The disk takes nothing more.", status: 503)
        case .tooMany: .text("Too many requests at once.", status: 429)
        }
    }

    // MARK: A request

    fileprivate func begin(_ connection: OpaquePointer, _ method: String, _ path: String)
        -> Exchange
    {
        Exchange(connection, method: method, path: path, proxies: configuration.proxies)
    }

    /// Decides at the head.
    fileprivate func admit(_ exchange: Exchange) -> MHD_Result {
        let head = exchange.head
        exchange.visitor?.sentHeaders(hasBody: exchange.hasBody)
        if head.isContradictory {
            return exchange.breakOff(configuration.refuse(head, .malformed), lingering)
        }
        if let visitor = exchange.visitor, visitor.peer != head.peer {
            guard visitors.begins(head.peer) else {
                return turnAway(exchange, configuration.refuse(head, .tooMany))
            }
            exchange.countedAddress = head.peer
        }
        guard exchange.hasBody else { return .YES }
        let length = head.announcedLength ?? Int.max
        if length <= Self.smallBody {
            exchange.open(Intake(.memory(limit: Self.smallBody), folder: ""))
            return .YES
        }
        switch configuration.admit(head) {
        case .refused(let response): return turnAway(exchange, response)
        case .taken(let terms):
            if head.announcedLength != nil, length > terms.limit {
                let refusal = ServerRefusal.tooLarge(limit: terms.limit)
                return turnAway(exchange, configuration.refuse(head, refusal))
            }
            exchange.open(Intake(terms, folder: configuration.spoolFolder))
            return .YES
        }
    }

    private func turnAway(_ exchange: Exchange, _ response: Response) -> MHD_Result {
        exchange.hasBody ? exchange.breakOff(response, lingering) : exchange.answer(response)
    }

    fileprivate func receive(_ exchange: Exchange, _ bytes: UnsafeRawBufferPointer) -> MHD_Result {
        do {
            try exchange.receive(bytes)
            return .YES
        } catch {
            switch error {
            case .answered(let response): return exchange.breakOff(response, lingering)
            case .server(let refusal):
                return exchange.breakOff(configuration.refuse(exchange.head, refusal), lingering)
            }
        }
    }

    /// Has the request answered on a thread of its lane; libmicrohttpd calls again when it is. A
    /// spooled body is gone before the answer leaves.
    fileprivate func answerLater(_ exchange: Exchange) {
        let head = exchange.head
        let lane = configuration.lane(head.method, head.path)
        let request = Once(exchange.request())
        let pending = exchange.suspend()
        let isTaken = lanes.submit(lane) { [handler] in
            guard let response = request.take(handler) else { return }
            pending.finish(response)
        }
        if !isTaken { pending.finish(configuration.refuse(head, .tooBusy)) }
    }

    fileprivate func answer(_ exchange: Exchange, _ response: Response) -> MHD_Result {
        let lane = configuration.lane(exchange.head.method, exchange.head.path)
        let result = exchange.answer(response) { [lanes] work in
            lanes.submit(lane, goesOn: true, work)
        }
        if let stream = exchange.stream {
            state.withLock { $0.streams[ObjectIdentifier(stream)] = stream }
        }
        return result
    }

    fileprivate func end(_ exchange: Exchange) {
        exchange.visitor?.mayAsk()
        if let address = exchange.countedAddress { visitors.ends(address) }
        guard let stream = exchange.stream else { return }
        state.withLock { _ = $0.streams.removeValue(forKey: ObjectIdentifier(stream)) }
        stream.closedByPeer()
    }

    // MARK: A connection

    fileprivate func allows(_ peer: String) -> Bool { visitors.allows(peer) }

    fileprivate func came(_ visitor: Visitor) { visitors.came(visitor) }

    fileprivate func left(_ visitor: Visitor) { visitors.left(visitor) }

    /// The first line of a request is in. Too many fields would use up the connection's memory
    /// while they are taken apart, before anything could be answered.
    fileprivate func line(_ address: String, of visitor: Visitor) {
        visitor.sentLine()
        guard Request.hasTooManyFields(address) else { return }
        EarlyAnswer.send(Self.plainAnswer(.malformed), to: visitor.descriptor)
        shim_end(visitor.descriptor)
    }
}

private func server(_ context: UnsafeMutableRawPointer) -> Server {
    Unmanaged<Server>.fromOpaque(context).takeUnretainedValue()
}

/// libmicrohttpd calls it before it takes a connection.
private let connectionAsks: MHD_AcceptPolicyCallback = { context, address, _ in
    guard let context else { return .NO }
    var text = [CChar](repeating: 0, count: 64)
    shim_address(address, &text)
    return server(context).allows(textOf(text)) ? .YES : .NO
}

/// libmicrohttpd calls it when a connection has begun, and before its socket is closed.
private let connectionChanged: MHD_NotifyConnectionCallback = { context, connection, kept, what in
    guard let context, let connection, let kept else { return }
    if shim_is_start(what) != 0 {
        var text = [CChar](repeating: 0, count: 64)
        shim_peer(connection, &text)
        let visitor = Visitor(peer: textOf(text), descriptor: shim_socket(connection))
        kept.pointee = Unmanaged.passRetained(visitor).toOpaque()
        server(context).came(visitor)
    } else if let known = kept.pointee {
        kept.pointee = nil
        server(context).left(Unmanaged<Visitor>.fromOpaque(known).takeRetainedValue())
    }
}

private func textOf(_ text: [CChar]) -> String {
    String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// libmicrohttpd calls it with the address of a request, before it takes its fields apart.
private let lineCame: shim_line = { context, address, connection in
    guard let context, let address, let connection, let known = shim_context(connection) else {
        return nil
    }
    let visitor = Unmanaged<Visitor>.fromOpaque(known).takeUnretainedValue()
    server(context).line(String(cString: address), of: visitor)
    return nil
}

/// libmicrohttpd calls it when the headers are in, for each piece of the body, at its end, and once
/// the answer is there.
private let requestCame: MHD_AccessHandlerCallback = {
    context,
    connection,
    url,
    method,
    _,
    data,
    size,
    state in
    guard let context, let connection, let url, let method, let size, let state else {
        return .NO
    }
    guard let known = state.pointee else {
        let exchange = server(context)
            .begin(connection, String(cString: method), String(cString: url))
        state.pointee = Unmanaged.passRetained(exchange).toOpaque()
        return server(context).admit(exchange)
    }
    let exchange = Unmanaged<Exchange>.fromOpaque(known).takeUnretainedValue()
    if size.pointee > 0 {
        let bytes = UnsafeRawBufferPointer(start: data, count: size.pointee)
        size.pointee = 0
        return exchange.wasAnswered ? .YES : server(context).receive(exchange, bytes)
    }
    if exchange.wasAnswered { return .YES }
    if let response = exchange.takeAnswer() { return server(context).answer(exchange, response) }
    server(context).answerLater(exchange)
    return .YES
}

/// libmicrohttpd calls it when a request is over, however it ended.
private let requestIsOver: MHD_RequestCompletedCallback = { context, _, state, _ in
    guard let context, let state, let known = state.pointee else { return }
    state.pointee = nil
    let exchange = Unmanaged<Exchange>.fromOpaque(known).takeRetainedValue()
    server(context).end(exchange)
}
