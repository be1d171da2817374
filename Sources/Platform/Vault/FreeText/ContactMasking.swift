/// Hides mail addresses, messenger names, number plates and places where someone lives. Its text has no numbers
/// any more; stars may stand in their place.
struct ContactMasking {
    let text: ScannedText
    /// How far a name or an address reaches at most: the search stays linear.
    private static let longest = 64

    init(_ text: ScannedText) {
        self.text = text
    }

    /// The text without them; nil where it has none.
    func masked() -> String? {
        var result = ""
        var copied = 0
        var index = 0
        while index < text.count {
            guard let found = contact(at: index, after: copied) else {
                index += 1
                continue
            }
            result += text.text(copied..<found.lowerBound) + FreeTextMasking.stars
            copied = found.upperBound
            index = max(found.upperBound, index + 1)
        }
        return copied == 0 ? nil : result + text.text(copied..<text.count)
    }

    private func contact(at index: Int, after copied: Int) -> Range<Int>? {
        switch text.scalars[index].value {
        // @ and ＠
        case 0x40, 0xFF20: return mail(index, copied)
        // The first letters of the messengers' names.
        case 0x51, 0x71, 0x56, 0x76, 0x57, 0x77, 0x5FAE, 0x5A01, 0x8587, 0x5FBD, 0x6263, 0x9489,
            0x6296, 0x52A0:
            return messenger(index)
        default:
            guard text.codes[index] == TextSymbol.other else { return nil }
            if let plate = plate(index) { return plate }
            guard Self.places.contains(text.scalars[index]) else { return nil }
            return place(index, copied) ?? household(index, copied)
        }
    }

    // MARK: Mail

    private func mail(_ sign: Int, _ copied: Int) -> Range<Int>? {
        var start = sign
        while start > copied, sign - start < Self.longest, isNameLike(start - 1) { start -= 1 }
        var end = sign + 1
        var hasDot = false
        while end < text.count, end - sign < Self.longest, isNameLike(end) {
            hasDot = hasDot || text.scalars[end] == "."
            end += 1
        }
        return start < sign && hasDot ? start..<end : nil
    }

    private func isNameLike(_ index: Int) -> Bool {
        switch text.scalars[index].value {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2E, 0x2D, 0x5F, 0x2B, 0x25, 0x2A: true
        default: false
        }
    }

    // MARK: Messengers

    private static let messengers: [[Unicode.Scalar]] = [
        "微信", "威信", "薇信", "徽信", "V信", "v信", "加微", "加V", "加v", "加VX", "加vx", "扣扣", "抖音", "钉钉",
        "wechat", "weixin", "vx", "wx", "qq",
    ].map { Array($0.unicodeScalars) }
    private static let separators = Set(" \t：:=-_(（号是为叫账帐同idID".unicodeScalars)
    /// What says that a name follows.
    private static let markers = Set("：:=号是为叫".unicodeScalars)

    private func messenger(_ start: Int) -> Range<Int>? {
        guard let end = Self.messengers.compactMap({ matches($0, at: start) }).max() else {
            return nil
        }
        let isLatin = TextSymbol.isLetter(text.codes[start])
        if isLatin, start > 0, isNameLike(start - 1) { return nil }
        var index = end
        var isMarked = false
        while index < text.count, index < end + 8, Self.separators.contains(text.scalars[index]) {
            isMarked = isMarked || Self.markers.contains(text.scalars[index])
            index += 1
        }
        // What looks like `id` may be the beginning of the name itself.
        while index > end, TextSymbol.isLetter(text.codes[index - 1]) { index -= 1 }
        if index == end, isLatin, text.codes[end - 1] != TextSymbol.other, index < text.count,
            TextSymbol.isLetter(text.codes[index])
        {
            return nil
        }
        let name = index
        var hasDigit = false
        while index < text.count, index - name < Self.longest, isNameLike(index) {
            hasDigit = hasDigit || !TextSymbol.isLetter(text.codes[index])
            index += 1
        }
        // Stars alone are a name that is hidden already.
        guard index - name >= 5, isMarked || hasDigit,
            text.scalars[name..<index].contains(where: { $0 != "*" })
        else { return nil }
        return name..<index
    }

    /// The place behind `word` if it stands at `start`, whatever its case.
    private func matches(_ word: [Unicode.Scalar], at start: Int) -> Int? {
        guard start + word.count <= text.count else { return nil }
        for (offset, scalar) in word.enumerated() {
            let found = text.scalars[start + offset]
            guard found == scalar || found.properties.lowercaseMapping == String(scalar) else {
                return nil
            }
        }
        return start + word.count
    }

