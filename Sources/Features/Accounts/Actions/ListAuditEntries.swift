package import Access
internal import Database
package import HTML
internal import HTTPServer
package import Kernel
package import Threads
internal import Vault
package import Web

/// The audit log, newest first, page by key; seeing it is an act of its own. C4.4, C9.3.
package struct ListAuditEntries: Endpoint {
    package static let route = Route(.get, "/audit")
    package static let permission = Permission.readAudit
    package static let lane = Lane.bulk

    package struct Input: FormInput {
        let filter: AuditFilter
        let before: Int64?

        package init(_ form: Form) throws(InvalidInput) {
            let kind = try form.optionalText("subject", maximum: 60)
            let thing = try form.optionalInt("subject_id", in: 1...Int.max)
            guard (kind == nil) == (thing == nil) else {
                throw InvalidInput(
                    kind == nil ? "subject" : "subject_id",
                    L(
                        "按对象查询需同时填写对象类型和编号。",
                        en: "A search by subject needs both its kind and its number.",
                    ),
                )
            }
            filter = AuditFilter(
                account: try form.optionalID("account"),
                subject: kind.flatMap { kind in
                    thing.map { AuditSubject(kind: kind, id: Int64($0)) }
                },
                action: try form.optionalText("action", maximum: 100),
                from: try form.optionalDay("from"),
                through: try form.optionalDay("through"),
            )
            before = try form.optionalInt("before", in: 1...Int.max).map(Int64.init)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> AuditPage {
        let records = try context.environment.audit.list(
            input.filter,
            before: input.before,
            limit: AuditPage.size + 1,
            in: context.transaction,
        )
        let shown = records.prefix(AuditPage.size)
        let names = try AccountStore(context.transaction)
            .names(Set(shown.map(\.entry.account.rawValue)))
        return AuditPage(
            entries: shown.map { AuditPage.Line($0, names) },
            next: records.count > AuditPage.size ? shown.last?.id : nil,
            filter: AuditPage.Filter(input.filter),
        )
    }
}

/// A page of the audit log.
package struct AuditPage: Resource {
    static let size = 50

    /// One entry.
    package struct Line: Encodable, Sendable {
        let id: Int64
        let at: String
        let account: Int64
        let name: String
        let action: String
        let subject: String
        let subjectID: Int64
        let detail: String
        let outcome: String
        let peer: String

        init(_ record: AuditRecord, _ names: [Int64: String]) {
            let entry = record.entry
            id = record.id
            at = entry.at.description
            account = entry.account.rawValue
            name = names[entry.account.rawValue] ?? ""
            action = entry.action
            subject = entry.subject
            subjectID = entry.subjectID
            detail = entry.detail
            outcome = entry.outcome
            peer = entry.peer
        }
    }

    /// The entries of this page.
    package let entries: [Line]
    /// The key before which the next page ends; nil on the last page.
    package let next: Int64?
    /// What the page is narrowed to.
    let filter: Filter

    /// The filter as the page's fields and links say it.
    package struct Filter: Encodable, Sendable {
        let account: String
        let subject: String
        let subjectID: String
        let action: String
        let from: String
        let through: String

        init(_ filter: AuditFilter) {
            account = filter.account?.description ?? ""
            subject = filter.subject?.kind ?? ""
            subjectID = filter.subject.map { String($0.id) } ?? ""
            action = filter.action ?? ""
            from = filter.from?.description ?? ""
            through = filter.through?.description ?? ""
        }

        /// The page before `key`, narrowed to the same.
        func link(before key: Int64) -> String {
            let fields = [
                ("account", account), ("subject", subject), ("subject_id", subjectID),
                ("action", action), ("from", from), ("through", through),
            ].filter { !$0.1.isEmpty }.map { "&\($0.0)=\(percentEncode($0.1))" }
            return "/audit?before=\(key)" + fields.joined()
        }
    }

    package var title: L { L("审计日志", en: "Audit log") }

    package var page: HTML {
        pageHeader(
            title,
            L(
                "只增不改，逐账号哈希链接；新的在前。",
                en: "Append-only, hash-chained by account; the newest first.",
            ),
        )
        filterBar("/audit", reset: "/audit") {
            field("account", L("账号编号", en: "Account no."), value: filter.account)
            field("action", L("操作", en: "Act"), value: filter.action)
            field("subject", L("对象类型", en: "Subject"), value: filter.subject)
            field("subject_id", L("对象编号", en: "Subject no."), value: filter.subjectID)
            field("from", L("自", en: "From"), type: "date", value: filter.from)
            field("through", L("至", en: "Through"), type: "date", value: filter.through)
        }
        dataTable(
            columns: [
                Column(L("时间", en: "Time")), Column(L("账号", en: "Account")),
                Column(L("操作", en: "Act")), Column(L("对象", en: "Subject")),
                Column(L("结果", en: "Outcome")), Column(L("来源地址", en: "Address")),
            ],
            rows: entries.map { line in
                TableRow(
                    [
                        line.at.html,
                        line.account == 0
                            ? L("系统或未知者", en: "System or nobody").html
                            : "\(line.name) (\(line.account))".html,
                        HTML {
                            element("code") { line.action }
                            " "
                            element("span", .class("muted")) { line.detail }
                        },
                        "\(line.subject) \(line.subjectID == 0 ? "" : String(line.subjectID))".html,
                        line.outcome == "ok"
                            ? badge(L("成功", en: "Done"), .good)
                            : badge(L(same: line.outcome), .warning),
                        line.peer.html,
                    ]
                )
            },
            empty: L("没有符合条件的记录。", en: "No entries match."),
        )
        if let next {
            linkButton(
                L("更早的记录", en: "Earlier entries"),
                href: filter.link(before: next),
            )
        }
    }
}
