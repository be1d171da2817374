package import Access
internal import Accounts
internal import HTML
internal import Kernel
internal import Leads
internal import Records
internal import Telephony
internal import Vault
package import Web

/// The successes that the evidence does not carry and that wait for a person of the bank. C5.2, C6.3.
package struct ListSuccesses: Endpoint {
    package static let route = Route(.get, "/successes")
    package static let permission = Permission.seeSuccesses

    private let workbench: Workbench

    /// Lists from the results of `workbench`.
    package init(_ workbench: Workbench) { self.workbench = workbench }

    package func answer(
        _ input: PageInput,
        _ context: Context,
    ) throws -> ListPage<SuccessRow> {
        let found = try workbench.results(context.transaction).successes.pending(
            visibleTo: context.viewer,
            after: input.start.after,
            limit: input.start.limit,
        )
        let page = PageOf(found, from: input.start) { $0.id.rawValue }
        let names = try AccountStore(context.transaction)
            .names(Set(page.rows.map(\.agent.rawValue)))
        let leads = LeadStore(context.transaction, vault: context.environment.vault)
        let rows = try page.map { call in
            let (name, _, _) = try leads.masked(call.lead, visibleTo: context.viewer)
            context.recordView(.lead, call.lead.rawValue)
            return SuccessRow(
                call: call.id.rawValue,
                day: "\(call.day)",
                agent: names[call.agent.rawValue] ?? "",
                customer: name,
                talkSeconds: call.talkTime.wholeSeconds,
                ended: call.cause?.label,
            )
        }
        let minimum = Offer.link(
            ShowSetting<TalkMinimum>.self,
            L("意向最短通话", en: "Least talk"),
            icon: .clock,
        )
        return ListPage(
            SuccessRow.layout,
            rows,
            at: Self.route.pattern,
            for: context.viewer,
            offers: [minimum],
        )
    }
}

/// One success that waits.
package struct SuccessRow: Encodable, Sendable {
    /// The call.
    let call: Int64
    let day: String
    let agent: String
    let customer: Masked
    let talkSeconds: Int64
    let ended: L?

    static let layout = ListLayout<Self>(
        "successes",
        L("待确认意向", en: "Successes to confirm"),
        lead: L(
            "线路证据不足的“有意向”：行方听录音、核对后确认，确认前不计入每日15户（C5.2、C6.3）。",
            en: "“Interested” that the evidence does not carry: the bank listens, checks and "
                + "decides. Until then none counts to the 15 (C5.2, C6.3).",
        ),
        columns: [
            ListColumn(L("日期", en: "Day")) { $0.day.html },
            ListColumn(L("通话", en: "Call"), .number) { "\($0.call)".html },
            ListColumn(L("坐席", en: "Agent")) { $0.agent.html },
            ListColumn(L("客户", en: "Customer")) { maskedValue($0.customer.description) },
            ListColumn(L("通话时长", en: "Talk"), .number) { span(.seconds($0.talkSeconds)).html },
            ListColumn(L("线路", en: "Line")) { ($0.ended ?? L("进行中", en: "Going on")).html },
        ],
        empty: L("没有待确认的意向。", en: "No success waits."),
        opens: .page(ShowCall.self, \.call),
        tone: { _ in .warning },
    )
}
