package import Access
internal import Database
package import HTML
package import Kernel
package import Threads
package import Web

/// One's own account.
package struct OwnAccount: Endpoint {
    package static let route = Route(.get, "/account")
    package static let permission = Permission.ownAccount

    package func answer(_ input: NoInput, _ context: Context) throws -> OwnAccountView {
        let (account, _) = try AccountStore(context.transaction).own(context.viewer)
        return OwnAccountView(
            signInName: account.signInName,
            name: account.name,
            staffNumber: account.staffNumber,
            roles: account.roles.all.map(\.name),
            offers: Offers(
                context.viewer,
                [.link(PasswordPage.self, L("修改密码", en: "Change password"))],
            ),
        )
    }

    /// One's own account as one sees it.
    package struct OwnAccountView: Resource {
        /// What is typed on signing in.
        package let signInName: String
        /// The name shown to others.
        package let name: String
        /// The staff number.
        package let staffNumber: String
        /// The roles.
        package let roles: [L]
        fileprivate let offers: Offers

        private enum CodingKeys: CodingKey {
            case signInName, name, staffNumber, roles
        }

        package var title: L { L("我的账号", en: "My account") }

        package var page: HTML {
            pageHeader(title) {
                offers.html
            }
            card {
                facts([
                    (L("登录名", en: "Sign-in name"), signInName.html),
                    (L("姓名", en: "Name"), name.html),
                    (L("工号", en: "Staff number"), staffNumber.html),
                    (L("角色", en: "Roles"), HTML(roles.map { badge($0) })),
                ])
            }
        }
    }
}

/// The page on which one changes one's password.
package struct PasswordPage: Endpoint {
    package static let route = Route(.get, "/account/password")
    package static let permission = Permission.ownAccount

    package func answer(_ input: NoInput, _ context: Context) throws -> FormPage {
        FormPage(
            L("修改密码", en: "Change password"),
            PostForm(
                ChangePassword.self,
                fields: [
                    ChangePassword.old.filled(), AccountFields.ownPassword.filled(),
                    ChangePassword.again.filled(),
                ],
            ),
        )
    }
}

/// Changes one's own password and ends one's other sessions.
package struct ChangePassword: Endpoint {
    package static let route = Route(.post, "/account/password")
    package static let permission = Permission.ownAccount
    package static let act: LoggedAct? = LoggedAct(
        "account.change_password",
        L("修改自己的密码", en: "Changed their own password"),
        onSaid: .account,
    )
    package static let lane = Lane.entry
    package static let access = DatabaseAccess.own

    static let old = InputField.password("old", L("原密码", en: "Old password"))
    static let again = InputField.newPassword(
        "again",
        L("再次输入新密码", en: "New password again"),
    )

    package struct Input: FormInput {
        let old: String
        let new: String

        package init(_ form: Form) throws(InvalidInput) {
            let again: String
            (old, new, again) = try form.read(
                ChangePassword.old,
                AccountFields.ownPassword,
                ChangePassword.again,
            )
            guard again == new else {
                throw InvalidInput(
                    "again",
                    L("两次输入的新密码不一致。", en: "The two new passwords differ."),
                )
            }
        }
    }

    private let sessions: SessionStore
    private let passwords: Passwords

    /// Changes `passwords`.
    package init(sessions: SessionStore, passwords: Passwords) {
        self.sessions = sessions
        self.passwords = passwords
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        let (account, hash, employer) = try context.environment.database.read {
            let (account, hash) = try AccountStore($0).own(context.viewer)
            return (account, hash, try OrganisationStore($0).name(of: account.organisation))
        }
        context.concerns(.account, account.id, account.name)
        let name = SignInName(typed: account.signInName)
        // Whoever found an open session has no more tries here than at the sign-in page.
        let isRight = try Guess(name, context).run(
            { _ in account.id },
            isRight: { try passwords.verify(input.old, against: hash, at: context.wallNow) },
        )
        guard isRight else { throw AccountRefusal.wrongOldPassword }
        try passwords.check(
            input.new,
            personal: account.personal + [employer],
            old: input.old,
        )
        let newHash = try passwords.hash(input.new, at: context.wallNow)
        try context.write { context in
            try AccountStore(context.transaction)
                .setPassword(account.id, hash: newHash, mustChange: false)
            try sessions.endAll(
                of: account.id,
                except: context.sessionToken,
                in: context.transaction,
            )
        }
        return Done("/account")
    }
}
