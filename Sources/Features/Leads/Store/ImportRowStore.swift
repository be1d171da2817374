internal import Campaigns
internal import Database
internal import Kernel

/// Stores a chunk of an import's rows: what is known about its customers is read in three
/// statements, whatever the number of rows.
struct ImportRowStore {
    private let transaction: Transaction
    private let record: ImportRecord
    private let now: Moment

    init(_ transaction: Transaction, _ record: ImportRecord, at now: Moment) {
        self.transaction = transaction
        self.record = record
        self.now = now
    }

    /// Keeps what is right, notes the rest; the counts go on from the record's.
    func store(_ rows: [ImportRow]) throws -> ImportCounts {
        let keys = rows.compactMap { row -> Int64? in
            guard case .success(let customer) = row.content else { return nil }
            return customer.key
        }
        let campaign = try record.campaign.map { try task($0) }
        var known = try Known(transaction, record, keys)
        var tally = (added: 0, revived: 0)
        var counts = record.counts
        counts.read += rows.count
        for row in rows {
            let rejection: ImportRejection?
            var otherTask: Int64?
            switch row.content {
            case .failure(let rejected): rejection = rejected.reason
            case .success(let customer):
                rejection =
                    try known.reason(customer)
                    ?? add(customer, of: row, to: campaign, known, &tally)
                otherTask = known.inOtherTask[customer.key]
                known.here.insert(customer.key)
            }
            guard let rejection else {
                counts.accepted += 1
                continue
            }
            counts.count(rejection)
            let task = rejection == .otherTask ? otherTask : nil
            try ImportStore(transaction).addReject(record.id, row, rejection, otherTask: task)
        }
        if record.kind == .suppression { try withdraw(keys) }
        if let campaign = record.campaign {
            let mover = LeadMover(transaction)
            try mover.added(tally.added, to: campaign)
            try mover.revived(tally.revived, in: campaign)
        }
        return counts
    }

    /// What would become of each row, without keeping anything and apart from the rows above: the
    /// reason for which it is left out.
    func judge(_ rows: [ImportRow]) throws -> [ImportRejection?] {
        let keys = rows.compactMap { row -> Int64? in
            guard case .success(let customer) = row.content else { return nil }
            return customer.key
        }
        let known = try Known(transaction, record, keys)
        return rows.map { row in
            switch row.content {
            case .failure(let rejected): rejected.reason
            case .success(let customer): known.reason(customer)
            }
        }
    }

    private func task(_ id: ID<Campaign>) throws -> (vendor: Int64, institution: Int64) {
        let row = try transaction.one(
            "SELECT vendor_id, institution_id FROM campaign WHERE id = \(id)"
        )
        return (try row.int(0), try row.int(1))
    }

    private func add(
        _ customer: ImportRow.Customer,
        of row: ImportRow,
        to campaign: (vendor: Int64, institution: Int64)?,
        _ known: Known,
        _ tally: inout (added: Int, revived: Int),
    ) throws -> ImportRejection? {
        guard let campaign else {
            try suppress(customer)
            return nil
        }
        if known.withdrawn.contains(customer.key), try revive(customer, row) {
            tally.revived += 1
            return nil
        }
        let added = try transaction.execute(
            """
            INSERT INTO lead(campaign_id, vendor_id, institution_id, customer_key, import_id,
                name_sealed, phone_sealed, number_sealed, attributes, attributes_sealed, region,
                priority, state, attempts, created_at)
            VALUES (\(record.campaign), \(campaign.vendor), \(campaign.institution),
                \(customer.key), \(record.id), \(customer.nameSealed), \(customer.phoneSealed),
                \(customer.numberSealed), '', \(row.attributes), \(row.region),
                \(customer.priority), 'ready', 0, \(now))
            ON CONFLICT(customer_key, campaign_id) DO NOTHING
            """
        )
        tally.added += added
        return added == 0 ? .duplicateInTask : nil
    }

