package import Access
internal import Campaigns
package import Kernel
internal import Telephony
package import Threads
package import Web

/// The fields of a call's result, as they come from the workbench or from a correction.
package struct ResultFields: Sendable {
    let outcome: Outcome
    let draft: OutcomeRecord.Draft

    /// Reads the fields; which of them the outcome needs is checked when it is saved.
    package init(_ form: Form) throws(InvalidInput) {
        outcome = try form.choice("outcome")
        guard outcome.isRecordable else {
            throw InvalidInput(
                "outcome",
                L(
                    "“\(outcome.name.chinese)”由线路认定，不能由人录入。",
                    en: "Only the line itself says “\(outcome.name.english)”."
                ),
            )
        }
        var draft = OutcomeRecord.Draft()
        draft.channel = try form.optionalChoice("channel")
        draft.amount = try form.optionalChoice("amount_band")
        draft.reason = try form.optionalChoice("reason")
        draft.callbackAt = try form.optionalMoment("callback_at")
        draft.callbackScope = try form.optionalChoice("callback_scope")
        draft.note = try form.optionalText("note", maximum: 1_000)
        self.draft = draft
    }
}

/// Saves the result of the call at the seat. C6.3.
package struct SaveResult: Endpoint {
    package static let route = Route(.post, "/seat/outcome")
    package static let permission = Permission.work
    package static let act: LoggedAct? = LoggedAct(
        "result.save",
        L("登记通话结果", en: "Recorded a result"),
        onSaid: .call,
    )
    package static let lane = Lane.call

    package struct Input: FormInput {
        let holder: String
        let fields: ResultFields

        package init(_ form: Form) throws(InvalidInput) {
            holder = try form.text("holder", maximum: 40)
            fields = try ResultFields(form)
        }
    }

    private let workbench: Workbench

    /// Acts at `workbench`.
    package init(_ workbench: Workbench) { self.workbench = workbench }

    package func answer(_ input: Input, _ context: Context) throws -> SeatView {
        let record = try OutcomeRecord(input.fields.outcome, input.fields.draft, now: context.now)
        context.concerns(try workbench.atHand(context))
        let seat = try workbench.save(
            record,
            context.viewer,
            holder: input.holder,
            at: context.now,
            in: context.transaction,
        )
        return try SeatView(seat, context)
    }
}

/// Corrects a saved result until the day is closed; both versions stay. C6.3.
package struct CorrectResult: Endpoint {
    package static let route = Route(.post, "/calls/{id}/correction")
    package static let permission = Permission.correctResults
    package static let act: LoggedAct? = LoggedAct(
        "result.correct",
        L("更正通话结果", en: "Corrected a result"),
        on: .call,
    )
    package static let edits: Edit? = .asSeen(.callResult)

    package struct Input: FormInput {
        let id: ID<PlacedCall>
        let fields: ResultFields
        let because: String

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id")
            because = try form.remark("correction_reason", maximum: 300)
            fields = try ResultFields(form)
        }
    }

    private let workbench: Workbench

    /// Acts at `workbench`.
    package init(_ workbench: Workbench) { self.workbench = workbench }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        let record = try OutcomeRecord(input.fields.outcome, input.fields.draft, now: context.now)
        try workbench.results(context.transaction).correct(
            record,
            of: input.id,
            because: input.because,
            by: context.viewer,
            at: context.now,
        )
        let call = try CallStore(context.transaction).find(input.id, visibleTo: context.viewer)
        try context.notify(.resultCorrected, [call.agent], about: Thing(.call, call.id.rawValue))
        return Done("/calls/\(input.id)", id: input.id.rawValue)
    }
}
