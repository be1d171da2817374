import Campaigns
import Database
import Kernel
import TestSupport
import Testing
import Vault
import Web

@testable import Leads

extension ImportDesk {
    /// What is stored of a lead's other fields, opened.
    func attributes(of lead: Int64) throws -> [String: String] {
        let sealed = try database.read {
            try $0.one("SELECT attributes_sealed FROM lead WHERE id = \(lead)").optionalBlob(0)
        }
        guard let sealed else { return [:] }
        return try LeadStore.values(sealed, environment.vault)
    }

    /// The bank shows these columns of the task, as its page lets it.
    func show(_ titles: [String]) throws {
        _ = try ask(
            SetAttributes(),
            as: "manager",
            Form(["id": [campaign.description], "shown": titles])
        )
    }
}
