package import Access
package import Campaigns
package import Database
package import Kernel
package import Vault

/// Leads in the database, as people may see them.
package struct LeadStore {
    let transaction: Transaction
    let vault: Vault

    /// A store within one transaction.
    package init(_ transaction: Transaction, vault: Vault) {
        self.transaction = transaction
        self.vault = vault
    }

    /// The lead of a hand-out that lies on the agent's screen.
    package func card(_ handOut: ID<HandOut>, for viewer: Viewer) throws -> LeadCard {
        let row = try transaction.first(
            """
            SELECT h.kind, l.* FROM handout h JOIN lead l ON l.id = h.lead_id
            WHERE h.id = \(handOut) AND h.agent_id = \(viewer.account)
            """
        )
        guard let row else { throw NotFound(L("客户", en: "lead")) }
        let campaign: ID<Campaign> = try row.id("campaign_id")
        let name = try vault.open(try row.blob("name_sealed"), as: .leadName)
        return LeadCard(
            lead: ID(try row.int("id")),
            campaign: campaign,
            name: Masked(name: name),
            phone: try maskedPhone(row),
            region: try row.text("region"),
            attributes: try shownAttributes(
                try row.optionalBlob("attributes_sealed"),
                of: campaign
            ),
            notes: NoteMask(name),
            attempts: Int(try row.int("attempts")),
            kind: try row.decode("kind", as: HandOutKind.self),
        )
    }

    /// Of `leads`, those that nobody may call any more: suppressed, or withdrawn with their import or
    /// task.
    package func ended(of leads: [ID<Lead>]) throws -> [ID<Lead>: LeadState] {
        if leads.isEmpty { return [:] }
        let rows = try transaction.rows(
            """
            SELECT id, state FROM lead WHERE id IN \(list: leads.map(\.rawValue))
                AND state IN ('suppressed', 'withdrawn')
            """
        )
        return try Dictionary(
            uniqueKeysWithValues: rows.map {
                (ID(try $0.int("id")), try $0.decode("state", as: LeadState.self))
            }
        )
    }

    /// The masked name and number of a lead that the viewer may see.
    package func masked(
        _ lead: ID<Lead>,
        visibleTo viewer: Viewer,
    ) throws -> (name: Masked, phone: Masked, notes: NoteMask) {
        let row = try transaction.first(
            "SELECT vendor_id, name_sealed, phone_sealed FROM lead WHERE id = \(lead)"
        )
        guard let row, viewer.maySee(vendor: ID(try row.int("vendor_id"))) else {
            throw NotFound(L("客户", en: "lead"))
        }
        let name = try vault.open(try row.blob("name_sealed"), as: .leadName)
        return (Masked(name: name), try maskedPhone(row), NoteMask(name))
    }

    func maskedPhone(_ row: Row) throws -> Masked {
        let digits = try vault.open(try row.blob("phone_sealed"), as: .leadPhone)
        return Masked(phone: try PhoneNumber(digits))
    }

    /// A lead to be kept; for imports and the demo.
    package struct NewLead: Sendable {
        /// The customer's name.
        package let name: String
        /// The customer's number.
        package let phone: PhoneNumber
        /// The other fields of the bank's file.
        package let attributes: [String: String]
        /// The customer's province, as the file tells it; empty if it does not.
        package let region: String
        /// Higher goes first.
        package let priority: Int

        /// A lead to be kept.
        package init(
            name: String,
            phone: PhoneNumber,
            attributes: [String: String],
            region: String,
            priority: Int = 0,
        ) {
            self.name = name
            self.phone = phone
            self.attributes = attributes
            self.region = region
            self.priority = priority
        }
    }

    /// Keeps a lead of a task; nil when the task has the customer already.
    package func add(
        _ lead: NewLead,
        to campaign: CampaignRecord,
        at now: Moment,
    ) throws -> ID<Lead>? {
        let attributes = try Self.sealed(lead.attributes, vault)
        let added = try transaction.first(
            """
            INSERT INTO lead(campaign_id, vendor_id, institution_id, customer_key, import_id,
                name_sealed, phone_sealed, attributes, attributes_sealed, region, priority, state,
                attempts, created_at)
            VALUES (\(campaign.id), \(campaign.details.vendor), \(campaign.details.institution),
                \(vault.customerKey(lead.phone)), 0, \(vault.seal(lead.name, as: .leadName)),
                \(vault.seal(lead.phone.digits, as: .leadPhone)), '', \(attributes), \(lead.region),
                \(lead.priority), 'ready', 0, \(now)) ON CONFLICT DO NOTHING RETURNING id
            """
        )
        guard let added else { return nil }
        try LeadMover(transaction).added(1, to: campaign.id)
        return ID(try added.int(0))
    }
}
