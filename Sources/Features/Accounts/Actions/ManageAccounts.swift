package import Access
internal import Database
internal import HTML
package import Kernel
package import Threads
package import Web

/// The form for a new account.
package struct NewAccountPage: Endpoint {
    package static let route = Route(.get, "/accounts/new")
    package static let permission = Permission.manageAccounts

    package func answer(_ input: NoInput, _ context: Context) throws -> FormPage {
        let organisations = try OrganisationStore(context.transaction)
            .list(visibleTo: context.viewer)
        return FormPage(
            L("新建账号", en: "New account"),
            back: (L("账号", en: "Accounts"), "/accounts"),
            PostForm(
                CreateAccount.self,
                fields: [
                    AccountFields.organisation.filled(
                        among: organisations.map { Choice("\($0.id)", L(same: $0.name)) }
                    ), AccountFields.signInName.filled(), AccountFields.name.filled(),
                    AccountFields.staffNumber.filled(), AccountFields.roles.filled(),
                    AccountFields.firstPassword.filled(),
                ],
                submit: L("创建", en: "Create"),
                cancel: "/accounts",
            ),
        )
    }
}

/// Makes an account with a first password that its holder must change.
package struct CreateAccount: Endpoint {
    package static let route = Route(.post, "/accounts")
    package static let permission = Permission.manageAccounts
    package static let act: LoggedAct? = LoggedAct(
        "account.create",
        L("新建账号", en: "Made an account"),
        onSaid: .account,
    )
    package static let lane = Lane.entry
    package static let access = DatabaseAccess.own

    package struct Input: FormInput {
        let organisation: ID<Organisation>
        let signInName: String
        let password: String
        let roles: Set<Role>
        let name: String
        let staffNumber: String

        package init(_ form: Form) throws(InvalidInput) {
            (organisation, signInName, name, staffNumber, roles, password) = try form.read(
                AccountFields.organisation,
                AccountFields.signInName,
                AccountFields.name,
                AccountFields.staffNumber,
                AccountFields.roles,
                AccountFields.firstPassword,
            )
        }
    }

    private let passwords: Passwords

    /// Makes accounts with `passwords`.
    package init(passwords: Passwords) {
        self.passwords = passwords
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        let roles = try Roles(input.roles)
        let employer = try context.environment.database.read {
            try OrganisationStore($0).name(of: input.organisation)
        }
        try passwords.check(
            input.password,
            personal: [input.signInName, input.name, input.staffNumber, employer],
        )
        let account = AccountStore.NewAccount(
            organisation: input.organisation,
            signInName: input.signInName,
            passwordHash: try passwords.hash(input.password, at: context.wallNow),
            roles: roles,
            name: input.name,
            staffNumber: input.staffNumber,
            mustChangePassword: true,
        )
        let id = try context.write { context in
            let id = try AccountStore(context.transaction).add(account, at: context.now)
            context.concerns(.account, id, input.name)
            return id
        }
        return Done("/accounts/\(id)", id: id.rawValue)
    }
}

/// Sets a first password again; every session of the account ends.
package struct ResetPassword: Endpoint {
    package static let route = Route(.post, "/accounts/{id}/password")
    package static let permission = Permission.manageAccounts
    package static let act: LoggedAct? = LoggedAct(
        "account.reset_password",
        L("重置密码", en: "Reset a password"),
        on: .account,
    )
    package static let edits: Edit? = .asSeen(.account)
    package static let lane = Lane.entry
    package static let access = DatabaseAccess.own

    package struct Input: FormInput {
        let id: ID<Account>
        let password: String

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id")
            password = try ResetPassword.password.read(form)
        }
    }

    private static let password = InputField.newPassword(
        "password",
        L("新的初始密码", en: "New first password"),
        help: L(
            "对方下次登录时须自行修改。",
            en: "The holder must change it on the next sign-in.",
        ),
    )

    static func form(of account: ID<Account>, version: Version) -> PostForm {
        PostForm(
            Self.self,
            of: account.rawValue,
            version: version,
            fields: [password.filled()],
            submit: L("重置密码", en: "Reset password"),
        )
    }

    private let sessions: SessionStore
    private let passwords: Passwords

    /// Resets `passwords`.
    package init(sessions: SessionStore, passwords: Passwords) {
        self.sessions = sessions
        self.passwords = passwords
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        if input.id == context.viewer.account { throw AccountRefusal.ownAccount }
        let (account, employer) = try context.environment.database.read {
            let account = try AccountStore($0).find(input.id, visibleTo: context.viewer)
            return (account, try OrganisationStore($0).name(of: account.organisation))
        }
        context.concerns(.account, account.id, account.name)
        try passwords.check(input.password, personal: account.personal + [employer])
        let hash = try passwords.hash(input.password, at: context.wallNow)
        try context.write { context in
            let transaction = context.transaction
            try AccountStore(transaction).setPassword(account.id, hash: hash, mustChange: true)
            try sessions.endAll(of: account.id, except: "", in: transaction)
            try GuessStore(transaction, vault: context.environment.vault)
                .forget(SignInName(typed: account.signInName))
        }
        return Done("/accounts/\(account.id)")
    }
}

/// Closes an account: it can't sign in any more, and its sessions end at once.
package struct CloseAccount: Endpoint {
    package static let route = Route(.post, "/accounts/{id}/closure")
    package static let permission = Permission.manageAccounts
    package static let act: LoggedAct? = LoggedAct(
        "account.close",
        L("停用账号", en: "Closed an account"),
        on: .account,
    )
    package static let edits: Edit? = .always(.account)

    private let sessions: SessionStore

    /// Closes accounts and their sessions.
    package init(sessions: SessionStore) {
        self.sessions = sessions
    }

    package func answer(_ input: IDInput<Account>, _ context: Context) throws -> Done {
        if input.id == context.viewer.account { throw AccountRefusal.ownAccount }
        let store = AccountStore(context.transaction)
        let account = try store.find(input.id, visibleTo: context.viewer)
        context.concerns(.account, account.id, account.name)
        try store.setState(account.id, .disabled)
        try sessions.endAll(of: account.id, except: "", in: context.transaction)
        return Done("/accounts/\(account.id)")
    }
}

/// Opens a closed account again.
package struct ReopenAccount: Endpoint {
    package static let route = Route(.post, "/accounts/{id}/reopening")
    package static let permission = Permission.manageAccounts
    package static let act: LoggedAct? = LoggedAct(
        "account.reopen",
        L("恢复账号", en: "Opened an account again"),
        on: .account,
    )
    package static let edits: Edit? = .asSeen(.account)

    package func answer(_ input: IDInput<Account>, _ context: Context) throws -> Done {
        let store = AccountStore(context.transaction)
        let account = try store.find(input.id, visibleTo: context.viewer)
        context.concerns(.account, account.id, account.name)
        try store.setState(account.id, .active)
        return Done("/accounts/\(account.id)")
    }
}
