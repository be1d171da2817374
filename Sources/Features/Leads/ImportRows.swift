internal import Campaigns
internal import Kernel
internal import Tables
internal import Vault

/// A row of a file, ready to be stored: sealed and indexed, or with what is wrong with it.
struct ImportRow {
    /// What a right row brings.
    struct Customer {
        let key: Int64
        /// The customer's number in the bank; nil where the file tells none.
        var numberSealed: [UInt8]?
        let nameSealed: [UInt8]
        let phoneSealed: [UInt8]
        let priority: Int
        /// Why the customer must not be called, of a suppression list. C4.12.
        let reason: SuppressionReason
        /// What proves it, without what looks like a number; empty for nothing.
        let evidence: String
    }

    let line: Int
    /// The customer's name, masked, of a row of a suppression list that is left out.
    var who = ""
    /// The number masked, or the last digits of what stands in its place.
    let number: String
    /// The other columns, sealed; nil for none.
    let attributes: [UInt8]?
    /// The province by its short name; empty where it is not understood.
    let region: String
    /// Whether it names another branch than the task's.
    var isOfOtherInstitution = false
    let content: Result<Customer, Rejected>

    /// Whether it is right, whatever becomes of it.
    var isRead: Bool {
        switch content {
        case .success: true
        case .failure: false
        }
    }

    /// Whether nothing stands in the number's place.
    var isMissingNumber: Bool {
        switch content {
        case .success: false
        case .failure(let rejected): rejected.reason == .phoneMissing
        }
    }

    /// What is wrong with a row.
    struct Rejected: Error {
        let reason: ImportRejection

        init(_ reason: ImportRejection) {
            self.reason = reason
        }
    }
}

/// Rows that are stored together, and the place behind them.
struct ImportChunk {
    private(set) var rows: [ImportRow] = []
    let position: TablePosition
    /// Whether the file ends here.
    let isLast: Bool
    /// Why nothing can be read behind these rows.
    let problem: TableError?

    /// Rows of a file of a kind. Where a suppression list cannot be read on, a row that blocks nobody
    /// stands for the rest until somebody has settled it. C4.12.
    init(
        _ rows: [ImportRow],
        of kind: ImportKind,
        upTo position: TablePosition,
        isLast: Bool,
        problem: TableError? = nil,
    ) {
        self.rows = rows
        self.position = position
        self.isLast = isLast
        self.problem = problem
        if let problem, kind == .suppression {
            let line = problem.line ?? (rows.last?.line ?? 0) + 1
            self.rows.append(.leftOut(line, for: .restUnread))
        }
    }
}

extension ImportRow {
    /// A row of which no more is known than why it is left out.
    fileprivate static func leftOut(_ line: Int, for reason: ImportRejection) -> ImportRow {
        ImportRow(
            line: line,
            number: "",
            attributes: nil,
            region: "",
            content: .failure(.init(reason))
        )
    }
}

/// Turns a file's rows into what is stored: the part of an import that needs no database.
final class ImportRows {
    private static let longestName = 120
    private static let longestEvidence = 200
    private static let longestNumber = 64

    private let reader: TableReader
    private let columns: ImportColumns
    private let kind: ImportKind
    private let vault: Vault
    private let isLineReal: Bool
    /// Whether the rows are stored; else they are looked at, and nothing is sealed.
    private let isStored: Bool
    /// The name of the task's branch; nil for none.
    private let institution: String?
    /// What the texts of the column with the province mean.
    private var regions: [String: String] = [:]
    /// The column and the beginning of its member in the JSON: `"name":`.
    private let attributes: [(column: Int, key: [UInt8])]
    /// The columns whose title says that a number stands there.
    private let phoneColumns: Set<Int>

    init(
        _ reader: TableReader,
        _ columns: ImportColumns,
        _ kind: ImportKind,
        _ vault: Vault,
        isLineReal: Bool,
        isStored: Bool = true,
        institution: String? = nil,
    ) {
        self.isStored = isStored
        self.institution = institution
        self.reader = reader
        self.columns = columns
        self.kind = kind
        self.vault = vault
        self.isLineReal = isLineReal
        phoneColumns = Set(
            reader.header.indices.filter { ImportTitles.isPhone(reader.header[$0]) }
        )
        attributes = columns.attributes(of: reader.header).map { column, name in
            var key: [UInt8] = []
            Self.quote(Array(name.utf8)[...], into: &key)
            return (column, key + [0x3A])
        }
    }

