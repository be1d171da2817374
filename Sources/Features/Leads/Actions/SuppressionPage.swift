internal import Access
internal import Accounts
package import HTML
package import Kernel
package import Vault
internal import Web

/// Entries of the suppression list: a page of it, or those of one number that was asked for.
package struct SuppressionPage: Resource {
    static let pageSize = 50

    /// An entry as the list shows it.
    package struct Entry: Encodable, Sendable {
        /// The identity.
        package let id: Int64
        /// The number, masked; nil where it is not known.
        package let phone: Masked?
        /// The reason's stable name.
        package let reason: String
        /// What proves it.
        package let evidence: Masked
        /// The call in which it was said.
        package let callId: Int64?
        /// The import that brought it.
        package let importId: Int64?
        /// Who added it.
        package let addedBy: String
        /// When.
        package let addedAt: String
        /// Whether it was lifted.
        package let isLifted: Bool
        /// Who lifted it.
        package let liftedBy: String?
        /// When.
        package let liftedAt: String?
        /// Why.
        package let liftReason: Masked?
        let reasonName: L
        let addedMoment: Moment
        let liftedMoment: Moment?

        private enum CodingKeys: String, CodingKey {
            case id, phone, reason, evidence, callId, importId, addedBy, addedAt, isLifted
            case liftedBy, liftedAt, liftReason
        }
    }

    /// The entries.
    package let entries: [Entry]
    /// The key after which the next page begins; nil on the last page.
    package let next: Int64?
    /// The number that was asked for, masked; nil for the list.
    package let number: Masked?
    /// Whether that number must not be called; nil for the list.
    package let isSuppressed: Bool?
    /// How many rows of lists block nobody and wait for somebody to settle them.
    package let unsettled: Int
    let after: Int64
    let mayChange: Bool
    let maySearch: Bool

    private enum CodingKeys: String, CodingKey {
        case entries, next, number, isSuppressed, unsettled
    }

    init(
        _ records: [SuppressionRecord],
        after: Int64 = 0,
        found number: Masked? = nil,
        _ context: Context,
    ) throws {
        let page = number == nil ? records.prefix(Self.pageSize) : records[...]
        let people = Set(
            page.map(\.addedBy.rawValue) + page.compactMap { $0.lift?.account.rawValue }
        )
        let names = try AccountStore(context.transaction).names(people)
        entries = page.map { record in
            Entry(
                id: record.id.rawValue,
                phone: record.phone,
                reason: record.reason.rawValue,
                evidence: record.evidence,
                callId: record.call?.rawValue,
                importId: record.fromImport?.rawValue,
                addedBy: names[record.addedBy.rawValue] ?? "",
                addedAt: record.addedAt.iso8601,
                isLifted: record.lift != nil,
                liftedBy: record.lift.map { names[$0.account.rawValue] ?? "" },
                liftedAt: record.lift?.at.iso8601,
                liftReason: record.lift?.reason,
                reasonName: record.reason.name,
                addedMoment: record.addedAt,
                liftedMoment: record.lift?.at,
            )
        }
        for record in page where record.phone != nil {
            context.recordView(.suppression, record.id.rawValue)
        }
        next = page.count < records.count ? page.last?.id.rawValue : nil
        self.number = number
        isSuppressed = number.map { _ in records.contains { $0.lift == nil } }
        self.after = after
        unsettled = try UnsettledRows(context.transaction).count()
        mayChange = Permission.liftSuppression.allows(context.viewer)
        maySearch = Permission.searchSuppression.allows(context.viewer)
    }

    package var title: L { L("禁呼名单", en: "Suppression list") }
}

extension SuppressionPage {
    /// The content of the page.
    @HTMLBuilder package var page: HTML {
        pageHeader(
            title,
            L(
                "全行有效；只有行方管理人员可凭理由解除，原记录保留（C4.12）。",
                en:
                    "Bank-wide; a bank manager alone lifts, with a reason, and the entry stays (C4.12).",
            ),
            back: number == nil ? nil : (title, "/suppressions"),
        )
        if let number { verdict(number) }
        if unsettled > 0 { unsettledNotice }
        if mayChange {
            columns(2) {
                searchCard
                addCard
            }
        } else if maySearch {
            searchCard
        }
        table
        if mayChange {
            for entry in entries where !entry.isLifted { liftDialog(entry) }
        }
        if number == nil { keyPages(path: "/suppressions", after: after, next: next) }
    }

