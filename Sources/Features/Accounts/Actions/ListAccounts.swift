package import Access
package import HTML
package import Kernel
package import Web

/// The accounts that the viewer may see, page by key.
package struct ListAccounts: Endpoint {
    package static let route = Route(.get, "/accounts")
    package static let permission = Permission.listAccounts

    package struct Input: FormInput {
        let after: Int64

        package init(_ form: Form) throws(InvalidInput) {
            after = Int64(try form.optionalInt("after", in: 0...Int.max) ?? 0)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> AccountList {
        let accounts = try AccountStore(context.transaction)
            .list(visibleTo: context.viewer, after: input.after, limit: AccountList.pageSize + 1)
        let organisations = try OrganisationStore(context.transaction)
            .list(visibleTo: context.viewer)
        return AccountList(
            accounts,
            organisations: organisations,
            mayManage: Permission.manageAccounts.allows(context.viewer),
            after: input.after,
        )
    }
}

/// A page of accounts.
package struct AccountList: Resource {
    static let pageSize = 50

    /// The accounts of this page.
    package let accounts: [AccountView]
    /// The key after which the next page begins; nil on the last page.
    package let next: Int64?
    private let mayManage: Bool
    private let after: Int64

    private enum CodingKeys: String, CodingKey {
        case accounts
        case next
    }

    init(
        _ accounts: [AccountDetails],
        organisations: [OrganisationDetails],
        mayManage: Bool,
        after: Int64,
    ) {
        let page = accounts.prefix(Self.pageSize)
        self.accounts = page.map { AccountView($0, organisations: organisations, mayManage: false) }
        next = accounts.count > Self.pageSize ? page.last?.id.rawValue : nil
        self.mayManage = mayManage
        self.after = after
    }

    package var title: L { L("账号", en: "Accounts") }

    package var page: HTML {
        pageHeader(title) {
            if mayManage {
                linkButton(L("新建账号", en: "New account"), href: "/accounts/new", key: "n")
            }
        }
        dataTable(
            columns: [
                Column(L("姓名", en: "Name")), Column(L("登录名", en: "Sign-in name")),
                Column(L("工号", en: "Staff no.")), Column(L("机构", en: "Organisation")),
                Column(L("角色", en: "Roles")), Column(L("状态", en: "State")),
            ],
            rows: accounts.map { account in
                TableRow(
                    [
                        account.name.html, account.signInName.html, account.staffNumber.html,
                        account.organisation.html, HTML(account.roles.map { badge($0) }),
                        account.stateBadge,
                    ],
                    href: "/accounts/\(account.id)",
                )
            },
            empty: L("没有账号。", en: "No accounts."),
        )
        keyPages(path: "/accounts", after: after, next: next)
    }
}

/// One account, with what may be done to it.
package struct ShowAccount: Endpoint {
    package static let route = Route(.get, "/accounts/{id}")
    package static let permission = Permission.listAccounts

    package struct Input: FormInput {
        let id: ID<Account>

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id")
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> AccountView {
        let account = try AccountStore(context.transaction)
            .find(input.id, visibleTo: context.viewer)
        let organisations = try OrganisationStore(context.transaction)
            .list(visibleTo: context.viewer)
        return AccountView(
            account,
            organisations: organisations,
            mayManage: Permission.manageAccounts.allows(context.viewer)
                && account.id != context.viewer.account,
            version: try context.version(of: .account, account.id.rawValue),
        )
    }
}

/// An account as a reader sees it.
package struct AccountView: Resource {
    /// The identity.
    package let id: Int64
    /// The name to show.
    package let name: String
    /// What is typed on signing in.
    package let signInName: String
    /// The staff number.
    package let staffNumber: String
    /// The organisation's name.
    package let organisation: String
    /// The roles' names.
    package let roles: [L]
    /// `active` or `disabled`.
    package let state: String
    /// What the reader saw; sent with a new first password and with a reopening; nil in a list.
    package let version: Int64?
    private let mayManage: Bool

    private enum CodingKeys: String, CodingKey {
        case version
        case id
        case name
        case signInName
        case staffNumber
        case organisation
        case roles
        case state
    }

    init(
        _ account: AccountDetails,
        organisations: [OrganisationDetails],
        mayManage: Bool,
        version: Version? = nil,
    ) {
        self.version = version?.rawValue
        id = account.id.rawValue
        name = account.name
        signInName = account.signInName
        staffNumber = account.staffNumber
        organisation = organisations.first { $0.id == account.organisation }?.name ?? ""
        roles = account.roles.all.map(\.name)
        state = account.state.rawValue
        self.mayManage = mayManage
    }

    package var title: L { L("账号 \(name)", en: "Account \(name)") }

    var stateBadge: HTML {
        state == AccountDetails.State.active.rawValue
            ? badge(L("启用", en: "Active"), .good) : badge(L("停用", en: "Closed"), .neutral)
    }

    package var page: HTML {
        pageHeader(title, back: (L("账号", en: "Accounts"), "/accounts")) {
            if mayManage { closing }
        }
        card {
            facts([
                (L("登录名", en: "Sign-in name"), signInName.html),
                (L("工号", en: "Staff number"), staffNumber.html),
                (L("机构", en: "Organisation"), organisation.html),
                (L("角色", en: "Roles"), HTML(roles.map { badge($0) })),
                (L("状态", en: "State"), stateBadge),
            ])
        }
        if mayManage {
            card(L("重置密码", en: "Reset the password")) {
                form(action: "/accounts/\(id)/password") {
                    Version(version ?? 0).html
                    field(
                        "password",
                        L("新的初始密码", en: "New first password"),
                        type: "password",
                        help: L(
                            "对方下次登录时须自行修改。",
                            en: "The holder must change it on the next sign-in.",
                        ),
                        required: true,
                    )
                    submitBar(L("重置密码", en: "Reset password"))
                }
            }
        }
    }

    private var closing: HTML {
        state == AccountDetails.State.active.rawValue
            ? postButton(L("停用账号", en: "Close account"), action: "/accounts/\(id)/closure")
            : postButton(
                L("启用账号", en: "Reopen account"),
                action: "/accounts/\(id)/reopening",
                fields: [(Version.field, String(version ?? 0))],
            )
    }
}
