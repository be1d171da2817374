package import Access
package import Database
package import Kernel
internal import Leads
internal import Telephony

/// Seats in the database, with a log of the time in each state.
package struct SeatStore {
    private let transaction: Transaction

    /// A store within one transaction.
    package init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    /// The agent's own seat, locked until the transaction ends; nil when never opened.
    package func own(_ viewer: Viewer) throws -> Seat? {
        try seat(of: viewer.account)
    }

    /// The seat of an agent that the viewer may see.
    package func find(_ agent: ID<Account>, visibleTo viewer: Viewer) throws -> Seat {
        guard let seat = try seat(of: agent), viewer.maySee(vendor: seat.vendor) else {
            throw NotFound(L("坐席", en: "seat"))
        }
        return seat
    }

    /// The seat at which a call goes on; for what the line reports.
    func seat(of agent: ID<Account>) throws -> Seat? {
        try transaction.first(
            "SELECT * FROM seat WHERE agent_id = \(agent) \(transaction.forUpdate)"
        ).map(Self.seat)
    }

    /// Every seat that somebody has opened, for start-up, for the lease and for the demo's night.
    package func opened() throws -> [Seat] {
        try transaction.rows("SELECT * FROM seat WHERE state <> 'signed_out' ORDER BY agent_id")
            .map(Self.seat)
    }

    /// Whose seats are open under which session. A result that waits for its agent ends with none.
    func sessions() throws -> [(agent: ID<Account>, session: [UInt8])] {
        try transaction.rows(
            """
            SELECT agent_id, session FROM seat
            WHERE session IS NOT NULL AND state NOT IN ('signed_out', 'wrapping_up')
            """
        ).map { (ID(try $0.int("agent_id")), try $0.blob("session")) }
    }

    /// Makes or changes a seat and counts the change; a state that ends goes into the log.
    package func save(_ seat: inout Seat, before: Seat?, at now: Moment) throws {
        seat.revision += 1
        if let before, before.state != seat.state {
            try transaction.execute(
                """
                INSERT INTO seat_log(agent_id, vendor_id, day, state, from_at, to_at)
                VALUES (\(seat.agent), \(seat.vendor), \(before.since.day),
                    \(before.state.code.rawValue), \(before.since), \(now))
                """
            )
            try CallSums(transaction)
                .add(seat, in: before.state.code, from: before.since, to: now)
        }
        let reason: String? = if case .onBreak(let why) = seat.state { why.rawValue } else { nil }
        try transaction.execute(
            """
            INSERT INTO seat(agent_id, vendor_id, state, mode, holder, session, handout_id, call_id,
                break_reason, since, last_seen_at, revision)
            VALUES (\(seat.agent), \(seat.vendor), \(seat.state.code.rawValue),
                \(seat.mode.rawValue), \(seat.holder), \(seat.session), \(seat.state.handOut),
                \(seat.state.call), \(reason), \(seat.since), \(seat.lastSeenAt), \(seat.revision))
            ON CONFLICT(agent_id) DO UPDATE SET state = excluded.state, mode = excluded.mode,
                holder = excluded.holder, session = excluded.session,
                handout_id = excluded.handout_id,
                call_id = excluded.call_id, break_reason = excluded.break_reason,
                since = excluded.since, last_seen_at = excluded.last_seen_at,
                revision = excluded.revision,
                held_since = CASE WHEN excluded.state = 'talking' THEN seat.held_since END
            """
        )
    }

    /// Notes that the customer waits on hold since then, or no more.
    func hold(_ seat: Seat, since moment: Moment?) throws {
        try transaction.execute(
            "UPDATE seat SET held_since = \(moment) WHERE agent_id = \(seat.agent)"
        )
    }

    /// Notes that the browser of an agent's seat was heard then.
    package func touch(_ agent: ID<Account>, at moment: Moment) throws {
        try transaction.execute(
            """
            UPDATE seat SET last_seen_at = \(moment)
            WHERE agent_id = \(agent) AND last_seen_at < \(moment)
            """
        )
    }

    static func seat(_ row: Row) throws -> Seat {
        let code = try row.decode("state", as: SeatState.Code.self)
        return Seat(
            agent: ID(try row.int("agent_id")),
            vendor: ID(try row.int("vendor_id")),
            state: try state(code, row),
            mode: try row.decode("mode", as: DialMode.self),
            holder: try row.text("holder"),
            session: try row.optionalBlob("session"),
            since: try row.moment("since"),
            lastSeenAt: try row.moment("last_seen_at"),
            revision: try row.int("revision"),
        )
    }

    private static func state(_ code: SeatState.Code, _ row: Row) throws -> SeatState {
        switch code {
        case .signedOut: return .signedOut
        case .ready: return .ready
        case .locked: return .locked
        case .onBreak: return .onBreak(try row.decode("break_reason", as: BreakReason.self))
        case .previewing: return .previewing(ID(try row.int("handout_id")))
        case .dialling, .ringing, .talking, .wrappingUp: break
        }
        let handOut = ID<HandOut>(try row.int("handout_id"))
        let call = ID<PlacedCall>(try row.int("call_id"))
        return switch code {
        case .dialling: .dialling(handOut, call)
        case .ringing: .ringing(handOut, call)
        case .talking: .talking(handOut, call)
        case .signedOut, .ready, .locked, .onBreak, .previewing, .wrappingUp:
            .wrappingUp(handOut, call)
        }
    }
}
