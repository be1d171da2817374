package import Access
internal import Database
package import HTML
package import Kernel
package import Threads
package import Web

/// The page on which the first administrator of an empty system chooses a password.
package struct SetUpPage: Endpoint {
    package static let route = Route(.get, "/setup")
    package static let permission = Permission.setUp

    package struct Input: FormInput {
        let code: String

        package init(_ form: Form) throws(InvalidInput) {
            code = try form.optionalText("code") ?? ""
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> SetUpForm {
        guard try AccountStore(context.transaction).isEmpty() else {
            throw AccountRefusal.alreadySetUp
        }
        return SetUpForm(code: input.code)
    }
}

/// The form for the first account.
package struct SetUpForm: Resource {
    private let setUpCode: String

    private enum CodingKeys: CodingKey {}

    init(code: String) {
        setUpCode = code
    }

    package var title: L { L("初始化惠呼", en: "Set up Huihu") }
    package var layout: PageLayout { .bare }

    package var page: HTML {
        element("div", .class("sign-in")) {
            element("h1", .class("sign-in-title")) { title }
            element("p", .class("sign-in-lead")) {
                L(
                    "创建第一个账号（安全管理员），之后由其建立其他机构和账号。",
                    en: "Make the first account, a security officer, who then makes the others.",
                )
            }
            PostForm(
                SetUp.self,
                fields: [
                    .hidden("code", setUpCode), SetUp.bank.filled(), AccountFields.name.filled(),
                    AccountFields.signInName.filled(), AccountFields.ownPassword.filled(),
                ],
                submit: L("完成初始化", en: "Finish"),
            ).html
        }
    }
}

/// Makes the bank and its first security officer, once.
package struct SetUp: Endpoint {
    package static let route = Route(.post, "/setup")
    package static let permission = Permission.setUp
    package static let act: LoggedAct? = LoggedAct(
        "system.set_up",
        L("初始化系统", en: "Set the system up"),
        onSaid: .account,
    )
    package static let lane = Lane.entry
    package static let access = DatabaseAccess.own

    static let bank = InputField.text(
        "bank",
        L("行方名称", en: "Name of the bank"),
        maximum: 100,
    )

    package struct Input: FormInput {
        let code: String
        let bank: String
        let name: String
        let signInName: String
        let password: String

        package init(_ form: Form) throws(InvalidInput) {
            code = try form.optionalText("code") ?? ""
            (bank, name, signInName, password) = try form.read(
                SetUp.bank,
                AccountFields.name,
                AccountFields.signInName,
                AccountFields.ownPassword,
            )
        }
    }

    private let passwords: Passwords
    private let code: String

    /// Accepts the set-up code that was printed when the program started.
    package init(passwords: Passwords, code: String) {
        self.passwords = passwords
        self.code = code
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        guard input.code == code else { throw AccountRefusal.wrongSetUpCode }
        try passwords.check(input.password, personal: [input.signInName, input.name, input.bank])
        let hash = try passwords.hash(input.password, at: context.wallNow)
        try context.write { context in
            let accounts = AccountStore(context.transaction)
            guard try accounts.isEmpty() else { throw AccountRefusal.alreadySetUp }
            let bank = try OrganisationStore(context.transaction)
                .add(side: .bank, name: input.bank, at: context.now)
            let officer = AccountStore.NewAccount(
                organisation: bank,
                signInName: input.signInName,
                passwordHash: hash,
                roles: try Roles([.securityOfficer]),
                name: input.name,
                staffNumber: "",
                mustChangePassword: false,
            )
            let id = try accounts.add(officer, at: context.now)
            context.acts(as: id)
            context.concerns(.account, id, officer.name)
        }
        return Done("/session/new")
    }
}
