internal import Access
internal import Database
internal import HTTPServer
internal import Kernel
internal import Synchronization
internal import Vault

extension Application {
    /// How a refused token is named in the audit log.
    static let tokenSignIn = "clients.sign_in"

    /// Finds the program whose token came; refuses the request where there is none with access.
    func signInProgram(_ token: String, _ exchange: Exchange) throws {
        let (now, peer) = (exchange.wall, exchange.request.peer)
        let found = try environment.database.read {
            try clients.signIn(token: token, from: peer, at: now, in: $0)
        }
        switch found {
        case .granted(let session):
            exchange.session = session
            guard now - session.lastSeenAt > .minutes(1) else { return }
            try environment.database.write {
                try clients.touch(session.viewer.account, from: peer, at: now, in: $0)
            }
        case .refused(let refusal, let client):
            throw try refuseToken(refusal, of: client.rawValue, exchange)
        case .unknown:
            throw try refuseToken(TokenRefusal.wrong, of: 0, exchange)
        }
    }

    /// The refusal that is answered. Of a row of them from one address the first is noted in the
    /// audit log, under the client's name where there is one, and the first that has to wait.
    private func refuseToken(
        _ refusal: any UserFacing,
        of account: Int64,
        _ exchange: Exchange,
    ) throws -> any UserFacing {
        let peer = exchange.request.peer
        let verdict = refusedTokens.withLock {
            $0.refuse("\(SenderNetwork(peer)) \(account)", at: exchange.wall)
        }
        let (answer, isNoted): (any UserFacing, Bool) =
            switch verdict {
            case .refuse(let isFirst): (refusal, isFirst)
            case .wait(let until, let isFirst): (TokenRefusal.tooMany(until: until), isFirst)
            }
        if isNoted {
            let entry = AuditEntry(
                account: ID(account),
                at: exchange.now,
                action: Self.tokenSignIn,
                subject: "clients",
                subjectID: account,
                detail: LoggedWords.joined(exchange.request.path, answer.message),
                outcome: answer.code,
                peer: peer,
            )
            try environment.database.write { try environment.audit.append(entry, in: $0) }
        }
        return answer
    }
}
