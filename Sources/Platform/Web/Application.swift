package import Access
internal import Database
package import HTML
package import HTTPServer
package import Jobs
internal import Kernel
internal import Synchronization
package import Threads
internal import Vault

/// Takes a request to its endpoint and the answer back: session, right, form proof, input, one
/// transaction, audit entry, page or JSON.
package final class Application: Sendable {
    /// Everything that is registered, for the menu and for the authorization tests.
    package let capabilities: [Capability]
    /// What comes from outside.
    package let environment: Environment
    private let environments: [Lane: Environment]
    private let routes: RouteTable<any Endpoint>
    let sessions: any SessionSource
    /// What the capabilities do by themselves.
    package let jobs: JobRunner
    let streams = LiveStreams()
    let waiting: WaitingFeed
    /// The sessions that were used, by their tokens.
    private let sightings = Sightings<String>()
    let clients: any ClientSource
    let journal: Journal
    let refusedTokens = Mutex(RefusalGuard(most: 10))
    /// What was refused to whoever may try without being signed in.
    let refusedStrangers = Mutex(RefusalGuard(most: 30))
    private let staticFiles: StaticFiles
    let uploads: UploadQuota
    /// A line above every page, such as the demo's clock; nil for none.
    private let banner: @Sendable (Viewer) -> HTML?

    /// Registers the capabilities. A route that is declared twice is a defect.
    package init(
        capabilities: [Capability],
        environment: Environment,
        sessions: any SessionSource,
        clients: any ClientSource,
        staticFiles: StaticFiles,
        uploads: UploadQuota,
        banner: @escaping @Sendable (Viewer) -> HTML? = { _ in nil },
    ) {
        let desk = HomeDesk(capabilities)
        waiting = WaitingFeed(desk, environment.within(.page))
        jobs = Self.runner(capabilities, environment, sessions)
        self.capabilities =
            capabilities + [Self.builtIn(desk, waiting, capabilities, jobs)]
        self.environment = environment
        environments = Dictionary(
            uniqueKeysWithValues: Lane.allCases.map { ($0, environment.within($0)) }
        )
        self.sessions = sessions
        journal = Journal(self.capabilities, people: sessions)
        self.clients = clients
        self.staticFiles = staticFiles
        self.uploads = uploads
        self.banner = banner
        var routes = RouteTable<any Endpoint>()
        for endpoint in self.capabilities.flatMap(\.endpoints) {
            routes.insert(type(of: endpoint).route, endpoint)
        }
        self.routes = routes
    }

    /// The lane of a request; decided before it is read.
    package func lane(_ method: String, _ path: String) -> Lane {
        let method = Method(rawValue: method == "HEAD" ? "GET" : method)
        guard case .found(let endpoint, _, _) = routes.match(method, path) else { return .page }
        return type(of: endpoint).lane
    }

    /// Answers a request, on the thread that calls.
    package func handle(_ request: Request) -> Response {
        if let file = staticFiles.response(for: request) { return file }
        let exchange = exchange(request)
        do {
            let response = try route(exchange)
            watch(response, exchange)
            return secured(response)
        } catch {
            return answer(to: error, exchange)
        }
    }

    func exchange(_ request: Request) -> Exchange {
        exchange(request, in: lane(request.method, request.path))
    }

    func exchange(_ request: Request, in lane: Lane) -> Exchange {
        Exchange(
            request,
            environments[lane] ?? environment,
            programsBegin: clients.tokenPrefix,
        )
    }

    /// The answer to what was thrown: a refusal in words, or a defect.
    func answer(to error: any Error, _ exchange: Exchange) -> Response {
        let storage = (error as? DatabaseError).flatMap(StorageRefusal.init)
        if storage != nil { environment.report("nothing was stored: \(error)") }
        guard let refusal = error as? any UserFacing ?? storage else {
            return secured(fail(error, exchange))
        }
        return secured(challenged(refuse(refusal, exchange), exchange))
    }

    // MARK: From request to endpoint

    private func route(_ exchange: Exchange) throws -> Response {
        if exchange.method == "GET", exchange.request.path == "/" {
            try signIn(exchange)
            return startPage(exchange)
        }
        let (endpoint, route, parameters) = try find(exchange)
        return try run(endpoint, route, parameters, exchange)
    }

    /// Who asks, and for what.
    func find(_ exchange: Exchange) throws -> (any Endpoint, Route, [String: String]) {
        try signIn(exchange)
        switch routes.match(Method(rawValue: exchange.method), exchange.request.path) {
        case .notFound: throw RequestRefusal.noSuchPage
        case .methodNotAllowed: throw RequestRefusal.methodNotAllowed
        case .found(let endpoint, let route, let parameters):
            return (endpoint, route, parameters)
        }
    }

    /// Finds the session; a request without one goes on as nobody.
    private func signIn(_ exchange: Exchange) throws {
        guard let token = exchange.token else { return }
        if exchange.isProgram { return try signInProgram(token, exchange) }
        let now = exchange.wall
        exchange.session = try environment.database.read {
            try sessions.session(token: token, at: now, in: $0)
        }
        guard let session = exchange.session else { return }
        if now - session.lastSeenAt > .minutes(1) { sightings.note(token, at: now) }
    }

    /// Stores which sessions were used since the last time, so that they live on.
    package func storeSightings() throws {
        try sightings.store { used in
            try environment.database.write(in: .page) { transaction in
                for (token, moment) in used {
                    try sessions.touch(token: token, at: moment, in: transaction)
                }
            }
        }
    }

    private func run(
        _ endpoint: some Endpoint,
        _ route: Route,
        _ parameters: [String: String],
        _ exchange: Exchange,
    ) throws -> Response {
        let kind = type(of: endpoint)
        let act = Act(kind, parameters: parameters)
        var page: (any Resource)?
        do {
            try authorise(kind, exchange)
            let form = try exchange.form(parameters)
            if route.method.changes { try exchange.checkProof(form) }
            let input = try type(of: endpoint).Input(form)
            do {
                let seen = try kind.edits?.seen(in: form, parameters)
                let output = try perform(endpoint, input, act, exchange, seen)
                return try Self.checked(
                    output.response(answerContext(exchange, changes: route.method.changes)),
                    route,
                )
            } catch let refusal as any UserFacing {
                page = endpoint.page(refusal, input)
                throw refusal
            }
        } catch let refusal as any UserFacing {
            try note(refusal, of: kind, act, exchange)
            guard let page, !exchange.wantsJSON else { throw refusal }
            let answer = try page.response(answerContext(exchange, changes: false))
            return again(refusal, answer, exchange)
        }
    }

    /// Refuses who may not; the same as before a body was taken in.
    func permitted(_ kind: any Endpoint.Type, _ act: Act, _ exchange: Exchange) throws {
        do {
            try authorise(kind, exchange)
        } catch let refusal as any UserFacing {
            try note(refusal, of: kind, act, exchange)
            throw refusal
        }
    }

    /// What is refused is thrown, so that the log cannot say that it was done.
    private static func checked(_ response: Response, _ route: Route) throws -> Response {
        if route.method.changes, response.status >= 400 { throw RefusalReturned(route: route) }
        return response
    }

    private func authorise(_ kind: any Endpoint.Type, _ exchange: Exchange) throws {
        let permission = kind.permission
        if permission.grant == .anyone {
            if Self.isTriedByStrangers(kind) { try checkSender(exchange) }
            return
        }
        guard let session = exchange.session else { throw RequestRefusal.notSignedIn }
        if session.mustChangePassword, permission.grant != .signedIn {
            throw RequestRefusal.passwordChangeDue
        }
        guard permission.allows(session.viewer) else { throw RequestRefusal.notPermitted }
    }

    // MARK: One transaction

    private func perform<E: Endpoint>(
        _ endpoint: E,
        _ input: E.Input,
        _ act: Act,
        _ exchange: Exchange,
        _ seen: SeenVersion?,
    ) throws -> E.Output {
        switch E.access {
        case .write:
            return try exchange.environment.database.write { transaction in
                let context = context(exchange, transaction)
                let output = try endpoint.answer(input, context)
                try seen?.take(in: transaction)
                try act.check(exchange.acting)
                let views = Act.views(context, of: E.self, exchange)
                try append([act.entry(exchange)] + views, in: transaction)
                return output
            }
        case .read:
            let (output, views) = try exchange.environment.database.read { transaction in
                let context = context(exchange, transaction)
                let output = try endpoint.answer(input, context)
                return (output, Act.views(context, of: E.self, exchange))
            }
            try record(views, exchange)
            return output
        case .own:
            let context = context(exchange, nil)
            let changes = E.route.method.changes
            context.recordAct = { [self] context, transaction in
                try seen?.take(in: transaction)
                if changes { try append([act.entry(exchange)], in: transaction) }
                try append(Act.views(context, of: E.self, exchange), in: transaction)
            }
            let output = try endpoint.answer(input, context)
            if changes { try act.check(exchange.acting) }
            if let record = context.recordAct {
                precondition(seen == nil, "What edits a shared thing writes by Context.write.")
                let isEmpty = !changes && context.views.isEmpty
                if !isEmpty { try exchange.environment.database.write { try record(context, $0) } }
            }
            return output
        }
    }

    private func context(_ exchange: Exchange, _ transaction: Transaction?) -> Context {
        Context(
            viewer: exchange.viewer,
            now: exchange.now,
            wallNow: exchange.wall,
            language: exchange.language,
            environment: exchange.environment,
            peer: exchange.request.peer,
            sessionToken: exchange.token ?? "",
            range: exchange.request.header("Range"),
            transaction: transaction,
            journal: journal,
            acting: exchange.acting,
        )
    }

    private func append(_ entries: [AuditEntry], in transaction: Transaction) throws {
        for entry in entries { try environment.audit.append(entry, in: transaction) }
    }

    func record(_ entries: [AuditEntry], _ exchange: Exchange) throws {
        if entries.isEmpty { return }
        try exchange.environment.database.write { try append(entries, in: $0) }
    }

    // MARK: Answers

    private func refuse(_ refusal: any UserFacing, _ exchange: Exchange) -> Response {
        if !exchange.wantsJSON, exchange.method == "GET" {
            switch refusal as? RequestRefusal {
            case .notSignedIn:
                let back = percentEncode(exchange.request.rawPath)
                return Response.redirect("\(Self.signInPath)?return=\(back)")
            case .passwordChangeDue:
                return Response.redirect("/account/password")
            default: break
            }
        }
        return again(refusal, respond(Problem(refusal), exchange), exchange)
    }

    /// Tells when to come again, where waiting helps.
    private func again(
        _ refusal: any UserFacing,
        _ response: Response,
        _ exchange: Exchange,
    ) -> Response {
        guard let moment = refusal.retryAt else { return response }
        var response = response
        let seconds = max(1, (moment - exchange.wall + .milliseconds(999)).wholeSeconds)
        response.headers.append(("Retry-After", String(seconds)))
        return response
    }

    /// Tells a program how to sign in.
    private func challenged(_ response: Response, _ exchange: Exchange) -> Response {
        guard exchange.isProgram, response.status == 401 else { return response }
        var response = response
        response.headers.append(("WWW-Authenticate", "Bearer"))
        return response
    }

    private func fail(_ error: any Error, _ exchange: Exchange) -> Response {
        let reference = String(environment.random.next() % 2_176_782_336, radix: 36)
        environment.report(
            "defect \(reference): \(exchange.method) \(exchange.request.path): \(error)"
        )
        return respond(Problem(defectLoggedAs: reference), exchange)
    }

    private func respond(_ problem: Problem, _ exchange: Exchange) -> Response {
        do {
            return try problem.response(answerContext(exchange, changes: false))
        } catch {
            environment.report("defect: a problem could not be shown: \(error)")
            return .text("Internal error", status: 500)
        }
    }

    private func answerContext(_ exchange: Exchange, changes: Bool) -> AnswerContext {
        let viewer = exchange.viewer
        let organisation = exchange.session?.organisation ?? ""
        let (language, path) = (exchange.language, exchange.request.path)
        return AnswerContext(
            wantsJSON: exchange.wantsJSON,
            changes: changes,
            rendering: Rendering(
                language: language,
                csrfToken: exchange.session?.csrfToken ?? "",
                assets: staticFiles.address,
            ),
            // Only a page has a frame; JSON pays for no menu.
            frame: { [self] page in
                let reader = FrameReader(
                    viewer: viewer,
                    organisation: organisation,
                    language: language,
                    path: path,
                    entries: menu(for: viewer),
                    acts: capabilities.flatMap(\.acts).filter { $0.permission.allows(viewer) },
                    counts: waiting.counts(of: viewer),
                    clock: ServerClock(now: environment.time.now(), speed: environment.clockSpeed),
                    banner: banner(viewer),
                )
                return framed(page, for: reader)
            },
        )
    }

    /// The menu entries that `viewer` has a right to, in order.
    package func menu(for viewer: Viewer) -> [MenuEntry] {
        let entries = capabilities.flatMap(\.menu).filter { $0.permission.allows(viewer) }
        return MenuSection.allCases.flatMap { section in entries.filter { $0.section == section } }
    }

    static let signInPath = "/session/new"

    /// The headers that every answer carries.
    private func secured(_ response: Response) -> Response {
        var response = response
        response.headers.append(
            (
                "Content-Security-Policy",
                "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                    + "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
                    + "form-action 'self'; object-src 'none'"
            )
        )
        response.headers.append(("X-Content-Type-Options", "nosniff"))
        response.headers.append(("Referrer-Policy", "same-origin"))
        if !response.headers.contains(where: { $0.0 == "Cache-Control" }) {
            response.headers.append(("Cache-Control", "no-store"))
        }
        return response
    }
}
