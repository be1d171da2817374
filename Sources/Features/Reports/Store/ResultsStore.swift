package import Access
internal import Calls
package import Campaigns
package import Database
package import Kernel
internal import Leads
internal import Telephony
package import Vault

/// A call's result with its evidence, as the bank takes it.
package struct ResultLine: Sendable, Encodable {
    let call: Int64
    let coreReference: String
    let lead: Int64
    let customer: Masked
    let phone: Masked
    let day: String
    let agent: Int64
    let kind: String
    let outcome: String?
    let channel: String?
    let amountBand: String?
    let reason: String?
    let callbackAt: String?
    let versions: Int64
    let dialledAt: String
    let ringingAt: String?
    let answeredAt: String?
    let endedAt: String?
    let endCause: String?
    let endedBy: String?
    let talkSeconds: Int64
    let verdict: String
    /// The customer's number in the bank, as its file told it, for the bank's systems to find the
    /// customer by; masked where it looks like a telephone or identity number. Nil for none.
    let customerNumber: String?
}

/// Reads results for the bank, page by key. Writes nothing.
package struct ResultsStore {
    private let transaction: Transaction
    private let vault: Vault

    /// A store within one transaction.
    package init(_ transaction: Transaction, vault: Vault) {
        self.transaction = transaction
        self.vault = vault
    }

    /// Between which identities the calls of a day lie, or all calls; nil without any.
    package func span(of day: BusinessDay?) throws -> ClosedRange<Int64>? {
        // Each least and greatest is one step in an index; asked for together they read it whole.
        let sql: SQL =
            if let day {
                """
                SELECT MIN(first), MAX(last) FROM (SELECT
                    (SELECT MIN(id) FROM call WHERE day = \(day) AND vendor_id = o.id) AS first,
                    (SELECT MAX(id) FROM call WHERE day = \(day) AND vendor_id = o.id) AS last
                    FROM organisation o) AS spans
                """
            } else {
                "SELECT (SELECT MIN(id) FROM call), (SELECT MAX(id) FROM call)"
            }
        let row = try transaction.one(sql)
        guard let first = try row.optionalInt(0), let last = try row.optionalInt(1) else {
            return nil
        }
        return first...last
    }

    /// The calls after `key`, oldest first, of one day or of all, of one task or of all. `span` is
    /// that of the day.
    package func list(
        after key: Int64,
        within span: ClosedRange<Int64>,
        day: BusinessDay?,
        campaign: ID<Campaign>?,
        visibleTo viewer: Viewer,
        limit: Int,
    ) throws -> [ResultLine] {
        var condition: SQL =
            "c.id > \(max(key, span.lowerBound - 1)) AND c.id <= \(span.upperBound)"
        // The plus keeps the engine from the day's index, whose order is another: each page would
        // sort the whole day.
        if let day { condition = condition + " AND +c.day = \(day)" }
        if let campaign { condition = condition + " AND c.campaign_id = \(campaign)" }
        if let vendor = viewer.onlyVendor { condition = condition + " AND c.vendor_id = \(vendor)" }
        return try transaction.rows(
            """
            SELECT c.*, k.core_reference, l.name_sealed, l.phone_sealed, l.number_sealed, o.code,
                COALESCE(o.talk_minimum, 0) AS talk_minimum, o.channel,
                o.amount_band, o.reason, o.callback_at, COALESCE(o.version, 0) AS version
            FROM call c JOIN campaign k ON k.id = c.campaign_id JOIN lead l ON l.id = c.lead_id
                LEFT JOIN outcome o ON o.call_id = c.id AND o.version =
                    (SELECT MAX(version) FROM outcome n WHERE n.call_id = c.id)
            WHERE \(condition) ORDER BY c.id LIMIT \(limit)
            """
        ).map(line)
    }

    private func line(_ row: Row) throws -> ResultLine {
        let answered = try row.optionalMoment("answered_at")
        let ended = try row.optionalMoment("ended_at")
        var talk = Duration.zero
        if let answered, let ended { talk = ended - answered }
        let outcome = try row.optionalText("code").flatMap(Outcome.init(rawValue:))
        let cause = try row.optionalText("end_cause").flatMap(EndCause.init(code:))
        let minimum = Duration.seconds(try row.int("talk_minimum"))
        let verdict = outcome.map {
            EvidenceVerdict(
                $0,
                wasAnswered: answered != nil,
                talk: talk,
                minimum: minimum,
                cause: cause,
            ).rawValue
        }
        let phone = try vault.open(try row.blob("phone_sealed"), as: .leadPhone)
        return ResultLine(
            call: try row.int("id"),
            coreReference: try row.text("core_reference"),
            lead: try row.int("lead_id"),
            customer: Masked(name: try vault.open(try row.blob("name_sealed"), as: .leadName)),
            phone: Masked(phone: try PhoneNumber(phone)),
            day: try row.day("day").description,
            agent: try row.int("agent_id"),
            kind: try row.text("kind"),
            outcome: outcome?.rawValue,
            channel: try row.optionalText("channel"),
            amountBand: try row.optionalText("amount_band"),
            reason: try row.optionalText("reason"),
            callbackAt: try row.optionalMoment("callback_at")?.iso8601,
            versions: try row.int("version"),
            dialledAt: try row.moment("dialled_at").iso8601,
            ringingAt: try row.optionalMoment("ringing_at")?.iso8601,
            answeredAt: answered?.iso8601,
            endedAt: ended?.iso8601,
            endCause: cause?.code,
            endedBy: try row.optionalText("ended_by"),
            talkSeconds: talk.wholeSeconds,
            verdict: verdict ?? "unrecorded",
            customerNumber: try row.optionalBlob("number_sealed")
                .map { Self.shown(try vault.open($0, as: .leadNumber)) },
        )
    }

    /// A customer's number as it goes back to the bank: whole, unless it is one of another kind.
    private static func shown(_ number: String) -> String {
        do throws(PhoneNumber.Problem) {
            return Masked(phone: try PhoneNumber(number)).description
        } catch {
            let digits = number.utf8.count { (0x30...0x39).contains($0) }
            return digits < 15 ? number : Masked(identityNumber: number).description
        }
    }
}
