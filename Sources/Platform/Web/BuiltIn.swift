package import Access
internal import HTML
package import HTTPServer
internal import Jobs
package import Kernel
internal import Vault

extension Application {
    /// What the web layer contributes itself.
    static func builtIn(
        _ desk: HomeDesk,
        _ feed: WaitingFeed,
        _ capabilities: [Capability],
        _ jobs: JobRunner,
    ) -> Capability {
        let book = NoticeBook(capabilities)
        return Capability(
            name: "web",
            endpoints: [
                ChangeLanguage(), ShowHome(desk), FollowHome(feed),
                SearchThings(SearchDesk(capabilities)), ListJobs(jobs), RunJob(jobs),
                ListNotices(book), OpenNotice(), ReadAllNotices(),
                ShowNoticeMail(book), SetNoticeMail(book),
            ],
            menu: [
                MenuEntry(.start, L("首页", en: "Home"), ShowHome.self, icon: .inbox, key: "h"),
                MenuEntry(.system, L("定时作业", en: "Jobs"), ListJobs.self, icon: .clock),
            ],
            acts: [
                PaletteAct(ListNotices.title, ListNotices.self)
            ],
            log: LogWords(
                acts: [
                    LoggedAct(Act.view, L("查看客户信息", en: "Looked at customer data")),
                    LoggedAct(Act.opening, L("打开页面", en: "Opened a page")),
                    LoggedAct(tokenSignIn, L("接口令牌被拒", en: "A program's token was refused")),
                    LoggedAct(AuditLog.chainOpened, L("开启审计链", en: "Began a chain of the log")),
                    LoggedAct(
                        AuditLog.chainBroken,
                        L("发现审计链被改动", en: "Found a chain of the log altered"),
                    ),
                ],
                things: [
                    ThingKind("audit_chain", acts: "audit_chain", L("审计链", en: "Chain of the log"))
                ],
            ),
        )
    }

    /// The tables of the web layer: the versions of what people share, when they were last here, and
    /// what they were told.
    package static let migrations =
        Versions.migrations + [HomeVisits.migration, Notices.migration, MailQueue.migration]
}

/// Switches the reader's language; kept in a cookie, so it also holds before signing in.
package struct ChangeLanguage: Endpoint {
    package static let route = Route(.post, "/language")
    package static let permission = Permission.anyone("language.change")
    package static let access = DatabaseAccess.own
    package static let act: LoggedAct? = LoggedAct(
        "language.change",
        L("切换语言", en: "Changed the language"),
    )

    package struct Input: FormInput {
        let language: Language
        let destination: String

        package init(_ form: Form) throws(InvalidInput) {
            language = try form.choice("language")
            destination = try form.optionalText("return", maximum: 2_000) ?? "/"
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> WithCookies<Done> {
        let cookie = Cookie(
            name: "language",
            value: input.language.rawValue,
            maximumAge: 365 * 86_400,
            secure: context.environment.usesTLS,
        )
        return WithCookies(Done(localPath(input.destination)), [cookie])
    }
}

/// An answer that also sets cookies.
package struct WithCookies<Base: Answer>: Answer {
    private let base: Base
    private let cookies: [Cookie]

    /// Adds cookies to an answer.
    package init(_ base: Base, _ cookies: [Cookie]) {
        self.base = base
        self.cookies = cookies
    }

    package func response(_ exchange: AnswerContext) throws -> Response {
        var response = try base.response(exchange)
        response.headers += cookies.map { ("Set-Cookie", $0.headerValue) }
        return response
    }
}

/// A path on this site, whatever was asked for: nobody is sent elsewhere by a forged link.
package func localPath(_ path: String) -> String {
    let plain = path.utf8.allSatisfy { $0 > 0x20 && $0 != 0x5C && $0 != 0x7F }
    return plain && path.hasPrefix("/") && !path.hasPrefix("//") ? path : "/"
}
