package import Access
package import Database
package import Kernel

/// An organisation: the bank or a vendor.
package struct OrganisationDetails: Sendable, Hashable {
    /// The identity.
    package let id: ID<Organisation>
    /// The side on which it stands.
    package let side: Side
    /// Its name.
    package let name: String
}

/// Organisations in the database.
package struct OrganisationStore {
    private let transaction: Transaction

    /// A store within one transaction.
    package init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    /// Makes an organisation. Throws `organisationNameTaken`.
    package func add(side: Side, name: String, at now: Moment) throws -> ID<Organisation> {
        let taken = try transaction.first("SELECT id FROM organisation WHERE name = \(name)")
        if taken != nil { throw AccountRefusal.organisationNameTaken }
        return ID(
            try transaction.insert(
                """
                INSERT INTO organisation(side, name, created_at)
                VALUES (\(side.rawValue), \(name), \(now)) RETURNING id
                """
            )
        )
    }

    /// What an organisation is called; empty for one that does not exist.
    func name(of organisation: ID<Organisation>) throws -> String {
        let row = try transaction.first(
            "SELECT name FROM organisation WHERE id = \(organisation)"
        )
        return try row?.text(0) ?? ""
    }

    /// The organisations that the viewer may know of: a vendor knows the bank and itself.
    package func list(visibleTo viewer: Viewer) throws -> [OrganisationDetails] {
        let rows = try transaction.rows("SELECT id, side, name FROM organisation ORDER BY id")
        return try rows.map { row in
            OrganisationDetails(
                id: ID(try row.int("id")),
                side: try row.decode("side", as: Side.self),
                name: try row.text("name"),
            )
        }.filter { $0.side == .bank || viewer.maySee(vendor: $0.id) }
    }

    /// The vendors that the viewer may know of.
    package func vendors(visibleTo viewer: Viewer) throws -> [OrganisationDetails] {
        try list(visibleTo: viewer).filter { $0.side == .vendor }
    }

    /// Every vendor, for work that no viewer asks for.
    package func vendors() throws -> [ID<Organisation>] {
        try transaction.rows("SELECT id FROM organisation WHERE side = 'vendor' ORDER BY id")
            .map { try $0.id("id") }
    }
}
