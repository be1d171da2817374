package import Database

/// The tables of accounts, organisations and sessions.
package enum AccountsSchema {
    /// In the order in which they came; append only.
    package static let migrations = [
        Migration(
            capability: "accounts",
            number: 1,
            sql: """
                CREATE TABLE organisation(
                    id {id},
                    side TEXT NOT NULL,
                    name TEXT NOT NULL UNIQUE,
                    created_at BIGINT NOT NULL
                );
                CREATE TABLE account(
                    id {id},
                    organisation_id BIGINT NOT NULL REFERENCES organisation(id),
                    sign_in_name TEXT NOT NULL UNIQUE,
                    password_hash TEXT NOT NULL,
                    roles TEXT NOT NULL,
                    name TEXT NOT NULL,
                    staff_number TEXT NOT NULL,
                    state TEXT NOT NULL,
                    failed_attempts BIGINT NOT NULL,
                    locked_until BIGINT,
                    must_change_password BIGINT NOT NULL,
                    created_at BIGINT NOT NULL
                );
                CREATE INDEX account_organisation ON account(organisation_id, id);
                CREATE TABLE session(
                    token_hash {blob} PRIMARY KEY,
                    account_id BIGINT NOT NULL REFERENCES account(id),
                    csrf TEXT NOT NULL,
                    created_at BIGINT NOT NULL,
                    last_seen_at BIGINT NOT NULL,
                    expires_at BIGINT NOT NULL,
                    peer TEXT NOT NULL
                );
                CREATE INDEX session_account ON session(account_id);
                CREATE INDEX session_expiry ON session(expires_at);
                """,
        )
    ]
}
