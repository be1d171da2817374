package import Access
internal import Calls
internal import Campaigns
package import Database
package import Kernel
internal import Telephony

/// A call whose result is missing, or does not agree with the line's evidence. No customer data.
package struct DoubtfulCall: Sendable, Encodable {
    /// The call.
    package let call: Int64
    /// The agent.
    package let agent: Int64
    /// The result's code; nil while there is none.
    package let outcome: String?
    /// Seconds of conversation as the line saw it.
    package let talkSeconds: Int64
    /// Why it ended; nil while it goes on.
    package let endCause: String?
    /// The verdict's code, `unrecorded`, or `open` while the call goes on.
    package let doubt: String
}

/// Finds the calls of a day that need a look before it is closed. C6.3.
package struct DoubtfulCallStore {
    private let transaction: Transaction
    private static let most = 500

    /// A store within one transaction.
    package init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    /// How many calls of a day that have ended before `moment` are doubtful, counted up to `most`.
    func count(
        on day: BusinessDay,
        endedBefore moment: Moment,
        visibleTo viewer: Viewer,
        upTo most: Int,
    ) throws -> Int {
        let mine: SQL = viewer.onlyVendor.map { " AND d.vendor_id = \($0)" } ?? ""
        let row = try transaction.one(
            """
            SELECT COUNT(*) FROM (SELECT 1 FROM doubtful_call d JOIN call c ON c.id = d.call_id
                WHERE d.day = \(day)\(mine) AND c.ended_at < \(moment) LIMIT \(most)) AS doubtful
            """
        )
        return Int(try row.int(0))
    }

    /// The doubtful calls of a day, oldest first, five hundred at most.
    package func list(
        on day: BusinessDay,
        vendor: ID<Organisation>?,
        visibleTo viewer: Viewer,
    ) throws -> [DoubtfulCall] {
        let only = viewer.onlyVendor ?? vendor
        let mine: SQL = only.map { " AND d.vendor_id = \($0)" } ?? ""
        return try transaction.rows(
            """
            SELECT c.id, c.agent_id, c.answered_at, c.ended_at, c.end_cause, o.code,
                COALESCE(o.talk_minimum, 0) AS talk_minimum
            FROM doubtful_call d JOIN call c ON c.id = d.call_id
                LEFT JOIN outcome o ON o.call_id = c.id AND o.version =
                    (SELECT MAX(version) FROM outcome l WHERE l.call_id = c.id)
            WHERE d.day = \(day)\(mine) ORDER BY d.call_id LIMIT \(Self.most)
            """
        ).compactMap(Self.doubt)
    }

    /// The row as a doubtful call; nil where the evidence does not contradict it after all.
    private static func doubt(_ row: Row) throws -> DoubtfulCall? {
        let answered = try row.optionalMoment("answered_at")
        let ended = try row.optionalMoment("ended_at")
        var talk = Duration.zero
        if let answered, let ended { talk = ended - answered }
        let cause = try row.optionalText("end_cause").flatMap(EndCause.init(code:))
        let outcome = try row.optionalText("code").flatMap(Outcome.init(rawValue:))
        let doubt: String
        if let outcome {
            let verdict = EvidenceVerdict(
                outcome,
                wasAnswered: answered != nil,
                talk: talk,
                minimum: .seconds(try row.int("talk_minimum")),
                cause: cause,
            )
            switch verdict {
            case .consistent, .noEvidence: return nil
            case .reachedWithoutAnswer, .notReachedAfterTalk, .interestedTooShort:
                doubt = verdict.rawValue
            }
        } else {
            doubt = ended == nil ? "open" : "unrecorded"
        }
        return DoubtfulCall(
            call: try row.int("id"),
            agent: try row.int("agent_id"),
            outcome: outcome?.rawValue,
            talkSeconds: talk.wholeSeconds,
            endCause: cause?.code,
            doubt: doubt,
        )
    }
}
