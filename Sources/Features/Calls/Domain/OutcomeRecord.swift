package import Campaigns
package import Kernel

/// A call's result as the agent records it, complete and consistent. C6.3.
package struct OutcomeRecord: Sendable, Hashable {
    /// The result.
    package let outcome: Outcome
    /// How an interested customer will apply.
    package let channel: LoanChannel?
    /// The amount in mind.
    package let amount: AmountBand?
    /// Why a customer is not interested.
    package let reason: NoInterestReason?
    /// When the customer wants to be called again.
    package let callbackAt: Moment?
    /// Who calls again.
    package let callbackScope: CallbackScope?
    /// What else was said; free text, sealed in the database.
    package let note: String?

    /// What came with a result, before it is held against the result's own fields.
    package struct Draft: Sendable {
        /// How an interested customer will apply.
        package var channel: LoanChannel?
        /// The amount in mind.
        package var amount: AmountBand?
        /// Why a customer is not interested.
        package var reason: NoInterestReason?
        /// When the customer wants to be called again.
        package var callbackAt: Moment?
        /// Who calls again.
        package var callbackScope: CallbackScope?
        /// What else was said.
        package var note: String?

        /// An empty draft.
        package init() {}
    }

    /// Keeps of `draft` what belongs to `outcome`.
    ///
    /// Throws `InvalidInput` naming each field that the outcome needs and that is missing, or a
    /// time of callback that is not within 30 days after `now`.
    package init(_ outcome: Outcome, _ draft: Draft, now: Moment) throws(InvalidInput) {
        self.outcome = outcome
        channel = outcome.accepts(.channel) ? draft.channel : nil
        amount = outcome.accepts(.amountBand) ? draft.amount : nil
        reason = outcome.accepts(.reason) ? draft.reason : nil
        callbackAt = outcome.accepts(.callbackAt) ? draft.callbackAt : nil
        let scope = outcome.accepts(.callbackScope) ? draft.callbackScope : nil
        callbackScope = callbackAt == nil ? nil : scope ?? .own
        note = outcome.accepts(.note) ? draft.note : nil
        let missing = outcome.fields.compactMap { rule -> InvalidInput.Problem? in
            guard case .required(let field) = rule, isMissing(field) else { return nil }
            return InvalidInput.Problem(
                field.rawValue,
                L("请填写“\(field.name.chinese)”。", en: "Fill in “\(field.name.english)”."),
            )
        }
        if !missing.isEmpty { throw InvalidInput(missing) }
        if let callbackAt, callbackAt <= now || callbackAt > now + .hours(24 * 30) {
            throw InvalidInput(
                Outcome.Field.callbackAt.rawValue,
                L("回访时间须在今后30天之内。", en: "The time lies within the next 30 days."),
            )
        }
    }

    /// A result as it was stored.
    init(stored outcome: Outcome, _ draft: Draft) {
        self.outcome = outcome
        channel = draft.channel
        amount = draft.amount
        reason = draft.reason
        callbackAt = draft.callbackAt
        callbackScope = draft.callbackScope
        note = draft.note
    }

    private func isMissing(_ field: Outcome.Field) -> Bool {
        switch field {
        case .channel: channel == nil
        case .amountBand: amount == nil
        case .reason: reason == nil
        case .callbackAt: callbackAt == nil
        case .callbackScope: callbackAt != nil && callbackScope == nil
        case .note: note == nil
        }
    }
}
