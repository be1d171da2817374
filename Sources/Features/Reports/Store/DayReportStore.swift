package import Access
internal import Calls
package import Campaigns
package import Database
package import Kernel
internal import Telephony

/// Reads a day's figures out of calls, results and seats. Writes nothing.
package struct DayReportStore {
    private let transaction: Transaction

    /// A store within one transaction.
    package init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    /// To what a line of the report belongs.
    package struct Key: Hashable, Sendable {
        /// The agent.
        package let agent: Int64
        /// The task.
        package let campaign: Int64
        /// The vendor.
        package let vendor: Int64
    }

    /// The measures of a day by agent and task, of the vendors that the viewer may see. The times
    /// at the seat belong to no task; they stand under task 0.
    package func measures(
        on day: BusinessDay,
        vendor: ID<Organisation>?,
        visibleTo viewer: Viewer,
    ) throws -> [Key: Measures] {
        var result: [Key: Measures] = [:]
        let only = viewer.onlyVendor ?? vendor
        try addCalls(&result, day, only)
        try addInterested(&result, day, only)
        try addSeatTimes(&result, day, only)
        return result
    }

    private func filter(_ vendor: ID<Organisation>?, _ column: StaticString) -> SQL {
        guard let vendor else { return "" }
        return " AND \(literal: column) = \(vendor)"
    }

    private func addCalls(
        _ result: inout [Key: Measures],
        _ day: BusinessDay,
        _ vendor: ID<Organisation>?,
    ) throws {
        let sql: SQL = """
            SELECT c.agent_id, c.campaign_id, c.vendor_id, c.is_counted, c.answered_at, c.ended_at, c.end_cause,
                o.code, o.version
            FROM call c LEFT JOIN outcome o ON o.call_id = c.id AND o.version =
                (SELECT MAX(version) FROM outcome l WHERE l.call_id = c.id)
            WHERE c.day = \(day)\(filter(vendor, "c.vendor_id"))
            """
        try transaction.each(sql) { row in
            let key = Key(
                agent: try row.int("agent_id"),
                campaign: try row.int("campaign_id"),
                vendor: try row.int("vendor_id"),
            )
            try Self.count(row, &result[key, default: Measures()])
        }
    }

    private static func count(_ row: Row, _ measures: inout Measures) throws {
        let answered = try row.optionalMoment("answered_at")
        let ended = try row.optionalMoment("ended_at")
        var talk = Duration.zero
        if let answered, let ended { talk = ended - answered }
        measures.dialled += Int(try row.int("is_counted"))
        measures.answered += answered == nil ? 0 : 1
        measures.talkSeconds += Int(talk.wholeSeconds)
        guard let code = try row.optionalText("code"), let outcome = Outcome(rawValue: code) else {
            measures.unrecorded += ended == nil ? 0 : 1
            return
        }
        measures.reached += outcome.isReached ? 1 : 0
        let rightPerson = outcome.isReached && outcome != .wrongPerson
        measures.effective += rightPerson && talk >= Measures.effectiveTalk ? 1 : 0
        measures.strongRefusals += outcome == .strongRefusal ? 1 : 0
        measures.complaints += outcome == .complaint ? 1 : 0
        measures.corrected += try row.int("version") > 1 ? 1 : 0
        let cause = try row.optionalText("end_cause").flatMap(EndCause.init(code:))
        let verdict = EvidenceVerdict(
            outcome,
            wasAnswered: answered != nil,
            talk: talk,
            cause: cause
        )
        switch verdict {
        case .reachedWithoutAnswer, .notReachedAfterTalk: measures.contradicted += 1
        case .consistent, .noEvidence: break
        }
    }

    private func addInterested(
        _ result: inout [Key: Measures],
        _ day: BusinessDay,
        _ vendor: ID<Organisation>?,
    ) throws {
        let sql: SQL = """
            SELECT agent_id, campaign_id, vendor_id, COUNT(*) AS n FROM interested_day
            WHERE day = \(day)\(filter(vendor, "vendor_id"))
            GROUP BY agent_id, campaign_id, vendor_id
            """
        try transaction.each(sql) { row in
            let key = Key(
                agent: try row.int("agent_id"),
                campaign: try row.int("campaign_id"),
                vendor: try row.int("vendor_id"),
            )
            result[key, default: Measures()].interested += Int(try row.int("n"))
        }
    }

    private func addSeatTimes(
        _ result: inout [Key: Measures],
        _ day: BusinessDay,
        _ vendor: ID<Organisation>?,
    ) throws {
        let sql: SQL = """
            SELECT agent_id, vendor_id, state, SUM(to_at - from_at) AS spent FROM seat_log
            WHERE day = \(day)\(filter(vendor, "vendor_id")) GROUP BY agent_id, vendor_id, state
            """
        try transaction.each(sql) { row in
            let key = Key(
                agent: try row.int("agent_id"),
                campaign: 0,
                vendor: try row.int("vendor_id"),
            )
            let seconds = Int(try row.int("spent") / 1_000)
            let state = try row.decode("state", as: SeatState.Code.self)
            var measures = result[key] ?? Measures()
            if state.isHandling { measures.handlingSeconds += seconds }
            if state.isAvailable { measures.availableSeconds += seconds }
            if state == .wrappingUp { measures.wrapUpSeconds += seconds }
            result[key] = measures
        }
    }

    /// Calls placed and customers found interested, by hour of the day; 24 entries each.
    package func hours(
        on day: BusinessDay,
        vendor: ID<Organisation>?,
        visibleTo viewer: Viewer,
    ) throws -> (dialled: [Int], interested: [Int]) {
        let only = viewer.onlyVendor ?? vendor
        var dialled = [Int](repeating: 0, count: 24)
        var interested = [Int](repeating: 0, count: 24)
        let start = day.start.milliseconds
        let sql: SQL = """
            SELECT (c.dialled_at - \(start)) / 3600000 AS hour, SUM(c.is_counted) AS n,
                COUNT(i.call_id) AS i
            FROM call c LEFT JOIN interested_day i ON i.call_id = c.id
            WHERE c.day = \(day)\(filter(only, "c.vendor_id")) GROUP BY 1
            """
        try transaction.each(sql) { row in
            let hour = Int(try row.int("hour"))
            guard (0..<24).contains(hour) else { return }
            dialled[hour] = Int(try row.int("n"))
            interested[hour] = Int(try row.int("i"))
        }
        return (dialled, interested)
    }

    /// How many calls of a day have each result, as it counts now.
    package func outcomes(
        on day: BusinessDay,
        vendor: ID<Organisation>?,
        visibleTo viewer: Viewer,
    ) throws -> [Outcome: Int] {
        let only = viewer.onlyVendor ?? vendor
        var counts: [Outcome: Int] = [:]
        let sql: SQL = """
            SELECT o.code, COUNT(*) AS n FROM call c JOIN outcome o ON o.call_id = c.id
                AND o.version = (SELECT MAX(version) FROM outcome l WHERE l.call_id = c.id)
            WHERE c.day = \(day)\(filter(only, "c.vendor_id")) GROUP BY o.code
            """
        try transaction.each(sql) { row in
            counts[try row.decode("code", as: Outcome.self)] = Int(try row.int("n"))
        }
        return counts
    }

    /// The newest day with calls that the viewer may see; nil when there is none.
    package func newestDay(visibleTo viewer: Viewer) throws -> BusinessDay? {
        let only = viewer.onlyVendor
        return try transaction.first(
            "SELECT MAX(day) AS day FROM call c WHERE 1 = 1\(filter(only, "c.vendor_id"))"
        )?.optionalDay("day")
    }
}
