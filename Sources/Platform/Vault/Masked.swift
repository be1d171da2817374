package import Kernel

/// Customer data as people and programs may see it: partly hidden, with no way back.
///
/// The only form in which a number, a name or a free text reaches a page, JSON, a log or an export.
/// Clauses C4.4, C9.3.
package struct Masked: Hashable, Sendable {
    private let text: String

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
        guard Self.isIdeograph(first) else {
            text = "\(first)***"
            return
        }
        let isCompound = name.count > 2 && Self.compoundSurnames.contains(String(name.prefix(2)))
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
        let stars = String(repeating: "*", count: characters.count - 7)
        text = "\(characters.prefix(3))\(stars)\(characters.suffix(4))"
    }

    /// A note as it was written, with what looks like a number hidden: see `FreeTextMasking`.
    package init(freeText: String) {
        text = FreeTextMasking.mask(freeText)
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

    private static func isIdeograph(_ character: Character) -> Bool {
        character.unicodeScalars.first.map { $0.properties.isIdeographic } ?? false
    }

    private static let compoundSurnames: Set<String> = [
        "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛", "尉迟", "公羊",
        "赫连", "澹台", "皇甫", "宗政", "濮阳", "公冶", "太叔", "申屠", "公孙", "慕容", "仲孙", "钟离", "长孙", "宇文",
        "司徒", "鲜于", "司空", "闾丘", "子车", "亓官", "司寇", "巫马", "公西", "颛孙", "壤驷", "公良", "漆雕", "乐正",
        "宰父", "谷梁", "拓跋", "夹谷", "轩辕", "令狐", "段干", "百里", "呼延", "东郭", "南门", "羊舌", "微生", "公户",
        "公玉", "公仪", "梁丘", "公仲", "公上", "公门", "公山", "公坚", "左丘", "公伯", "西门", "公祖", "第五", "公乘",
        "贯丘", "公皙", "南荣", "东里", "东宫", "仲长", "子书", "子桑", "即墨", "达奚", "褚师", "纳兰", "完颜", "叶赫",
    ]
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