    // MARK: Places

    private static let places = Set("路街巷弄村镇乡苑庄屯厦栋幢元区园道".unicodeScalars)
    private static let houses = Set("号弄栋幢座室楼层组户单#-－".unicodeScalars)
    private static let rooms = Set("号弄栋幢座室单元楼层组户之附#-－ABCDEFGH院门".unicodeScalars)
    /// Before which an address does not reach.
    private static let before = Set("住在址于是为去到往来找约叫给说".unicodeScalars)
    /// Words of two characters; their last alone says too little.
    private static let doubles: Set<String> = [
        "小区", "社区", "园区", "花园", "家园", "大道", "街道", "单元",
    ]

    /// A road, a village or a house with its number: `某路1号302`, `3栋2单元501`.
    private func place(_ index: Int, _ copied: Int) -> Range<Int>? {
        let scalar = text.scalars[index]
        if "元区园道".unicodeScalars.contains(scalar) {
            guard index > 0, Self.doubles.contains(text.text(index - 1..<index + 1)) else {
                return nil
            }
        }
        if isCountryside(index) { return nil }
        let isHouse = "栋幢元".unicodeScalars.contains(scalar)
        if isHouse, index == 0 || !isNumberLike(index - (scalar == "元" ? 2 : 1)) { return nil }
        var end = index + 1
        while !isHouse, end < text.count, end < index + 5, text.codes[end] == TextSymbol.other,
            !Self.before.contains(text.scalars[end])
        {
            end += 1
        }
        if end < text.count, text.scalars[end] == " " { end += 1 }
        let number = end
        while end < text.count, end < number + 6, isNumberLike(end) { end += 1 }
        guard end > number else { return nil }
        let isLong = end - number >= 3
        if end + 1 < text.count, text.scalars[end] == " ",
            Self.houses.contains(text.scalars[end + 1])
        {
            end += 1
        }
        guard isHouse || isLong || end < text.count && Self.houses.contains(text.scalars[end])
        else { return nil }
        while end < text.count, end < number + 32,
            isNumberLike(end) || Self.rooms.contains(text.scalars[end])
        {
            end += 1
        }
        var start = index
        while start > copied, start > index - 16, isPartOfPlace(start - 1) { start -= 1 }
        return start..<end
    }

    /// Whether the place is a word for the country: `乡村振兴贷3户联保`.
    private func isCountryside(_ index: Int) -> Bool {
        func holds(_ place: Int, _ words: String) -> Bool {
            place >= 0 && place < text.count && words.unicodeScalars.contains(text.scalars[place])
        }
        return holds(index, "村") && holds(index - 1, "农乡")
            || holds(index, "乡") && holds(index + 1, "村")
    }

    private static let villages = Set("村屯寨庄".unicodeScalars)
    private static let households = Set("户家排栋间院门组队社".unicodeScalars)
    private static let numerals = Set("一二三四五六七八九十百两几第".unicodeScalars)
    private static let landmarks: Set<String> = [
        "东头", "西头", "南头", "北头", "东边", "西边", "南边", "北边", "村口", "村头", "隔壁", "对面", "旁边",
    ]

    /// A house of a village whose houses have no numbers: `李家村东头第三户`.
    private func household(_ index: Int, _ copied: Int) -> Range<Int>? {
        guard Self.villages.contains(text.scalars[index]), index >= copied + 2,
            isPartOfPlace(index - 1), isPartOfPlace(index - 2)
        else { return nil }
        var (here, end) = (index + 1, index)
        while here < text.count, here <= index + 12, isPartOfPlace(here) {
            if here + 1 < text.count, Self.landmarks.contains(text.text(here..<here + 2)) {
                end = here + 2
            }
            let isCounted = isNumberLike(here - 1) || Self.numerals.contains(text.scalars[here - 1])
            if isCounted, Self.households.contains(text.scalars[here]) { end = max(end, here + 1) }
            here += 1
        }
        guard end > index else { return nil }
        var start = index
        while start > copied, start > index - 16, isPartOfPlace(start - 1) { start -= 1 }
        return start..<end
    }

    private func isNumberLike(_ index: Int) -> Bool {
        index >= 0 && (TextSymbol.isNumber(text.codes[index]) || text.scalars[index] == "*")
    }

    private func isPartOfPlace(_ index: Int) -> Bool {
        let code = text.codes[index]
        return (code == TextSymbol.other || TextSymbol.isNumber(code))
            && !Self.before.contains(text.scalars[index])
    }
}
