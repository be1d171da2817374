package import Database

/// The tables of seats, calls, their evidence and their results.
package enum CallsSchema {
    /// In the order in which they came; append only.
    package static let migrations = [
        Migration(
            capability: "calls",
            number: 1,
            sql: """
                CREATE TABLE seat(
                    agent_id BIGINT PRIMARY KEY,
                    vendor_id BIGINT NOT NULL,
                    state TEXT NOT NULL,
                    mode TEXT NOT NULL,
                    holder TEXT NOT NULL,
                    handout_id BIGINT,
                    call_id BIGINT,
                    break_reason TEXT,
                    since BIGINT NOT NULL,
                    last_seen_at BIGINT NOT NULL
                );
                CREATE INDEX seat_vendor ON seat(vendor_id, agent_id);
                CREATE TABLE seat_log(
                    id {id},
                    agent_id BIGINT NOT NULL,
                    vendor_id BIGINT NOT NULL,
                    day BIGINT NOT NULL,
                    state TEXT NOT NULL,
                    from_at BIGINT NOT NULL,
                    to_at BIGINT NOT NULL
                );
                CREATE INDEX seat_log_day ON seat_log(day, vendor_id, agent_id);
                CREATE TABLE call(
                    id {id},
                    handout_id BIGINT NOT NULL UNIQUE,
                    lead_id BIGINT NOT NULL,
                    campaign_id BIGINT NOT NULL,
                    institution_id BIGINT NOT NULL,
                    vendor_id BIGINT NOT NULL,
                    agent_id BIGINT NOT NULL,
                    customer_key BIGINT NOT NULL,
                    kind TEXT NOT NULL,
                    script_version_id BIGINT,
                    day BIGINT NOT NULL,
                    dialled_at BIGINT NOT NULL,
                    ringing_at BIGINT,
                    answered_at BIGINT,
                    ended_at BIGINT,
                    end_cause TEXT,
                    ended_by TEXT
                );
                CREATE INDEX call_day ON call(day, vendor_id, id);
                CREATE INDEX call_agent ON call(agent_id, day, id);
                CREATE INDEX call_campaign ON call(campaign_id, id);
                CREATE INDEX call_lead ON call(lead_id, id);
                CREATE INDEX call_open ON call(id) WHERE ended_at IS NULL;
                CREATE TABLE line_event(
                    id {id},
                    call_id BIGINT NOT NULL REFERENCES call(id),
                    sequence BIGINT NOT NULL,
                    kind TEXT NOT NULL,
                    at BIGINT NOT NULL,
                    UNIQUE(call_id, sequence)
                );
                CREATE TABLE outcome(
                    id {id},
                    call_id BIGINT NOT NULL REFERENCES call(id),
                    version BIGINT NOT NULL,
                    code TEXT NOT NULL,
                    channel TEXT,
                    amount_band TEXT,
                    reason TEXT,
                    callback_at BIGINT,
                    callback_scope TEXT,
                    note_sealed {blob},
                    recorded_by BIGINT NOT NULL,
                    recorded_at BIGINT NOT NULL,
                    correction_reason TEXT,
                    UNIQUE(call_id, version)
                );
                CREATE TABLE interested_day(
                    customer_key BIGINT NOT NULL,
                    day BIGINT NOT NULL,
                    call_id BIGINT NOT NULL,
                    agent_id BIGINT NOT NULL,
                    vendor_id BIGINT NOT NULL,
                    campaign_id BIGINT NOT NULL,
                    PRIMARY KEY(customer_key, day)
                );
                CREATE INDEX interested_agent ON interested_day(agent_id, day);
                CREATE INDEX interested_vendor ON interested_day(day, vendor_id);
                CREATE INDEX interested_call ON interested_day(call_id);
                CREATE TABLE callback(
                    id {id},
                    lead_id BIGINT NOT NULL,
                    campaign_id BIGINT NOT NULL,
                    vendor_id BIGINT NOT NULL,
                    customer_key BIGINT NOT NULL,
                    owner_id BIGINT,
                    due_at BIGINT NOT NULL,
                    state TEXT NOT NULL,
                    call_id BIGINT,
                    created_by BIGINT NOT NULL,
                    created_at BIGINT NOT NULL
                );
                CREATE INDEX callback_due ON callback(vendor_id, due_at, id) WHERE state = 'open';
                CREATE INDEX callback_lead ON callback(lead_id);
                CREATE TABLE day_close(
                    day BIGINT NOT NULL,
                    vendor_id BIGINT NOT NULL,
                    closed_by BIGINT NOT NULL,
                    closed_at BIGINT NOT NULL,
                    PRIMARY KEY(day, vendor_id)
                );
                """,
            appendOnly: ["line_event", "outcome", "day_close"],
        ),
        Migration(
            capability: "calls",
            number: 2,
            sql: """
                ALTER TABLE line_event ADD COLUMN source TEXT NOT NULL DEFAULT 'line';
                ALTER TABLE line_event ADD COLUMN sip_status BIGINT;
                ALTER TABLE line_event ADD COLUMN q850 BIGINT;
                ALTER TABLE line_event ADD COLUMN reason TEXT;
                """,
        ),
        Migration(
            capability: "calls",
            number: 3,
            sql: """
                CREATE TABLE call_monitor(
                    id {id},
                    call_id BIGINT NOT NULL REFERENCES call(id),
                    account_id BIGINT NOT NULL,
                    mode TEXT NOT NULL,
                    at BIGINT NOT NULL
                );
                CREATE INDEX call_monitor_call ON call_monitor(call_id, id);
                """,
            appendOnly: ["call_monitor"],
        ),
        Migration(
            capability: "calls",
            number: 4,
            sql: """
                CREATE TABLE call_notice(
                    call_id BIGINT PRIMARY KEY REFERENCES call(id),
                    at BIGINT NOT NULL
                );
                """,
            appendOnly: ["call_notice"],
        ),
        Migration(
            capability: "calls",
            number: 5,
            sql: """
                CREATE TABLE calling_room(
                    id {id},
                    networks TEXT NOT NULL,
                    reason TEXT NOT NULL,
                    account_id BIGINT NOT NULL,
                    at BIGINT NOT NULL
                );
                """,
            appendOnly: ["calling_room"],
        ),
        lineFailures, sums, successes, holds, clearedCallbacks, revisions, waitingSuccesses,
        sessions,
    ]

    /// What waits for the bank is asked for on every start page.
    private static let waitingSuccesses = Migration(
        capability: "calls",
        number: 12,
        sql: """
            CREATE INDEX success_review_waiting ON success_review(call_id) WHERE state = 'pending';
            """,
    )

    /// Whether a call counts as placed: 0 for one that the trunk did not carry. C5.1.
    private static let lineFailures = Migration(
        capability: "calls",
        number: 6,
        sql: "ALTER TABLE call ADD COLUMN is_counted BIGINT NOT NULL DEFAULT 1;",
    )

    /// What calls and seats add up to on a day, kept by who changes a call, a result or a seat; and
    /// the days whose sums are to be made anew from the rows, at first all of them.
    private static let sums = Migration(
        capability: "calls",
        number: 7,
        sql: """
            CREATE TABLE call_sum(
                day BIGINT NOT NULL,
                vendor_id BIGINT NOT NULL,
                agent_id BIGINT NOT NULL,
                campaign_id BIGINT NOT NULL,
                dialled BIGINT NOT NULL,
                answered BIGINT NOT NULL,
                reached BIGINT NOT NULL,
                effective BIGINT NOT NULL,
                interested BIGINT NOT NULL,
                strong_refusals BIGINT NOT NULL,
                complaints BIGINT NOT NULL,
                contradicted BIGINT NOT NULL,
                open BIGINT NOT NULL,
                unrecorded BIGINT NOT NULL,
                corrected BIGINT NOT NULL,
                talk BIGINT NOT NULL,
                PRIMARY KEY(day, vendor_id, agent_id, campaign_id)
            );
            CREATE TABLE call_mix(
                day BIGINT NOT NULL,
                vendor_id BIGINT NOT NULL,
                campaign_id BIGINT NOT NULL,
                hour BIGINT NOT NULL,
                code TEXT NOT NULL,
                stripe BIGINT NOT NULL,
                calls BIGINT NOT NULL,
                dialled BIGINT NOT NULL,
                answered BIGINT NOT NULL,
                interested BIGINT NOT NULL,
                PRIMARY KEY(day, vendor_id, campaign_id, hour, code, stripe)
            );
            CREATE TABLE seat_sum(
                day BIGINT NOT NULL,
                vendor_id BIGINT NOT NULL,
                agent_id BIGINT NOT NULL,
                handling BIGINT NOT NULL,
                wrapping_up BIGINT NOT NULL,
                available BIGINT NOT NULL,
                PRIMARY KEY(day, vendor_id, agent_id)
            );
            CREATE TABLE doubtful_call(
                call_id BIGINT PRIMARY KEY,
                day BIGINT NOT NULL,
                vendor_id BIGINT NOT NULL
            );
            CREATE INDEX doubtful_call_day ON doubtful_call(day, vendor_id, call_id);
            CREATE TABLE recount_day(day BIGINT PRIMARY KEY);
            INSERT INTO recount_day(day) SELECT day FROM call UNION SELECT day FROM seat_log;
            """,
    )

    /// Which successes count: what the bank asks of a conversation, what it asked when each result
    /// was recorded, and what a person of the bank decided where the evidence does not carry one.
    private static let successes = Migration(
        capability: "calls",
        number: 8,
        sql: """
            CREATE TABLE talk_minimum(
                id {id},
                seconds BIGINT NOT NULL,
                reason TEXT NOT NULL,
                account_id BIGINT NOT NULL,
                at BIGINT NOT NULL
            );
            ALTER TABLE outcome ADD COLUMN talk_minimum BIGINT NOT NULL DEFAULT 0;
            CREATE TABLE success_review(
                call_id BIGINT PRIMARY KEY REFERENCES call(id),
                day BIGINT NOT NULL,
                agent_id BIGINT NOT NULL,
                vendor_id BIGINT NOT NULL,
                campaign_id BIGINT NOT NULL,
                state TEXT NOT NULL,
                decided_by BIGINT,
                decided_at BIGINT,
                reason TEXT
            );
            CREATE INDEX success_review_pending ON success_review(agent_id, day)
                WHERE state = 'pending';
            """,
        appendOnly: ["talk_minimum"],
    )

    /// Why and when a promise that cannot be kept was taken back.
    private static let clearedCallbacks = Migration(
        capability: "calls",
        number: 10,
        sql: """
            ALTER TABLE callback ADD COLUMN cleared_because TEXT;
            ALTER TABLE callback ADD COLUMN cleared_at BIGINT;
            CREATE INDEX callback_cleared ON callback(vendor_id, cleared_at)
                WHERE state = 'cleared';
            CREATE INDEX callback_open ON callback(due_at, id) WHERE state = 'open';
            """,
    )

    /// Since when a seat's customer waits on hold.
    private static let holds = Migration(
        capability: "calls",
        number: 9,
        sql: "ALTER TABLE seat ADD COLUMN held_since BIGINT;",
    )

    /// How often a seat has changed, by which a page knows the newer of two answers.
    private static let revisions = Migration(
        capability: "calls",
        number: 11,
        sql: "ALTER TABLE seat ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;",
    )

    /// Under which session a seat was opened: it ends with it.
    private static let sessions = Migration(
        capability: "calls",
        number: 13,
        sql: "ALTER TABLE seat ADD COLUMN session {blob};",
    )
}
