internal import HTML
internal import Kernel
package import Web

/// Organisations, the people who sign in, their roles and sessions, and the audit log's page.
package enum Accounts {
    /// What the capability contributes. `setUpCode` is printed when an empty system starts.
    package static func capability(passwords: Passwords, setUpCode: String) -> Capability {
        let sessions = SessionStore()
        return Capability(
            name: "accounts",
            endpoints: [
                SignInPage(), SignIn(sessions: sessions, passwords: passwords),
                SignOut(sessions: sessions), OwnAccount(), PasswordPage(),
                ChangePassword(sessions: sessions, passwords: passwords), ListAccounts(),
                NewAccountPage(), CreateAccount(passwords: passwords), ShowAccount(),
                ResetPassword(sessions: sessions, passwords: passwords),
                CloseAccount(sessions: sessions), ReopenAccount(), ListOrganisations(),
                ListAuditEntries(), AddVendor(), SetUpPage(),
                SetUp(passwords: passwords, code: setUpCode), ListClients(), NewClientPage(),
                CreateClient(), ShowClient(), IssueToken(), EndToken(), RevokeClient(),
            ],
            migrations: AccountsSchema.migrations,
            menu: menu,
            jobs: jobs,
            acts: [
                PaletteAct(L("新建账号", en: "New account"), NewAccountPage.self),
                PaletteAct(L("新建接口账号", en: "New integration client"), NewClientPage.self),
                PaletteAct(L("修改密码", en: "Change the password"), PasswordPage.self),
            ],
            home: [ClientWork(), AccountFigures()],
            search: [AccountSearch()],
            notices: [.clientExpires],
            log: log,
        )
    }

    /// Its entries in the menu.
    private static let menu = [
        MenuEntry(.security, L("账号", en: "Accounts"), ListAccounts.self, icon: .people, key: "u"),
        MenuEntry(
            .suppliers,
            L("行方与供应商", en: "Bank and vendors"),
            ListOrganisations.self,
            icon: .building
        ),
        MenuEntry(.system, L("接口账号", en: "Integration clients"), ListClients.self, icon: .lock),
        MenuEntry(
            .oversight,
            L("审计日志", en: "Audit log"),
            ListAuditEntries.self,
            icon: .journal,
            key: "l"
        ),
    ]

    /// What is recorded of accounts below the web.
    private static let log = LogWords(acts: [
        LoggedAct("session.expire", L("会话到期", en: "A session ran out"), on: .account),
        LoggedAct(
            "account.duties_separated",
            L("按职责分离调整角色", en: "Took roles away that exclude each other"),
            on: .account,
        ),
        LoggedAct(
            "account.name_looks_taken",
            L("发现登录名相近", en: "Found a name that looks like another"),
            on: .account,
        ),
    ])
}
