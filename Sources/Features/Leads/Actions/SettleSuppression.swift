package import Access
internal import Accounts
internal import Database
internal import HTML
package import Kernel
internal import Vault
package import Web

/// The rows of suppression lists that block nobody, until somebody has settled each. C4.12.
package struct ListUnsettled: Endpoint {
    package static let route = Route(.get, "/suppressions/unsettled")
    package static let permission = Permission.listSuppression

    /// How many of those that were settled last are shown.
    private static let most = 50

    package func answer(_ input: PageInput, _ context: Context) throws -> ListPage<UnsettledLine> {
        let rows = UnsettledRows(context.transaction)
        let last = try rows.settled(limit: Self.most)
        let people = Set(last.compactMap { $0.settlement?.account.rawValue })
        let names = try AccountStore(context.transaction).names(people)
        let count = try rows.count()
        let page = PageOf(
            try rows.open(after: input.start.after, limit: input.start.limit),
            from: input.start,
            key: \.id,
        )
        for id in Set(page.rows.map(\.fromImport.rawValue)) { context.recordView(.leadImport, id) }
        let settled = last.map { UnsettledLine($0, names) }
        return ListPage(
            UnsettledLine.open,
            page.map { UnsettledLine($0, names) },
            at: Self.route.pattern,
            for: context.viewer,
            back: (L("禁呼名单", en: "Suppression list"), ListSuppressions.route.pattern),
            facts: ["count": count, "settled": settled],
            above: count == 0
                ? .empty
                : notice(.bad, L("还有\(count)行未处理。", en: "\(count) rows are not settled.")),
            below: settled.isEmpty
                ? .empty
                : card(UnsettledLine.settled.title) {
                    UnsettledLine.settled.table(settled, id: "settled")
                },
        )
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

    static func offer(_ row: UnsettledRow) -> Offer {
        .act(
            Self.self,
            of: row.id,
            L("补录号码", en: "Enter the number"),
            asks: .init(
                L("补录第\(row.line)行的号码", en: "Enter the number of line \(row.line)"),
                L("按原名单核对后填写，立即生效。", en: "As the original list has it; it holds at once."),
                fields: [
                    SuppressionFields.phone.filled(id: "entry-phone-\(row.id)"),
                    SuppressionFields.reason.filled(.bankList, id: "entry-reason-\(row.id)"),
                ],
                confirm: L("禁呼", en: "Block"),
            ),
            inRow: true,
        )
    }

    package struct Input: FormInput {
        let id: Int64
        let phone: PhoneNumber
        let reason: SuppressionReason

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id", of: UnsettledRows.self).rawValue
            (phone, reason) = try form.read(SuppressionFields.phone, SuppressionFields.reason)
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

    static func offer(_ row: UnsettledRow) -> Offer {
        .act(
            Self.self,
            of: row.id,
            L("不禁呼", en: "Leave it"),
            .danger,
            asks: .init(
                L("第\(row.line)行不禁呼", en: "Block nobody for line \(row.line)"),
                L("理由与处理人一并留存。", en: "The reason is kept with your name."),
                fields: [SuppressionFields.why.filled(id: "dismissal-reason-\(row.id)")],
                confirm: L("确认不禁呼", en: "Leave it unblocked"),
            ),
            inRow: true,
        )
    }

    package struct Input: FormInput {
        let id: Int64
        let reason: String

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id", of: UnsettledRows.self).rawValue
            reason = try SuppressionFields.why.read(form)
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
