package import Access
internal import Calls
internal import Campaigns
internal import HTML
package import Kernel
internal import Leads
package import Threads
package import Web

/// Which results are asked for.
package struct ResultsInput: FormInput {
    static let day = InputField<BusinessDay?>.optionalDay("day", L("日期", en: "Day"))
    static let campaign = InputField<ID<Campaign>?>.optionalID("campaign", L("任务", en: "Task"))

    let start: PageStart
    let day: BusinessDay?
    let campaign: ID<Campaign>?

    package init(_ form: Form) throws(InvalidInput) {
        start = try form.pageStart(size: try form.optionalInt("limit", in: 1...500) ?? 50)
        (day, campaign) = try form.read(Self.day, Self.campaign)
    }
}

/// The results for the bank, each with its evidence, page by key.
package struct ListResults: Endpoint {
    package static let route = Route(.get, "/results")
    package static let permission = Permission.takeResults
    package static let lane = Lane.bulk

    package func answer(
        _ input: ResultsInput,
        _ context: Context,
    ) throws -> ListPage<ResultLine> {
        let store = ResultsStore(context.transaction, vault: context.environment.vault)
        let lines =
            try store.span(of: input.day).map { span in
                try store.list(
                    after: input.start.after,
                    within: span,
                    day: input.day,
                    campaign: input.campaign,
                    visibleTo: context.viewer,
                    limit: input.start.limit,
                )
            } ?? []
        let page = PageOf(lines, from: input.start, key: \.call)
        for line in page.rows { context.recordView(.lead, line.lead) }
        let tasks = try CampaignStore(context.transaction)
            .list(visibleTo: context.viewer, limit: 200)
            .map { Choice("\($0.id)", L(same: $0.details.coreReference)) }
        let filters = [
            ResultsInput.day.filled(input.day),
            ResultsInput.campaign.filled(input.campaign, among: tasks),
        ]
        let file = Offer.link(
            ResultsFile.self,
            query: filters,
            L("下载CSV", en: "Download CSV"),
            icon: .download,
        )
        return ListPage(
            ResultLine.layout,
            page,
            at: Self.route.pattern,
            for: context.viewer,
            filters: filters,
            offers: [file],
        )
    }
}

extension ResultLine {
    fileprivate static let layout = ListLayout<Self>(
        "results",
        L("行方结果", en: "Results for the bank"),
        lead: L(
            "逐通结果与话务证据，客户信息已脱敏。",
            en: "Each result with its evidence; customers are masked.",
        ),
        columns: [
            ListColumn(L("通话", en: "Call")) { $0.call.html },
            ListColumn(L("任务编号", en: "Task no.")) { $0.coreReference.html },
            ListColumn(L("客户", en: "Customer")) { maskedValue("\($0.customer)") },
            ListColumn(L("号码", en: "Number")) { maskedValue("\($0.phone)") },
            ListColumn(L("拨出", en: "Dialled")) { $0.dialledText.html },
            ListColumn(L("通话时长", en: "Talk"), .number) { $0.talkText.html },
            ListColumn(L("结果", en: "Result")) { $0.outcomeName.html },
            ListColumn(L("证据比对", en: "Evidence")) { $0.verdictBadge },
        ],
        empty: L("没有结果。", en: "No results."),
        opens: .page(ShowCall.self, \.call),
    )
}
