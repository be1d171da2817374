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
                .map { AccountView($0, organisations: organisations) },
            at: Self.route.pattern,
            for: context.viewer,
            offers: [new],
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
        opens: .page(ShowAccount.self, \.id),
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
        let version = try context.version(of: .account, account.id.rawValue)
        // Nobody closes or resets themselves.
        let isOwn = account.id == context.viewer.account
        return AccountView(
            account,
            organisations: try OrganisationStore(context.transaction)
                .list(visibleTo: context.viewer),
            version: version,
            offers: isOwn
                ? .none
                : Offers(context.viewer, version: version, [AccountView.change(of: account)]),
            reset: isOwn
                ? nil
                : ResetPassword.form(of: account.id, version: version).offered(to: context.viewer),
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
    private let offers: Offers
    private let reset: PostForm?

    private enum CodingKeys: CodingKey {
        case version, id, name, signInName, staffNumber, organisation, roles, state
    }

    init(
        _ account: AccountDetails,
        organisations: [OrganisationDetails],
        version: Version? = nil,
        offers: Offers = .none,
        reset: PostForm? = nil,
    ) {
        self.version = version?.rawValue
        id = account.id.rawValue
        name = account.name
        signInName = account.signInName
        staffNumber = account.staffNumber
        organisation = organisations.first { $0.id == account.organisation }?.name ?? ""
        roles = account.roles.all.map(\.name)
        state = account.state.rawValue
        self.offers = offers
        self.reset = reset
    }

    package var title: L { L("账号 \(name)", en: "Account \(name)") }

    var stateBadge: HTML {
        state == AccountDetails.State.active.rawValue
            ? badge(L("启用", en: "Active"), .good) : badge(L("停用", en: "Closed"), .neutral)
    }

    package var page: HTML {
        pageHeader(title, back: (L("账号", en: "Accounts"), "/accounts")) {
            offers.html
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
        reset.inCard(L("重置密码", en: "Reset the password"))
    }

    fileprivate static func change(of account: AccountDetails) -> Offer {
        switch account.state {
        case .active:
            .act(CloseAccount.self, of: account.id.rawValue, L("停用账号", en: "Close account"))
        case .disabled:
            .act(ReopenAccount.self, of: account.id.rawValue, L("启用账号", en: "Reopen account"))
        }
    }
}
