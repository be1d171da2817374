package import Database
package import Kernel

/// Makes the sums of a day anew from its rows: at the start after an upgrade, and whenever someone
/// wants to know whether they agree.
package struct CallRecount {
    private let database: any Database

    /// A recount of what `database` holds.
    package init(_ database: any Database) {
        self.database = database
    }

    /// Counts the days anew that wait for it, the newest first, each in a transaction of its own.
    package func runDue() throws {
        for day in try days("SELECT day FROM recount_day ORDER BY day DESC") {
            try database.write { try Self.run(day, in: $0) }
        }
    }

    /// Counts every day anew, the newest first; returns those on which sums and rows disagreed.
    package func runAll() throws -> [BusinessDay] {
        let all = try days("SELECT day FROM call UNION SELECT day FROM seat_log ORDER BY 1 DESC")
        return try all.filter { day in try database.write { try Self.run(day, in: $0) } }
    }

    private func days(_ sql: SQL) throws -> [BusinessDay] {
        try database.read { try $0.rows(sql).map { try $0.day("day") } }
    }

    /// Counts one day; true when sums and rows disagreed.
    @discardableResult
    static func run(_ day: BusinessDay, in transaction: Transaction) throws -> Bool {
        switch transaction.dialect {
        case .sqlite: break
        case .postgres:
            try transaction.execute(
                "LOCK TABLE call, outcome, interested_day, seat_log IN SHARE MODE"
            )
        }
        let counted = try CountedDay(counting: day, in: transaction)
        let kept = try CountedDay(keptOf: day, in: transaction)
        try transaction.execute("DELETE FROM recount_day WHERE day = \(day)")
        if counted == kept { return false }
        for table: SQL in ["call_sum", "call_mix", "seat_sum", "doubtful_call"] {
            try transaction.execute("DELETE FROM \(table) WHERE day = \(day)")
        }
        try counted.keep(day, in: transaction)
        return true
    }
}

/// Every sum of one day.
private struct CountedDay: Equatable {
    struct Seat: Hashable {
        let vendor: Int64
        let agent: Int64
    }

    private var figures: [CallShare.Key: CallFigures] = [:]
    private var mix: [CallShare.MixKey: CallMix] = [:]
    private var times: [Seat: SeatTime] = [:]
    private var doubtful: [Int64: Int64] = [:]

    /// As the rows have it.
    init(counting day: BusinessDay, in transaction: Transaction) throws {
        try transaction.each("\(CallShare.query) WHERE c.day = \(day)") { row in
            let share = try CallShare(row)
            let (key, mixKey) = (share.key, share.mixKey)
            figures[key] = (figures[key] ?? CallFigures()) + share.figures
            mix[mixKey] = (mix[mixKey] ?? CallMix()) + share.mix
            if share.figures.isDoubtful { doubtful[share.call] = key.vendor }
        }
        try transaction.each(
            """
            SELECT vendor_id, agent_id, state, SUM(to_at - from_at) AS spent FROM seat_log
            WHERE day = \(day) GROUP BY vendor_id, agent_id, state
            """
        ) { row in
            let seat = Seat(vendor: try row.int("vendor_id"), agent: try row.int("agent_id"))
            let state = try row.decode("state", as: SeatState.Code.self)
            times[seat] =
                (times[seat] ?? SeatTime()) + SeatTime(state, try row.int("spent"))
        }
        leaveOutNothing()
    }

    /// As the sums have it.
    init(keptOf day: BusinessDay, in transaction: Transaction) throws {
        try transaction.each("SELECT * FROM call_sum WHERE day = \(day)") { row in
            let key = CallShare.Key(
                day: day,
                vendor: try row.int("vendor_id"),
                agent: try row.int("agent_id"),
                campaign: try row.int("campaign_id"),
            )
            figures[key] = try CallFigures(row)
        }
        try transaction.each("SELECT * FROM call_mix WHERE day = \(day)") { row in
            let key = CallShare.MixKey(
                day: day,
                vendor: try row.int("vendor_id"),
                campaign: try row.int("campaign_id"),
                hour: try row.int("hour"),
                code: try row.text("code"),
            )
            var part = CallMix()
            part.calls = Int(try row.int("calls"))
            part.dialled = Int(try row.int("dialled"))
            part.answered = Int(try row.int("answered"))
            part.interested = Int(try row.int("interested"))
            mix[key] = (mix[key] ?? CallMix()) + part
        }
        try transaction.each("SELECT * FROM seat_sum WHERE day = \(day)") { row in
            var time = SeatTime()
            time.handling = try row.int("handling")
            time.wrappingUp = try row.int("wrapping_up")
            time.available = try row.int("available")
            times[Seat(vendor: try row.int("vendor_id"), agent: try row.int("agent_id"))] = time
        }
        try transaction.each("SELECT * FROM doubtful_call WHERE day = \(day)") { row in
            doubtful[try row.int("call_id")] = try row.int("vendor_id")
        }
        leaveOutNothing()
    }

    /// A sum that has come back to nothing is as good as none.
    private mutating func leaveOutNothing() {
        figures = figures.filter { $0.value != CallFigures() }
        mix = mix.filter { $0.value != CallMix() }
        times = times.filter { $0.value != SeatTime() }
    }

    func keep(_ day: BusinessDay, in transaction: Transaction) throws {
        let sums = CallSums(transaction)
        for (key, figures) in figures { try sums.add(figures, to: key) }
        for (key, mix) in mix { try sums.add(mix, to: key) }
        for (seat, time) in times {
            try sums.add(time, day: day, vendor: seat.vendor, agent: seat.agent)
        }
        for (call, vendor) in doubtful { try sums.addDoubt(call, on: day, of: vendor) }
    }
}
