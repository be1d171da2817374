package import Access
internal import Accounts
internal import Database
package import HTML
package import Kernel
package import Vault
package import Web

/// The rows of suppression lists that block nobody, until somebody has settled each. C4.12.
package struct ListUnsettled: Endpoint {
    package static let route = Route(.get, "/suppressions/unsettled")
    package static let permission = Permission.listSuppression

    package struct Input: FormInput {
        let after: Int64

        package init(_ form: Form) throws(InvalidInput) {
            after = Int64(try form.optionalInt("after", in: 0...Int.max) ?? 0)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> UnsettledPage {
        try UnsettledPage(after: input.after, context)
    }
}

/// Settles such a row by entering the number that it means: it is blocked at once. C4.12.
package struct EnterUnsettled: Endpoint {
    package static let route = Route(.post, "/suppressions/unsettled/{id}/entry")
    package static let permission = Permission.settleSuppression
    package static let act: LoggedAct? = LoggedAct(
        "suppression.enter",
        L("补录未生效行", en: "Settled a row by its number"),
        on: .unsettledRow,
    )

    package struct Input: FormInput {
        let id: Int64
        let phone: PhoneNumber
        let reason: SuppressionReason

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id", of: UnsettledRows.self).rawValue
            phone = try form.suppressedNumber("phone")
            reason = try form.choice("reason")
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        let vault = context.environment.vault
        let rows = UnsettledRows(context.transaction)
        let row = try rows.find(input.id)
        if row.settlement != nil { throw SuppressionRefusal.alreadySettled }
        if row.problem == .restUnread { throw SuppressionRefusal.standsForMany }
        let key = vault.customerKey(input.phone)
        let place = "\(row.fileName) · \(row.line)"
        try Suppression(context.transaction).add(
            key,
            reason: input.reason,
            evidence: place,
            phoneSealed: vault.seal(input.phone.digits, as: .suppressedPhone),
            by: context.viewer,
            at: context.now,
        )
        try rows.settle(
            row,
            customer: key,
            because: input.reason.rawValue,
            by: context.viewer,
            at: context.now,
        )
        return Done("/suppressions/unsettled", id: input.id)
    }
}

/// Settles such a row by saying why nobody is blocked for it. C4.12.
package struct DismissUnsettled: Endpoint {
    package static let route = Route(.post, "/suppressions/unsettled/{id}/dismissal")
    package static let permission = Permission.settleSuppression
    package static let act: LoggedAct? = LoggedAct(
        "suppression.dismiss",
        L("关闭未生效行", en: "Settled a row without blocking anybody"),
        on: .unsettledRow,
    )

    package struct Input: FormInput {
        let id: Int64
        let reason: String

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id", of: UnsettledRows.self).rawValue
            reason = try form.remark("reason", maximum: 500)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        let rows = UnsettledRows(context.transaction)
        let row = try rows.find(input.id)
        if row.settlement != nil { throw SuppressionRefusal.alreadySettled }
        try rows.settle(
            row,
            customer: nil,
            because: Masked(freeText: input.reason).description,
            by: context.viewer,
            at: context.now,
        )
        return Done("/suppressions/unsettled", id: input.id)
    }
}

/// Rows of suppression lists that block nobody, and those that were settled last.
package struct UnsettledPage: Resource {
    private static let pageSize = 50

    /// A row as the page shows it.
    package struct Entry: Encodable, Sendable {
        /// The identity.
        package let id: Int64
        /// The import of the list.
        package let importId: Int64
        /// The list's file.
        package let fileName: Masked
        /// The row's line.
        package let line: Int64
        /// Why its number cannot be read.
        package let problem: String
        /// The last digits of what stands in the number's place.
        package let number: String
        /// The customer's name, masked.
        package let name: String
        /// Whether it was settled by entering its number.
        package let isBlocked: Bool
        /// Who settled it; nil while nobody has.
        package let settledBy: String?
        /// When.
        package let settledAt: String?
        /// Why nobody is blocked for it.
        package let reason: Masked?
        let problemName: L
        /// Whether it stands for all that was not read of its file.
        let standsForMany: Bool
        let settledMoment: Moment?

        private enum CodingKeys: String, CodingKey {
            case id, importId, fileName, line, problem, number, name, isBlocked, settledBy
            case settledAt, reason
        }

        init(_ row: UnsettledRow, _ names: [Int64: String]) {
            id = row.id
            importId = row.fromImport.rawValue
            fileName = Masked(freeText: row.fileName)
            line = row.line
            problem = row.problem.rawValue
            problemName = row.problem.name
            standsForMany = row.problem == .restUnread
            number = row.number
            name = row.name
            isBlocked = row.settlement?.isBlocked ?? false
            settledBy = row.settlement.map { names[$0.account.rawValue] ?? "" }
            settledAt = row.settlement?.at.iso8601
            settledMoment = row.settlement?.at
            reason = row.settlement.flatMap {
                $0.isBlocked ? nil : Masked(freeText: $0.reason)
            }
        }
    }

    /// How many rows nobody has settled.
    package let count: Int
    /// Rows that nobody has settled.
    package let entries: [Entry]
    /// The key after which the next page begins; nil on the last page.
    package let next: Int64?
    /// Rows that were settled last.
    package let settled: [Entry]
    let after: Int64
    let maySettle: Bool

    private enum CodingKeys: String, CodingKey {
        case count, entries, next, settled
    }

    init(after: Int64, _ context: Context) throws {
        let rows = UnsettledRows(context.transaction)
        let open = try rows.open(after: after, limit: Self.pageSize + 1)
        let last = try rows.settled(limit: Self.pageSize)
        let people = Set(last.compactMap { $0.settlement?.account.rawValue })
        let names = try AccountStore(context.transaction).names(people)
        count = try rows.count()
        entries = open.prefix(Self.pageSize).map { Entry($0, names) }
        settled = last.map { Entry($0, names) }
        next = open.count > Self.pageSize ? entries.last?.id : nil
        self.after = after
        maySettle = Permission.settleSuppression.allows(context.viewer)
        for id in Set(entries.map(\.importId)) { context.recordView(.leadImport, id) }
    }

    package var title: L { L("未禁呼，待处理", en: "Not blocked, act on them") }
}

extension UnsettledPage {
    /// The content of the page.
    @HTMLBuilder package var page: HTML {
        pageHeader(
            title,
            L(
                "名单中无法识别的行不禁呼任何人。逐行补录号码，或写明不禁呼的理由（C4.12）。",
                en: "Rows of a list that cannot be read block nobody. Enter each row's number, or "
                    + "say why nobody is blocked (C4.12).",
            ),
            back: (L("禁呼名单", en: "Suppression list"), "/suppressions"),
        )
        if count > 0 {
            notice(
                .bad,
                L("还有\(count)行未处理。", en: "\(count) rows are not settled."),
            )
        }
        dataTable(
            id: "unsettled",
            caption: title,
            columns: Self.columns(L("操作", en: "Acts"), .actions),
            rows: entries.map { entry in TableRow(cells(entry) + [acts(entry)]) },
            empty: L("没有待处理的行。", en: "Nothing is left to settle."),
        )
        keyPages(path: "/suppressions/unsettled", after: after, next: next)
        if maySettle {
            for entry in entries {
                if !entry.standsForMany { entryDialog(entry) }
                dismissalDialog(entry)
            }
        }
        if !settled.isEmpty {
            card(L("最近处理", en: "Settled last")) {
                dataTable(
                    id: "settled",
                    caption: L("最近处理", en: "Settled last"),
                    columns: Self.columns(L("处理", en: "How"), .start),
                    rows: settled.map { entry in TableRow(cells(entry) + [how(entry)]) },
                )
            }
        }
    }

    private static func columns(_ last: L, _ alignment: Column.Alignment) -> [Column] {
        [
            Column(L("名单", en: "List")), Column(L("行号", en: "Line"), .number),
            Column(L("号码", en: "Number")), Column(L("姓名", en: "Name")),
            Column(L("无法识别的原因", en: "Why it cannot be read")), Column(last, alignment),
        ]
    }

    private func cells(_ entry: Entry) -> [HTML] {
        [
            element("a", .href("/imports/\(entry.importId)")) { entry.fileName.description },
            String(entry.line).html,
            entry.number.isEmpty ? L("空", en: "Empty").html : maskedValue(entry.number),
            entry.name.isEmpty ? "—".html : maskedValue(entry.name),
            entry.problemName.html,
        ]
    }

    @HTMLBuilder private func acts(_ entry: Entry) -> HTML {
        if maySettle {
            if !entry.standsForMany {
                dialogButton(
                    L("补录号码", en: "Enter the number"),
                    opens: "entry-\(entry.id)",
                    .quiet
                )
            }
            dialogButton(L("不禁呼", en: "Leave it"), opens: "dismissal-\(entry.id)", .quiet)
        }
    }

    @HTMLBuilder private func how(_ entry: Entry) -> HTML {
        entry.isBlocked
            ? badge(L("已禁呼", en: "Blocked"), .good) : badge(L("不禁呼", en: "Left"), .neutral)
        element("small") {
            " "
            if let moment = entry.settledMoment { momentText(moment) }
            " \(entry.settledBy ?? "")"
            if let reason = entry.reason { "：\(reason)" }
        }
    }

    private func entryDialog(_ entry: Entry) -> HTML {
        confirmDialog(
            "entry-\(entry.id)",
            title: L("补录第\(entry.line)行的号码", en: "Enter the number of line \(entry.line)"),
            L("按原名单核对后填写，立即生效。", en: "As the original list has it; it holds at once."),
            action: "/suppressions/unsettled/\(entry.id)/entry",
            confirm: L("禁呼", en: "Block"),
        ) {
            Field(
                "phone",
                L("号码", en: "Number"),
                isRequired: true,
                id: "entry-phone-\(entry.id)",
            ).text()
            Field(
                "reason",
                L("原因", en: "Reason"),
                isRequired: true,
                id: "entry-reason-\(entry.id)",
            ).select(
                SuppressionReason.allCases.map { Choice($0.rawValue, $0.name) },
                chosen: SuppressionReason.bankList.rawValue,
            )
        }
    }

    private func dismissalDialog(_ entry: Entry) -> HTML {
        confirmDialog(
            "dismissal-\(entry.id)",
            title: L("第\(entry.line)行不禁呼", en: "Block nobody for line \(entry.line)"),
            L("理由与处理人一并留存。", en: "The reason is kept with your name."),
            action: "/suppressions/unsettled/\(entry.id)/dismissal",
            confirm: L("确认不禁呼", en: "Leave it unblocked"),
            .danger,
        ) {
            Field(
                "reason",
                L("理由", en: "Reason"),
                isRequired: true,
                isWide: true,
                id: "dismissal-reason-\(entry.id)",
            ).area()
        }
    }
}
