package import Database
package import Kernel

/// Branches that use the service, and the calling hours of provinces, in the database. C5.3.
///
/// Both are the bank's settings and show no vendor's rows: there is no viewer to narrow them to.
package struct InstitutionStore {
    private let transaction: Transaction

    /// A store within one transaction.
    package init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    /// Every branch, in the order in which they came.
    package func list() throws -> [Institution] {
        try transaction.rows("SELECT * FROM institution ORDER BY id").map(Self.institution)
    }

    /// A branch.
    package func find(_ id: ID<Institution>) throws -> Institution {
        guard let row = try transaction.first("SELECT * FROM institution WHERE id = \(id)") else {
            throw NotFound(L("使用机构", en: "institution"))
        }
        return try Self.institution(row)
    }

    /// Keeps a branch, new or changed; its name is its own. C5.3.
    @discardableResult
    package func save(_ institution: Institution) throws -> ID<Institution> {
        let namesake = try transaction.first(
            "SELECT id FROM institution WHERE name = \(institution.name)"
        )
        if let namesake, try namesake.int("id") != institution.id?.rawValue {
            throw InvalidInput(
                "name",
                L("已有同名的使用机构。", en: "An institution of that name exists."),
            )
        }
        let region = institution.region?.rawValue ?? ""
        guard let id = institution.id else {
            return ID(
                try transaction.insert(
                    """
                    INSERT INTO institution(name, region, seats, daily_volume)
                    VALUES (\(institution.name), \(region), \(institution.seats),
                        \(institution.dailyVolume)) RETURNING id
                    """
                )
            )
        }
        try transaction.execute(
            """
            UPDATE institution SET name = \(institution.name), region = \(region),
                seats = \(institution.seats), daily_volume = \(institution.dailyVolume)
            WHERE id = \(id)
            """
        )
        return id
    }

    private static func institution(_ row: Row) throws -> Institution {
        Institution(
            stored: ID(try row.int("id")),
            try row.text("name"),
            Province(rawValue: try row.text("region")),
            Int(try row.int("seats")),
            Int(try row.int("daily_volume")),
        )
    }

    // MARK: Provinces

    /// The provinces with hours of their own.
    package func regionHours() throws -> [Province: CallHours] {
        var hours: [Province: CallHours] = [:]
        for row in try transaction.rows("SELECT region, hours FROM region_hours") {
            hours[try row.decode("region", as: Province.self)] =
                CallHours(stored: try row.text("hours"))
        }
        return hours
    }

    /// Sets the hours of a province; nil lifts its rule, and the tasks' own hours hold there.
    package func setHours(_ hours: CallHours?, in province: Province) throws {
        try transaction.execute("DELETE FROM region_hours WHERE region = \(province.rawValue)")
        guard let hours else { return }
        try transaction.execute(
            """
            INSERT INTO region_hours(region, hours)
            VALUES (\(province.rawValue), \(hours.description))
            """
        )
    }
}
