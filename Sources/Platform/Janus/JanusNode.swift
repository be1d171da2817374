internal import FoundationEssentials
internal import HTTPClient
internal import Kernel
internal import Synchronization
internal import Telephony
internal import Threads

/// One Janus server: its session, the requests to it in their order, and what it says, each on a
/// thread of its own. The session lives as long as the threads keep it; a handle is one softphone.
final class JanusNode: Sendable {
    /// What is asked of the server.
    enum Command: Sendable {
        case attach(SoftphoneID)
        case detach(Int64)
        case send(Int64, JanusRequest, offer: String?)
    }

    private struct State {
        var session: Int64?
        var commands: [Command] = []
        var threads: [LoopThread] = []
        var isStopping = false
    }

    /// How often the session is kept alive; the node ends it, and its calls, after 20 s of silence.
    private static let keepAlive: Int32 = 5_000
    private static let patience = Duration.seconds(5)
    /// A start that waits long for one node loses the sessions of the others.
    private static let patienceAtStart = Duration.seconds(2)

    let index: Int
    let node: JanusSettings.Node
    private let state = Mutex(State())
    private let requests = HTTPConnection()
    private let polling = HTTPConnection()
    private let input: @Sendable (ExchangeInput) -> Void
    private let remember: @Sendable (Int64?) -> Void
    private let report: @Sendable (String) -> Void

    /// A node whose news goes to `input`; `remember` keeps its session across a restart.
    init(
        _ index: Int,
        _ node: JanusSettings.Node,
        remember: @escaping @Sendable (Int64?) -> Void,
        report: @escaping @Sendable (String) -> Void,
        input: @escaping @Sendable (ExchangeInput) -> Void,
    ) {
        self.index = index
        self.node = node
        self.remember = remember
        self.report = report
        self.input = input
    }

    /// Begins. A session that a former run left behind and with which nothing goes on is ended, and
    /// its calls are.
    func start(after former: Int64?) {
        let commander = LoopThread { [self] in
            work()
            return .milliseconds(Self.keepAlive)
        }
        let listener = LoopThread { [self] in listen() }
        let isNew = state.withLock { state in
            state.threads = [commander, listener]
            return state.session != former
        }
        if let former, isNew { destroy(former) }
    }

    /// Goes on with the session of a former run; false where the node has it no more.
    func resume(_ former: Int64) -> Bool {
        do {
            let message = Message("keepalive", secret: node.secret)
            _ = try ask(requests, "/\(former)", message, within: Self.patienceAtStart)
        } catch {
            report("telephone node \(node.url): session \(former) does not go on: \(error)")
            return false
        }
        state.withLock { $0.session = former }
        return true
    }

    /// Stops, and ends the session unless it is left for a later run: with it go its calls.
    func stop(leavingSession isLeft: Bool) {
        let (threads, session) = state.withLock { state in
            state.isStopping = true
            return (state.threads, state.session)
        }
        polling.close()
        for thread in threads { thread.stop() }
        if let session, !isLeft {
            destroy(session)
            remember(nil)
        }
    }

    /// Ends a session and its calls. A node that cannot be reached ends it by itself.
    private func destroy(_ session: Int64) {
        do {
            _ = try ask(requests, "/\(session)", Message("destroy", secret: node.secret))
        } catch {
            report("telephone node \(node.url): session \(session) was not ended: \(error)")
        }
    }

    /// The session that it has now.
    var session: Int64? { state.withLock { $0.session } }

    /// Asks something of the server, after what was asked before.
    func post(_ command: Command) {
        let thread = state.withLock { state in
            state.commands.append(command)
            return state.threads.first
        }
        thread?.wake()
    }

    // MARK: Requests

    private func work() {
        guard let session = state.withLock({ $0.session }) else {
            return state.withLock { $0.commands = [] }
        }
        while true {
            let command = state.withLock { state in
                state.commands.isEmpty ? nil : state.commands.removeFirst()
            }
            guard let command else { break }
            carryOut(command, session)
        }
        keepAlive(session)
    }

