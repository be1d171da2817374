package import Access
internal import Accounts
package import HTML
package import Kernel
internal import Leads
internal import Telephony
internal import Vault
package import Web

/// The successes that the evidence does not carry and that wait for a person of the bank. C5.2, C6.3.
package struct ListSuccesses: Endpoint {
    package static let route = Route(.get, "/successes")
    package static let permission = Permission.seeSuccesses

    package struct Input: FormInput {
        let after: Int64

        package init(_ form: Form) throws(InvalidInput) {
            after = Int64(try form.optionalInt("after", in: 0...Int.max) ?? 0)
        }
    }

    private let workbench: Workbench

    /// Lists from the results of `workbench`.
    package init(_ workbench: Workbench) { self.workbench = workbench }

    package func answer(_ input: Input, _ context: Context) throws -> SuccessList {
        let calls = try workbench.results(context.transaction).successes.pending(
            visibleTo: context.viewer,
            after: input.after,
            limit: SuccessList.pageSize + 1,
        )
        return try SuccessList(calls, after: input.after, context)
    }
}

/// A page of successes that wait.
package struct SuccessList: Resource {
    static let pageSize = 50

    /// One success.
    package struct Line: Encodable, Sendable {
        /// The call.
        let call: Int64
        let day: String
        let agent: String
        let customer: Masked
        let talkSeconds: Int64
        let ended: L?
    }

    /// The successes of this page, oldest first.
    package let successes: [Line]
    /// The key after which the next page begins; nil on the last page.
    package let next: Int64?
    private let after: Int64

    private enum CodingKeys: CodingKey { case successes, next }

    init(_ calls: [CallDetails], after: Int64, _ context: Context) throws {
        let page = calls.prefix(Self.pageSize)
        self.after = after
        next = calls.count > Self.pageSize ? page.last?.id.rawValue : nil
        let names = try AccountStore(context.transaction)
            .names(Set(page.map(\.agent.rawValue)))
        let leads = LeadStore(context.transaction, vault: context.environment.vault)
        successes = try page.map { call in
            let (name, _, _) = try leads.masked(call.lead, visibleTo: context.viewer)
            context.recordView("lead", call.lead.rawValue)
            return Line(
                call: call.id.rawValue,
                day: "\(call.day)",
                agent: names[call.agent.rawValue] ?? "",
                customer: name,
                talkSeconds: call.talkTime.wholeSeconds,
                ended: call.cause?.label,
            )
        }
    }

    package var title: L { L("待确认意向", en: "Successes to confirm") }

    package var page: HTML {
        pageHeader(
            title,
            L(
                "线路证据不足的“有意向”：行方听录音、核对后确认，确认前不计入每日15户（C5.2、C6.3）。",
                en: "“Interested” that the evidence does not carry: the bank listens, checks and "
                    + "decides. Until then none counts to the 15 (C5.2, C6.3).",
            ),
        ) {
            linkButton(
                L("意向最短通话", en: "Least talk"),
                href: "/talk-minimum",
                icon: .clock,
            )
        }
        dataTable(
            columns: [
                Column(L("日期", en: "Day")), Column(L("通话", en: "Call"), .number),
                Column(L("坐席", en: "Agent")), Column(L("客户", en: "Customer")),
                Column(L("通话时长", en: "Talk"), .number), Column(L("线路", en: "Line")),
            ],
            rows: successes.map { line in
                TableRow(
                    [
                        line.day.html, "\(line.call)".html, line.agent.html,
                        maskedValue(line.customer.description),
                        span(.seconds(line.talkSeconds)).html,
                        (line.ended ?? L("进行中", en: "Going on")).html,
                    ],
                    href: "/calls/\(line.call)",
                    tone: .warning,
                )
            },
            empty: L("没有待确认的意向。", en: "No success waits."),
        )
        keyPages(path: "/successes", after: after, next: next)
    }
}
