package import Access
package import HTML
package import Kernel
package import Web

/// Gives a program access: name, purpose, scopes, expiry, addresses. Its token is in the answer,
/// and never again anywhere. C2.1.
package struct CreateClient: Endpoint {
    package static let route = Route(.post, "/clients")
    package static let permission = Permission.manageClients

    package struct Input: FormInput {
        let client: ClientStore.NewClient

        package init(_ form: Form) throws(InvalidInput) {
            var scopes: Set<Scope> = []
            for text in form.all("scopes") {
                guard let scope = Scope(rawValue: text) else {
                    throw InvalidInput("scopes", L("没有这项权限。", en: "There is no such scope."))
                }
                scopes.insert(scope)
            }
            if scopes.isEmpty {
                throw InvalidInput("scopes", L("请至少选择一项权限。", en: "Choose at least one scope."))
            }
            client = ClientStore.NewClient(
                name: try form.text("name", maximum: 40),
                purpose: try form.text("purpose", maximum: 200),
                scopes: scopes,
                addresses: try form.sourceAddresses("addresses"),
                expiresOn: try form.day("expires_on"),
            )
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> NewTokenView {
        try ClientRule.check(expiry: input.client.expiresOn, today: context.wallNow.day)
        let store = ClientStore(context.transaction, vault: context.environment.vault)
        let id = try store.add(input.client, by: context.viewer, at: context.wallNow)
        let token = try store.addToken(
            to: id,
            overlap: .zero,
            random: context.environment.random,
            at: context.wallNow,
        )
        return NewTokenView(client: id.rawValue, name: input.client.name, token: token)
    }
}

/// A new token, shown this once.
package struct NewTokenView: Resource {
    /// The client.
    package let client: Int64
    /// Its name.
    package let name: String
    /// The token.
    package let token: String

    package var title: L { L("新令牌", en: "New token") }

    package var page: HTML {
        pageHeader(title, L(same: name))
        notice(
            .warning,
            L(
                "请立即保存到调用方的密钥库：离开本页后无法再次查看，只能更换。",
                en:
                    "Put it into the program's secret store now: it is not shown again, only exchanged.",
            ),
        )
        element("p") { element("code", .id("new-token")) { token } }
        hint(
            L("请求头：Authorization: Bearer 令牌", en: "Header: Authorization: Bearer TOKEN"),
            id: "token-use",
        )
        linkButton(L("已保存，返回", en: "It is kept: go on"), href: "/clients/\(client)")
    }
}

/// The form for a new client.
package struct NewClientPage: Endpoint {
    package static let route = Route(.get, "/clients/new")
    package static let permission = Permission.manageClients

    package func answer(_ input: NoInput, _ context: Context) throws -> NewClientForm {
        NewClientForm(expiresOn: context.wallNow.day.adding(days: 180).description)
    }
}

/// What a new client may be given.
package struct NewClientForm: Resource {
    /// The scopes' stable names.
    package let scopes = Scope.allCases.map(\.rawValue)
    /// The day that is proposed for the end of access.
    package let expiresOn: String

    init(expiresOn: String) {
        self.expiresOn = expiresOn
    }

    package var title: L { L("新建接口账号", en: "New client") }

    package var page: HTML {
        pageHeader(title)
        tokenForm(action: "/clients") {
            field("name", L("名称", en: "Name"), required: true)
            field(
                "purpose",
                L("用途", en: "Purpose"),
                help: L("例如：新一代系统下发任务。", en: "Such as: tasks from the core system."),
                required: true,
            )
            checkboxes(
                "scopes",
                L("权限", en: "Scopes"),
                choices: Scope.allCases.map { ($0.rawValue, $0.name) },
            )
            field(
                "expires_on",
                L("有效期至", en: "Access ends"),
                type: "date",
                value: expiresOn,
                help: L(
                    "最长\(ClientRule.longestDays)天。",
                    en: "At most \(ClientRule.longestDays) days ahead.",
                ),
                required: true,
            )
            field(
                "addresses",
                L("允许的来源地址", en: "Allowed addresses"),
                help: L(
                    "IP或网段，以空格分隔；不填则不限制。",
                    en: "Addresses or networks with spaces between; empty for any.",
                ),
            )
            submitBar(L("创建并显示令牌", en: "Create and show the token"))
        }
    }
}

/// A form whose answer is shown at once: a token that is told only here. No script takes it over.
func tokenForm(action: String, @HTMLBuilder content: () -> HTML) -> HTML {
    element("form", .class("form"), Attribute("method", "post"), Attribute("action", action)) {
        HTML.csrfField
        content()
    }
}
