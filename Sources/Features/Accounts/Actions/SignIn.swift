package import Access
internal import Database
package import HTML
internal import HTTPServer
package import Kernel
package import Threads
package import Web

/// The page on which one signs in.
package struct SignInPage: Endpoint {
    package static let route = Route(.get, "/session/new")
    package static let permission = Permission.signIn

    package struct Input: FormInput {
        let destination: String

        package init(_ form: Form) throws(InvalidInput) {
            destination = localPath(try form.optionalText("return", maximum: 2_000) ?? "/")
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> SignInView {
        SignInView(destination: input.destination, problem: nil)
    }
}

/// Signs in: takes a try, checks the password, begins a session. A name that does not exist gets
/// the same work, the same counts and the same answers as one that does.
package struct SignIn: Endpoint {
    package static let route = Route(.post, "/session")
    package static let permission = Permission.signIn
    package static let act: LoggedAct? = LoggedAct(
        "session.begin",
        L("登录", en: "Signed in"),
        onSaid: .account,
    )
    package static let lane = Lane.entry
    /// Hashing a password takes tens of milliseconds and must not hold the writer.
    package static let access = DatabaseAccess.own

    package struct Input: FormInput {
        let name: SignInName
        let password: String
        let destination: String

        package init(_ form: Form) throws(InvalidInput) {
            name = SignInName(typed: try form.text("name", maximum: 100))
            password = try form.secret("password")
            destination = localPath(try form.optionalText("return", maximum: 2_000) ?? "/")
        }
    }

    private let sessions: SessionStore
    private let passwords: Passwords

    /// Signs in against `sessions` with `passwords`.
    package init(sessions: SessionStore, passwords: Passwords) {
        self.sessions = sessions
        self.passwords = passwords
    }

    package func answer(
        _ input: Input,
        _ context: Context,
    ) throws -> WithCookies<SignInView> {
        let account = try check(input, context)
        let token = try context.write { context in
            try sessions.begin(
                account.id,
                peer: context.peer,
                random: context.environment.random,
                at: context.wallNow,
                in: context.transaction,
            )
        }
        let cookie = Cookie(
            name: Session.cookieName,
            value: token,
            maximumAge: nil,
            secure: context.environment.usesTLS,
        )
        return WithCookies(
            SignInView(destination: input.destination, problem: nil, done: true),
            [cookie],
        )
    }

    package func page(_ refusal: any UserFacing, _ input: Input) -> (any Resource)? {
        SignInView(destination: input.destination, problem: refusal)
    }

    private func check(_ input: Input, _ context: Context) throws -> AccountDetails {
        var found: (account: AccountDetails, hash: String)?
        let isRight = try Guess(input.name, context).run(
            { transaction in
                found = try AccountStore(transaction).credentials(of: input.name)
                // Also what is refused stands under the account that was named.
                if let found {
                    context.acts(as: found.account.id)
                    context.concerns(.account, found.account.id, found.account.name)
                }
                return found?.account.id
            },
            isRight: {
                try passwords.verify(input.password, against: found?.hash, at: context.wallNow)
            },
        )
        guard isRight, let found else { throw AccountRefusal.wrongNameOrPassword }
        guard found.account.state == .active else { throw AccountRefusal.disabled }
        return found.account
    }
}

/// The sign-in page, with what was wrong the last time.
package struct SignInView: Resource {
    /// The refusal's code; nil when nothing was wrong.
    package let code: String?
    /// The refusal's message.
    package let message: L?
    private let destination: String
    private let done: Bool
    private let refusalStatus: Int

    private enum CodingKeys: String, CodingKey {
        case code
        case message
    }

    init(destination: String, problem: (any UserFacing)?, done: Bool = false) {
        self.destination = destination
        self.done = done
        code = problem?.code
        message = problem?.message
        refusalStatus = problem?.status.rawValue ?? 200
    }

    package var title: L { L("登录", en: "Sign in") }
    package var layout: PageLayout { .bare }
    package var location: String? { done ? destination : nil }
    package var status: Int { refusalStatus }

    package var page: HTML {
        element(
            "form",
            .class("sign-in"),
            Attribute("method", "post"),
            Attribute("action", "/session")
        ) {
            element("h1", .class("sign-in-title")) { L("惠呼", en: "Huihu") }
            element("p", .class("sign-in-lead")) {
                L("普惠金融外呼服务外包管理系统", en: "Outsourced outbound calling for inclusive finance")
            }
            if let message {
                element("div", .class("alert alert-danger"), .role("alert")) { message }
            }
            element("label", .for("name"), .class("form-label")) { L("登录名", en: "Sign-in name") }
            element(
                "input",
                .id("name"),
                .name("name"),
                .class("form-control"),
                .required,
                .autofocus,
                Attribute("autocomplete", "username"),
            )
            element("label", .for("password"), .class("form-label")) { L("密码", en: "Password") }
            element(
                "input",
                .id("password"),
                .name("password"),
                .type("password"),
                .class("form-control"),
                .required,
                Attribute("autocomplete", "current-password"),
            )
            element("input", .type("hidden"), .name("return"), .value(destination))
            element("button", .class("btn btn-primary"), .type("submit")) {
                L("登录", en: "Sign in")
            }
        }
    }
}

/// Signs out.
package struct SignOut: Endpoint {
    package static let route = Route(.post, "/session/end")
    package static let permission = Permission.signOut
    package static let act: LoggedAct? = LoggedAct(
        "session.end",
        L("退出登录", en: "Signed out"),
        onSaid: .account,
    )

    private let sessions: SessionStore

    /// Signs out of `sessions`.
    package init(sessions: SessionStore) {
        self.sessions = sessions
    }

    package func answer(_ input: NoInput, _ context: Context) throws -> WithCookies<Done> {
        context.concerns(.account, context.viewer.account, context.viewer.name)
        try sessions.end(token: context.sessionToken, in: context.transaction)
        let cookie = Cookie(
            name: Session.cookieName,
            value: "",
            maximumAge: 0,
            secure: context.environment.usesTLS,
        )
        return WithCookies(Done("/session/new"), [cookie])
    }
}
