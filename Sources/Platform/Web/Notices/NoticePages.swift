package import Access
internal import HTML
package import Kernel

/// One's own notices, the newest first.
package struct ListNotices: Endpoint {
    package static let route = Route(.get, "/notices")
    package static let permission = Permission.people("notices.own")

    static let path = "/notices"
    static let title = L("通知", en: "Notices")
    static let standing = InputField<Standing?>.optionalChoice(
        "standing",
        L("范围", en: "Which"),
        named: \.name,
    )

    /// Whether a notice was read.
    enum Standing: String, Sendable, CaseIterable {
        case unread

        var name: L { L("只看未读", en: "Unread only") }
    }

    package struct Input: FormInput {
        let standing: Standing?
        let start: PageStart

        package init(_ form: Form) throws(InvalidInput) {
            standing = try ListNotices.standing.read(form)
            start = try form.pageStart()
        }
    }

    private let book: NoticeBook

    init(_ book: NoticeBook) { self.book = book }

    package func answer(_ input: Input, _ context: Context) throws -> ListPage<NoticeRow> {
        let notices = Notices(context.transaction)
        let account = context.viewer.account
        let found = try notices.list(
            of: account,
            onlyUnread: input.standing == .unread,
            before: input.start.before,
            limit: input.start.limit,
        )
        let unread = try notices.unread(of: account)
        let reading = Offer.act(
            ReadAllNotices.self,
            fields: [.hidden("through", "\(found.first?.id ?? 0)")],
            L("全部标为已读（\(unread)）", en: "Mark all as read (\(unread))"),
            icon: .check,
            key: "a",
        )
        return ListPage(
            NoticeRow.layout,
            PageOf(found, from: input.start, key: \.id).map { NoticeRow($0, book) },
            at: Self.path,
            for: context.viewer,
            filters: [Self.standing.filled(input.standing)],
            offers: [
                context.environment.mailer == nil
                    ? nil
                    : .link(
                        ShowNoticeMail.self,
                        L("邮件设置", en: "Mail settings"),
                        icon: .settings,
                    )
            ],
            facts: ["unread": unread],
            above: unread == 0
                ? .empty
                : element("div", .class("notice-bar")) { Offers(context.viewer, [reading]) },
        )
    }
}

/// A notice as its reader sees it.
package struct NoticeRow: Encodable, Sendable {
    /// The identity.
    package let id: Int64
    /// The kind's stable code.
    package let kind: String
    /// What it says.
    package let words: L
    /// The thing's name or number.
    package let label: String
    /// Where it leads.
    package let href: String
    /// When.
    package let at: String
    /// Whether it was read.
    package let isRead: Bool
    private let moment: Moment

    private enum CodingKeys: CodingKey { case id, kind, words, label, href, at, isRead }

    init(_ entry: Notices.Entry, _ book: NoticeBook) {
        id = entry.id
        kind = entry.kind
        words = book.words(entry.kind)
        label = entry.label
        href = entry.href
        at = entry.at.iso8601
        isRead = entry.isRead
        moment = entry.at
    }

    static let layout = ListLayout<Self>(
        "notices",
        ListNotices.title,
        lead: L("与我有关的事；已读的保留30天。", en: "What concerns me; kept 30 days once read."),
        columns: [
            ListColumn(L("事项", en: "What")) { row in
                element("div", .class(row.isRead ? "notice-what" : "notice-what is-unread")) {
                    postButton(
                        row.words + L("：", en: ": ") + L(same: row.label),
                        action: OpenNotice.route.path(["id": "\(row.id)"]),
                        .quiet,
                    )
                }
            },
            ListColumn(L("时间", en: "Time")) { momentText($0.moment) },
            ListColumn(L("状态", en: "State")) { row in
                row.isRead
                    ? badge(L("已读", en: "Read"), .neutral) : badge(L("未读", en: "Unread"), .info)
            },
        ],
        empty: L("没有通知。", en: "No notices."),
    )
}

/// Opens what a notice tells of; it counts as read from then on.
package struct OpenNotice: Endpoint {
    package static let route = Route(.post, "/notices/{id}/opening")
    package static let permission = ListNotices.permission
    package static let act: LoggedAct? = LoggedAct(
        "notice.open",
        L("打开通知", en: "Opened a notice"),
        on: .notice,
    )

    package func answer(_ input: IDInput<NoticeRow>, _ context: Context) throws -> Done {
        let href = try Notices(context.transaction)
            .read(input.id.rawValue, of: context.viewer.account, at: context.now)
        return Done(href)
    }
}

/// Marks one's notices as read, up to the newest one that was seen.
package struct ReadAllNotices: Endpoint {
    package static let route = Route(.post, "/notices/reading")
    package static let permission = ListNotices.permission
    package static let act: LoggedAct? = LoggedAct(
        "notice.read_all",
        L("通知全部标为已读", en: "Marked their notices as read"),
    )

    package struct Input: FormInput {
        let through: Int

        package init(_ form: Form) throws(InvalidInput) {
            through = try form.int("through", in: 0...Int.max)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        try Notices(context.transaction)
            .readAll(of: context.viewer.account, through: Int64(input.through), at: context.now)
        return Done(ListNotices.path)
    }
}

extension ThingKind {
    /// A notice of someone's.
    static let notice = ThingKind("notice", acts: "notices", L("通知", en: "Notice"))
}
