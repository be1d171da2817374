package import Database

/// The tables of leads, hand-outs, suppression and imports.
package enum LeadsSchema {
    /// In the order in which they came; append only.
    package static let migrations = [
        leads, suppression, imports, importPosition, handOutOrigin, settledLeads, undoing,
        rejectedRows, inboxFiles, importChecks, suppressionSettlements, sealedAttributes,
        counts, waiting,
    ]

    /// What waits for somebody's word is asked for on every start page.
    private static let waiting = Migration(
        capability: "leads",
        number: 14,
        sql: """
            CREATE INDEX lead_import_waiting ON lead_import(id) WHERE state IN ('mapping', 'ready');
            CREATE INDEX lead_import_unsettled ON lead_import(id)
                WHERE kind = 'suppression' AND state IN ('unsettled', 'failed');
            """,
    )

    private static let leads = Migration(
        capability: "leads",
        number: 1,
        sql: """
            CREATE TABLE lead(
                id {id},
                campaign_id BIGINT NOT NULL,
                vendor_id BIGINT NOT NULL,
                institution_id BIGINT NOT NULL,
                customer_key BIGINT NOT NULL,
                import_id BIGINT NOT NULL,
                name_sealed {blob} NOT NULL,
                phone_sealed {blob} NOT NULL,
                attributes TEXT NOT NULL,
                region TEXT NOT NULL,
                priority BIGINT NOT NULL,
                state TEXT NOT NULL,
                due_at BIGINT,
                attempts BIGINT NOT NULL,
                last_outcome TEXT,
                held_back TEXT,
                created_at BIGINT NOT NULL
            );
            CREATE UNIQUE INDEX lead_customer ON lead(customer_key, campaign_id);
            CREATE INDEX lead_ready ON lead(campaign_id, priority DESC, id) WHERE state = 'ready';
            CREATE INDEX lead_waiting ON lead(campaign_id, due_at, id) WHERE state = 'waiting';
            CREATE INDEX lead_import_rows ON lead(import_id, id);
            CREATE INDEX lead_campaign ON lead(campaign_id, id);
            CREATE TABLE handout(
                id {id},
                lead_id BIGINT NOT NULL REFERENCES lead(id),
                campaign_id BIGINT NOT NULL,
                institution_id BIGINT NOT NULL,
                vendor_id BIGINT NOT NULL,
                customer_key BIGINT NOT NULL,
                agent_id BIGINT NOT NULL,
                kind TEXT NOT NULL,
                state TEXT NOT NULL,
                day BIGINT NOT NULL,
                handed_at BIGINT NOT NULL,
                dialled_at BIGINT,
                closed_at BIGINT
            );
            CREATE INDEX handout_customer ON handout(customer_key, dialled_at)
                WHERE dialled_at IS NOT NULL;
            CREATE UNIQUE INDEX handout_open ON handout(agent_id)
                WHERE state IN ('previewing', 'dialled');
            CREATE INDEX handout_lead ON handout(lead_id);
            CREATE TABLE customer_hold(
                customer_key BIGINT PRIMARY KEY,
                agent_id BIGINT NOT NULL,
                lead_id BIGINT NOT NULL,
                handout_id BIGINT NOT NULL,
                since BIGINT NOT NULL
            );
            CREATE TABLE agent_day(
                agent_id BIGINT NOT NULL,
                day BIGINT NOT NULL,
                dialled BIGINT NOT NULL CHECK (dialled <= 200),
                PRIMARY KEY(agent_id, day)
            );
            CREATE TABLE institution_day(
                institution_id BIGINT NOT NULL,
                day BIGINT NOT NULL,
                dialled BIGINT NOT NULL,
                PRIMARY KEY(institution_id, day)
            );
            """,
    )

    private static let suppression = Migration(
        capability: "leads",
        number: 2,
        sql: """
            CREATE TABLE suppression(
                id {id},
                customer_key BIGINT NOT NULL,
                phone_sealed {blob},
                reason TEXT NOT NULL,
                evidence TEXT NOT NULL,
                call_id BIGINT,
                import_id BIGINT,
                added_by BIGINT NOT NULL,
                added_at BIGINT NOT NULL
            );
            CREATE INDEX suppression_customer ON suppression(customer_key);
            CREATE TABLE suppression_lift(
                suppression_id BIGINT PRIMARY KEY REFERENCES suppression(id),
                lifted_by BIGINT NOT NULL,
                lifted_at BIGINT NOT NULL,
                reason TEXT NOT NULL
            );
            """,
        appendOnly: ["suppression", "suppression_lift"],
    )

    private static let imports = Migration(
        capability: "leads",
        number: 3,
        sql: """
            CREATE TABLE lead_import(
                id {id},
                kind TEXT NOT NULL,
                campaign_id BIGINT,
                file_name TEXT NOT NULL,
                file_hash {blob} NOT NULL,
                stored_path TEXT NOT NULL,
                mapping TEXT NOT NULL,
                state TEXT NOT NULL,
                next_offset BIGINT NOT NULL,
                next_line BIGINT NOT NULL,
                read_rows BIGINT NOT NULL,
                accepted BIGINT NOT NULL,
                rejected BIGINT NOT NULL,
                duplicates BIGINT NOT NULL,
                suppressed BIGINT NOT NULL,
                file_bytes BIGINT NOT NULL,
                created_by BIGINT NOT NULL,
                created_at BIGINT NOT NULL,
                finished_at BIGINT,
                undone_by BIGINT,
                undone_at BIGINT,
                problem TEXT
            );
            CREATE INDEX lead_import_campaign ON lead_import(campaign_id, id);
            CREATE INDEX lead_import_hash ON lead_import(file_hash);
            CREATE INDEX lead_import_running ON lead_import(id) WHERE state = 'running';
            CREATE TABLE lead_import_reject(
                id {id},
                import_id BIGINT NOT NULL REFERENCES lead_import(id),
                line BIGINT NOT NULL,
                reason TEXT NOT NULL,
                detail TEXT NOT NULL
            );
            CREATE INDEX lead_import_reject_rows ON lead_import_reject(import_id, id);
            CREATE TABLE import_mapping(
                header_key TEXT PRIMARY KEY,
                mapping TEXT NOT NULL,
                saved_at BIGINT NOT NULL
            );
            """,
    )

    private static let importPosition = Migration(
        capability: "leads",
        number: 4,
        sql: """
            ALTER TABLE lead_import ADD COLUMN next_position TEXT;
            CREATE INDEX lead_import_undoing ON lead_import(id) WHERE state = 'undoing';
            """,
    )

    /// Where a lead stood when it was handed out, so that giving it back puts it there again; and
    /// the index that counts leads by the reason for which they wait.
    private static let handOutOrigin = Migration(
        capability: "leads",
        number: 5,
        sql: """
            ALTER TABLE handout ADD COLUMN lead_state TEXT;
            ALTER TABLE handout ADD COLUMN lead_due_at BIGINT;
            ALTER TABLE handout ADD COLUMN lead_held_back TEXT;
            CREATE INDEX lead_held_back ON lead(campaign_id, held_back, due_at)
                WHERE state = 'waiting';
            """,
    )

    /// The index that lists and counts leads that wait for nobody; the others have theirs.
    private static let settledLeads = Migration(
        capability: "leads",
        number: 6,
        sql: """
            CREATE INDEX lead_settled ON lead(campaign_id, state, id)
                WHERE state IN ('callback', 'finished', 'suppressed', 'withdrawn');
            """,
    )

    /// When the first customer of an import was called, and how far its undo is.
    private static let undoing = Migration(
        capability: "leads",
        number: 7,
        sql: """
            ALTER TABLE lead_import ADD COLUMN called_at BIGINT;
            ALTER TABLE lead_import ADD COLUMN undone_rows BIGINT NOT NULL DEFAULT 0;
            UPDATE lead_import SET called_at = (SELECT MIN(h.dialled_at) FROM handout h
                JOIN lead l ON l.id = h.lead_id WHERE l.import_id = lead_import.id);
            """,
    )

    /// What of a row that was left out helps to find it, and the other task that has its customer.
    private static let rejectedRows = Migration(
        capability: "leads",
        number: 8,
        sql: """
            ALTER TABLE lead_import_reject ADD COLUMN number_masked TEXT NOT NULL DEFAULT '';
            ALTER TABLE lead_import_reject ADD COLUMN region TEXT NOT NULL DEFAULT '';
            ALTER TABLE lead_import_reject ADD COLUMN attributes TEXT NOT NULL DEFAULT '{}';
            ALTER TABLE lead_import_reject ADD COLUMN campaign_id BIGINT;
            """,
    )

    /// Where a file lay in the inbox, until its report is written.
    private static let inboxFiles = Migration(
        capability: "leads",
        number: 9,
        sql: """
            ALTER TABLE lead_import ADD COLUMN inbox_reference TEXT;
            ALTER TABLE lead_import ADD COLUMN inbox_name TEXT;
            CREATE INDEX lead_import_inbox ON lead_import(id) WHERE inbox_name IS NOT NULL;
            """,
    )

    /// What is understood of a file before its first row goes in, and the customer's number in the
    /// bank. Remembered titles are kept as a digest from now on, and the old ones, in which a
    /// customer's row may stand, are forgotten.
    private static let importChecks = Migration(
        capability: "leads",
        number: 10,
        sql: """
            ALTER TABLE lead_import ADD COLUMN sheets TEXT;
            ALTER TABLE lead_import ADD COLUMN sheet BIGINT;
            ALTER TABLE lead_import ADD COLUMN header_line BIGINT;
            ALTER TABLE lead_import ADD COLUMN starts_by_itself BIGINT NOT NULL DEFAULT 0;
            ALTER TABLE lead_import ADD COLUMN check_result TEXT;
            CREATE INDEX lead_import_checking ON lead_import(id) WHERE state = 'checking';
            ALTER TABLE lead ADD COLUMN number_sealed {blob};
            DELETE FROM import_mapping;
            """,
    )

    /// Rows of suppression lists that block nobody, until somebody has settled each. C4.12.
    private static let suppressionSettlements = Migration(
        capability: "leads",
        number: 11,
        sql: """
            CREATE TABLE suppression_settlement(
                reject_id BIGINT PRIMARY KEY REFERENCES lead_import_reject(id),
                suppression_id BIGINT REFERENCES suppression(id),
                reason TEXT NOT NULL,
                settled_by BIGINT NOT NULL,
                settled_at BIGINT NOT NULL
            );
            CREATE INDEX suppression_settlement_entry ON suppression_settlement(suppression_id);
            CREATE INDEX lead_import_suppression ON lead_import(id)
                WHERE kind = 'suppression' AND state IN ('unsettled', 'failed');
            UPDATE lead_import SET state = 'unsettled' WHERE kind = 'suppression'
                AND state = 'finished' AND rejected > 0;
            """,
        appendOnly: ["suppression_settlement"],
    )

    /// The attributes sealed, and which columns the bank shows. The indexes find what an earlier
    /// version kept in the clear, until `ClearText` has sealed it.
    private static let sealedAttributes = Migration(
        capability: "leads",
        number: 12,
        sql: """
            ALTER TABLE lead ADD COLUMN attributes_sealed {blob};
            ALTER TABLE lead_import_reject ADD COLUMN attributes_sealed {blob};
            ALTER TABLE lead_import ADD COLUMN inbox_name_sealed {blob};
            CREATE INDEX lead_clear ON lead(id) WHERE attributes <> '';
            CREATE INDEX lead_import_reject_clear ON lead_import_reject(id) WHERE attributes <> '';
            CREATE TABLE lead_attribute(
                campaign_id BIGINT NOT NULL,
                title TEXT NOT NULL,
                is_shown BIGINT NOT NULL,
                decided_by BIGINT,
                decided_at BIGINT,
                PRIMARY KEY(campaign_id, title)
            );
            CREATE INDEX lead_attribute_shown ON lead_attribute(title) WHERE is_shown = 1;
            CREATE TABLE lead_attribute_decision(
                id {id},
                campaign_id BIGINT NOT NULL,
                title TEXT NOT NULL,
                is_shown BIGINT NOT NULL,
                decided_by BIGINT NOT NULL,
                decided_at BIGINT NOT NULL
            );
            CREATE INDEX lead_attribute_decisions ON lead_attribute_decision(campaign_id, id);
            """,
        appendOnly: ["lead_attribute_decision"],
    )

    /// How many leads of a task stand where, kept by whoever moves one; what counted them by looking
    /// at them needs its index no more.
    private static let counts = Migration(
        capability: "leads",
        number: 13,
        sql: """
            CREATE TABLE lead_count(
                campaign_id BIGINT NOT NULL,
                state TEXT NOT NULL,
                held_back TEXT NOT NULL,
                stripe BIGINT NOT NULL,
                leads BIGINT NOT NULL,
                PRIMARY KEY(campaign_id, state, held_back, stripe)
            );
            INSERT INTO lead_count(campaign_id, state, held_back, stripe, leads)
            SELECT campaign_id, state, COALESCE(held_back, ''), 0, COUNT(*) FROM lead
            GROUP BY campaign_id, state, COALESCE(held_back, '');
            DROP INDEX lead_held_back;
            """,
    )
}
