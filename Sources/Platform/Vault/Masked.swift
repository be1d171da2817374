package import Kernel

/// Customer data as people and programs may see it: partly hidden, with no way back.
///
/// The only form in which a number, a name or a free text reaches a page, JSON, a log or an export.
/// Clauses C4.4, C9.3.
package struct Masked: Hashable, Sendable {
    private let text: String

    /// What stands in the place of something hidden whole.
    package static let whole = FreeTextMasking.stars

    /// `138****8000`; a landline keeps its area code: `010-****5678`, `0755-****67`.
    package init(phone: PhoneNumber) {
        let digits = phone.digits
        if phone.isMobile {
            text = "\(digits.prefix(3))****\(digits.suffix(4))"
        } else {
            let area = digits.prefix(Self.areaCodeLength(digits))
            let shown = max(0, digits.count - area.count - 4)
            text = "\(area)-****\(digits.suffix(shown))"
        }
    }

    /// `张*`, `欧阳**`, `J***`: the surname, or the first letter, and stars.
    ///
    /// A Chinese name keeps its length, up to six stars; any other has three.
    package init(name: String) {
        let name = name.filter { !$0.isWhitespace }
        guard let first = name.first else {
            text = ""
            return
        }
        guard PersonName.isIdeograph(first) else {
            text = "\(first)***"
            return
        }
        let isCompound =
            name.count > 2 && PersonName.compoundSurnames.contains(String(name.prefix(2)))
        let shown = isCompound ? 2 : 1
        let stars = min(6, max(1, name.count - shown))
        text = name.prefix(shown) + String(repeating: "*", count: stars)
    }

    /// `****0123`: the last four characters of a bank account or a loan; two when it is short.
    package init(account: String) {
        let characters = account.filter { !$0.isWhitespace && $0 != "-" }
        text = "****\(characters.suffix(Self.shownAtEnd(of: characters.count)))"
    }

    /// `110***********0011`: the province and city, and the last four characters, of an identity
    /// number; another number shows its end alone.
    package init(identityNumber: String) {
        let characters = identityNumber.filter { !$0.isWhitespace && $0 != "-" }
        guard characters.count >= 15 else {
            self = Masked(account: characters)
            return
        }
        let stars = String(repeating: "*", count: min(12, characters.count - 7))
        text = "\(characters.prefix(3))\(stars)\(characters.suffix(4))"
    }

    /// A note as it was written, with what could lead to a person hidden: see `FreeTextMasking`. The
    /// customer's own `name`, where it is known, is hidden too: whole, and a given name of two
    /// characters or more.
    package init(freeText: String, of name: String = "") {
        text = FreeTextMasking.mask(Self.hiding(name, in: freeText))
    }

    /// The name under which someone keeps a file: numbers and what looks like a name are hidden.
    package init(fileName: String) {
        text = PersonName.masked(in: FreeTextMasking.mask(fileName))
    }

    private static func hiding(_ name: String, in text: String) -> String {
        let name = name.filter { !$0.isWhitespace }
        guard name.count > 1, !text.isEmpty else { return text }
        let masked = Masked(name: name).text
        var text = text.replacing(name, with: masked)
        if let first = name.first, PersonName.isIdeograph(first) {
            let surname = masked.prefix { $0 != "*" }
            let given = name.dropFirst(surname.count)
            if given.count > 1 {
                text = text.replacing(given, with: masked.dropFirst(surname.count))
            }
        }
        return text
    }

    private static func shownAtEnd(of count: Int) -> Int {
        switch count {
        case ..<5: 0
        case ..<9: 2
        default: 4
        }
    }

    /// 010 and 02x have three digits, every other area code four.
    private static func areaCodeLength(_ digits: String) -> Int {
        digits.hasPrefix("01") || digits.hasPrefix("02") ? 3 : 4
    }
}

extension Masked: CustomStringConvertible {
    package var description: String { text }
}

extension Masked: Encodable {
    /// Encodes the masked text.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
