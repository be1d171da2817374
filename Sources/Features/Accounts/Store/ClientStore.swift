package import Access
package import Database
package import Kernel
internal import Sodium
package import Vault
internal import Web

/// Programs' access in the database.
package struct ClientStore {
    private let transaction: Transaction
    private let vault: Vault

    /// A store within one transaction; `vault` hashes the tokens.
    package init(_ transaction: Transaction, vault: Vault) {
        self.transaction = transaction
        self.vault = vault
    }

    /// A client to be made.
    package struct NewClient: Sendable {
        /// Its name.
        package let name: String
        /// What it is for.
        package let purpose: String
        /// What it may do.
        package let scopes: Set<Scope>
        /// Where it may call from; anywhere when empty.
        package let addresses: [SourceAddress]
        /// The last day of its access.
        package let expiresOn: BusinessDay

        /// A client to be made.
        package init(
            name: String,
            purpose: String,
            scopes: Set<Scope>,
            addresses: [SourceAddress] = [],
            expiresOn: BusinessDay,
        ) {
            self.name = name
            self.purpose = purpose
            self.scopes = scopes
            self.addresses = addresses
            self.expiresOn = expiresOn
        }
    }

    /// Makes a client of `viewer`'s organisation, the bank, with an account that cannot sign in.
    /// Throws `nameTaken`.
    package func add(_ client: NewClient, by viewer: Viewer, at now: Moment) throws -> ID<Account> {
        let taken = try transaction.first(
            "SELECT account_id FROM integration_client WHERE name = \(client.name)"
        )
        if taken != nil { throw ClientRefusal.nameTaken }
        let account = try AccountStore(transaction).add(
            AccountStore.NewAccount(
                organisation: viewer.organisation,
                signInName: "\(ClientRule.prefix)\(client.name)",
                passwordHash: "",
                roles: try Roles([.program]),
                name: client.name,
                staffNumber: "",
                mustChangePassword: false,
            ),
            at: now,
        )
        let scopes = Scope.allCases.filter(client.scopes.contains).map(\.rawValue)
        try transaction.execute(
            """
            INSERT INTO integration_client(account_id, name, purpose, scopes, addresses,
                expires_on, created_by, created_at, last_used_from)
            VALUES (\(account), \(client.name), \(client.purpose),
                \(scopes.joined(separator: " ")),
                \(client.addresses.map(\.description).joined(separator: " ")),
                \(client.expiresOn), \(viewer.account), \(now), '')
            """
        )
        return account
    }

    /// A client; only the bank knows of any.
    package func find(_ id: ID<Account>, visibleTo viewer: Viewer) throws -> IntegrationClient {
        let row = try transaction.first("\(Self.selected) WHERE c.account_id = \(id)")
        guard let row, viewer.side == .bank else { throw NotFound(L("接口账号", en: "client")) }
        return try Self.client(row)
    }

    /// Every client, the newest first; only the bank knows of any.
    package func list(visibleTo viewer: Viewer) throws -> [IntegrationClient] {
        guard viewer.side == .bank else { return [] }
        return try transaction.rows("\(Self.selected) ORDER BY c.account_id DESC")
            .map(Self.client)
    }

    /// How many days before the end of an access it is told.
    private static let told = [1, 7, 30]

    /// Tells those who give access which of it ends soon, once for each of these times.
    func tellExpiring(at now: Moment) throws {
        let today = now.day
        let clients = try transaction.rows(
            """
            \(Self.selected) WHERE c.revoked_at IS NULL AND c.expires_on >= \(today)
                AND c.expires_on <= \(today.adding(days: Self.told.max() ?? 0))
            """
        ).map(Self.client)
        if clients.isEmpty { return }
        let keepers = try AccountStore(transaction).holders(of: .manageClients)
        for client in clients {
            let left = client.expiresOn.number - today.number
            guard let step = Self.told.first(where: { left <= $0 }) else { continue }
            try Notices(transaction).tell(
                .clientExpires,
                to: keepers,
                about: Thing(.client, client.id.rawValue, "\(client.name) \(client.expiresOn)"),
                once: "\(client.id) \(client.expiresOn) \(step)",
                at: now,
            )
        }
    }

    /// Ends a client's access for good, at once.
    package func revoke(_ id: ID<Account>, by viewer: Viewer, at now: Moment) throws {
        try transaction.execute(
            """
            UPDATE integration_client SET revoked_by = \(viewer.account), revoked_at = \(now)
            WHERE account_id = \(id) AND revoked_at IS NULL
            """
        )
    }

    // MARK: Tokens

    /// Makes a token, which is told this once. Those before it stay valid for `overlap`. Throws
    /// `twoTokens` where more than two would be valid.
    package func addToken(
        to client: ID<Account>,
        overlap: Duration,
        random: any RandomSource,
        at now: Moment,
    ) throws -> String {
        _ = try transaction.rows(
            """
            SELECT account_id FROM integration_client WHERE account_id = \(client)
            \(transaction.dialect.forUpdate)
            """
        )
        let valid = try tokens(of: client).filter { $0.isValid(at: now) }
        if overlap > .zero, valid.count >= ClientRule.validTokens { throw ClientRefusal.twoTokens }
        let token = ClientRule.prefix + Hex.encode(random.bytes(32))
        try transaction.execute(
            """
            UPDATE integration_token SET ends_at = \(now + overlap) WHERE client_id = \(client)
                AND (ends_at IS NULL OR ends_at > \(now + overlap))
            """
        )
        try transaction.execute(
            """
            INSERT INTO integration_token(client_id, token_hash, ending, created_at)
            VALUES (\(client), \(vault.tokenHash(token)), \(String(token.suffix(4))), \(now))
            """
        )
        return token
    }

    /// A client's tokens, the newest first.
    package func tokens(of client: ID<Account>) throws -> [AccessTokenDetails] {
        try transaction.rows(
            """
            SELECT id, ending, created_at, ends_at FROM integration_token
            WHERE client_id = \(client) ORDER BY id DESC
            """
        ).map { row in
            AccessTokenDetails(
                id: ID(try row.int("id")),
                ending: try row.text("ending"),
                createdAt: try row.moment("created_at"),
                endsAt: try row.optionalMoment("ends_at"),
            )
        }
    }

    /// Ends one token at once.
    package func endToken(_ id: ID<AccessToken>, of client: ID<Account>, at now: Moment) throws {
        let ended = try transaction.execute(
            """
            UPDATE integration_token SET ends_at = \(now) WHERE id = \(id)
                AND client_id = \(client) AND (ends_at IS NULL OR ends_at > \(now))
            """
        )
        if ended == 0 { throw NotFound(L("有效令牌", en: "valid token")) }
    }

    /// The client that a valid token belongs to, with its organisation's name; nil for nobody's.
    func client(of token: String, at now: Moment) throws
        -> (client: IntegrationClient, organisation: String)?
    {
        let row = try transaction.first(
            """
            \(Self.selected) JOIN integration_token t ON t.client_id = c.account_id
            WHERE t.token_hash = \(vault.tokenHash(token))
                AND (t.ends_at IS NULL OR t.ends_at > \(now))
            """
        )
        return try row.map { (try Self.client($0), try $0.text("organisation_name")) }
    }

    /// Notes when and from where a client was last at work.
    func touch(_ id: ID<Account>, from peer: String, at now: Moment) throws {
        try transaction.execute(
            """
            UPDATE integration_client SET last_used_at = \(now), last_used_from = \(peer)
            WHERE account_id = \(id)
            """
        )
    }

    private static let selected: SQL = """
        SELECT c.*, a.organisation_id, o.name AS organisation_name FROM integration_client c
            JOIN account a ON a.id = c.account_id JOIN organisation o ON o.id = a.organisation_id
        """

    private static func client(_ row: Row) throws -> IntegrationClient {
        IntegrationClient(
            id: ID(try row.int("account_id")),
            organisation: ID(try row.int("organisation_id")),
            name: try row.text("name"),
            purpose: try row.text("purpose"),
            scopes: Set(
                try row.text("scopes").split(separator: " ").compactMap {
                    Scope(rawValue: String($0))
                }
            ),
            addresses: try row.text("addresses").split(separator: " ").compactMap {
                SourceAddress(String($0))
            },
            expiresOn: try row.day("expires_on"),
            createdBy: ID(try row.int("created_by")),
            createdAt: try row.moment("created_at"),
            revokedBy: try row.optionalInt("revoked_by").map { ID($0) },
            revokedAt: try row.optionalMoment("revoked_at"),
            lastUsedAt: try row.optionalMoment("last_used_at"),
            lastUsedFrom: try row.text("last_used_from"),
        )
    }
}
