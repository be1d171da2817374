package import Access
internal import Calls
package import Database
internal import Kernel
package import Telephony
internal import Web

/// Recordings, their holds and their end, in the database.
package struct RecordingStore {
    let transaction: Transaction

    /// A store within one transaction.
    package init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    private static let columns: SQL = """
        r.call_id, r.vendor_id, r.day, r.state, r.path, r.bytes, r.agent_ms, r.customer_ms,
            r.stored_at, COALESCE((SELECT h.is_on FROM recording_hold h
                WHERE h.call_id = r.call_id ORDER BY h.id DESC LIMIT 1), 0) AS held
        """

    /// What became of a call's recording; nil while nothing is known.
    package func recording(of call: CallID) throws -> Recording? {
        try transaction.first(
            "SELECT \(Self.columns) FROM recording r WHERE r.call_id = \(call)"
        ).map(Self.recording)
    }

    /// The recording of a call that the viewer may see.
    package func find(_ call: CallID, visibleTo viewer: Viewer) throws -> Recording {
        _ = try CallStore(transaction).find(call, visibleTo: viewer)
        guard let recording = try recording(of: call) else {
            throw NotFound(L("录音", en: "recording"))
        }
        return recording
    }

    /// The recordings of a day that the viewer may see, newest first, before `key`.
    func list(
        _ day: BusinessDay,
        state: RecordingState?,
        visibleTo viewer: Viewer,
        before key: Int64,
        limit: Int,
    ) throws -> [Recording] {
        var conditions: SQL = "r.day = \(day) AND r.call_id < \(key)"
        if let state { conditions = conditions + " AND r.state = \(state.rawValue)" }
        if let vendor = viewer.onlyVendor {
            conditions = conditions + " AND r.vendor_id = \(vendor)"
        }
        return try transaction.rows(
            """
            SELECT \(Self.columns) FROM recording r WHERE \(conditions)
            ORDER BY r.call_id DESC LIMIT \(limit)
            """
        ).map(Self.recording)
    }

    /// How many recordings of a day are in each state.
    func counts(_ day: BusinessDay, visibleTo viewer: Viewer) throws -> [RecordingState: Int] {
        var conditions: SQL = "day = \(day)"
        if let vendor = viewer.onlyVendor {
            conditions = conditions + " AND vendor_id = \(vendor)"
        }
        let rows = try transaction.rows(
            "SELECT state, COUNT(*) AS n FROM recording WHERE \(conditions) GROUP BY state"
        )
        var counts: [RecordingState: Int] = [:]
        for row in rows {
            counts[try row.decode("state", as: RecordingState.self)] = Int(try row.int("n"))
        }
        return counts
    }

    // MARK: Keeping

    /// Keeps what became of a recording. One that was missing and comes late takes its place; one
    /// that is there stays.
    func keep(_ recording: Recording, digest: [UInt8]?) throws {
        try transaction.execute(
            """
            INSERT INTO recording(call_id, vendor_id, day, state, path, bytes, agent_ms,
                customer_ms, digest, stored_at)
            VALUES (\(recording.call), \(recording.vendor), \(recording.day),
                \(recording.state.rawValue), \(recording.path), \(recording.bytes),
                \(recording.agent.wholeMilliseconds), \(recording.customer.wholeMilliseconds),
                \(digest), \(recording.storedAt))
            ON CONFLICT(call_id) DO UPDATE SET state = excluded.state, path = excluded.path,
                bytes = excluded.bytes, agent_ms = excluded.agent_ms,
                customer_ms = excluded.customer_ms, digest = excluded.digest,
                stored_at = excluded.stored_at WHERE recording.state = 'missing'
            """
        )
    }

    /// The call behind a spooled recording, once it has ended.
    func endedCall(_ id: CallID) throws -> SpooledCall? {
        try calls("c.id = \(id) AND c.ended_at IS NOT NULL").first
    }

    /// Real conversations since `day` that ended before `moment` and left nothing.
    func unrecorded(since day: BusinessDay, endedBefore moment: Moment) throws -> [SpooledCall] {
        try calls(
            """
            c.day >= \(day) AND c.answered_at IS NOT NULL AND c.ended_at < \(moment)
                AND c.ended_at - c.answered_at >= 2000
                AND EXISTS (SELECT 1 FROM line_event e WHERE e.call_id = c.id
                    AND e.source = 'signalling')
                AND NOT EXISTS (SELECT 1 FROM recording r WHERE r.call_id = c.id)
            """
        )
    }

    private func calls(_ condition: SQL) throws -> [SpooledCall] {
        try transaction.rows(
            """
            SELECT c.id, c.vendor_id, c.day, c.answered_at, c.ended_at FROM call c
            WHERE \(condition) ORDER BY c.id LIMIT 500
            """
        ).map { row in
            let ended = try row.moment("ended_at")
            let answered = try row.optionalMoment("answered_at") ?? ended
            return SpooledCall(
                id: CallID(try row.int("id")),
                vendor: ID(try row.int("vendor_id")),
                day: try row.day("day"),
                talk: ended - answered,
            )
        }
    }

    private static func recording(_ row: Row) throws -> Recording {
        Recording(
            call: CallID(try row.int("call_id")),
            vendor: ID(try row.int("vendor_id")),
            day: try row.day("day"),
            state: try row.decode("state", as: RecordingState.self),
            path: try row.optionalText("path"),
            bytes: Int(try row.int("bytes")),
            agent: .milliseconds(try row.int("agent_ms")),
            customer: .milliseconds(try row.int("customer_ms")),
            storedAt: try row.moment("stored_at"),
            isHeld: try row.int("held") == 1,
        )
    }
}

/// A call that has ended, as far as its recording needs it.
struct SpooledCall {
    let id: CallID
    let vendor: ID<Organisation>
    let day: BusinessDay
    /// How long the line saw agent and customer talk.
    let talk: Duration
}
