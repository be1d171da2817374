internal import Access
internal import Campaigns
internal import Database
internal import Kernel
internal import Telephony

/// Keeps what calls and seats add up to on a day, in the transaction that changes them, so that
/// whoever reads the sums reads no call. C5.1, C5.2, C6.3.
///
/// Whatever changes a call, its result or whether it counts as interested does so within
/// `following`: the difference between before and after is what is added.
struct CallSums {
    private let transaction: Transaction

    /// The sums within one transaction.
    init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    /// Runs what changes a call and brings the sums up to date.
    func following<Result>(
        _ call: ID<PlacedCall>,
        _ change: () throws -> Result,
    ) throws -> Result {
        try lock(call)
        let before = try share(of: call)
        let result = try change()
        if let after = try share(of: call) { try move(from: before, to: after) }
        return result
    }

    /// Counts a call that was just kept.
    func begin(_ call: ID<PlacedCall>) throws {
        guard let share = try share(of: call) else {
            preconditionFailure("A call is counted once it is kept.")
        }
        try move(from: nil, to: share)
    }

    /// Counts a stretch of time that a seat spent in a state.
    func add(_ seat: Seat, in state: SeatState.Code, from: Moment, to: Moment) throws {
        let spent = SeatTime(state, (to - from).wholeMilliseconds)
        if spent == SeatTime() { return }
        try add(spent, day: from.day, vendor: seat.vendor.rawValue, agent: seat.agent.rawValue)
    }

    // MARK: A call's share

    /// Two changes of one call wait for each other, so that both see what the other has done.
    private func lock(_ call: ID<PlacedCall>) throws {
        switch transaction.dialect {
        case .sqlite: break
        case .postgres:
            try transaction.executeLater(
                "SELECT id FROM call WHERE id = \(call) FOR NO KEY UPDATE"
            )
        }
    }

    private func share(of call: ID<PlacedCall>) throws -> CallShare? {
        try transaction.first("\(CallShare.query) WHERE c.id = \(call)").map(CallShare.init)
    }

    private func move(from before: CallShare?, to after: CallShare) throws {
        if before == after { return }
        try add(after.figures - (before?.figures ?? CallFigures()), to: after.key)
        if let before, before.mixKey == after.mixKey {
            try add(after.mix - before.mix, to: after.mixKey)
        } else {
            if let before { try add(CallMix() - before.mix, to: before.mixKey) }
            try add(after.mix, to: after.mixKey)
        }
        switch (before?.figures.isDoubtful ?? false, after.figures.isDoubtful) {
        case (false, true):
            try addDoubt(after.call, on: after.key.day, of: after.key.vendor)
        case (true, false):
            try transaction.executeLater("DELETE FROM doubtful_call WHERE call_id = \(after.call)")
        case (false, false), (true, true): break
        }
    }

    // MARK: Adding

    func addDoubt(_ call: Int64, on day: BusinessDay, of vendor: Int64) throws {
        try transaction.executeLater(
            """
            INSERT INTO doubtful_call(call_id, day, vendor_id)
            VALUES (\(call), \(day), \(vendor))
            """
        )
    }

    func add(_ figures: CallFigures, to key: CallShare.Key) throws {
        if figures == CallFigures() { return }
        try transaction.executeLater(
            """
            INSERT INTO call_sum(day, vendor_id, agent_id, campaign_id, dialled, answered, reached,
                effective, interested, strong_refusals, complaints, contradicted, open, unrecorded,
                corrected, talk)
            VALUES (\(key.day), \(key.vendor), \(key.agent), \(key.campaign), \(figures.dialled),
                \(figures.answered), \(figures.reached), \(figures.effective),
                \(figures.interested), \(figures.strongRefusals), \(figures.complaints),
                \(figures.contradicted), \(figures.open), \(figures.unrecorded),
                \(figures.corrected), \(figures.talk))
            ON CONFLICT(day, vendor_id, agent_id, campaign_id) DO UPDATE SET
                dialled = call_sum.dialled + excluded.dialled,
                answered = call_sum.answered + excluded.answered,
                reached = call_sum.reached + excluded.reached,
                effective = call_sum.effective + excluded.effective,
                interested = call_sum.interested + excluded.interested,
                strong_refusals = call_sum.strong_refusals + excluded.strong_refusals,
                complaints = call_sum.complaints + excluded.complaints,
                contradicted = call_sum.contradicted + excluded.contradicted,
                open = call_sum.open + excluded.open,
                unrecorded = call_sum.unrecorded + excluded.unrecorded,
                corrected = call_sum.corrected + excluded.corrected,
                talk = call_sum.talk + excluded.talk
            """
        )
    }

    func add(_ mix: CallMix, to key: CallShare.MixKey) throws {
        if mix == CallMix() { return }
        try transaction.executeLater(
            """
            INSERT INTO call_mix(day, vendor_id, campaign_id, hour, code, stripe, calls, dialled,
                answered, interested)
            VALUES (\(key.day), \(key.vendor), \(key.campaign), \(key.hour), \(key.code),
                \(transaction.stripe), \(mix.calls), \(mix.dialled), \(mix.answered),
                \(mix.interested))
            ON CONFLICT(day, vendor_id, campaign_id, hour, code, stripe) DO UPDATE SET
                calls = call_mix.calls + excluded.calls,
                dialled = call_mix.dialled + excluded.dialled,
                answered = call_mix.answered + excluded.answered,
                interested = call_mix.interested + excluded.interested
            """
        )
    }

    func add(_ time: SeatTime, day: BusinessDay, vendor: Int64, agent: Int64) throws {
        try transaction.executeLater(
            """
            INSERT INTO seat_sum(day, vendor_id, agent_id, handling, wrapping_up, available)
            VALUES (\(day), \(vendor), \(agent), \(time.handling), \(time.wrappingUp),
                \(time.available))
            ON CONFLICT(day, vendor_id, agent_id) DO UPDATE SET
                handling = seat_sum.handling + excluded.handling,
                wrapping_up = seat_sum.wrapping_up + excluded.wrapping_up,
                available = seat_sum.available + excluded.available
            """
        )
    }
}