    /// The titles of the columns that become attributes.
    var attributeTitles: [String] {
        kind == .suppression ? [] : columns.attributes(of: reader.header).map(\.name)
    }

    /// The next rows, at most `count`.
    func next(_ count: Int) -> ImportChunk {
        var rows: [ImportRow] = []
        rows.reserveCapacity(count)
        do {
            while rows.count < count {
                guard try reader.next() else {
                    return ImportChunk(rows, of: kind, upTo: reader.position, isLast: true)
                }
                if reader.isBlank { continue }
                rows += numbers()
            }
        } catch {
            return ImportChunk(
                rows,
                of: kind,
                upTo: reader.position,
                isLast: true,
                problem: error,
            )
        }
        return ImportChunk(rows, of: kind, upTo: reader.position, isLast: false)
    }

    /// What stands in a record: one row, and of a suppression list one for each of its numbers.
    private func numbers() -> [ImportRow] {
        // What stands in which column is known only of a row that is whole: of any other, a name
        // could be taken for something else.
        if let damage { return [.leftOut(reader.line, for: damage)] }
        let first = row(phone: columns.phone)
        guard kind == .suppression else { return [first] }
        let further = furtherNumbers()
        // An empty cell asks for nothing where another column that is called a number's has one.
        let isKnown = further.contains { phoneColumns.contains($0.column) && $0.row.isRead }
        let rows = further.map(\.row)
        return first.isMissingNumber && isKnown ? rows : [first] + rows
    }

    /// The other numbers in a row of a suppression list: whoever asks not to be called is called on
    /// none of them. A column that is called a number's has to hold one; in any other a number
    /// is blocked where one stands. C4.12.
    private func furtherNumbers() -> [(column: Int, row: ImportRow)] {
        let used = [columns.phone, columns.name, columns.reason, columns.evidence]
        return (0..<reader.header.count).compactMap { column in
            if used.contains(column) || reader.trimmed(column).isEmpty { return nil }
            let row = row(phone: column)
            return row.isRead || phoneColumns.contains(column) ? (column, row) : nil
        }
    }

    private func row(phone column: Int?) -> ImportRow {
        var number = ""
        let content: Result<ImportRow.Customer, ImportRow.Rejected>
        do throws(ImportRow.Rejected) {
            let phone = try phone(column)
            number = Masked(phone: phone).description
            content = .success(try customer(phone))
        } catch {
            if number.isEmpty { number = lastDigits(column) }
            content = .failure(error)
        }
        return ImportRow(
            line: reader.line,
            who: who(content),
            number: number,
            attributes: isStored ? sealedAttributes() : nil,
            region: columns.region.map { region(reader.text($0)) } ?? "",
            isOfOtherInstitution: isOfOtherInstitution,
            content: content
        )
    }

    /// Whom a row of a suppression list means that blocks nobody, for whoever has to settle it.
    private func who(_ content: Result<ImportRow.Customer, ImportRow.Rejected>) -> String {
        guard kind == .suppression, case .failure = content, let column = columns.name else {
            return ""
        }
        return Masked(name: String(reader.text(column).prefix(Self.longestName))).description
    }

    private func region(_ text: String) -> String {
        if let known = regions[text] { return known }
        let region = Province(recognising: text)?.name.chinese ?? ""
        if regions.count < 4_096 { regions[text] = region }
        return region
    }

    /// A branch whose name holds the other's is taken for the same.
    private var isOfOtherInstitution: Bool {
        guard let institution, let column = columns.institution else { return false }
        let name = reader.text(column)
        return !name.isEmpty && !name.contains(institution) && !institution.contains(name)
    }

    /// What is wrong with the row as a whole.
    private var damage: ImportRejection? {
        if reader.problem != nil { return .badEncoding }
        // Empty cells at the end of a row are often left out. One too many moves the others.
        let width = reader.header.count
        guard reader.fieldCount > width else { return nil }
        return (width..<reader.fieldCount).allSatisfy { reader.trimmed($0).isEmpty }
            ? nil : .columnCount
    }

