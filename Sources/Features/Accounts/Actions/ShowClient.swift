package import Access
package import HTML
package import Kernel
package import Web

/// One program's access, with its tokens and what may be done about them.
package struct ShowClient: Endpoint {
    package static let route = Route(.get, "/clients/{id}")
    package static let permission = Permission.listClients

    package func answer(_ input: IDInput<Account>, _ context: Context) throws -> WithHistory<
        ClientView
    > {
        let store = ClientStore(context.transaction, vault: context.environment.vault)
        let client = try store.find(input.id, visibleTo: context.viewer)
        let people = Set([client.createdBy, client.revokedBy].compactMap { $0?.rawValue })
        return ClientView(
            client,
            tokens: try store.tokens(of: client.id),
            names: try AccountStore(context.transaction).names(people),
            for: context.viewer,
            at: context.wallNow,
            version: try context.version(of: .client, client.id.rawValue),
        ).with(try context.history(of: .client, client.id))
    }
}

/// A client as a reader sees it.
package struct ClientView: Resource {
    /// One of its tokens.
    package struct Token: Encodable, Sendable {
        let id: Int64
        let ending: String
        let createdAt: String
        let endsAt: String?
        let isValid: Bool
    }

    /// The identity.
    package let id: Int64
    /// Its name.
    package let name: String
    /// What it is for.
    package let purpose: String
    /// What it may do.
    package let scopes: [String]
    /// Where it may call from; anywhere when empty.
    package let addresses: [String]
    /// `active`, `expiring`, `expired` or `revoked`.
    package let state: String
    /// The last day of its access.
    package let expiresOn: String
    /// Its tokens, the newest first.
    package let tokens: [Token]
    /// Who made it.
    package let createdBy: String
    /// When.
    package let createdAt: String
    /// Who revoked it; nil while it has access.
    package let revokedBy: String?
    /// When.
    package let revokedAt: String?
    /// When it was last used; nil for never.
    package let lastUsedAt: String?
    /// From where.
    package let lastUsedFrom: String
    /// What the reader saw; sent with an exchange of the token.
    package let version: Int64
    private let offers: Offers
    private let tokenTable: HTML
    private let exchange: PostForm?

    private enum CodingKeys: String, CodingKey {
        case id, name, purpose, scopes, addresses, state, expiresOn, tokens, createdBy, createdAt
        case revokedBy, revokedAt, lastUsedAt, lastUsedFrom, version
    }

    init(
        _ client: IntegrationClient,
        tokens: [AccessTokenDetails],
        names: [Int64: String],
        for viewer: Viewer,
        at now: Moment,
        version: Version,
    ) {
        self.version = version.rawValue
        id = client.id.rawValue
        name = client.name
        purpose = client.purpose
        scopes = client.scopes.map(\.rawValue).sorted()
        addresses = client.addresses.map(\.description)
        state = ClientState(client, today: now.day).rawValue
        expiresOn = client.expiresOn.description
        self.tokens = tokens.map { token in
            Token(
                id: token.id.rawValue,
                ending: token.ending,
                createdAt: token.createdAt.description,
                endsAt: token.endsAt?.description,
                isValid: token.isValid(at: now),
            )
        }
        createdBy = names[client.createdBy.rawValue] ?? ""
        createdAt = client.createdAt.description
        revokedBy = client.revokedBy.map { names[$0.rawValue] ?? "" }
        revokedAt = client.revokedAt?.description
        lastUsedAt = client.lastUsedAt?.description
        lastUsedFrom = client.lastUsedFrom
        let hasAccess = client.revokedAt == nil
        offers = Offers(viewer, [hasAccess ? Self.revocation(of: client) : nil])
        tokenTable = Token.layout(of: client.id.rawValue, hasAccess: hasAccess)
            .table(self.tokens, for: viewer)
        let form = PostForm(
            IssueToken.self,
            of: client.id.rawValue,
            version: version,
            fields: [IssueToken.overlap.filled(24)],
            submit: L("更换令牌", en: "Exchange the token"),
            isPlain: true,
        )
        exchange = hasAccess ? form.offered(to: viewer) : nil
    }

    package var title: L { L("接口账号 \(name)", en: "Client \(name)") }

    static func scopeBadge(_ code: String) -> HTML {
        badge(Scope(rawValue: code)?.name ?? L(same: code), .info)
    }

    package var page: HTML {
        pageHeader(title, L(same: purpose)) { offers.html }
        facts(
            [
                (L("状态", en: "State"), ClientState.mark(state)),
                (L("权限", en: "Scopes"), HTML(scopes.map { Self.scopeBadge($0) })),
                (
                    L("允许的来源地址", en: "Allowed addresses"),
                    addresses.isEmpty
                        ? L("不限", en: "Any").html : addresses.joined(separator: " ").html
                ),
                (L("有效期至", en: "Access ends"), expiresOn.html),
                (L("最近使用", en: "Last used"), lastUse),
                (L("创建", en: "Made"), "\(createdAt) \(createdBy)".html),
            ]
                + (revokedAt.map {
                    [(L("撤销", en: "Revoked"), "\($0) \(revokedBy ?? "")".html)]
                } ?? [])
        )
        tokenTable
        exchange
    }

    private var lastUse: HTML {
        guard let lastUsedAt else { return L("从未", en: "Never").html }
        return "\(lastUsedAt) \(lastUsedFrom)".html
    }

    private static func revocation(of client: IntegrationClient) -> Offer {
        .act(
            RevokeClient.self,
            of: client.id.rawValue,
            L("撤销", en: "Revoke"),
            .danger,
            asks: .init(
                L("撤销接口账号", en: "Revoke the client's access"),
                L(
                    "其全部令牌立即失效，不能恢复；记录保留。",
                    en: "All its tokens end at once and for good; what it did stays on record.",
                ),
            ),
        )
    }
}

extension ClientView.Token {
    fileprivate static func layout(of client: Int64, hasAccess: Bool) -> ListLayout<Self> {
        ListLayout(
            "tokens",
            L("令牌", en: "Tokens"),
            columns: [
                ListColumn(L("令牌尾号", en: "Token ends in")) { token in
                    element("code") { "…\(token.ending)" }
                },
                ListColumn(L("创建", en: "Made")) { $0.createdAt.html },
                ListColumn(L("失效", en: "Ends")) { $0.end },
                .acts { [hasAccess && $0.isValid ? $0.stop(of: client) : nil] },
            ],
            empty: L("没有令牌。", en: "No tokens."),
        )
    }

    private func stop(of client: Int64) -> Offer {
        .act(
            EndToken.self,
            of: client,
            parts: ["token": "\(id)"],
            L("立即停用", en: "End now"),
        )
    }

    private var end: HTML {
        guard isValid else { return badge(L("已失效", en: "Ended"), .neutral) }
        return endsAt?.html ?? badge(L("使用中", en: "In use"), .good)
    }
}
