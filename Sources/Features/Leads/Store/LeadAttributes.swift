internal import Campaigns
internal import Database
internal import FoundationEssentials
internal import Kernel
internal import Vault

/// The fields of the bank's file beside name, number and province: sealed whole, and opened only
/// where the bank has marked a column as shown. C4.4.
extension LeadStore {
    /// What of a lead's fields is shown, and how many are not.
    package struct Attributes: Sendable {
        /// The fields that are shown, in the order of their titles.
        package let shown: [LeadCard.Attribute]
        /// How many fields the file had beside them.
        package let hidden: Int
    }

    /// What is shown of the fields of a lead that the viewer has been found to see.
    package func attributes(of lead: LeadLine) throws -> Attributes {
        let row = try transaction.one("SELECT attributes_sealed FROM lead WHERE id = \(lead.id)")
        let titles = try AttributeColumns(transaction).shown(of: lead.campaign)
        return try attributes(try row.optionalBlob(0), showing: titles)
    }

    /// The same for the agent's screen, where the number of the others is of no use.
    func shownAttributes(
        _ sealed: [UInt8]?,
        of campaign: ID<Campaign>,
    ) throws -> [LeadCard.Attribute] {
        guard let sealed else { return [] }
        let titles = try AttributeColumns(transaction).shown(of: campaign)
        return titles.isEmpty ? [] : try attributes(sealed, showing: titles).shown
    }

    private func attributes(
        _ sealed: [UInt8]?,
        showing titles: Set<String>,
    ) throws -> Attributes {
        guard let sealed else { return Attributes(shown: [], hidden: 0) }
        return try Self.attributes(sealed, showing: titles, vault)
    }

    /// Opens sealed fields and keeps what may be shown of them.
    static func attributes(
        _ sealed: [UInt8],
        showing titles: Set<String>,
        _ vault: Vault,
    ) throws -> Attributes {
        let values = try values(sealed, vault)
        let shown = values.filter { titles.contains($0.key) }.sorted { $0.key < $1.key }
            .compactMap { LeadCard.Attribute(shown: $0.key, value: $0.value) }
        return Attributes(shown: shown, hidden: values.count - shown.count)
    }

    /// Every field, by its title. Nothing of it is shown as it is.
    static func values(_ sealed: [UInt8], _ vault: Vault) throws -> [String: String] {
        try values(of: vault.open(sealed, as: .leadAttributes))
    }

    /// The fields of a text that was sealed, or of one that an earlier version did not seal.
    static func values(of text: String) throws -> [String: String] {
        try BoundedJSON.decode([String: String].self, from: Array(text.utf8), most: 1 << 20)
    }

    /// The fields as they are stored; nil for none.
    static func sealed(_ attributes: [String: String], _ vault: Vault) throws -> [UInt8]? {
        if attributes.isEmpty { return nil }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = String(decoding: try encoder.encode(attributes), as: UTF8.self)
        return vault.seal(text, as: .leadAttributes)
    }
}
