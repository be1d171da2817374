package import Access
internal import HTTPServer
package import Kernel
package import Vault

/// What someone does, as the audit log names it.
package struct Act {
    /// How acts that only look are named where they are refused.
    static let opening = "page.open"
    /// How a view of customer data is named.
    static let view = "customer.view"

    private let code: String
    private let permission: String
    private let detail: String
    /// What the route says that it concerns.
    private let routed: AuditSubject?
    private let mustSay: Bool

    /// The act of `endpoint`, on the thing that the route's `parameters` name.
    package init(_ endpoint: any Endpoint.Type, parameters: [String: String] = [:]) {
        let route = endpoint.route
        let id = parameters["id"].flatMap { Int64($0) } ?? 0
        let right = endpoint.permission.name
        guard let act = endpoint.act else {
            let first = route.pattern.split(separator: "/").first
            code = Self.opening
            permission = right
            detail = route.pattern
            routed = AuditSubject(kind: first.map(String.init) ?? "", id: id)
            mustSay = false
            return
        }
        code = act.code
        permission = right == act.code ? "" : right
        detail = ""
        switch act.source {
        case .nothing: (routed, mustSay) = (nil, false)
        case .route(let kind):
            routed = AuditSubject(kind: kind.acts, id: kind.isOnly ? ThingKind.only : id)
            mustSay = false
        case .endpoint(let kind): (routed, mustSay) = (AuditSubject(kind: kind.acts, id: 0), true)
        }
    }

    /// The act's entry; `peer` is where it came from, `thing` what it said that it concerns, and
    /// `refusal` why it was not done.
    package func entry(
        by account: ID<Account>,
        at moment: Moment,
        on thing: Thing? = nil,
        refusal: (any UserFacing)? = nil,
        peer: String,
    ) -> AuditEntry {
        let label = thing?.label ?? detail
        return AuditEntry(
            account: account,
            at: moment,
            action: code,
            subject: thing?.kind.acts ?? routed?.kind ?? "",
            subjectID: thing?.id ?? routed?.id ?? 0,
            detail: refusal.map { LoggedWords.joined(label, $0.message) } ?? label,
            permission: permission,
            outcome: refusal?.code ?? "ok",
            peer: peer,
        )
    }

    /// Throws where an act was done without saying what it concerns.
    func check(_ acting: Acting) throws {
        if mustSay, acting.thing == nil { throw ConcernMissing(code: code) }
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

    func entry(_ exchange: Exchange, refusal: (any UserFacing)? = nil) -> AuditEntry {
        entry(
            by: exchange.acting.account ?? exchange.viewer.account,
            at: exchange.now,
            on: exchange.acting.thing,
            refusal: refusal,
            peer: exchange.request.peer,
        )
    }

    /// An entry for each view of customer data. C4.4.
    static func views(
        _ context: Context,
        of endpoint: any Endpoint.Type,
        _ exchange: Exchange,
    ) -> [AuditEntry] {
        context.views.map { view in
            AuditEntry(
                account: exchange.viewer.account,
                at: exchange.now,
                action: Self.view,
                subject: view.kind,
                subjectID: view.id,
                detail: endpoint.route.pattern,
                outcome: "ok",
                peer: exchange.request.peer,
            )
        }
    }
}

/// What stands in the free part of an entry: the thing's label and, of what was refused, what was
/// told to the one who asked, in both languages.
struct LoggedWords: Equatable {
    let label: String
    let refusal: L?

    /// The most characters of a refusal in one language.
    private static let longest = 160

    init(_ detail: String) {
        let lines = detail.split(separator: "\n", omittingEmptySubsequences: false)
        label = lines.first.map(String.init) ?? ""
        refusal = lines.count == 3 ? L(String(lines[1]), en: String(lines[2])) : nil
    }

    static func joined(_ label: String, _ refusal: L) -> String {
        let texts = [refusal.chinese, refusal.english].map { text in
            text.split(whereSeparator: \.isNewline).joined(separator: " ").prefix(longest)
        }
        return ([label[...]] + texts).joined(separator: "\n")
    }
}
