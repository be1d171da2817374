internal import Access
package import HTTPServer
internal import Kernel
internal import Threads

extension Application {
    /// The most bytes of a body that stays in memory; endpoints that take more are uploads.
    static let inMemory = 1 << 20

    /// Decides at a request's head, before a byte of its body is kept: route, session and right.
    /// Without a session nobody gets more than a small body in, and that in memory. An upload goes
    /// to the disk only after its form proof was seen, and within the quota.
    package func admit(_ head: Request) -> Admission {
        // The thread that asks moves bytes: it waits for no connection that long work may hold.
        let exchange = exchange(head, in: .call)
        do {
            let (endpoint, route, parameters) = try find(exchange)
            let kind = type(of: endpoint)
            try permitted(kind, Act(kind, parameters: parameters), exchange)
            let limit = exchange.session == nil ? Server.smallBody : kind.bodyLimit
            guard limit > Self.inMemory else { return .taken(.memory(limit: limit)) }
            let (session, account) = (exchange.session, exchange.viewer.account)
            let size = min(limit, head.announcedLength ?? limit)
            return .taken(
                .spooled(limit: limit) { [self] beginning in
                    let exchange = self.exchange(head, in: .call)
                    exchange.session = session
                    do {
                        if route.method.changes { try exchange.checkProof(atHeadOf: beginning) }
                        return .granted(try uploads.place(size, of: account))
                    } catch {
                        return .refused(answer(to: error, exchange))
                    }
                }
            )
        } catch {
            return .refused(answer(to: error, exchange))
        }
    }

    /// What is answered to what the server itself refuses.
    package func refuse(_ head: Request, _ refusal: ServerRefusal) -> Response {
        let mine: any UserFacing =
            switch refusal {
            case .malformed: RequestRefusal.malformed
            case .tooLarge(let limit): RequestRefusal.tooLarge(limit: limit)
            case .noRoom: UploadRefusal.diskFull
            case .tooMany: RequestRefusal.tooManyAtOnce
            case .tooBusy: RequestRefusal.tooBusy
            }
        var response = answer(to: mine, exchange(head, in: .call))
        if refusal == .tooBusy { response.headers.append(("Retry-After", "2")) }
        return response
    }
}
