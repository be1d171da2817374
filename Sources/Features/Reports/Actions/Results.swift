package import Access
internal import Campaigns
package import HTML
package import Kernel
internal import Leads
package import Threads
package import Web

/// Which results are asked for.
package struct ResultsInput: FormInput {
    let after: Int64
    let day: BusinessDay?
    let campaign: ID<Campaign>?
    let limit: Int

    package init(_ form: Form) throws(InvalidInput) {
        after = Int64(try form.optionalInt("after", in: 0...Int.max) ?? 0)
        day = try form.optionalDay("day")
        campaign = try form.optionalID("campaign")
        limit = try form.optionalInt("limit", in: 1...500) ?? 50
    }
}

/// The results for the bank, each with its evidence, page by key.
package struct ListResults: Endpoint {
    package static let route = Route(.get, "/results")
    package static let permission = Permission.takeResults
    package static let lane = Lane.bulk

    package func answer(_ input: ResultsInput, _ context: Context) throws -> ResultsPage {
        let store = ResultsStore(context.transaction, vault: context.environment.vault)
        let lines =
            try store.span(of: input.day).map { span in
                try store.list(
                    after: input.after,
                    within: span,
                    day: input.day,
                    campaign: input.campaign,
                    visibleTo: context.viewer,
                    limit: input.limit + 1,
                )
            } ?? []
        let shown = Array(lines.prefix(input.limit))
        for line in shown { context.recordView(.lead, line.lead) }
        return ResultsPage(
            results: shown,
            next: lines.count > input.limit ? shown.last?.call : nil,
            after: input.after,
            day: input.day?.description ?? "",
            campaign: input.campaign?.description ?? "",
            campaigns: try CampaignStore(context.transaction)
                .list(visibleTo: context.viewer, limit: 200)
                .map { (String($0.id.rawValue), L(same: $0.details.coreReference)) },
        )
    }
}

/// A page of results.
package struct ResultsPage: Resource {
    /// The results of this page.
    package let results: [ResultLine]
    /// The key after which the next page begins; nil on the last page.
    package let next: Int64?
    let after: Int64
    let day: String
    let campaign: String
    let campaigns: [(value: String, name: L)]

    private enum CodingKeys: CodingKey {
        case results, next
    }

    package var title: L { L("行方结果", en: "Results for the bank") }

    package var page: HTML {
        pageHeader(
            title,
            L("逐通结果与话务证据，客户信息已脱敏。", en: "Each result with its evidence; customers are masked."),
        ) {
            linkButton(
                L("下载CSV", en: "Download CSV"),
                href: "/results/file?day=\(day)&campaign=\(campaign)",
                icon: .download,
            )
        }
        filterBar("/results", reset: "/results") {
            field("day", L("日期", en: "Day"), type: "date", value: day)
            selectField(
                "campaign",
                L("任务", en: "Task"),
                choices: campaigns,
                chosen: campaign,
                none: L("全部", en: "All"),
            )
        }
        dataTable(
            caption: title,
            columns: [
                Column(L("通话", en: "Call")), Column(L("任务编号", en: "Task no.")),
                Column(L("客户", en: "Customer")), Column(L("号码", en: "Number")),
                Column(L("拨出", en: "Dialled")), Column(L("通话时长", en: "Talk"), .number),
                Column(L("结果", en: "Result")), Column(L("证据比对", en: "Evidence")),
            ],
            rows: results.map { line in
                TableRow(
                    [
                        line.call.html, line.coreReference.html, maskedValue("\(line.customer)"),
                        maskedValue("\(line.phone)"), line.dialledText.html, line.talkText.html,
                        line.outcomeName.html, line.verdictBadge,
                    ],
                    href: "/calls/\(line.call)",
                )
            },
            empty: L("没有结果。", en: "No results."),
        )
        keyPages(path: "/results?day=\(day)&campaign=\(campaign)", after: after, next: next)
    }
}
