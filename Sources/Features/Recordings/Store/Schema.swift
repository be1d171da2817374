package import Database

/// The tables of recordings, holds, retention and destruction.
package enum RecordingsSchema {
    /// In the order in which they came; append only.
    package static let migrations = [
        Migration(
            capability: "recordings",
            number: 1,
            sql: """
                CREATE TABLE recording(
                    call_id BIGINT PRIMARY KEY,
                    vendor_id BIGINT NOT NULL,
                    day BIGINT NOT NULL,
                    state TEXT NOT NULL,
                    path TEXT,
                    bytes BIGINT NOT NULL,
                    agent_ms BIGINT NOT NULL,
                    customer_ms BIGINT NOT NULL,
                    digest {blob},
                    stored_at BIGINT NOT NULL
                );
                CREATE INDEX recording_day ON recording(day, call_id);
                CREATE INDEX recording_state ON recording(day, state, call_id);
                CREATE INDEX recording_kept ON recording(day, call_id)
                    WHERE state IN ('stored', 'short');
                CREATE TABLE recording_hold(
                    id {id},
                    call_id BIGINT NOT NULL,
                    is_on BIGINT NOT NULL,
                    reason TEXT NOT NULL,
                    account_id BIGINT NOT NULL,
                    at BIGINT NOT NULL
                );
                CREATE INDEX recording_hold_call ON recording_hold(call_id, id);
                CREATE TABLE recording_policy(
                    id {id},
                    days BIGINT NOT NULL,
                    reason TEXT NOT NULL,
                    account_id BIGINT NOT NULL,
                    at BIGINT NOT NULL
                );
                CREATE TABLE recording_destruction(
                    call_id BIGINT PRIMARY KEY,
                    day BIGINT NOT NULL,
                    kept_days BIGINT NOT NULL,
                    digest {blob},
                    at BIGINT NOT NULL
                );
                CREATE INDEX recording_destruction_at ON recording_destruction(at, call_id);
                """,
            appendOnly: ["recording_hold", "recording_policy", "recording_destruction"],
        ),
        Migration(
            capability: "recordings",
            number: 2,
            sql: """
                CREATE TABLE recording_document(
                    id {id},
                    owner_id BIGINT NOT NULL,
                    kind TEXT NOT NULL,
                    title TEXT NOT NULL,
                    valid_through BIGINT,
                    bytes BIGINT NOT NULL,
                    digest {blob} NOT NULL,
                    file TEXT NOT NULL UNIQUE,
                    account_id BIGINT NOT NULL,
                    at BIGINT NOT NULL,
                    UNIQUE (owner_id, digest)
                );
                """,
            appendOnly: ["recording_document"],
        ),
    ]
}
