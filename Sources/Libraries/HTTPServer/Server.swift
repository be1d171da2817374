internal import CMicrohttpd
internal import Synchronization
internal import Threads

/// Why the server does not start.
package struct ServerError: Error, Sendable, CustomStringConvertible {
    /// What happened.
    package let description: String
}

/// An HTTP server: each request runs to its end on a worker thread.
package final class Server: Sendable {
    /// How it listens.
    package struct Configuration: Sendable {
        /// The address.
        package var address = "127.0.0.1"
        /// The port; 0 for any that is free.
        package var port = 0
        /// The addresses of the proxies before this server, which tell whose request it is.
        package var proxies: Set<String> = []
        /// How many requests are answered at once.
        package var threads = 32
        /// After how many seconds without a request a connection is closed.
        package var idleSeconds = 75
        /// Connections at most.
        package var connections = 10_000
        /// Where large bodies are kept while they come in.
        package var spoolFolder = "/tmp"
        /// The most bytes of a body, by method and path.
        package var bodyLimit: @Sendable (_ method: String, _ path: String) -> Int = { _, _ in
            1 << 20
        }
        /// What is answered to a body over the limit.
        package var tooLarge = Response.text("The body is too large.", status: 413)

        /// The defaults.
        package init() {}
    }

    private let configuration: Configuration
    private let handler: @Sendable (Request) -> Response
    private let state = Mutex(State())

    /// libmicrohttpd's daemon; it may be used from any thread.
    private struct Daemon: @unchecked Sendable {
        let handle: OpaquePointer
    }

    private struct State {
        var streams: [ObjectIdentifier: EventStream] = [:]
        var daemon: Daemon?
        var heart: LoopThread?
    }

    /// A server that answers with `handler`.
    package init(
        _ configuration: Configuration,
        handler: @escaping @Sendable (Request) -> Response,
    ) {
        self.configuration = configuration
        self.handler = handler
    }

    /// Begins to listen. Throws when the address or the port cannot be had.
    package func start() throws {
        let started = shim_start(
            configuration.address,
            UInt16(configuration.port),
            UInt32(configuration.threads),
            UInt32(configuration.idleSeconds),
            UInt32(configuration.connections),
            accept,
            completed,
            Unmanaged.passUnretained(self).toOpaque(),
        )
        guard let started else {
            throw ServerError(
                description: "cannot listen on \(configuration.address):\(configuration.port); "
                    + "is another program using the port?"
            )
        }
        let daemon = Daemon(handle: started)
        // A suspended connection does not notice that its client has gone; a heartbeat does.
        let heart = LoopThread { [weak self] in
            self?.beat()
            return .milliseconds(15_000)
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
        if let daemon { MHD_stop_daemon(daemon.handle) }
    }

    private func beat() {
        let open = state.withLock { Array($0.streams.values) }
        for stream in open { stream.sendHeartbeat() }
    }

    fileprivate func begin(_ connection: OpaquePointer, _ method: String, _ path: String)
        -> Exchange
    {
        Exchange(
            connection,
            limit: configuration.bodyLimit(method, path),
            spoolFolder: configuration.spoolFolder,
        )
    }

    fileprivate var tooLarge: Response { configuration.tooLarge }

    fileprivate func answer(_ exchange: Exchange, _ method: String, _ path: String) -> MHD_Result {
        let request = exchange.request(method: method, path: path).behind(configuration.proxies)
        let result = exchange.answer(handler(request))
        if let stream = exchange.stream {
            state.withLock { $0.streams[ObjectIdentifier(stream)] = stream }
        }
        return result
    }

    fileprivate func end(_ exchange: Exchange) {
        guard let stream = exchange.stream else { return }
        state.withLock { _ = $0.streams.removeValue(forKey: ObjectIdentifier(stream)) }
        stream.closedByPeer()
    }
}

/// libmicrohttpd calls it when the headers are in, for each piece of the body, and at its end.
private let accept: MHD_AccessHandlerCallback = {
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
    let server = Unmanaged<Server>.fromOpaque(context).takeUnretainedValue()
    let (verb, path) = (String(cString: method), String(cString: url))
    guard let known = state.pointee else {
        let exchange = server.begin(connection, verb, path)
        state.pointee = Unmanaged.passRetained(exchange).toOpaque()
        return exchange.announcesTooMuch ? exchange.answer(server.tooLarge) : .YES
    }
    let exchange = Unmanaged<Exchange>.fromOpaque(known).takeUnretainedValue()
    if size.pointee > 0 {
        let bytes = UnsafeRawBufferPointer(start: data, count: size.pointee)
        size.pointee = 0
        return exchange.wasAnswered || exchange.receive(bytes) ? .YES : .NO
    }
    return exchange.wasAnswered ? .YES : server.answer(exchange, verb, path)
}

/// libmicrohttpd calls it when a request is over, however it ended.
private let completed: MHD_RequestCompletedCallback = { context, _, state, _ in
    guard let context, let state, let known = state.pointee else { return }
    state.pointee = nil
    let exchange = Unmanaged<Exchange>.fromOpaque(known).takeRetainedValue()
    Unmanaged<Server>.fromOpaque(context).takeUnretainedValue().end(exchange)
}
