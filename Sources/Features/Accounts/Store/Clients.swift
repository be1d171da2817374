package import Access
package import Database
package import Kernel
package import Vault
package import Web

/// Whose token a program sends.
package struct Clients: ClientSource {
    private let vault: Vault

    /// Clients whose tokens `vault` hashes.
    package init(vault: Vault) {
        self.vault = vault
    }

    package var tokenPrefix: String { ClientRule.prefix }

    package func signIn(
        token: String,
        from peer: String,
        at now: Moment,
        in transaction: Transaction,
    ) throws -> ClientSignIn {
        let found = try ClientStore(transaction, vault: vault).client(of: token, at: now)
        guard let found else { return .unknown }
        do throws(ClientRefusal) {
            try found.client.check(from: peer, at: now)
        } catch {
            return .refused(error, found.client.id)
        }
        return .granted(
            Session(
                viewer: try found.client.viewer,
                organisation: found.organisation,
                csrfToken: "",
                mustChangePassword: false,
                lastSeenAt: found.client.lastUsedAt ?? Moment(milliseconds: 0),
            )
        )
    }

    package func touch(
        _ client: ID<Account>,
        from peer: String,
        at now: Moment,
        in transaction: Transaction,
    ) throws {
        try ClientStore(transaction, vault: vault).touch(client, from: peer, at: now)
    }
}
