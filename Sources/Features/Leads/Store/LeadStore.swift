package import Access
package import Campaigns
package import Database
internal import FoundationEssentials
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
        return LeadCard(
            lead: ID(try row.int("id")),
            campaign: ID(try row.int("campaign_id")),
            name: Masked(name: try vault.open(try row.blob("name_sealed"), as: .leadName)),
            phone: try maskedPhone(row),
            region: try row.text("region"),
            attributes: try Self.attributes(try row.text("attributes")),
            attempts: Int(try row.int("attempts")),
            kind: try row.decode("kind", as: HandOutKind.self),
        )
    }

    /// The masked name and number of a lead that the viewer may see.
    package func masked(
        _ lead: ID<Lead>,
        visibleTo viewer: Viewer,
    ) throws -> (name: Masked, phone: Masked) {
        let row = try transaction.first(
            "SELECT vendor_id, name_sealed, phone_sealed FROM lead WHERE id = \(lead)"
        )
        guard let row, viewer.maySee(vendor: ID(try row.int("vendor_id"))) else {
            throw NotFound(L("客户", en: "lead"))
        }
        return (
            Masked(name: try vault.open(try row.blob("name_sealed"), as: .leadName)),
            try maskedPhone(row)
        )
    }

    func maskedPhone(_ row: Row) throws -> Masked {
        let digits = try vault.open(try row.blob("phone_sealed"), as: .leadPhone)
        return Masked(phone: try PhoneNumber(digits))
    }

    static func attributes(_ json: String) throws -> [LeadCard.Attribute] {
        let values = try BoundedJSON.decode(
            [String: String].self,
            from: Array(json.utf8),
            most: 1 << 20,
        )
        return values.sorted { $0.key < $1.key }.map {
            LeadCard.Attribute(name: $0.key, value: $0.value)
        }
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
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let attributes = String(decoding: try encoder.encode(lead.attributes), as: UTF8.self)
        return try transaction.first(
            """
            INSERT INTO lead(campaign_id, vendor_id, institution_id, customer_key, import_id,
                name_sealed, phone_sealed, attributes, region, priority, state, attempts, created_at)
            VALUES (\(campaign.id), \(campaign.details.vendor), \(campaign.details.institution),
                \(vault.customerKey(lead.phone)), 0, \(vault.seal(lead.name, as: .leadName)),
                \(vault.seal(lead.phone.digits, as: .leadPhone)), \(attributes), \(lead.region),
                \(lead.priority), 'ready', 0, \(now)) ON CONFLICT DO NOTHING RETURNING id
            """
        ).map { ID(try $0.int(0)) }
    }
}
