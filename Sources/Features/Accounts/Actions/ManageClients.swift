package import Access
package import Kernel
package import Web

/// Exchanges a client's token: the new one is in the answer, the old one stays valid for some hours.
package struct IssueToken: Endpoint {
    package static let route = Route(.post, "/clients/{id}/tokens")
    package static let permission = Permission.manageClients
    package static let act: LoggedAct? = LoggedAct(
        "client.exchange_token",
        L("更换接口令牌", en: "Exchanged a token"),
        on: .client,
    )
    package static let edits: Edit? = .asSeen(.client)

    static let overlap = InputField.int(
        "overlap_hours",
        L("旧令牌保留小时数", en: "Hours for which the old token stays valid"),
        in: ClientRule.overlapHours,
        help: L(
            "在此期间新旧令牌同时有效；填0则旧令牌立即失效。",
            en: "Both are valid meanwhile; with 0 the old one ends at once.",
        ),
    )

    package struct Input: FormInput {
        let id: ID<Account>
        let overlap: Duration

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id")
            overlap = .hours(try IssueToken.overlap.read(form))
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> NewTokenView {
        let store = ClientStore(context.transaction, vault: context.environment.vault)
        let client = try store.find(input.id, visibleTo: context.viewer)
        context.concerns(.client, client.id, client.name)
        if client.revokedAt != nil { throw ClientRefusal.alreadyRevoked }
        let token = try store.addToken(
            to: client.id,
            overlap: input.overlap,
            random: context.environment.random,
            at: context.wallNow,
        )
        return NewTokenView(client: client.id.rawValue, name: client.name, token: token)
    }
}

/// Ends one of a client's tokens at once, such as the old one after the change-over.
package struct EndToken: Endpoint {
    package static let route = Route(.post, "/clients/{id}/tokens/{token}/end")
    package static let permission = Permission.manageClients
    package static let act: LoggedAct? = LoggedAct(
        "client.end_token",
        L("停用接口令牌", en: "Ended a token"),
        on: .client,
    )
    package static let edits: Edit? = .always(.client)

    package struct Input: FormInput {
        let id: ID<Account>
        let token: ID<AccessToken>

        package init(_ form: Form) throws(InvalidInput) {
            id = try form.id("id")
            token = try form.id("token")
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        let store = ClientStore(context.transaction, vault: context.environment.vault)
        let client = try store.find(input.id, visibleTo: context.viewer)
        context.concerns(.client, client.id, client.name)
        try store.endToken(input.token, of: client.id, at: context.wallNow)
        return Done("/clients/\(client.id)", id: input.token.rawValue)
    }
}

/// Ends a client's access at once and for good.
package struct RevokeClient: Endpoint {
    package static let route = Route(.post, "/clients/{id}/revocation")
    package static let permission = Permission.manageClients
    package static let act: LoggedAct? = LoggedAct(
        "client.revoke",
        L("撤销接口账号", en: "Revoked an integration client"),
        on: .client,
    )
    package static let edits: Edit? = .always(.client)

    package func answer(_ input: IDInput<Account>, _ context: Context) throws -> Done {
        let store = ClientStore(context.transaction, vault: context.environment.vault)
        let client = try store.find(input.id, visibleTo: context.viewer)
        context.concerns(.client, client.id, client.name)
        if client.revokedAt != nil { throw ClientRefusal.alreadyRevoked }
        try store.revoke(client.id, by: context.viewer, at: context.wallNow)
        return Done("/clients/\(client.id)", id: client.id.rawValue)
    }
}
