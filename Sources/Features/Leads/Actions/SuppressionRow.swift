internal import Access
internal import Accounts
internal import HTML
internal import Kernel
internal import Vault
internal import Web

/// An entry of the suppression list as a reader sees it.
package struct SuppressionRow: Encodable, Sendable {
    let id: Int64
    /// The number, masked; nil where it is not known.
    let phone: Masked?
    let reason: String
    let evidence: Masked
    let callId: Int64?
    let importId: Int64?
    let addedBy: String
    let addedAt: String
    let isLifted: Bool
    let liftedBy: String?
    let liftedAt: String?
    let liftReason: Masked?
    private let record: SuppressionRecord

    private enum CodingKeys: CodingKey {
        case id, phone, reason, evidence, callId, importId, addedBy, addedAt, isLifted, liftedBy
        case liftedAt, liftReason
    }

    private init(_ record: SuppressionRecord, _ names: [Int64: String]) {
        self.record = record
        id = record.id.rawValue
        phone = record.phone
        reason = record.reason.rawValue
        evidence = record.evidence
        callId = record.call?.rawValue
        importId = record.fromImport?.rawValue
        addedBy = names[record.addedBy.rawValue] ?? ""
        addedAt = record.addedAt.iso8601
        isLifted = record.lift != nil
        liftedBy = record.lift.map { names[$0.account.rawValue] ?? "" }
        liftedAt = record.lift?.at.iso8601
        liftReason = record.lift?.reason
    }

    /// A page of the list, or with `number` the entries of that one; the view of each is recorded.
    static func list(
        _ records: PageOf<SuppressionRecord>,
        of number: Masked? = nil,
        _ context: Context,
    ) throws -> ListPage<SuppressionRow> {
        let people = records.rows.flatMap { [$0.addedBy, $0.lift?.account].compactMap(\.self) }
        let names = try AccountStore(context.transaction).names(Set(people.map(\.rawValue)))
        for record in records.rows where record.phone != nil {
            context.recordView(.suppression, record.id.rawValue)
        }
        let unsettled = try UnsettledRows(context.transaction).count()
        var facts: Facts = ["unsettled": unsettled]
        var verdict = HTML.empty
        if let number {
            let isSuppressed = records.rows.contains { $0.lift == nil }
            facts["number"] = number
            facts["isSuppressed"] = isSuppressed
            verdict = Self.verdict(number, isSuppressed)
        }
        let path = ListSuppressions.route.pattern
        let search = SearchSuppression.form.offered(to: context.viewer)
            .inCard(L("查询号码", en: "Look a number up"), id: "search")
        let add = AddSuppression.form.offered(to: context.viewer)
        return ListPage(
            layout(ofOne: number != nil),
            records.map { SuppressionRow($0, names) },
            at: path,
            for: context.viewer,
            back: number == nil ? nil : (title, path),
            facts: facts,
            above: HTML {
                verdict
                if unsettled > 0 { unsettledNotice(unsettled) }
                add == nil
                    ? search
                    : columns(2) {
                        search
                        add.inCard(L("添加", en: "Add"), id: "add")
                    }
            },
        )
    }
}

// MARK: Looks

extension SuppressionRow {
    private static let title = L("禁呼名单", en: "Suppression list")

    private static func layout(ofOne: Bool) -> ListLayout<Self> {
        ListLayout(
            "entries",
            title,
            lead: L(
                "全行有效；只有行方管理人员可凭理由解除，原记录保留（C4.12）。",
                en:
                    "Bank-wide; a bank manager alone lifts, with a reason, and the entry stays (C4.12).",
            ),
            columns: [
                ListColumn(L("号码", en: "Number")) { row in
                    row.phone.map { maskedValue($0.description) } ?? L("未知", en: "Unknown").html
                },
                ListColumn(L("原因", en: "Reason")) { $0.record.reason.name.html },
                ListColumn(L("依据", en: "Evidence")) { $0.proof },
                ListColumn(L("添加人", en: "Added by")) { $0.addedBy.html },
                ListColumn(L("时间", en: "Time")) { momentText($0.record.addedAt) },
                ListColumn(L("状态", en: "State")) { $0.standing },
                .acts { [$0.isLifted ? nil : LiftSuppression.offer($0.id)] },
            ],
            empty: ofOne
                ? L("没有该号码的条目。", en: "No entry of this number.")
                : L("名单为空。", en: "The list is empty."),
        )
    }

    private static func unsettledNotice(_ count: Int) -> HTML {
        notice(
            .bad,
            L(
                "导入的名单中有\(count)行无法识别，这些客户未禁呼。",
                en: "\(count) rows of lists could not be read: those customers are not blocked.",
            ),
            title: L("未禁呼，待处理", en: "Not blocked, act on them"),
        ) {
            element("a", .href(ListUnsettled.route.pattern)) {
                L("逐行处理", en: "Settle the rows")
            }
        }
    }

    private static func verdict(_ number: Masked, _ isSuppressed: Bool) -> HTML {
        isSuppressed
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

    private var proof: HTML {
        if let callId {
            return element("a", .href("/calls/\(callId)")) {
                L("通话 \(callId)", en: "Call \(callId)")
            }
        }
        if let importId {
            return element("a", .href("/imports/\(importId)")) { evidence.description }
        }
        return evidence.description.html
    }

    @HTMLBuilder private var standing: HTML {
        if let lift = record.lift {
            badge(L("已解除", en: "Lifted"), .neutral)
            element("small") {
                " "
                momentText(lift.at)
                " \(liftedBy ?? "")：\(lift.reason)"
            }
        } else {
            badge(L("有效", en: "Holds"), .bad)
        }
    }
}
