internal import Access
internal import HTTPServer
package import Kernel
internal import Synchronization
internal import Vault

/// What becomes of a refusal in the audit log, and of those who are refused too often.
extension Application {
    /// Whether an endpoint changes something for whoever comes along, such as signing in.
    static func isTriedByStrangers(_ kind: any Endpoint.Type) -> Bool {
        kind.permission.grant == .anyone && kind.route.method.changes
    }

    /// Refuses a sender of whom too much was refused, before anything is tried.
    func checkSender(_ exchange: Exchange) throws {
        let sender = SenderNetwork(exchange.request.peer).description
        let until = refusedStrangers.withLock { $0.waits(sender, at: exchange.wall) }
        if let until { throw SenderRefusal.tooMany(until: until) }
    }

    /// Records a refusal: of those who are signed in what the right or the rules forbid; of what
    /// anyone may try each one, until there are too many from there, and then the first of those.
    func note(
        _ refusal: any UserFacing,
        of kind: any Endpoint.Type,
        _ act: Act,
        _ exchange: Exchange,
    ) throws {
        if Self.isTriedByStrangers(kind) {
            guard Self.countsAgainst(refusal) else { return }
            let sender = SenderNetwork(exchange.request.peer).description
            let verdict = refusedStrangers.withLock { $0.refuse(sender, at: exchange.wall) }
            switch verdict {
            case .refuse, .wait(_, isFirst: true):
                try record([act.entry(exchange, refusal: refusal)], exchange)
            case .wait(_, isFirst: false): return
            }
        } else if exchange.session != nil, Act.isRecorded(refusal) {
            try record([act.entry(exchange, refusal: refusal)], exchange)
        }
    }

    /// Typing errors and a busy server are not the sender's fault.
    private static func countsAgainst(_ refusal: any UserFacing) -> Bool {
        if refusal is BusyRefusal { return false }
        return switch refusal.status {
        case .unauthenticated, .forbidden, .refused, .tooMany: true
        case .badRequest, .notFound, .tooLarge, .invalid, .unavailable: false
        }
    }
}

/// Why something dear is not done right now: as much of it as the machine has room for is under
/// way, and as much again waits.
package enum BusyRefusal: UserFacing, Hashable {
    /// Come again at this moment.
    case full(until: Moment)

    package var code: String { "server.busy" }

    package var status: RefusalStatus { .tooMany }

    package var retryAt: Moment? {
        switch self {
        case .full(let until): until
        }
    }

    package var message: L {
        L("当前登录人数较多，请几秒后再试。", en: "Many are signing in just now; try again in a few seconds.")
    }
}