    /// A lead that an undone import left behind for its history comes back to life.
    private func revive(_ customer: ImportRow.Customer, _ row: ImportRow) throws -> Bool {
        let reviving = try LeadMover.update(.withdrawn, by: .revived)
        return try transaction.execute(
            """
            \(reviving), import_id = \(record.id), name_sealed = \(customer.nameSealed),
                number_sealed = \(customer.numberSealed),
                attributes = '', attributes_sealed = \(row.attributes),
                region = \(row.region), priority = \(customer.priority)
            WHERE customer_key = \(customer.key) AND campaign_id = \(record.campaign)
                AND state = 'withdrawn'
            """
        ) > 0
    }

    private func suppress(_ customer: ImportRow.Customer) throws {
        let evidence = [record.fileName, customer.evidence].filter { !$0.isEmpty }
        try transaction.execute(
            """
            INSERT INTO suppression(customer_key, phone_sealed, reason, evidence, import_id,
                added_by, added_at)
            VALUES (\(customer.key), \(customer.phoneSealed),
                \(customer.reason.rawValue), \(evidence.joined(separator: " · ")), \(record.id),
                \(record.createdBy), \(now))
            """
        )
    }

    /// Takes the customers out of every queue. C4.12.
    private func withdraw(_ keys: [Int64]) throws {
        if keys.isEmpty { return }
        try LeadMover(transaction).move(
            where: """
                customer_key IN \(list: keys) AND state IN ('ready', 'waiting', 'callback')
                """,
            by: .suppressed,
        )
        // A dial that is being authorised waits for this one, or this one for it.
        _ = try transaction.rows(
            """
            SELECT agent_id FROM customer_hold WHERE customer_key IN \(list: keys)
            ORDER BY customer_key\(transaction.dialect.forUpdate)
            """
        )
    }
}

/// What is known about the customers of one chunk.
private struct Known {
    private let kind: ImportKind
    /// The reasons for which customers must not be called.
    private var suppressed: [Int64: Set<SuppressionReason>] = [:]
    private var inTask: Set<Int64> = []
    /// Customers whose lead in this task was withdrawn.
    private(set) var withdrawn: Set<Int64> = []
    private(set) var inOtherTask: [Int64: Int64] = [:]
    /// Customers of rows above.
    var here: Set<Int64> = []

    init(_ transaction: Transaction, _ record: ImportRecord, _ keys: [Int64]) throws {
        kind = record.kind
        if keys.isEmpty { return }
        try transaction.each(
            """
            SELECT s.customer_key, s.import_id, s.reason FROM suppression s
            WHERE s.customer_key IN \(list: keys) AND NOT EXISTS
                (SELECT 1 FROM suppression_lift l WHERE l.suppression_id = s.id)
            """
        ) { row in
            let key = try row.int(0)
            if try row.optionalInt(1) == record.id.rawValue {
                here.insert(key)
            } else {
                let reason = try row.decode(2, as: SuppressionReason.self)
                suppressed[key, default: []].insert(reason)
            }
        }
        guard let campaign = record.campaign else { return }
        let running = Set(
            try transaction.rows("SELECT id FROM campaign WHERE state = 'running'")
                .map { try $0.int(0) }
        )
        try transaction.each(
            """
            SELECT customer_key, campaign_id, import_id, state FROM lead
            WHERE customer_key IN \(list: keys)
            """
        ) { row in
            let key = try row.int(0)
            let task = try row.int(1)
            if try row.text(3) == LeadState.withdrawn.rawValue {
                if task == campaign.rawValue { withdrawn.insert(key) }
            } else if task == campaign.rawValue {
                if try row.int(2) == record.id.rawValue { here.insert(key) }
                inTask.insert(key)
            } else if running.contains(task), try row.text(3) != LeadState.finished.rawValue {
                inOtherTask[key] = task
            }
        }
    }

    func reason(_ customer: ImportRow.Customer) -> ImportRejection? {
        let key = customer.key
        if here.contains(key) { return .duplicateInFile }
        switch kind {
        case .leads where suppressed[key] != nil: return .suppressed
        // For another reason the customer is listed once more: the entry that stands may be lifted.
        case .suppression where suppressed[key]?.contains(customer.reason) == true:
            return .suppressed
        case .leads, .suppression: break
        }
        if inTask.contains(key) { return .duplicateInTask }
        return inOtherTask[key] == nil ? nil : .otherTask
    }
}
