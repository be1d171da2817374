package import Access
package import HTML
package import Kernel
package import Web

/// The programs of the bank that have, or had, access.
package struct ListClients: Endpoint {
    package static let route = Route(.get, "/clients")
    package static let permission = Permission.listClients

    package func answer(_ input: NoInput, _ context: Context) throws -> ClientList {
        let clients = try ClientStore(context.transaction, vault: context.environment.vault)
            .list(visibleTo: context.viewer)
        return ClientList(
            clients: clients.map { ClientList.Line($0, today: context.wallNow.day) },
            mayManage: Permission.manageClients.allows(context.viewer),
        )
    }
}

/// The clients as a reader sees them.
package struct ClientList: Resource {
    /// One client.
    package struct Line: Encodable, Sendable {
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
    }

    /// The clients, the newest first.
    package let clients: [Line]
    private let mayManage: Bool

    private enum CodingKeys: String, CodingKey {
        case clients
    }

    init(clients: [Line], mayManage: Bool) {
        self.clients = clients
        self.mayManage = mayManage
    }

    package var title: L { L("接口账号", en: "Integration clients") }

    package var page: HTML {
        pageHeader(
            title,
            L(
                "行内系统以令牌调用，不用人员账号登录；只有所列权限。",
                en: "The bank's programs call with tokens of their own and hold only these scopes.",
            ),
        ) {
            if mayManage {
                linkButton(L("新建接口账号", en: "New client"), href: "/clients/new", key: "n")
            }
        }
        dataTable(
            columns: [
                Column(L("名称", en: "Name")), Column(L("用途", en: "Purpose")),
                Column(L("权限", en: "Scopes")), Column(L("状态", en: "State")),
                Column(L("有效期至", en: "Access ends")), Column(L("最近使用", en: "Last used")),
            ],
            rows: clients.map { client in
                TableRow(
                    [
                        client.name.html, client.purpose.html,
                        HTML(client.scopes.map { ClientView.scopeBadge($0) }),
                        ClientState.mark(client.state), client.expiresOn.html,
                        client.lastUsedAt?.html ?? L("从未", en: "Never").html,
                    ],
                    href: "/clients/\(client.id)",
                )
            },
            empty: L("没有接口账号。", en: "No clients."),
        )
    }
}

/// Whether a client has access, for lists.
enum ClientState: String {
    case active
    /// Access ends within `ClientRule.warningDays`.
    case expiring
    case expired
    case revoked

    init(_ client: IntegrationClient, today: BusinessDay) {
        if client.revokedAt != nil {
            self = .revoked
        } else if today > client.expiresOn {
            self = .expired
        } else {
            let isNear = client.expiresOn <= today.adding(days: ClientRule.warningDays)
            self = isNear ? .expiring : .active
        }
    }

    /// The state with its colour.
    static func mark(_ code: String) -> HTML {
        switch ClientState(rawValue: code) {
        case .active: badge(L("有效", en: "Active"), .good)
        case .expiring: badge(L("即将到期", en: "Ends soon"), .warning)
        case .expired: badge(L("已到期", en: "Expired"), .warning)
        case .revoked, nil: badge(L("已撤销", en: "Revoked"), .neutral)
        }
    }
}
