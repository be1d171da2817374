internal import Campaigns
internal import Database
internal import Kernel

/// The one mover of leads: whatever changes where a lead stands goes through here, and is counted
/// in the same transaction, so that nobody counts leads by looking at them.
struct LeadMover {
    private let transaction: Transaction

    /// The mover within one transaction.
    init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    /// What leads are counted by.
    struct Place: Hashable {
        let campaign: ID<Campaign>
        let state: LeadState
        let heldBack: HeldBack?

        init(_ campaign: ID<Campaign>, _ state: LeadState, _ heldBack: HeldBack? = nil) {
            self.campaign = campaign
            self.state = state
            self.heldBack = heldBack
        }
    }

    // MARK: Moving

    /// Moves one lead of which is known, and locked, where it stands; true when it stood there.
    /// Throws `HandOutRefusal` when the event moves nothing from there.
    @discardableResult
    func move(
        _ lead: ID<Lead>,
        from place: Place,
        by event: LeadEvent,
        outcome: Outcome? = nil,
    ) throws -> Bool {
        let standing = try place.state.after(event)
        let moved = try transaction.execute(
            """
            \(Self.update(standing)), last_outcome = COALESCE(\(outcome?.rawValue), last_outcome)
            WHERE id = \(lead) AND state = \(place.state.rawValue)
            """
        )
        if moved == 0 { return false }
        try count(1, from: place, to: Place(place.campaign, standing))
        return true
    }

    /// Moves every lead that meets `condition`; returns how many.
    @discardableResult
    func move(where condition: SQL, by event: LeadEvent) throws -> Int {
        let leads = try transaction.rows(
            """
            SELECT id, campaign_id, state, held_back FROM lead WHERE \(condition)
            ORDER BY id\(transaction.dialect.forUpdate)
            """
        )
        if leads.isEmpty { return 0 }
        var changes: [Place: Int] = [:]
        var moved: [Standing: [Int64]] = [:]
        for row in leads {
            let place = try Self.place(row, from: 1)
            let standing = try place.state.after(event)
            moved[standing, default: []].append(try row.int(0))
            changes[place, default: 0] -= 1
            changes[Place(place.campaign, standing), default: 0] += 1
        }
        // An event puts all leads in one place; only `LeadState` knows that.
        for (standing, leads) in moved {
            try transaction.execute("\(Self.update(standing)) WHERE id IN \(list: leads)")
        }
        try count(changes)
        return leads.count
    }

    /// Deletes every lead that meets `condition`; returns how many.
    func remove(where condition: SQL) throws -> Int {
        let gone = try transaction.rows(
            "DELETE FROM lead WHERE \(condition) RETURNING campaign_id, state, held_back"
        )
        var changes: [Place: Int] = [:]
        for row in gone { changes[try Self.place(row, from: 0), default: 0] -= 1 }
        try count(changes)
        return gone.count
    }

    /// Counts leads of a task that were just kept, ready to be handed out.
    func added(_ leads: Int, to campaign: ID<Campaign>) throws {
        try count([Place(campaign, .ready): leads])
    }

    /// Counts leads of a task that were withdrawn and are ready again.
    func revived(_ leads: Int, in campaign: ID<Campaign>) throws {
        try count(leads, from: Place(campaign, .withdrawn), to: Place(campaign, .ready))
    }

    /// Counts a lead that was just taken into an agent's hands, for a statement of which the move is
    /// one part.
    func held(_ candidate: Candidate) throws {
        let before = Place(candidate.campaign, candidate.state, candidate.heldBack)
        try count(1, from: before, to: Place(candidate.campaign, .held))
    }

    /// The beginning of a statement that moves leads from where they stand, for one that does more
    /// besides; what it moves is counted by its caller, through `held` or `revived`.
    static func update(_ state: LeadState, by event: LeadEvent) throws(HandOutRefusal) -> SQL {
        update(try state.after(event))
    }

    /// The one statement that writes a lead's state.
    private static func update(_ standing: Standing) -> SQL {
        """
        UPDATE lead SET state = \(standing.state.rawValue), due_at = \(standing.due),
            held_back = \(standing.heldBack?.rawValue)
        """
    }

    private static func place(_ row: Row, from column: Int) throws -> Place {
        Place(
            ID(try row.int(column)),
            try row.decode(column + 1, as: LeadState.self),
            try row.optionalDecode(column + 2, as: HeldBack.self),
        )
    }

    // MARK: Counting

    /// Counts leads that went from one place to another, which may be the same.
    private func count(_ leads: Int, from before: Place, to after: Place) throws {
        var changes = [before: -leads]
        changes[after, default: 0] += leads
        try count(changes)
    }

    /// Adds to the counts, in one statement and always in the same order, so that two who count in
    /// the same rows wait for each other and never both.
    private func count(_ changes: [Place: Int]) throws {
        let changes = changes.filter { $0.value != 0 }.sorted { $0.key.order < $1.key.order }
        if changes.isEmpty { return }
        var values: SQL = ""
        for (index, (place, change)) in changes.enumerated() {
            let separator: SQL = index == 0 ? "" : ", "
            values = """
                \(values)\(separator)(\(place.campaign),
                    \(place.state.rawValue), \(place.heldBack?.rawValue ?? ""), \(transaction.stripe),
                    \(change))
                """
        }
        try transaction.executeLater(
            """
            INSERT INTO lead_count(campaign_id, state, held_back, stripe, leads) VALUES \(values)
            ON CONFLICT(campaign_id, state, held_back, stripe)
                DO UPDATE SET leads = lead_count.leads + excluded.leads
            """
        )
    }
}

extension LeadMover.Place {
    /// Where leads come to stand.
    fileprivate init(_ campaign: ID<Campaign>, _ standing: Standing) {
        self.init(campaign, standing.state, standing.heldBack)
    }

    fileprivate var order: (Int64, String, String) {
        (campaign.rawValue, state.rawValue, heldBack?.rawValue ?? "")
    }
}
