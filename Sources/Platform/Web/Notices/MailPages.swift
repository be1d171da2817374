package import Access
package import HTML
package import Kernel

/// Which of one's notices come by mail, and where to.
package struct ShowNoticeMail: Endpoint {
    package static let route = Route(.get, "/notices/mail")
    package static let permission = ListNotices.permission

    static let path = "/notices/mail"

    private let book: NoticeBook

    init(_ book: NoticeBook) { self.book = book }

    package func answer(_ input: NoInput, _ context: Context) throws -> NoticeMailView {
        NoticeMailView(
            try MailQueue(context.transaction).choice(of: context.viewer.account),
            book,
            context.environment.mailer?.domains,
        )
    }
}

/// Chooses it; without an address nothing comes by mail.
package struct SetNoticeMail: Endpoint {
    package static let route = Route(.post, "/notices/mail")
    package static let permission = ListNotices.permission
    package static let act: LoggedAct? = LoggedAct(
        "notice.set_mail",
        L("设置通知邮件", en: "Chose which notices come by mail"),
    )

    package struct Input: FormInput {
        let form: Form
        let isWanted: Bool
        let language: Language
        let kinds: Set<String>

        package init(_ form: Form) throws(InvalidInput) {
            self.form = form
            isWanted = try form.optionalText("address", maximum: 120) != nil
            language = try form.optionalChoice("language") ?? .chinese
            kinds = Set(form.all("kinds"))
        }
    }

    private let book: NoticeBook

    init(_ book: NoticeBook) { self.book = book }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        guard let mailer = context.environment.mailer else { throw NoticeMailRefusal.noServer }
        let choice = MailQueue.Choice(
            address: input.isWanted
                ? try MailAddress.read(input.form, "address", in: mailer.domains) : "",
            language: input.language,
            off: Set(book.kinds.map(\.code)).subtracting(input.kinds),
        )
        try MailQueue(context.transaction).choose(choice, of: context.viewer.account)
        return Done(ShowNoticeMail.path)
    }
}

/// Why nothing comes by mail.
package enum NoticeMailRefusal: UserFacing, Hashable {
    /// The bank has named no mail server.
    case noServer

    package var code: String { "notices.no_mail_server" }
    package var status: RefusalStatus { .refused }
    package var message: L {
        L("系统尚未配置邮件服务器，请联系系统管理员。", en: "No mail server is set; ask the system administrator.")
    }
}

/// One's choice as one sees it.
package struct NoticeMailView: Resource {
    /// Where notices are sent; empty for nowhere.
    package let address: String
    /// In which language.
    package let language: String
    /// The kinds that are sent.
    package let kinds: [String]
    /// Whether the bank has named a mail server.
    package let isOffered: Bool
    private let all: [(code: String, words: L)]
    private let domains: [String]

    private enum CodingKeys: CodingKey { case address, language, kinds, isOffered }

    init(_ choice: MailQueue.Choice, _ book: NoticeBook, _ domains: [String]?) {
        address = choice.address
        language = choice.language.rawValue
        all = book.kinds.map { ($0.code, $0.words) }
        kinds = all.map(\.code).filter { !choice.off.contains($0) }
        isOffered = domains != nil
        self.domains = domains ?? []
    }

    package var title: L { L("通知邮件", en: "Notices by mail") }

    package var page: HTML {
        pageHeader(
            title,
            L("邮件只含事项和链接，不含客户信息。", en: "A mail holds what and a link, nothing of a customer."),
            back: (ListNotices.title, ListNotices.path),
        )
        if isOffered {
            card {
                form(action: ShowNoticeMail.path, success: L("已保存。", en: "Saved.")) {
                    Field(
                        "address",
                        L("邮箱", en: "Address"),
                        help: L(
                            "限 \(domains.joined(separator: "、"))；留空则不发邮件。",
                            en: "Of \(domains.joined(separator: ", ")); empty for no mail.",
                        ),
                    ).text(address, maximum: 120)
                    Field("language", L("邮件语言", en: "Language")).select(
                        [
                            Choice(Language.chinese.rawValue, L(same: "中文")),
                            Choice(Language.english.rawValue, L(same: "English")),
                        ],
                        chosen: language,
                    )
                    Field("kinds", L("发邮件的事项", en: "What is sent"), isWide: true).checkboxes(
                        all.map { Choice($0.code, $0.words) },
                        chosen: Set(kinds),
                    )
                    submitBar(L("保存", en: "Save"))
                }
            }
        } else {
            emptyState(.bell, NoticeMailRefusal.noServer.message)
        }
    }
}
