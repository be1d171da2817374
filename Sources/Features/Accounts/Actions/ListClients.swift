package import Access
internal import Calendar
internal import HTML
internal import Kernel
package import Web

/// The programs of the bank that have, or had, access.
package struct ListClients: Endpoint {
    package static let route = Route(.get, "/clients")
    package static let permission = Permission.listClients

    package func answer(_ input: NoInput, _ context: Context) throws -> ListPage<ClientRow> {
        let clients = try ClientStore(context.transaction, vault: context.environment.vault)
            .list(visibleTo: context.viewer)
        let new = Offer.link(NewClientPage.self, L("新建接口账号", en: "New client"), key: "n")
        return ListPage(
            ClientRow.layout,
            PageOf(all: clients.map { ClientRow($0, today: context.wallNow.day) }),
            at: Self.route.pattern,
            for: context.viewer,
            offers: [new],
        )
    }
}

/// One client in the list, the newest first.
package struct ClientRow: Encodable, Sendable {
    let id: Int64
    let name: String
    let purpose: String
    let scopes: [String]
    let state: String
    let expiresOn: String
    let lastUsedAt: String?

    init(_ client: IntegrationClient, today: BusinessDay) {
        id = client.id.rawValue
        name = client.name
        purpose = client.purpose
        scopes = client.scopes.map(\.rawValue).sorted()
        state = ClientState(client, today: today).rawValue
        expiresOn = client.expiresOn.description
        lastUsedAt = client.lastUsedAt?.description
    }

    static let layout = ListLayout<Self>(
        "clients",
        L("接口账号", en: "Integration clients"),
        lead: L(
            "行内系统以令牌调用，不用人员账号登录；只有所列权限。",
            en: "The bank's programs call with tokens of their own and hold only these scopes.",
        ),
        columns: [
            ListColumn(L("名称", en: "Name")) { $0.name.html },
            ListColumn(L("用途", en: "Purpose")) { $0.purpose.html },
            ListColumn(L("权限", en: "Scopes")) { client in
                HTML(client.scopes.map { ClientView.scopeBadge($0) })
            },
            ListColumn(L("状态", en: "State")) { ClientState.mark($0.state) },
            ListColumn(L("有效期至", en: "Access ends")) { $0.expiresOn.html },
            ListColumn(L("最近使用", en: "Last used")) { client in
                client.lastUsedAt?.html ?? L("从未", en: "Never").html
            },
        ],
        empty: L("没有接口账号。", en: "No clients."),
        opens: .page(ShowClient.self, \.id),
    )
}

/// Whether a client has access, for lists.
enum ClientState: String, StateMark {
    case active
    /// Access ends within `IntegrationClient.standing`.
    case expiring
    case expired
    case revoked

    init(_ client: IntegrationClient, today: BusinessDay) {
        if client.revokedAt != nil {
            self = .revoked
        } else {
            switch client.standing(on: today) {
            case .far: self = .active
            case .near: self = .expiring
            case .over: self = .expired
            }
        }
    }

    var name: L {
        switch self {
        case .active: L("有效", en: "Active")
        case .expiring: L("即将到期", en: "Ends soon")
        case .expired: L("已到期", en: "Expired")
        case .revoked: L("已撤销", en: "Revoked")
        }
    }

    var tone: Tone {
        switch self {
        case .active: .good
        case .expiring, .expired: .warning
        case .revoked: .neutral
        }
    }
}
