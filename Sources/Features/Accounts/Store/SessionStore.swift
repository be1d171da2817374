package import Access
package import Database
package import Kernel
internal import Sodium
package import Web

/// Sessions in the database. A token itself is kept nowhere, only its hash.
package struct SessionStore: SessionSource {
    /// Makes the store; it has no state.
    package init() {}

    /// Begins a session: the token goes into the cookie.
    package func begin(
        _ account: ID<Account>,
        peer: String,
        random: any RandomSource,
        at now: Moment,
        in transaction: Transaction,
    ) throws -> String {
        let token = Hex.encode(random.bytes(32))
        try transaction.execute(
            """
            INSERT INTO session(token_hash, account_id, csrf, created_at, last_seen_at,
                expires_at, peer)
            VALUES (\(hash(token)), \(account), \(Hex.encode(random.bytes(16))), \(now), \(now),
                \(now + SignInRule.longest), \(peer))
            """
        )
        return token
    }

    package func session(
        token: String,
        at now: Moment,
        in transaction: Transaction,
    ) throws -> Session? {
        let row = try transaction.first(
            """
            SELECT a.*, s.csrf, s.last_seen_at, o.name AS organisation_name FROM session s
                JOIN account a ON a.id = s.account_id
                JOIN organisation o ON o.id = a.organisation_id
            WHERE s.token_hash = \(hash(token)) AND s.expires_at > \(now)
                AND s.last_seen_at > \(now - SignInRule.idle) AND a.state = 'active'
            """
        )
        guard let row else { return nil }
        let account = try AccountStore.details(row)
        return Session(
            viewer: account.viewer,
            organisation: try row.text("organisation_name"),
            csrfToken: try row.text("csrf"),
            mustChangePassword: account.mustChangePassword,
            lastSeenAt: try row.moment("last_seen_at"),
        )
    }

    package func people(
        _ ids: Set<Int64>,
        in transaction: Transaction,
    ) throws -> [Int64: LoggedPerson] {
        try AccountStore(transaction).people(ids)
    }

    package func key(of token: String) -> [UInt8] { hash(token) }

    package func live(at now: Moment, in transaction: Transaction) throws -> Set<[UInt8]> {
        let rows = try transaction.rows(
            """
            SELECT s.token_hash FROM session s JOIN account a ON a.id = s.account_id
            WHERE s.expires_at > \(now) AND s.last_seen_at > \(now - SignInRule.idle)
                AND a.state = 'active'
            """
        )
        return Set(try rows.map { try $0.blob("token_hash") })
    }

    package func touch(token: String, at now: Moment, in transaction: Transaction) throws {
        try transaction.execute(
            "UPDATE session SET last_seen_at = \(now) WHERE token_hash = \(hash(token))"
        )
    }

    /// Ends one session.
    package func end(token: String, in transaction: Transaction) throws {
        try transaction.execute("DELETE FROM session WHERE token_hash = \(hash(token))")
    }

    /// Ends every session of an account but the one with `token`.
    package func endAll(
        of account: ID<Account>,
        except token: String,
        in transaction: Transaction,
    ) throws {
        try transaction.execute(
            """
            DELETE FROM session WHERE account_id = \(account)
                AND token_hash <> \(hash(token))
            """
        )
    }

    /// Ends up to `limit` sessions whose time is over and tells whose they were, for the audit log.
    package func endOverdue(
        at now: Moment,
        limit: Int,
        in transaction: Transaction,
    ) throws -> [(account: ID<Account>, peer: String, isIdle: Bool)] {
        let rows = try transaction.rows(
            """
            SELECT token_hash, account_id, peer, expires_at FROM session
            WHERE expires_at <= \(now) OR last_seen_at <= \(now - SignInRule.idle)
            LIMIT \(limit)
            """
        )
        return try rows.compactMap { row in
            // One that was ended by its holder at this moment is not counted twice.
            let ended = try transaction.execute(
                "DELETE FROM session WHERE token_hash = \(try row.blob("token_hash"))"
            )
            if ended == 0 { return nil }
            return (
                ID(try row.int("account_id")), try row.text("peer"),
                try row.moment("expires_at") > now,
            )
        }
    }

    private func hash(_ token: String) -> [UInt8] {
        Digest.of(Array(token.utf8))
    }
}
