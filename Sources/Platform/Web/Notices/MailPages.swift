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
        let choice = try MailQueue(context.transaction).choice(of: context.viewer.account)
        let sent = Set(book.kinds.map(\.code)).subtracting(choice.off)
        let form = context.environment.mailer.map { mailer in
            PostForm(
                SetNoticeMail.self,
                fields: [
                    SetNoticeMail.address(in: mailer.domains).filled(choice.address),
                    SetNoticeMail.language.filled(choice.language),
                    SetNoticeMail.kinds.filled(
                        sent,
                        among: book.kinds.map { Choice($0.code, $0.words) },
                    ),
                ],
                success: L("已保存。", en: "Saved."),
            )
        }
        return NoticeMailView(
            address: choice.address,
            language: choice.language.rawValue,
            kinds: book.kinds.map(\.code).filter { sent.contains($0) },
            form: form,
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

    static let language = InputField<Language>(
        "language",
        L("邮件语言", en: "Language"),
        shown: \.rawValue,
        control: { field, text, _ in
            field.select(
                [
                    Choice(Language.chinese.rawValue, L(same: "中文")),
                    Choice(Language.english.rawValue, L(same: "English")),
                ],
                chosen: text,
            )
        },
    ) { form, name throws(InvalidInput) in try form.optionalChoice(name) ?? .chinese }
    static let kinds = InputField.anyOf("kinds", L("发邮件的事项", en: "What is sent"))

    /// An address in one of the bank's domains; empty for none.
    static func address(in domains: [String]) -> InputField<String> {
        InputField(
            "address",
            L("邮箱", en: "Address"),
            help: L(
                "限 \(domains.joined(separator: "、"))；留空则不发邮件。",
                en: "Of \(domains.joined(separator: ", ")); empty for no mail.",
            ),
            shown: \.self,
            control: { field, text, _ in field.text(text, maximum: 120) },
        ) { form, name throws(InvalidInput) in
            try form.optionalText(name, maximum: 120) == nil
                ? "" : try MailAddress.read(form, name, in: domains)
        }
    }

    package struct Input: FormInput {
        let form: Form
        let language: Language
        let kinds: Set<String>

        package init(_ form: Form) throws(InvalidInput) {
            self.form = form
            (language, kinds) = try form.read(SetNoticeMail.language, SetNoticeMail.kinds)
        }
    }

    private let book: NoticeBook

    init(_ book: NoticeBook) { self.book = book }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        guard let mailer = context.environment.mailer else { throw NoticeMailRefusal.noServer }
        let choice = MailQueue.Choice(
            address: try Self.address(in: mailer.domains).read(input.form),
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
    private let form: PostForm?

    private enum CodingKeys: CodingKey { case address, language, kinds, isOffered }

    init(address: String, language: String, kinds: [String], form: PostForm?) {
        (self.address, self.language, self.kinds) = (address, language, kinds)
        isOffered = form != nil
        self.form = form
    }

    package var title: L { L("通知邮件", en: "Notices by mail") }

    package var page: HTML {
        pageHeader(
            title,
            L("邮件只含事项和链接，不含客户信息。", en: "A mail holds what and a link, nothing of a customer."),
            back: (ListNotices.title, ListNotices.path),
        )
        if let form {
            card { form }
        } else {
            emptyState(.bell, NoticeMailRefusal.noServer.message)
        }
    }
}
