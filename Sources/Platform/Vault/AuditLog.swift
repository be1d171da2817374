package import Access
package import Database
package import Kernel

/// The record of every act and every view of customer data. Clauses C4.4, C9.3.
///
/// Entries are never changed or deleted: the table refuses it, and each account's entries form a
/// chain of keyed hashes, so that a change behind the program's back is found by `verify`. Chains
/// of different accounts do not wait for each other. The first entry of an account is announced in
/// the system's own chain (account 0), so that a whole chain cannot vanish.
///
/// What no log inside a database can show is a database put back whole to an earlier day.
package struct AuditLog: Sendable {
    /// The account under which the system acts.
    package static let system = ID<Account>(0)

    /// The act of the first entry of a chain.
    package static let chainOpened = "audit.chain_opened"
    /// The act of the entry that says a chain was altered.
    package static let chainBroken = "audit.chain_broken"

    let chain: AuditChain

    /// A log whose chains are keyed by the vault.
    package init(_ vault: Vault) {
        chain = AuditChain(vault.chain)
    }

    /// The log's tables.
    package static let migrations = [
        Migration(
            capability: "audit",
            number: 1,
            sql: """
                CREATE TABLE audit_entry(
                    id {id},
                    account_id BIGINT NOT NULL,
                    chain_seq BIGINT NOT NULL,
                    at BIGINT NOT NULL,
                    day BIGINT NOT NULL,
                    action TEXT NOT NULL,
                    subject_kind TEXT NOT NULL,
                    subject_id BIGINT NOT NULL,
                    detail TEXT NOT NULL,
                    permission TEXT NOT NULL,
                    outcome TEXT NOT NULL,
                    peer TEXT NOT NULL,
                    previous_hash {blob} NOT NULL,
                    hash {blob} NOT NULL,
                    UNIQUE(account_id, chain_seq)
                );
                CREATE INDEX audit_entry_day ON audit_entry(day, id);
                CREATE INDEX audit_entry_subject ON audit_entry(subject_kind, subject_id, id)
                    WHERE subject_id <> 0;
                CREATE TABLE audit_chain(
                    account_id BIGINT PRIMARY KEY,
                    seq BIGINT NOT NULL,
                    hash {blob} NOT NULL,
                    seal {blob} NOT NULL
                );
                """,
            appendOnly: ["audit_entry"],
        ),
        Migration(
            capability: "audit",
            number: 2,
            sql: """
                DROP INDEX audit_entry_subject;
                CREATE INDEX audit_entry_subject
                    ON audit_entry(subject_kind, subject_id, day, id) WHERE subject_id <> 0;
                CREATE INDEX audit_entry_account ON audit_entry(account_id, day, id);
                CREATE INDEX audit_entry_action ON audit_entry(action, day, id);
                CREATE INDEX audit_entry_account_action
                    ON audit_entry(account_id, action, day, id);
                """,
        ),
        // Entries are listed by their time: numbers are given in the order of writing.
        Migration(
            capability: "audit",
            number: 3,
            sql: """
                DROP INDEX audit_entry_day;
                DROP INDEX audit_entry_subject;
                DROP INDEX audit_entry_account;
                DROP INDEX audit_entry_action;
                DROP INDEX audit_entry_account_action;
                CREATE INDEX audit_entry_at ON audit_entry(at, id);
                CREATE INDEX audit_entry_subject
                    ON audit_entry(subject_kind, subject_id, at, id) WHERE subject_id <> 0;
                CREATE INDEX audit_entry_account ON audit_entry(account_id, at, id);
                CREATE INDEX audit_entry_action ON audit_entry(action, at, id);
                CREATE INDEX audit_entry_account_action
                    ON audit_entry(account_id, action, at, id);
                """,
        ),
    ]

    /// Adds an entry to its account's chain, in the transaction of the act itself.
    package func append(_ entry: AuditEntry, in transaction: Transaction) throws {
        let account = entry.account.rawValue
        guard var end = try end(of: account, transaction) else {
            try open(entry, transaction)
            return
        }
        if chain.seal(account: account, sequence: end.sequence, hash: end.hash) != end.seal {
            let broken = AuditEntry(
                account: entry.account,
                at: entry.at,
                action: Self.chainBroken,
                subject: "audit_chain",
                subjectID: account,
                detail: "seq=\(end.sequence)",
                outcome: "altered",
            )
            // The end was altered, so it may name a number that entries already have.
            end.sequence = max(end.sequence, try lastSequence(account, transaction))
            end = try insert(broken, after: end, transaction)
        }
        end = try insert(entry, after: end, transaction)
        try transaction.executeLater(
            """
            UPDATE audit_chain SET seq = \(end.sequence), hash = \(end.hash), seal = \(end.seal)
            WHERE account_id = \(account)
            """
        )
    }

    /// Where a chain ends.
    struct End {
        var sequence: Int64
        var hash: [UInt8]
        var seal: [UInt8]
    }

    private func end(of account: Int64, _ transaction: Transaction) throws -> End? {
        let row = try transaction.first(
            "SELECT seq, hash, seal FROM audit_chain WHERE account_id = \(account)"
                + transaction.dialect.forUpdate
        )
        return try row.map {
            End(sequence: try $0.int(0), hash: try $0.blob(1), seal: try $0.blob(2))
        }
    }

    /// The account's first entry: begins its chain, and announces it in the system's.
    private func open(_ entry: AuditEntry, _ transaction: Transaction) throws {
        let account = entry.account.rawValue
        let origin = AuditChain.origin
        let sequence = try lastSequence(account, transaction)
        let seal = chain.seal(account: account, sequence: sequence, hash: origin)
        let opened = try transaction.execute(
            """
            INSERT INTO audit_chain(account_id, seq, hash, seal)
            VALUES (\(account), \(sequence), \(origin), \(seal))
            ON CONFLICT (account_id) DO NOTHING
            """
        )
        if opened == 1, entry.account != Self.system {
            let announcement = AuditEntry(
                account: Self.system,
                at: entry.at,
                action: Self.chainOpened,
                subject: "audit_chain",
                subjectID: account,
            )
            try append(announcement, in: transaction)
        }
        try append(entry, in: transaction)
    }

    /// 0 for an account without entries.
    private func lastSequence(_ account: Int64, _ transaction: Transaction) throws -> Int64 {
        try transaction.one(
            "SELECT COALESCE(MAX(chain_seq), 0) FROM audit_entry WHERE account_id = \(account)"
        ).int(0)
    }

    private func insert(
        _ entry: AuditEntry,
        after end: End,
        _ transaction: Transaction,
    ) throws -> End {
        let sequence = end.sequence + 1
        // The hash before is the one of the entry before: kept twice in older entries only.
        let hash = chain.hash(entry, sequence: sequence, after: end.hash)
        try transaction.executeLater(
            """
            INSERT INTO audit_entry(account_id, chain_seq, at, day, action, subject_kind,
                subject_id, detail, permission, outcome, peer, previous_hash, hash)
            VALUES (\(entry.account), \(sequence), \(entry.at), \(entry.at.day), \(entry.action),
                \(entry.subject), \(entry.subjectID), \(entry.detail), \(entry.permission),
                \(entry.outcome), \(entry.peer), \([UInt8]()), \(hash))
            """
        )
        let seal = chain.seal(account: entry.account.rawValue, sequence: sequence, hash: hash)
        return End(sequence: sequence, hash: hash, seal: seal)
    }
}
