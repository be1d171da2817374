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
        var draft = OutcomeRecord.Draft()
        (
            outcome, draft.channel, draft.amount, draft.reason, draft.callbackAt,
            draft.callbackScope, draft.note
        ) = try form.read(
            ResultForm.outcome,
            ResultForm.channel,
            ResultForm.amount,
            ResultForm.reason,
            ResultForm.callbackAt,
            ResultForm.callbackScope,
            ResultForm.note,
        )
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

    private static let because = InputField.remark(
        "correction_reason",
        L("更正原因", en: "Why it is corrected"),
        maximum: 300,
    )

    /// The form of a correction of `record`.
    static func form(
        of call: ID<PlacedCall>,
        _ record: OutcomeRecord,
        version: Version,
    ) -> PostForm {
        PostForm(
            Self.self,
            of: call.rawValue,
            version: version,
            groups: [
                FilledGroup(
                    L("更正", en: "Correction"),
                    L(
                        "当日日结前可以更正，两个版本都保留。",
                        en: "Possible until the day is closed; both versions stay.",
                    ),
                    fields: [ResultForm.outcome.filled(record.outcome)]
                        + Outcome.Field.allCases.map { ResultForm.field($0, record) }
                        + [because.filled()],
                )
            ],
            submit: L("保存更正", en: "Save the correction"),
            success: L("已更正，原结果保留。", en: "Corrected; the former result stays."),
        )
    }

    package struct Input: FormInput {
        let id: ID<PlacedCall>
        let fields: ResultFields
        let because: String

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id")
            because = try CorrectResult.because.read(form)
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
