internal import Access
package import Database
package import Kernel
package import Records
package import Telephony

/// What keeps a recording beyond its time, and what was destroyed. C4.5.
package struct RetentionStore {
    private let transaction: Transaction

    /// A store within one transaction.
    package init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    /// A recording that was destroyed.
    package struct Destruction: Sendable {
        /// The call.
        package let call: CallID
        /// Its business day.
        package let day: BusinessDay
        /// For how many days recordings were kept then.
        package let keptDays: Int
        /// When it was destroyed.
        package let at: Moment
    }

    // MARK: Holds

    /// The holds of a recording, newest first.
    package func holds(of call: CallID) throws -> [Decision<Bool>] {
        try transaction.rows(
            "SELECT * FROM recording_hold WHERE call_id = \(call) ORDER BY id DESC LIMIT 50"
        ).map { row in
            Decision(
                try row.bool("is_on"),
                by: try row.id("account_id"),
                at: try row.moment("at"),
                because: try row.text("reason"),
            )
        }
    }

    /// Places or lifts a hold. Whoever placed it does not lift it.
    func setHold(
        _ isOn: Bool,
        on call: CallID,
        because reason: String,
        by viewer: Viewer,
        at now: Moment,
    ) throws {
        // Waits for a destruction of this very moment, and is seen by the next one.
        _ = try transaction.first(
            "SELECT 1 FROM recording WHERE call_id = \(call)\(transaction.dialect.forUpdate)"
        )
        guard let recording = try RecordingStore(transaction).recording(of: call),
            recording.isPlayable
        else { throw RecordingRefusal.nothingToHear }
        if recording.isHeld == isOn {
            throw isOn ? RecordingRefusal.holdStands : RecordingRefusal.holdIsOff
        }
        if !isOn { try FourEyes.check(viewer.account, not: holds(of: call).prefix(1).map(\.by)) }
        try transaction.execute(
            """
            INSERT INTO recording_hold(call_id, is_on, reason, account_id, at)
            VALUES (\(call), \(isOn ? 1 : 0), \(reason), \(viewer.account), \(now))
            """
        )
    }

    // MARK: Destruction

    /// Recordings of days before `day` that nothing keeps.
    func overdue(before day: BusinessDay, limit: Int) throws -> [(call: CallID, path: String)] {
        try transaction.rows(
            """
            SELECT r.call_id, r.path FROM recording r
            WHERE r.day < \(day) AND r.state IN ('stored', 'short')
                AND COALESCE((SELECT h.is_on FROM recording_hold h
                    WHERE h.call_id = r.call_id ORDER BY h.id DESC LIMIT 1), 0) = 0
            ORDER BY r.day, r.call_id LIMIT \(limit)
            """
        ).map { (CallID(try $0.int("call_id")), try $0.text("path")) }
    }

    /// Records that a recording is destroyed; false when a hold came meanwhile, or it is gone.
    func destroy(_ call: CallID, keptDays: Int, at now: Moment) throws -> Bool {
        let done = try transaction.execute(
            """
            UPDATE recording SET state = 'destroyed', path = NULL
            WHERE call_id = \(call) AND state IN ('stored', 'short')
                AND COALESCE((SELECT h.is_on FROM recording_hold h
                    WHERE h.call_id = recording.call_id ORDER BY h.id DESC LIMIT 1), 0) = 0
            """
        )
        guard done > 0 else { return false }
        try transaction.execute(
            """
            INSERT INTO recording_destruction(call_id, day, kept_days, digest, at)
            SELECT call_id, day, \(keptDays), digest, \(now) FROM recording
            WHERE call_id = \(call)
            """
        )
        return true
    }

    /// What was destroyed, newest first.
    package func destructions(limit: Int) throws -> [Destruction] {
        try transaction.rows(
            "SELECT * FROM recording_destruction ORDER BY at DESC, call_id DESC LIMIT \(limit)"
        ).map { row in
            Destruction(
                call: CallID(try row.int("call_id")),
                day: try row.day("day"),
                keptDays: Int(try row.int("kept_days")),
                at: try row.moment("at"),
            )
        }
    }
}

extension DecisionTable<Int> {
    /// For how many days recordings are kept.
    static let retention = DecisionTable(
        "recording_policy",
        column: "days",
        store: { "\($0)" },
        load: { Int(try $0.int("days")) },
    )
}
