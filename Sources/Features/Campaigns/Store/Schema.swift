package import Database

/// The tables of call tasks, their rules, institutions and scripts.
package enum CampaignsSchema {
    /// In the order in which they came; append only.
    package static let migrations = [
        Migration(
            capability: "campaigns",
            number: 1,
            sql: """
                CREATE TABLE institution(
                    id {id},
                    name TEXT NOT NULL UNIQUE,
                    region TEXT NOT NULL,
                    seats BIGINT NOT NULL,
                    daily_volume BIGINT NOT NULL
                );
                CREATE TABLE region_hours(
                    region TEXT PRIMARY KEY,
                    hours TEXT NOT NULL
                );
                CREATE TABLE script(
                    id {id},
                    name TEXT NOT NULL UNIQUE
                );
                CREATE TABLE script_version(
                    id {id},
                    script_id BIGINT NOT NULL REFERENCES script(id),
                    number BIGINT NOT NULL,
                    body TEXT NOT NULL,
                    state TEXT NOT NULL,
                    vendor_id BIGINT NOT NULL,
                    created_by BIGINT NOT NULL,
                    created_at BIGINT NOT NULL,
                    approved_by BIGINT,
                    approved_at BIGINT,
                    UNIQUE(script_id, number)
                );
                CREATE TABLE campaign(
                    id {id},
                    core_reference TEXT NOT NULL UNIQUE,
                    submission TEXT NOT NULL,
                    name TEXT NOT NULL,
                    product TEXT NOT NULL,
                    institution_id BIGINT NOT NULL REFERENCES institution(id),
                    vendor_id BIGINT NOT NULL,
                    target_group TEXT NOT NULL,
                    starts_on BIGINT NOT NULL,
                    ends_on BIGINT NOT NULL,
                    call_hours TEXT NOT NULL,
                    attempts_per_day BIGINT NOT NULL,
                    attempts_total BIGINT NOT NULL,
                    priority BIGINT NOT NULL,
                    script_version_id BIGINT REFERENCES script_version(id),
                    consent_basis TEXT NOT NULL,
                    caller_id TEXT NOT NULL,
                    recycling TEXT NOT NULL,
                    state TEXT NOT NULL,
                    created_by BIGINT NOT NULL,
                    created_at BIGINT NOT NULL
                );
                CREATE INDEX campaign_running ON campaign(vendor_id, state, priority DESC, id);
                CREATE INDEX campaign_vendor ON campaign(vendor_id, id);
                CREATE INDEX campaign_state ON campaign(state, id);
                CREATE INDEX campaign_institution ON campaign(institution_id, id);
                CREATE INDEX campaign_product ON campaign(product, id);
                CREATE INDEX campaign_script ON campaign(script_version_id, vendor_id);
                CREATE TABLE campaign_step(
                    id {id},
                    campaign_id BIGINT NOT NULL REFERENCES campaign(id),
                    step TEXT NOT NULL,
                    account_id BIGINT NOT NULL,
                    at BIGINT NOT NULL,
                    note TEXT NOT NULL
                );
                CREATE INDEX campaign_step_campaign ON campaign_step(campaign_id, id);
                """,
            appendOnly: ["campaign_step"],
        ),
        // What waits and what has changed is asked for on every start page.
        Migration(
            capability: "campaigns",
            number: 2,
            sql: """
                CREATE INDEX campaign_step_at ON campaign_step(at, id);
                CREATE INDEX script_version_draft ON script_version(id) WHERE state = 'draft';
                CREATE INDEX script_version_approved ON script_version(approved_at);
                """,
        ),
    ]
}
