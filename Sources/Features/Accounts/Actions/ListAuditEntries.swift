package import Access
internal import Database
internal import HTML
package import Kernel
package import Threads
internal import Vault
package import Web

/// The audit log as people read it: who did what to which thing, when, from where, and how it ended;
/// the newest first. Seeing it is an act of its own. C4.4, C9.3.
package struct ListAuditEntries: Endpoint {
    package static let route = Route(.get, "/audit")
    package static let permission = Permission.readAudit
    package static let lane = Lane.bulk

    package struct Input: FormInput {
        let person: String
        let action: String?
        let kind: String?
        let number: Int?
        let from: BusinessDay?
        let through: BusinessDay?
        let start: PageStart

        package init(_ form: Form) throws(InvalidInput) {
            (person, action) = try form.read(AuditFields.person, AuditFields.action)
            (kind, number) = try form.read(AuditFields.kind, AuditFields.number)
            (from, through) = try form.read(AuditFields.from, AuditFields.through)
            start = try form.pageStart()
            guard (kind == nil) == (number == nil) else {
                throw InvalidInput(
                    kind == nil ? "subject" : "subject_id",
                    L(
                        "按对象查询需同时选择对象类型并填写编号。",
                        en: "A search by thing needs both its kind and its number.",
                    ),
                )
            }
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> ListPage<LogLine> {
        let journal = context.journal
        let filter = AuditFilter(
            account: try account(input.person, context),
            subject: input.kind.flatMap { kind in
                input.number.map { journal.subject(kind, Int64($0)) }
            },
            action: input.action,
            from: input.from,
            through: input.through,
        )
        let records = try context.environment.audit.list(
            filter,
            before: input.start.key,
            limit: input.start.limit,
            in: context.transaction,
        )
        let lines = try journal.lines(records, for: context.viewer, in: context.transaction)
        return ListPage(
            AuditFields.layout,
            PageOf(lines, from: input.start, key: \.id),
            at: Self.route.pattern,
            for: context.viewer,
            filters: [
                AuditFields.person.filled(input.person),
                AuditFields.action.filled(input.action, among: AuditFields.acts(journal)),
                AuditFields.kind.filled(input.kind, among: AuditFields.kinds(journal)),
                AuditFields.number.filled(input.number),
                AuditFields.from.filled(input.from),
                AuditFields.through.filled(input.through),
            ],
        )
    }

    /// Whose entries: a number, a sign-in name or a name that only one person has.
    private func account(_ person: String, _ context: Context) throws -> ID<Account>? {
        if person.isEmpty { return nil }
        let found = try AccountStore(context.transaction).named(person)
        guard found.count == 1, let one = found.first else {
            throw InvalidInput(
                "account",
                found.isEmpty
                    ? L(
                        "没有叫“\(person)”的人，请填写姓名、登录名或账号编号。",
                        en: "Nobody is called “\(person)”: give a name, sign-in name or number.",
                    )
                    : L(
                        "有多人叫“\(person)”，请填写登录名或账号编号。",
                        en: "Several are called “\(person)”: give the sign-in name or number.",
                    ),
            )
        }
        return one
    }
}

/// What the log is narrowed by, and how it looks.
private enum AuditFields {
    static let person = InputField.optionalText(
        "account",
        L("操作人", en: "Who"),
        maximum: 60,
        help: L("姓名、登录名或账号编号", en: "A name, sign-in name or number"),
    )
    static let action = InputField.optionalOneOf("action", L("操作", en: "Did"), maximum: 100)
    static let kind = InputField.optionalOneOf("subject", L("对象", en: "Thing"), maximum: 60)
    static let number = InputField.optionalInt(
        "subject_id",
        L("对象编号", en: "Its number"),
        in: 1...Int.max,
    )
    static let from = InputField.optionalDay("from", L("自", en: "From"))
    static let through = InputField.optionalDay("through", L("至", en: "Through"))

    static func acts(_ journal: Journal) -> [Choice] {
        journal.acts.map { Choice($0.code, $0.words) }
    }

    static func kinds(_ journal: Journal) -> [Choice] {
        journal.kinds.map { Choice($0.code, $0.name) }
    }

    static let layout = ListLayout<LogLine>(
        "entries",
        L("审计日志", en: "Audit log"),
        lead: L(
            "只增不改，逐账号哈希链接；新的在前。",
            en: "Append-only, hash-chained by account; the newest first.",
        ),
        columns: [
            ListColumn(L("时间", en: "Time")) { momentText($0.at) },
            ListColumn(L("操作人", en: "Who")) { $0.person },
            ListColumn(L("操作", en: "Did")) { $0.words.html },
            ListColumn(L("对象", en: "Thing")) { $0.subjectLink },
            ListColumn(L("结果", en: "Outcome")) { $0.ending },
            ListColumn(L("来源地址", en: "Address")) { $0.peer.html },
        ],
        empty: L("还没有记录。", en: "No entries yet."),
    )
}