    private func carryOut(_ command: Command, _ session: Int64) {
        do {
            switch command {
            case .attach(let phone):
                var message = Message("attach", secret: node.secret)
                message.plugin = "janus.plugin.sip"
                message.opaque_id = "softphone-\(phone)"
                let answer = try ask(requests, "/\(session)", message)
                guard let handle = answer.data?.id else { throw Failure("no handle was made") }
                input(.attached(phone, HandleKey(node: index, handle: handle)))
            case .detach(let handle):
                let message = Message("detach", secret: node.secret)
                _ = try ask(requests, "/\(session)/\(handle)", message)
            case .send(let handle, let request, let offer):
                var message = Message("message", secret: node.secret)
                message.body = request.body
                message.jsep = offer.map { Offer(sdp: $0) }
                _ = try ask(requests, "/\(session)/\(handle)", message)
            }
        } catch {
            failed(command, error)
        }
    }

    private func failed(_ command: Command, _ error: any Error) {
        switch (command, error) {
        case (_, is HTTPFailure): lose()
        case (_, let failure as Failure) where failure.isSessionGone: lose()
        case (.send(let handle, _, _), _):
            input(.refused(HandleKey(node: index, handle: handle), "\(error)"))
        case (.attach, _): lose()
        case (.detach, _): break
        }
    }

    private func keepAlive(_ session: Int64) {
        do {
            _ = try ask(requests, "/\(session)", Message("keepalive", secret: node.secret))
        } catch {
            lose()
        }
    }

    // MARK: News

    private func listen() -> LoopThread.Pause {
        guard let session = state.withLock({ $0.session }) else { return begin() }
        let query = "?maxev=50&apisecret=\(node.secret)"
        do {
            let answer = try polling.get("\(node.url)/\(session)\(query)", timeout: .seconds(45))
            for message in try JanusMessage.list(answer.body) {
                if message.janus == "error" || message.janus == "timeout" {
                    throw Failure(message.error?.reason ?? message.janus)
                }
                guard let sender = message.sender else { continue }
                input(.message(HandleKey(node: index, handle: sender), message))
            }
        } catch {
            lose()
        }
        return .none
    }

    /// Takes up a session; while there is none, it tries again every second.
    private func begin() -> LoopThread.Pause {
        if state.withLock({ $0.isStopping }) { return .untilWoken }
        do {
            let answer = try ask(polling, "", Message("create", secret: node.secret))
            guard let session = answer.data?.id else { throw Failure("no session was made") }
            remember(session)
            state.withLock { $0.session = session }
            input(.nodeUp(index))
            report("telephone node \(node.url) is up")
            return .none
        } catch {
            return .milliseconds(1_000)
        }
    }

    private func lose() {
        let had = state.withLock { state in
            defer {
                state.session = nil
                state.commands = []
            }
            return state.session != nil && !state.isStopping
        }
        guard had else { return }
        input(.nodeDown(index))
        report("telephone node \(node.url) is lost; its calls have ended")
    }

    // MARK: The API

    /// The fields of every message; those that a message has not are left out.
    private struct Message: Encodable {
        let janus: String
        let transaction: String
        let apisecret: String
        var plugin: String?
        var opaque_id: String?
        var body: JanusRequest.Body?
        var jsep: Offer?

        init(_ janus: String, secret: String) {
            self.janus = janus
            transaction = "t"
            apisecret = secret
        }
    }

    private struct Offer: Encodable {
        let type = "offer"
        let sdp: String
    }

    /// The server refused.
    private struct Failure: Error, CustomStringConvertible {
        let description: String
        var isSessionGone = false

        init(_ description: String, isSessionGone: Bool = false) {
            self.description = description
            self.isSessionGone = isSessionGone
        }
    }

    private func ask(
        _ connection: HTTPConnection,
        _ path: String,
        _ message: Message,
        within patience: Duration = JanusNode.patience,
    ) throws -> JanusMessage {
        let json = Array(try JSONEncoder().encode(message))
        let answer = try connection.post(node.url + path, json: json, timeout: patience)
        guard let said = try JanusMessage.list(answer.body).first else {
            throw Failure("no answer")
        }
        if let error = said.error {
            throw Failure("\(error.code) \(error.reason)", isSessionGone: error.code == 458)
        }
        return said
    }
}
