package import Access
internal import HTTPServer
package import Kernel
package import Vault

/// What someone does, as the audit log names it.
package struct Act {
    private let permission: String
    private let subject: String
    private let subjectID: Int64
    private let detail: String

    /// The act of `endpoint`, on the thing that the route's `parameters` name.
    package init(_ endpoint: any Endpoint.Type, parameters: [String: String] = [:]) {
        let route = endpoint.route
        permission = endpoint.permission.name
        let first = route.pattern.split(separator: "/").first
        subject = first.map(String.init) ?? ""
        subjectID = parameters["id"].flatMap { Int64($0) } ?? 0
        detail = route.description
    }

    /// The act's entry; `peer` is where it came from.
    package func entry(
        by account: ID<Account>,
        at moment: Moment,
        outcome: String,
        peer: String,
    ) -> AuditEntry {
        AuditEntry(
            account: account,
            at: moment,
            action: permission,
            subject: subject,
            subjectID: subjectID,
            detail: detail,
            outcome: outcome,
            peer: peer,
        )
    }

    /// Refusals by right and by rule are recorded; typing errors and lost pages are not. Of what
    /// anyone may try, signing in and setting up, every refusal is.
    package static func isRecorded(_ refusal: any UserFacing) -> Bool {
        switch refusal.status {
        case .forbidden, .refused: true
        case .badRequest, .unauthenticated, .notFound, .tooLarge, .invalid, .tooMany, .unavailable:
            false
        }
    }

    func entry(_ exchange: Exchange, outcome: String) -> AuditEntry {
        entry(
            by: exchange.actor.account ?? exchange.viewer.account,
            at: exchange.now,
            outcome: outcome,
            peer: exchange.request.peer,
        )
    }

    /// An entry for each view of customer data. C4.4.
    func views(_ context: Context, _ exchange: Exchange) -> [AuditEntry] {
        context.views.map { view in
            AuditEntry(
                account: exchange.viewer.account,
                at: exchange.now,
                action: "customer.view",
                subject: view.subject,
                subjectID: view.id,
                detail: detail,
                outcome: "ok",
                peer: exchange.request.peer,
            )
        }
    }
}
