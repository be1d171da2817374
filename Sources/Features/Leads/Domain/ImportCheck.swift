internal import FoundationEssentials
internal import Kernel

/// What reading a file through showed before the first row went in.
package struct ImportCheck: Codable, Sendable, Hashable {
    /// Rows that were read.
    package internal(set) var read = 0
    /// Rows that would go in.
    package internal(set) var good = 0
    /// Rows whose customer is known already.
    package internal(set) var duplicates = 0
    /// Rows whose customer must not be called, or stands on the list already.
    package internal(set) var suppressed = 0
    /// Rows that are wrong in themselves.
    package internal(set) var rejected = 0
    /// Good rows whose province is not understood: the strictest hours hold for them.
    package internal(set) var unknownRegions = 0
    /// Good rows that name another branch than the task's.
    package internal(set) var otherInstitutions = 0
    /// How many rows were left out, by reason.
    package internal(set) var reasons: [String: Int] = [:]

    /// Counts one row.
    mutating func count(_ rejection: ImportRejection?) {
        read += 1
        guard let rejection else {
            good += 1
            return
        }
        reasons[rejection.rawValue, default: 0] += 1
        if rejection == .suppressed {
            suppressed += 1
        } else if rejection.isDuplicate {
            duplicates += 1
        } else {
            rejected += 1
        }
    }

    /// The reasons, the most frequent first.
    var sortedReasons: [(reason: ImportRejection, count: Int)] {
        reasons.compactMap { code, count in
            ImportRejection(rawValue: code).map { (reason: $0, count: count) }
        }.sorted { ($1.count, $0.reason.rawValue) < ($0.count, $1.reason.rawValue) }
    }

    /// The check as stored.
    var stored: String {
        get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
    }

    /// Nothing yet.
    init() {}

    /// Reads what was stored.
    init(stored text: String) throws {
        self = try BoundedJSON.decode(Self.self, from: Array(text.utf8), most: 1 << 16)
    }
}

/// A sheet of a workbook, as it is kept with its import.
package struct ImportSheet: Codable, Sendable, Hashable {
    /// Its place in the workbook, from 1.
    package let number: Int
    /// The name on its tab, with what looks like a number hidden.
    package let name: String
    /// Whether whoever opens the workbook does not see it.
    package let isHidden: Bool
    /// How many of its rows a filter or a hand has hidden.
    package let hiddenRows: Int

    /// The sheets as stored; nil for none.
    static func stored(_ sheets: [ImportSheet]) throws -> String? {
        if sheets.isEmpty { return nil }
        return String(decoding: try JSONEncoder().encode(sheets), as: UTF8.self)
    }

    /// Reads what was stored.
    static func read(_ text: String?) throws -> [ImportSheet] {
        guard let text else { return [] }
        return try BoundedJSON.decode([ImportSheet].self, from: Array(text.utf8), most: 1 << 20)
    }
}
