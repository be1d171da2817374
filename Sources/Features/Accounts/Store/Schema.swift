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
        ),
        Migration(
            capability: "accounts",
            number: 2,
            sql: """
                CREATE TABLE integration_client(
                    account_id BIGINT PRIMARY KEY REFERENCES account(id),
                    name TEXT NOT NULL UNIQUE,
                    purpose TEXT NOT NULL,
                    scopes TEXT NOT NULL,
                    addresses TEXT NOT NULL,
                    expires_on BIGINT NOT NULL,
                    created_by BIGINT NOT NULL,
                    created_at BIGINT NOT NULL,
                    revoked_by BIGINT,
                    revoked_at BIGINT,
                    last_used_at BIGINT,
                    last_used_from TEXT NOT NULL
                );
                CREATE TABLE integration_token(
                    id {id},
                    client_id BIGINT NOT NULL REFERENCES integration_client(account_id),
                    token_hash {blob} NOT NULL UNIQUE,
                    ending TEXT NOT NULL,
                    created_at BIGINT NOT NULL,
                    ends_at BIGINT
                );
                CREATE INDEX integration_token_client ON integration_token(client_id, id);
                """,
        ),
        Migration(
            capability: "accounts",
            number: 3,
            sql: """
                ALTER TABLE account DROP COLUMN failed_attempts;
                ALTER TABLE account DROP COLUMN locked_until;
                ALTER TABLE account ADD COLUMN name_skeleton TEXT;
                CREATE UNIQUE INDEX account_name_skeleton ON account(name_skeleton);
                CREATE TABLE sign_in_guess(
                    name_key BIGINT NOT NULL,
                    sender TEXT NOT NULL,
                    count BIGINT NOT NULL,
                    last_at BIGINT NOT NULL,
                    closed_until BIGINT,
                    PRIMARY KEY(name_key, sender)
                );
                CREATE INDEX sign_in_guess_last ON sign_in_guess(last_at);
                CREATE TABLE account_sender(
                    account_id BIGINT NOT NULL REFERENCES account(id),
                    sender TEXT NOT NULL,
                    last_at BIGINT NOT NULL,
                    PRIMARY KEY(account_id, sender)
                );
                CREATE INDEX account_sender_last ON account_sender(last_at);
                CREATE INDEX session_seen ON session(last_seen_at);
                """,
        ),
        // What names look like is told anew at the next start: the rule sees more.
        Migration(
            capability: "accounts",
            number: 4,
            sql: "UPDATE account SET name_skeleton = NULL",
        ),
        // The same once more.
        Migration(
            capability: "accounts",
            number: 5,
            sql: "UPDATE account SET name_skeleton = NULL",
        ),
    ]
}
