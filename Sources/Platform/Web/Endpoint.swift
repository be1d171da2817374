package import Access
package import Database
internal import HTML
package import Kernel
package import Threads
package import Vault

/// One thing that a person or a program can ask for: route, right, input, operation.
///
/// The four are requirements without a default: forgetting one does not compile.
package protocol Endpoint: Sendable {
    associatedtype Input: FormInput
    associatedtype Output: Answer

    /// The method and path that lead here.
    static var route: Route { get }
    /// The right that the caller needs; also the act's name in the audit log.
    static var permission: Permission { get }
    /// How the database is used; by default what the method implies.
    static var access: DatabaseAccess { get }
    /// How soon the answer is wanted, and whose threads and connections it may take up; by default
    /// those of a page. A seat's acts are `call`; what may take long is `bulk`.
    static var lane: Lane { get }
    /// The most bytes that a body may have.
    static var bodyLimit: Int { get }
    /// What it does, as the audit log says it: for every endpoint that changes something.
    static var act: LoggedAct? { get }
    /// The shared thing that it changes, which others may change meanwhile; nil for what changes
    /// none, or only what is the caller's own.
    static var edits: Edit? { get }

    /// Does it. Runs on a thread of its lane, in one transaction. What it throws and is
    /// `UserFacing` is shown; anything else is a defect.
    func answer(_ input: Input, _ context: Context) throws -> Output

    /// The page on which its refusal stands; nil for the common one. A refusal is always thrown,
    /// never answered: what is answered stands in the audit log as done.
    func page(_ refusal: any UserFacing, _ input: Input) -> (any Resource)?
}

extension Endpoint {
    package static var access: DatabaseAccess { route.method.changes ? .write : .read }
    package static var lane: Lane { .page }
    package static var bodyLimit: Int { 1 << 20 }
    package static var act: LoggedAct? { nil }
    package static var edits: Edit? { nil }
    package func page(_ refusal: any UserFacing, _ input: Input) -> (any Resource)? { nil }
}

/// A defect: an endpoint that changes something answered with a refusal instead of throwing it.
struct RefusalReturned: Error {
    let route: Route
}

/// How an endpoint uses the database.
package enum DatabaseAccess: Sendable {
    /// One snapshot, nothing written.
    case read
    /// One transaction that is durable before the answer leaves.
    case write
    /// The endpoint opens its own transactions; for work that must not hold the writer, such as
    /// hashing a password or taking in a large file.
    case own
}

/// What one request runs in.
package final class Context {
    /// Who asks.
    package let viewer: Viewer
    /// The moment of the request; the clock is read once.
    package let now: Moment
    /// The same moment on the machine's clock, for sessions and leases.
    package let wallNow: Moment
    /// The reader's language.
    package let language: Language
    /// What comes from outside.
    package let environment: Environment
    /// The address that the request came from.
    package let peer: String
    /// The session's token for signing out and for changing the session; empty without one.
    package let sessionToken: String
    /// The bytes that the request asks for, as its header says; nil for all.
    package let range: String?

    /// The words of the audit log and the people in it.
    package let journal: Journal

    private let openTransaction: Transaction?
    let acting: Acting
    /// The customer data that the answer shows; recorded in the audit log before it leaves.
    package private(set) var views: [AuditSubject] = []
    /// Appends the act's entry; set while an endpoint with access `own` has not recorded it.
    var recordAct: ((Context, Transaction) throws -> Void)?

    /// Gathers what one request runs in.
    package init(
        viewer: Viewer,
        now: Moment,
        wallNow: Moment,
        language: Language,
        environment: Environment,
        peer: String,
        sessionToken: String = "",
        range: String? = nil,
        transaction: Transaction?,
        journal: Journal = Journal.empty,
        acting: Acting = Acting(),
    ) {
        self.viewer = viewer
        self.now = now
        self.wallNow = wallNow
        self.language = language
        self.environment = environment
        self.peer = peer
        self.sessionToken = sessionToken
        self.range = range
        openTransaction = transaction
        self.journal = journal
        self.acting = acting
    }

    /// The request's transaction. An endpoint whose access is `own` has none: asking is a defect.
    package var transaction: Transaction {
        guard let openTransaction else {
            preconditionFailure("An endpoint with access .own opens its own transactions.")
        }
        return openTransaction
    }

    /// Says under whose account the act stands in the audit log, also when it is refused: whoever
    /// signs in is nobody yet.
    package func acts(as account: ID<Account>) {
        acting.account = account
    }

    /// Notes that the answer shows customer data of `subject`; it goes into the audit log. C4.4.
    package func recordView(_ kind: ThingKind, _ id: Int64) {
        views.append(AuditSubject(kind: kind.code, id: id))
    }

    /// Says which thing the act concerns, as soon as it is known: a refusal after it names it too.
    /// `label` is what it is called, without customer data; empty where its number says it.
    package func concerns<Owner>(_ kind: ThingKind, _ id: ID<Owner>, _ label: String = "") {
        concerns(Thing(kind, id.rawValue, label))
    }

    /// The same for a thing at hand.
    package func concerns(_ thing: Thing) {
        acting.thing = thing
    }

    /// Runs `body` in a writing transaction with the act's audit entry in it: for an endpoint with
    /// access `own` whose work is one transaction, but which refuses only after the commit. Where
    /// `isDone` says no to the result, the refusal that follows is recorded instead.
    package func write<Result>(
        isDone: (Result) -> Bool = { _ in true },
        _ body: (Context) throws -> Result,
    ) throws -> Result {
        let record = recordAct
        let result = try environment.database.write { transaction in
            let context = within(transaction)
            let result = try body(context)
            if isDone(result) { try record?(context, transaction) }
            return result
        }
        recordAct = nil
        return result
    }

    /// Runs `body` on one snapshot: for an endpoint with access `own`.
    package func read<Result>(_ body: (Context) throws -> Result) throws -> Result {
        try environment.database.read { transaction in
            let context = within(transaction)
            let result = try body(context)
            views += context.views
            return result
        }
    }

    /// Has the act recorded as soon as the database takes it: for an endpoint with access `own` whose
    /// act is done already and waits for no disk. False while the record waits: then the answer must
    /// show nothing of a customer, for a view is recorded before it leaves. C4.4.
    package func recordLate() throws -> Bool {
        guard let record = recordAct else { return true }
        recordAct = nil
        return try environment.late.write { [self] in try record(self, $0) }
    }

    private func within(_ transaction: Transaction) -> Context {
        Context(
            viewer: viewer,
            now: now,
            wallNow: wallNow,
            language: language,
            environment: environment,
            peer: peer,
            sessionToken: sessionToken,
            range: range,
            transaction: transaction,
            journal: journal,
            acting: acting,
        )
    }
}

/// What an act says of itself while it runs, for the audit log. One request has one, on one thread.
package final class Acting {
    /// Under whose account it stands; nil for the viewer's.
    var account: ID<Account>?
    /// What it concerns; nil for what its route says.
    package internal(set) var thing: Thing?

    /// The viewer acts, on what the route says.
    package init() {}
}