    private var unsettledNotice: HTML {
        notice(
            .bad,
            L(
                "导入的名单中有\(unsettled)行无法识别，这些客户未禁呼。",
                en: "\(unsettled) rows of lists could not be read: those customers are not blocked.",
            ),
            title: L("未禁呼，待处理", en: "Not blocked, act on them"),
        ) {
            element("a", .href("/suppressions/unsettled")) {
                L("逐行处理", en: "Settle the rows")
            }
        }
    }

    private func verdict(_ number: Masked) -> HTML {
        isSuppressed == true
            ? notice(
                .bad,
                L(
                    "\(number) 在禁呼名单中，任何任务都不得拨打。",
                    en: "\(number) is on the list: not called in any task.",
                ),
            )
            : notice(
                .good,
                L("\(number) 当前不在禁呼名单中。", en: "\(number) is not on the list now."),
            )
    }

    /// Sent as a plain form: its answer is a page.
    private var searchCard: HTML {
        card(L("查询号码", en: "Look a number up"), id: "search") {
            element(
                "form",
                Attribute("method", "post"),
                Attribute("action", "/suppressions/search"),
                Attribute("autocomplete", "off"),
            ) {
                HTML.csrfField
                Field("phone", L("号码", en: "Number"), isRequired: true, id: "search-phone").text()
                element("div", .class("submit-bar")) {
                    submitButton(L("查询", en: "Look up"), icon: .search, .secondary)
                }
            }
        }
    }

    private var addCard: HTML {
        card(L("添加", en: "Add"), id: "add") {
            form(action: "/suppressions", success: L("已生效。", en: "It holds now.")) {
                Field("phone", L("号码", en: "Number"), isRequired: true).text()
                Field("reason", L("原因", en: "Reason"), isRequired: true).select(
                    SuppressionReason.allCases.map { Choice($0.rawValue, $0.name) },
                    chosen: SuppressionReason.customerRequest.rawValue,
                )
                Field("evidence", L("依据", en: "Evidence"), isRequired: true, isWide: true).text()
                submitBar(L("添加", en: "Add"), icon: .ban)
            }
        }
    }

    private var table: HTML {
        dataTable(
            caption: title,
            columns: [
                Column(L("号码", en: "Number")), Column(L("原因", en: "Reason")),
                Column(L("依据", en: "Evidence")), Column(L("添加人", en: "Added by")),
                Column(L("时间", en: "Time")), Column(L("状态", en: "State")),
                Column(L("操作", en: "Acts"), .actions),
            ],
            rows: entries.map { TableRow(cells($0)) },
            empty: number == nil
                ? L("名单为空。", en: "The list is empty.")
                : L("没有该号码的条目。", en: "No entry of this number."),
        )
    }

    private func cells(_ entry: Entry) -> [HTML] {
        [
            entry.phone.map { maskedValue($0.description) } ?? L("未知", en: "Unknown").html,
            entry.reasonName.html,
            evidence(entry),
            entry.addedBy.html,
            momentText(entry.addedMoment),
            state(entry),
            mayChange && !entry.isLifted
                ? dialogButton(L("解除", en: "Lift"), opens: "lift-\(entry.id)", .quiet) : .empty,
        ]
    }

    private func evidence(_ entry: Entry) -> HTML {
        if let call = entry.callId {
            return element("a", .href("/calls/\(call)")) { L("通话 \(call)", en: "Call \(call)") }
        }
        if let id = entry.importId {
            return element("a", .href("/imports/\(id)")) { entry.evidence.description }
        }
        return entry.evidence.description.html
    }

    @HTMLBuilder private func state(_ entry: Entry) -> HTML {
        if let moment = entry.liftedMoment {
            badge(L("已解除", en: "Lifted"), .neutral)
            element("small") {
                " "
                momentText(moment)
                " \(entry.liftedBy ?? "")："
                entry.liftReason.map { $0.description.html } ?? .empty
            }
        } else {
            badge(L("有效", en: "Holds"), .bad)
        }
    }

    private func liftDialog(_ entry: Entry) -> HTML {
        confirmDialog(
            "lift-\(entry.id)",
            title: L("解除禁呼", en: "Lift the entry"),
            L(
                "原记录保留；已退出队列的名单不会自动恢复。",
                en:
                    "The entry stays, and leads that left the queues do not come back by themselves.",
            ),
            action: "/suppressions/\(entry.id)/lift",
            confirm: L("解除", en: "Lift"),
            .danger,
        ) {
            Field(
                "reason",
                L("理由", en: "Reason"),
                isRequired: true,
                isWide: true,
                id: "lift-reason-\(entry.id)",
            ).area()
        }
    }
}
