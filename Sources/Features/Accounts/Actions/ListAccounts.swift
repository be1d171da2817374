package import Access
package import HTML
package import Kernel
package import Web

/// The accounts that the viewer may see, page by key.
package struct ListAccounts: Endpoint {
    package static let route = Route(.get, "/accounts")
    package static let permission = Permission.listAccounts

    package func answer(_ input: PageInput, _ context: Context) throws -> ListPage<AccountView> {
        let found = try AccountStore(context.transaction).list(
            visibleTo: context.viewer,
            after: input.start.after,
            limit: input.start.limit,
        )
        let organisations = try OrganisationStore(context.transaction)
            .list(visibleTo: context.viewer)
        let new = Offer.link(NewAccountPage.self, L("新建账号", en: "New account"), key: "n")
        return ListPage(
            AccountView.layout,
            PageOf(found, from: input.start) { $0.id.rawValue }
                .map { AccountView($0, organisations: organisations, mayManage: false) },
            at: Self.route.pattern,
            offers: Offers(context.viewer, [new]),
        )
    }
}

extension AccountView {
    fileprivate static let layout = ListLayout<Self>(
        "accounts",
        L("账号", en: "Accounts"),
        columns: [
            ListColumn(L("姓名", en: "Name")) { $0.name.html },
            ListColumn(L("登录名", en: "Sign-in name")) { $0.signInName.html },
            ListColumn(L("工号", en: "Staff no.")) { $0.staffNumber.html },
            ListColumn(L("机构", en: "Organisation")) { $0.organisation.html },
            ListColumn(L("角色", en: "Roles")) { account in
                HTML(account.roles.map { badge($0) })
            },
            ListColumn(L("状态", en: "State")) { $0.stateBadge },
        ],
        empty: L("没有账号。", en: "No accounts."),
        href: { "/accounts/\($0.id)" },
    )
}

/// One account, with what may be done to it.
package struct ShowAccount: Endpoint {
    package static let route = Route(.get, "/accounts/{id}")
    package static let permission = Permission.listAccounts

    package func answer(_ input: IDInput<Account>, _ context: Context) throws -> WithHistory<
        AccountView
    > {
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
        ).with(try context.history(of: .account, account.id))
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
