internal import Campaigns
internal import Database
internal import Kernel
internal import Synchronization
internal import Vault
package import Web

/// Seals what earlier versions kept in the clear: the attributes of leads and of rows that were
/// left out, and the names of files. In small steps beside everything else, from the start on until
/// nothing is left; what is not sealed yet is shown nowhere. C4.4.
package final class ClearText: Sendable {
    private static let rowsPerStep = 200

    private let database: any Database
    private let vault: Vault
    private let isDone = Atomic(false)

    /// Seals what `environment` stores.
    package init(_ environment: Environment) {
        database = environment.database
        vault = environment.vault
    }

    /// Seals everything that is left; stops between two steps when `goesOn` says no.
    package func seal(while goesOn: () -> Bool = { true }) throws {
        if isDone.load(ordering: .relaxed) { return }
        while goesOn(), try database.write({ try sealLeads($0) }) {}
        while goesOn(), try database.write({ try sealRejects($0) }) {}
        if goesOn() {
            try database.write { try maskFileNames($0) }
            isDone.store(try database.emptyLog(), ordering: .relaxed)
        }
    }

    /// Seals the next leads, and lists their columns for the bank to decide on; false when none is
    /// left.
    private func sealLeads(_ transaction: Transaction) throws -> Bool {
        let rows = try transaction.rows(
            """
            SELECT id, attributes, campaign_id FROM lead WHERE attributes <> ''
            ORDER BY id LIMIT \(Self.rowsPerStep)\(transaction.dialect.forUpdate)
            """
        )
        var titles: [ID<Campaign>: Set<String>] = [:]
        for row in rows {
            let text = try row.text(1)
            titles[try row.id(2), default: []].formUnion(try LeadStore.values(of: text).keys)
            try transaction.execute(
                """
                UPDATE lead SET attributes = '', attributes_sealed = \(sealed(text))
                WHERE id = \(try row.int(0))
                """
            )
        }
        for (campaign, titles) in titles {
            let titles = titles.filter(ImportColumns.isTitle).sorted()
            try AttributeColumns(transaction).note(titles, of: campaign)
        }
        return !rows.isEmpty
    }

    /// The same with the next rows that were left out; of columns no lead has there is no list.
    private func sealRejects(_ transaction: Transaction) throws -> Bool {
        let rows = try transaction.rows(
            """
            SELECT id, attributes FROM lead_import_reject WHERE attributes <> ''
            ORDER BY id LIMIT \(Self.rowsPerStep)\(transaction.dialect.forUpdate)
            """
        )
        for row in rows {
            try transaction.execute(
                """
                UPDATE lead_import_reject SET attributes = '',
                    attributes_sealed = \(sealed(try row.text(1))) WHERE id = \(try row.int(0))
                """
            )
        }
        return !rows.isEmpty
    }

    private func sealed(_ text: String) -> [UInt8]? {
        text == "{}" ? nil : vault.seal(text, as: .leadAttributes)
    }

    private func maskFileNames(_ transaction: Transaction) throws {
        for row in try transaction.rows("SELECT id, file_name FROM lead_import") {
            let name = try row.text(1)
            let masked = Masked(fileName: name).description
            if masked == name { continue }
            try transaction.execute(
                "UPDATE lead_import SET file_name = \(masked) WHERE id = \(try row.int(0))"
            )
        }
        let waiting = try transaction.rows(
            """
            SELECT id, inbox_name FROM lead_import
            WHERE inbox_name IS NOT NULL AND inbox_name_sealed IS NULL
            """
        )
        for row in waiting {
            let name = try row.text(1)
            try transaction.execute(
                """
                UPDATE lead_import SET inbox_name = \(Masked(fileName: name).description),
                    inbox_name_sealed = \(vault.seal(name, as: .inboxName))
                WHERE id = \(try row.int(0))
                """
            )
        }
    }
}