    /// What of a number that is none helps to find the row: `****0123`.
    private func lastDigits(_ column: Int?) -> String {
        guard let column else { return "" }
        let digits = reader.text(column).filter { ("0"..."9").contains($0) }
        return digits.isEmpty ? "" : Masked(account: digits).description
    }

    private func customer(_ phone: PhoneNumber) throws(ImportRow.Rejected) -> ImportRow.Customer {
        var name: ArraySlice<UInt8> = []
        if kind == .leads, let column = columns.name {
            name = reader.trimmed(column)
            if name.isEmpty { throw .init(.nameMissing) }
            if name.count > Self.longestName { throw .init(.nameTooLong) }
        }
        let field: Field = kind == .leads ? .leadPhone : .suppressedPhone
        let (reason, evidence) = kind == .suppression ? ground : (.bankList, "")
        guard isStored else {
            return ImportRow.Customer(
                key: vault.customerKey(phone),
                nameSealed: [],
                phoneSealed: [],
                priority: try priority(),
                reason: reason,
                evidence: "",
            )
        }
        return ImportRow.Customer(
            key: vault.customerKey(phone),
            numberSealed: number,
            nameSealed: vault.seal(utf8: name, as: .leadName),
            phoneSealed: vault.seal(phone.digits, as: field),
            priority: try priority(),
            reason: reason,
            evidence: evidence,
        )
    }

    private var number: [UInt8]? {
        guard kind == .leads, let column = columns.number else { return nil }
        let number = reader.trimmed(column).prefix(Self.longestNumber)
        return number.isEmpty ? nil : vault.seal(utf8: number, as: .leadNumber)
    }

    /// Why the customer must not be called, and what proves it. No row is refused for its reason: one
    /// that is not known is the bank's list's, and its words stand in the evidence.
    private var ground: (SuppressionReason, String) {
        let text = columns.reason.map { reader.text($0) } ?? ""
        let known = SuppressionReason.allCases.first {
            ([$0.rawValue, $0.name.chinese, $0.name.english] + $0.otherNames).contains(text)
        }
        var parts = known == nil ? [text] : []
        parts += columns.evidence.map { [reader.text($0)] } ?? []
        let evidence = parts.filter { !$0.isEmpty }.joined(separator: " · ")
        guard !evidence.isEmpty else { return (known ?? .bankList, "") }
        let masked = Masked(freeText: String(evidence.prefix(Self.longestEvidence)))
        return (known ?? .bankList, masked.description)
    }

    private func phone(_ column: Int?) throws(ImportRow.Rejected) -> PhoneNumber {
        guard let column else { throw .init(.phoneMissing) }
        let phone: PhoneNumber
        do throws(PhoneNumber.Problem) {
            phone = try PhoneNumber(utf8: reader.trimmed(column))
        } catch {
            throw .init(ImportRejection(error))
        }
        if isLineReal, phone.isDemo, kind == .leads { throw .init(.demoNumber) }
        return phone
    }

    private func priority() throws(ImportRow.Rejected) -> Int {
        guard let column = columns.priority else { return 0 }
        let text = reader.text(column)
        if text.isEmpty { return 0 }
        guard let number = Int(text), (0...100).contains(number) else { throw .init(.badPriority) }
        return number
    }

    /// The attributes as sealed JSON with sorted keys; empty fields are left out. A suppression list
    /// keeps none. C4.4.
    private func sealedAttributes() -> [UInt8]? {
        if kind == .suppression { return nil }
        var json: [UInt8] = [0x7B]
        for (column, key) in attributes {
            let value = reader.trimmed(column)
            if value.isEmpty { continue }
            if json.count > 1 { json.append(0x2C) }
            json += key
            Self.quote(value, into: &json)
        }
        if json.count == 1 { return nil }
        json.append(0x7D)
        return vault.seal(utf8: json[...], as: .leadAttributes)
    }

    private static func quote(_ text: ArraySlice<UInt8>, into json: inout [UInt8]) {
        json.append(0x22)
        for byte in text {
            switch byte {
            case 0x22, 0x5C: json += [0x5C, byte]
            case 0..<0x20: json += Array((byte < 16 ? "\\u000" : "\\u00").utf8) + hex(byte)
            default: json.append(byte)
            }
        }
        json.append(0x22)
    }

    private static func hex(_ byte: UInt8) -> [UInt8] { Array(String(byte, radix: 16).utf8) }
}
