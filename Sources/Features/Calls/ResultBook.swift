package import Access
internal import Campaigns
internal import Database
package import Kernel
internal import Leads
internal import Records
package import Telephony
internal import Vault

/// Saves results and corrections with everything that follows from them.
package struct ResultBook {
    private let transaction: Transaction
    private let vault: Vault
    private let handOuts: HandOut

    /// Which successes count.
    var successes: SuccessBook {
        SuccessBook(transaction, OutcomeStore(transaction, vault: vault))
    }

    init(_ transaction: Transaction, vault: Vault, handOuts: HandOut) {
        self.transaction = transaction
        self.vault = vault
        self.handOuts = handOuts
    }

    /// Saves the first result of a call. A result of a conversation is refused when the line shows
    /// that nobody answered (C6.3); a refusal or a complaint suppresses at once (C4.12).
    func save(
        _ record: OutcomeRecord,
        of call: CallDetails,
        by viewer: Viewer,
        at now: Moment,
    ) throws {
        try check(record, call)
        try checkCallback(record, call, now)
        let outcomes = OutcomeStore(transaction, vault: vault)
        let minimum = try TalkMinimum.span(transaction)
        try outcomes.add(
            record,
            to: call.id,
            by: viewer,
            at: now,
            correcting: nil,
            minimum: minimum,
        )
        try successes.settle(record.outcome, of: call, minimum: minimum)
        if record.outcome.suppresses { try suppress(record.outcome, call, viewer, now) }
        try handOuts.finish(
            call.handOut,
            outcome: record.outcome,
            callbackAt: record.callbackAt,
            now: now,
            in: transaction,
        )
        let callbacks = CallbackStore(transaction)
        try callbacks.finish(of: call.lead)
        if record.callbackAt != nil { try callbacks.add(record, from: call, at: now) }
    }

    /// Corrects a saved result until the day is closed; both versions stay, and the lead goes where
    /// the new result belongs. A refusal or a complaint is never replaced by anything milder.
    package func correct(
        _ record: OutcomeRecord,
        of id: ID<PlacedCall>,
        because reason: String,
        by viewer: Viewer,
        at now: Moment,
    ) throws {
        let call = try CallStore(transaction).find(id, visibleTo: viewer)
        let outcomes = OutcomeStore(transaction, vault: vault)
        guard let current = try outcomes.current(of: id) else {
            throw OutcomeRefusal.nothingToCorrect
        }
        if !current.record.outcome.isRecordable { throw OutcomeRefusal.lineFailed }
        if try outcomes.isClosed(call.day, of: call.vendor) {
            throw OutcomeRefusal.dayClosed(call.day)
        }
        if current.record.outcome.suppresses, !record.outcome.suppresses {
            throw OutcomeRefusal.refusalStands
        }
        try check(record, call)
        try checkCallback(record, call, now)
        let minimum = try TalkMinimum.span(transaction)
        try outcomes.add(
            record,
            to: id,
            by: viewer,
            at: now,
            correcting: reason,
            minimum: minimum,
        )
        try successes.settle(record.outcome, of: call, minimum: minimum)
        if record.outcome.suppresses { try suppress(record.outcome, call, viewer, now) }
        try handOuts.revise(
            call.handOut,
            outcome: record.outcome,
            callbackAt: record.callbackAt,
            in: transaction,
        )
        let callbacks = CallbackStore(transaction)
        try callbacks.cancelOpen(of: call.lead)
        if record.callbackAt != nil { try callbacks.add(record, from: call, at: now) }
    }

    private func check(_ record: OutcomeRecord, _ call: CallDetails) throws {
        if EvidenceVerdict(record.outcome, call) == .reachedWithoutAnswer {
            throw OutcomeRefusal.neverAnswered
        }
    }

    /// What is promised to a customer must be allowed when its time comes.
    private func checkCallback(
        _ record: OutcomeRecord,
        _ call: CallDetails,
        _ now: Moment,
    ) throws {
        guard let callbackAt = record.callbackAt else { return }
        try handOuts.checkCallback(
            at: callbackAt,
            lead: call.lead,
            vendor: call.vendor,
            now: now,
            in: transaction,
        )
    }

    private func suppress(
        _ outcome: Outcome,
        _ call: CallDetails,
        _ viewer: Viewer,
        _ now: Moment,
    ) throws {
        try Suppression(transaction).add(
            call.customerKey,
            reason: outcome == .complaint ? .complaint : .strongRefusal,
            evidence: "call \(call.id)",
            call: call.id,
            by: viewer,
            at: now,
        )
        try CallbackStore(transaction).cancelOpen(of: call.lead)
    }
}
