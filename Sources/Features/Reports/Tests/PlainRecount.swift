import Access
import Calls
import Campaigns
import Database
import Kernel
import Leads
import Telephony

@testable import Reports

/// A day's figures counted from the calls, the results and the seats' times themselves, without any
/// sum that is kept: what the sums must say.
struct PlainRecount {
    let transaction: Transaction
    let day: BusinessDay
    let vendor: ID<Organisation>

    struct Key: Hashable {
        let agent: Int64
        let campaign: Int64
    }

    /// By agent and task; times at the seat stand under task 0.
    func measures() throws -> [Key: Measures] {
        var result: [Key: Measures] = [:]
        try transaction.each(
            """
            SELECT c.agent_id, c.campaign_id, c.is_counted, c.answered_at, c.ended_at,
                c.end_cause, o.code, o.version,
                o.talk_minimum
            FROM call c LEFT JOIN outcome o ON o.call_id = c.id AND o.version =
                (SELECT MAX(version) FROM outcome l WHERE l.call_id = c.id)
            WHERE c.day = \(day) AND c.vendor_id = \(vendor)
            """
        ) { row in
            let key = Key(agent: try row.int("agent_id"), campaign: try row.int("campaign_id"))
            try Self.count(row, &result[key, default: Measures()].calls)
        }
        try transaction.each(
            """
            SELECT agent_id, campaign_id, COUNT(*) AS n FROM interested_day
            WHERE day = \(day) AND vendor_id = \(vendor) GROUP BY agent_id, campaign_id
            """
        ) { row in
            let key = Key(agent: try row.int("agent_id"), campaign: try row.int("campaign_id"))
            result[key, default: Measures()].calls.interested += Int(try row.int("n"))
        }
        try transaction.each(
            """
            SELECT agent_id, state, SUM(to_at - from_at) AS spent FROM seat_log
            WHERE day = \(day) AND vendor_id = \(vendor) GROUP BY agent_id, state
            """
        ) { row in
            let key = Key(agent: try row.int("agent_id"), campaign: 0)
            let spent = Int(try row.int("spent"))
            let state = try row.decode("state", as: SeatState.Code.self)
            var measures = result[key] ?? Measures()
            if state.isHandling { measures.handling += spent }
            if state.isAvailable { measures.available += spent }
            if state == .wrappingUp { measures.wrappingUp += spent }
            result[key] = measures
        }
        return result.filter { $0.value != Measures() }
    }

    private static func count(_ row: Row, _ figures: inout CallFigures) throws {
        let answered = try row.optionalMoment("answered_at")
        let ended = try row.optionalMoment("ended_at")
        var talk = Duration.zero
        if let answered, let ended { talk = ended - answered }
        figures.dialled += Int(try row.int("is_counted"))
        figures.answered += answered == nil ? 0 : 1
        figures.talk += Int(talk.wholeMilliseconds)
        figures.open += ended == nil ? 1 : 0
        guard let outcome = try row.optionalDecode("code", as: Outcome.self) else {
            figures.unrecorded += ended == nil ? 0 : 1
            return
        }
        figures.reached += outcome.isReached ? 1 : 0
        let rightPerson = outcome.isReached && outcome != .wrongPerson
        figures.effective += rightPerson && talk >= .seconds(15) ? 1 : 0
        figures.strongRefusals += outcome == .strongRefusal ? 1 : 0
        figures.complaints += outcome == .complaint ? 1 : 0
        figures.corrected += try row.int("version") > 1 ? 1 : 0
        let cause = try row.optionalText("end_cause").flatMap(EndCause.init(code:))
        let verdict = EvidenceVerdict(
            outcome,
            wasAnswered: answered != nil,
            talk: talk,
            minimum: .seconds(try row.optionalInt("talk_minimum") ?? 0),
            cause: cause,
        )
        switch verdict {
        case .reachedWithoutAnswer, .notReachedAfterTalk, .interestedTooShort:
            figures.contradicted += 1
        case .consistent, .noEvidence: break
        }
    }

    /// Calls and interested customers by hour.
    func hours() throws -> (dialled: [Int], interested: [Int]) {
        var hours = (
            dialled: [Int](repeating: 0, count: 24), interested: [Int](repeating: 0, count: 24)
        )
        try transaction.each(
            """
            SELECT (c.dialled_at - \(day.start)) / 3600000 AS hour, SUM(c.is_counted) AS n,
                COUNT(i.call_id) AS i
            FROM call c LEFT JOIN interested_day i ON i.call_id = c.id
            WHERE c.day = \(day) AND c.vendor_id = \(vendor) GROUP BY 1
            """
        ) { row in
            let hour = Int(try row.int("hour"))
            hours.dialled[hour] = Int(try row.int("n"))
            hours.interested[hour] = Int(try row.int("i"))
        }
        return hours
    }

    /// Calls by result.
    func outcomes() throws -> [Outcome: Int] {
        var counts: [Outcome: Int] = [:]
        try transaction.each(
            """
            SELECT o.code, COUNT(*) AS n FROM call c JOIN outcome o ON o.call_id = c.id
                AND o.version = (SELECT MAX(version) FROM outcome l WHERE l.call_id = c.id)
            WHERE c.day = \(day) AND c.vendor_id = \(vendor) GROUP BY o.code
            """
        ) { counts[try $0.decode("code", as: Outcome.self)] = Int(try $0.int("n")) }
        return counts
    }

    /// The calls that go on, have no result, or one that the evidence contradicts.
    func doubtful() throws -> [Int64] {
        let reached = Outcome.allCases.filter(\.isReached).map(\.rawValue)
        return try transaction.rows(
            """
            SELECT c.id, c.ended_at, c.answered_at, c.end_cause, o.code
            FROM call c LEFT JOIN outcome o ON o.call_id = c.id AND o.version =
                (SELECT MAX(version) FROM outcome l WHERE l.call_id = c.id)
            WHERE c.day = \(day) AND c.vendor_id = \(vendor) AND (o.code IS NULL
                OR c.ended_at IS NULL
                OR (COALESCE(c.end_cause, '') <> 'lost' AND (
                    (o.code IN \(list: reached) AND c.answered_at IS NULL)
                    OR (o.code NOT IN \(list: reached) AND o.code <> 'voicemail'
                        AND c.ended_at - c.answered_at > 25000))))
            ORDER BY c.id
            """
        ).map { try $0.int("id") }
    }

    /// A task's leads by state, and those that wait by reason.
    func leads(of campaign: ID<Campaign>) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        try transaction.each(
            """
            SELECT state, COALESCE(held_back, '') AS held_back, COUNT(*) AS n FROM lead
            WHERE campaign_id = \(campaign) GROUP BY state, COALESCE(held_back, '')
            """
        ) { row in
            let state = try row.text("state")
            counts[state, default: 0] += Int(try row.int("n"))
            if state == "waiting" { counts[try row.text("held_back")] = Int(try row.int("n")) }
        }
        return counts
    }
}
