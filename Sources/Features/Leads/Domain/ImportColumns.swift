internal import FoundationEssentials
internal import Kernel
internal import Vault

/// Which columns of a lead file are which; everything else becomes an attribute. C2.1.
package struct ImportColumns: Codable, Sendable, Hashable {
    /// The column with the number, from 0; nil until someone says which.
    package var phone: Int?
    /// The column with the name.
    package var name: Int?
    /// The column with the province; a file may have none.
    package var region: Int?
    /// The column with the priority; a file may have none.
    package var priority: Int?
    /// The column with the customer's number in the bank; a file may have none.
    package var number: Int?
    /// The column with the branch that looks after the customer; it stays an attribute.
    package var institution: Int?
    /// The column that says why a customer must not be called; of a suppression list only. C4.12.
    package var reason: Int?
    /// The column with what proves it; of a suppression list only. C4.12.
    package var evidence: Int?

    /// Names the columns.
    package init(
        phone: Int? = nil,
        name: Int? = nil,
        region: Int? = nil,
        priority: Int? = nil,
        number: Int? = nil,
        institution: Int? = nil,
        reason: Int? = nil,
        evidence: Int? = nil,
    ) {
        self.phone = phone
        self.name = name
        self.region = region
        self.priority = priority
        self.number = number
        self.institution = institution
        self.reason = reason
        self.evidence = evidence
    }

    /// Recognises columns by what Chinese and English files call them.
    package init(recognising header: [String]) {
        let keys = header.map(ImportTitles.key)
        func column(_ names: [String]) -> Int? {
            ImportTitles.places(of: names, in: keys).first
        }
        self.init(
            phone: column(ImportTitles.phone),
            name: column(ImportTitles.name),
            region: column(ImportTitles.region),
            priority: column(ImportTitles.priority),
            number: column(ImportTitles.number),
            institution: column(ImportTitles.institution),
            reason: column(ImportTitles.reason),
            evidence: column(ImportTitles.evidence),
        )
    }

    /// Whether more than one column could be the number, the name or the province: then somebody
    /// has to see which was taken. Of a suppression list every number blocks.
    static func isAmbiguous(_ header: [String], _ kind: ImportKind) -> Bool {
        let keys = header.map(ImportTitles.key)
        let titles = [ImportTitles.name, ImportTitles.region]
        return (kind == .leads ? titles + [ImportTitles.phone] : titles).contains {
            ImportTitles.places(of: $0, in: keys).count > 1
        }
    }

    /// Whether leads can be read: the number and the name are known.
    package func isComplete(for kind: ImportKind) -> Bool {
        phone != nil && (kind == .suppression || name != nil)
    }

    /// Whether every column exists and none serves twice.
    package func fits(_ header: [String]) -> Bool {
        let used = [phone, name, region, priority, number, institution, reason, evidence]
            .compactMap(\.self)
        return Set(used).count == used.count && used.allSatisfy(header.indices.contains)
    }

    /// The columns that become attributes, with unique names, in the order of their names. A title
    /// that holds a number itself is none: the file has no header where it should. C4.4.
    package func attributes(of header: [String]) -> [(column: Int, name: String)] {
        let used = [phone, name, region, priority, number].compactMap(\.self)
        var names: Set<String> = []
        var columns: [(column: Int, name: String)] = []
        for (column, title) in header.enumerated()
        where !used.contains(column) {
            let short = String(title.prefix(Self.longestTitle))
            let plain = Self.isTitle(short) ? short : "列\(column + 1)"
            let name = names.contains(plain) ? "\(plain) (\(column + 1))" : plain
            names.insert(name)
            columns.append((column, name))
        }
        return columns.sorted { $0.name < $1.name }
    }

    /// The columns as stored.
    var stored: String {
        get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
    }

    /// Reads what was stored.
    init(stored text: String) throws {
        self = try BoundedJSON.decode(Self.self, from: Array(text.utf8), most: 1 << 20)
    }

    /// Whether a text can be kept as a title: it is short and tells no number itself.
    static func isTitle(_ text: String) -> Bool {
        (1...longestTitle).contains(text.count) && Masked(freeText: text).description == text
    }

    private static let longestTitle = 60
}
