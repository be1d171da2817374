package import Access
package import HTML
package import Kernel
package import Web

/// Gives a program access: name, purpose, scopes, expiry, addresses. Its token is in the answer,
/// and never again anywhere. C2.1.
package struct CreateClient: Endpoint {
    package static let route = Route(.post, "/clients")
    package static let permission = Permission.manageClients
    package static let act: LoggedAct? = LoggedAct(
        "client.create",
        L("新建接口账号", en: "Made an integration client"),
        onSaid: .client,
    )

    package struct Input: FormInput {
        let client: ClientStore.NewClient

        package init(_ form: Form) throws(InvalidInput) {
            let (name, purpose, scopes, expiresOn, addresses) = try form.read(
                ClientFields.name,
                ClientFields.purpose,
                ClientFields.scopes,
                ClientFields.expiresOn,
                ClientFields.addresses,
            )
            client = ClientStore.NewClient(
                name: name,
                purpose: purpose,
                scopes: scopes,
                addresses: addresses,
                expiresOn: expiresOn,
            )
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> NewTokenView {
        try ClientRule.check(expiry: input.client.expiresOn, today: context.wallNow.day)
        let store = ClientStore(context.transaction, vault: context.environment.vault)
        let id = try store.add(input.client, by: context.viewer, at: context.wallNow)
        context.concerns(.client, id, input.client.name)
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

    package func answer(_ input: NoInput, _ context: Context) throws -> FormPage {
        FormPage(
            L("新建接口账号", en: "New client"),
            PostForm(
                CreateClient.self,
                fields: [
                    ClientFields.name.filled(), ClientFields.purpose.filled(),
                    ClientFields.scopes.filled(),
                    ClientFields.expiresOn.filled(context.wallNow.day.adding(days: 180)),
                    ClientFields.addresses.filled(),
                ],
                submit: L("创建并显示令牌", en: "Create and show the token"),
                isPlain: true,
            ),
        )
    }
}

/// What is entered of a client.
private enum ClientFields {
    static let name = InputField.text("name", L("名称", en: "Name"), maximum: 40)
    static let purpose = InputField.text(
        "purpose",
        L("用途", en: "Purpose"),
        maximum: 200,
        help: L("例如：新一代系统下发任务。", en: "Such as: tasks from the core system."),
    )
    static let scopes = InputField<Set<Scope>>.choices(
        "scopes",
        L("权限", en: "Scopes"),
        missing: L("请至少选择一项权限。", en: "Choose at least one scope."),
        named: \.name,
    )
    static let expiresOn = InputField.day(
        "expires_on",
        L("有效期至", en: "Access ends"),
        help: L(
            "最长\(ClientRule.longestDays)天。",
            en: "At most \(ClientRule.longestDays) days ahead.",
        ),
    )
    /// Divided by spaces, commas or lines; none when it is empty.
    static let addresses = InputField<[SourceAddress]>(
        "addresses",
        L("允许的来源地址", en: "Allowed addresses"),
        help: L(
            "IP或网段，以空格分隔；不填则不限制。",
            en: "Addresses or networks with spaces between; empty for any.",
        ),
        shown: { $0.map(\.description).joined(separator: " ") },
    ) { form, name throws(InvalidInput) in try form.sourceAddresses(name) }
}
