package import Access
internal import Campaigns
package import Database
package import Kernel
package import Telephony
package import Vault

extension Field {
    /// What an agent noted beside a result.
    static let outcomeNote = Field("outcome.note_sealed")
}

/// One version of a call's result.
package struct OutcomeVersion: Sendable, Hashable {
    /// 1 for the first, counting up with each correction.
    package let version: Int
    /// The result.
    package let record: OutcomeRecord
    /// Who recorded it.
    package let recordedBy: ID<Account>
    /// When.
    package let recordedAt: Moment
    /// Why it was corrected; nil for the first version.
    package let correctionReason: String?
    /// The talk that the bank asked of an interested customer when it was recorded. C5.2.
    package let talkMinimum: Duration
}

/// Results in the database. A correction is another version; both stay. C6.3.
package struct OutcomeStore {
    private let transaction: Transaction
    private let vault: Vault

    /// A store within one transaction.
    package init(_ transaction: Transaction, vault: Vault) {
        self.transaction = transaction
        self.vault = vault
    }

    /// Adds a version after the newest one.
    func add(
        _ record: OutcomeRecord,
        to call: ID<PlacedCall>,
        by viewer: Viewer,
        at now: Moment,
        correcting reason: String?,
        minimum: Duration,
    ) throws {
        let note = record.note.map { vault.seal($0, as: .outcomeNote) }
        try CallSums(transaction).following(call) {
            _ = try transaction.execute(
                """
                INSERT INTO outcome(call_id, version, code, channel, amount_band, reason,
                    callback_at, callback_scope, note_sealed, recorded_by, recorded_at,
                    correction_reason, talk_minimum)
                VALUES (\(call),
                    (SELECT COALESCE(MAX(version), 0) + 1 FROM outcome WHERE call_id = \(call)),
                    \(record.outcome.rawValue), \(record.channel?.rawValue),
                    \(record.amount?.rawValue), \(record.reason?.rawValue), \(record.callbackAt),
                    \(record.callbackScope?.rawValue), \(note), \(viewer.account), \(now),
                    \(reason), \(minimum.wholeSeconds))
                """
            )
        }
    }

    /// Keeps what the line said by itself: that it failed. Nobody recorded it; `0` stands for Huihu.
    func addLineFailed(_ call: ID<PlacedCall>, at now: Moment) throws {
        try CallSums(transaction).following(call) {
            _ = try transaction.execute(
                """
                INSERT INTO outcome(call_id, version, code, recorded_by, recorded_at)
                VALUES (\(call), 1, \(Outcome.lineFailed.rawValue), 0, \(now))
                ON CONFLICT DO NOTHING
                """
            )
        }
    }

    /// Every version of a call's result, oldest first.
    package func versions(of call: ID<PlacedCall>) throws -> [OutcomeVersion] {
        try transaction.rows("SELECT * FROM outcome WHERE call_id = \(call) ORDER BY version")
            .map(version)
    }

    /// The version that counts; nil while nothing is recorded.
    package func current(of call: ID<PlacedCall>) throws -> OutcomeVersion? {
        try transaction.first(
            "SELECT * FROM outcome WHERE call_id = \(call) ORDER BY version DESC LIMIT 1"
        ).map(version)
    }

    /// Counts an interested customer once per day and customer. C5.2.
    func countInterested(_ call: CallDetails) throws {
        try CallSums(transaction).following(call.id) {
            _ = try transaction.execute(
                """
                INSERT INTO interested_day(customer_key, day, call_id, agent_id, vendor_id,
                    campaign_id)
                VALUES (\(call.customerKey), \(call.day), \(call.id), \(call.agent),
                    \(call.vendor), \(call.campaign)) ON CONFLICT DO NOTHING
                """
            )
        }
    }

    /// Takes the count back when a correction says that the customer was not interested.
    func uncountInterested(_ call: CallDetails) throws {
        try CallSums(transaction).following(call.id) {
            _ = try transaction.execute("DELETE FROM interested_day WHERE call_id = \(call.id)")
        }
    }

    /// How many different customers an agent found interested on a day. C5.2.
    package func interested(of agent: ID<Account>, on day: BusinessDay) throws -> Int {
        let row = try transaction.one(
            """
            SELECT COUNT(*) AS n FROM interested_day
            WHERE agent_id = \(agent) AND day = \(day)
            """
        )
        return Int(try row.int("n"))
    }

    /// Whether a vendor's day is closed.
    package func isClosed(_ day: BusinessDay, of vendor: ID<Organisation>) throws -> Bool {
        try transaction.first(
            "SELECT day FROM day_close WHERE day = \(day) AND vendor_id = \(vendor)"
        ) != nil
    }

    /// Closes a vendor's day: its results are not corrected any more.
    package func close(
        _ day: BusinessDay,
        of vendor: ID<Organisation>,
        by viewer: Viewer,
        at now: Moment,
    ) throws {
        try transaction.execute(
            """
            INSERT INTO day_close(day, vendor_id, closed_by, closed_at)
            VALUES (\(day), \(vendor), \(viewer.account), \(now)) ON CONFLICT DO NOTHING
            """
        )
    }

    private func version(_ row: Row) throws -> OutcomeVersion {
        var draft = OutcomeRecord.Draft()
        draft.channel = try row.optionalText("channel").flatMap(LoanChannel.init(rawValue:))
        draft.amount = try row.optionalText("amount_band").flatMap(AmountBand.init(rawValue:))
        draft.reason = try row.optionalText("reason").flatMap(NoInterestReason.init(rawValue:))
        draft.callbackAt = try row.optionalMoment("callback_at")
        draft.callbackScope =
            try row.optionalText("callback_scope").flatMap(CallbackScope.init(rawValue:))
        draft.note = try row.optionalBlob("note_sealed").map {
            try vault.open($0, as: .outcomeNote)
        }
        return OutcomeVersion(
            version: Int(try row.int("version")),
            record: OutcomeRecord(stored: try row.decode("code", as: Outcome.self), draft),
            recordedBy: ID(try row.int("recorded_by")),
            recordedAt: try row.moment("recorded_at"),
            correctionReason: try row.optionalText("correction_reason"),
            talkMinimum: .seconds(try row.int("talk_minimum")),
        )
    }
}
