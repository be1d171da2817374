/// Digits of a text that belong together: groups, and what stands between them.
struct NumberRun {
    /// Digits that stand side by side.
    struct Group {
        /// Where it begins and ends among the text's scalars.
        let range: Range<Int>
        /// Which of the run's digits are its own.
        let digits: Range<Int>
        /// Whether it is written in ordinary digits with nothing hidden between them.
        let isPlain: Bool
        /// Whether it is said with tens, hundreds or thousands: `一百五十四`.
        var isSpoken = false
    }

    /// What stands between one group and the next.
    struct Gap {
        let range: Range<Int>
        /// Whether a phrase ends there, or words stand there.
        let isPause: Bool
        /// Whether words stand there, or a spoken number begins or ends.
        var isWord = false
    }

    private(set) var groups: [Group] = []
    private(set) var gaps: [Gap] = []
    private(set) var digits: [UInt8] = []
    /// Digits that are no letters.
    private(set) var realDigits = 0

    var start: Int { groups.first?.range.lowerBound ?? 0 }
    var end: Int { groups.last?.range.upperBound ?? 0 }

    /// How many signs may stand between two groups.
    private static let widestGap = 5
    /// How many characters of words may stand there, and of how many letters such a word has.
    private static let (longestWords, longestWord) = (4, 6)
    private static let words: [String: UInt8] = [
        "zero": 0, "oh": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
        "seven": 7, "eight": 8, "nine": 9,
    ]

    /// The run that begins at `start`; nil where no digit stands.
    init?(_ text: ScannedText, at start: Int) {
        guard let first = group(text, at: start) else { return nil }
        groups.append(first)
        while let (gap, next) = gap(text, from: end) {
            gaps.append(gap)
            groups.append(next)
        }
    }

    func digits(_ part: Range<Int>) -> ArraySlice<UInt8> {
        digits[
            groups[part.lowerBound].digits
                .lowerBound..<groups[part.upperBound - 1].digits
                .upperBound
        ]
    }

    // MARK: Reading

    private mutating func group(_ text: ScannedText, at start: Int) -> Group? {
        let first = digits.count
        if let spoken = text.spokenNumber(at: start) {
            digits += spoken.digits
            realDigits += spoken.digits.count
            return Group(
                range: start..<spoken.end,
                digits: first..<digits.count,
                isPlain: false,
                isSpoken: true,
            )
        }
        var isPlain = true
        var isInterrupted = false
        var (index, end) = (start, start)
        while index < text.count {
            let code = text.codes[index]
            if TextSymbol.isNumber(code) {
                if text.spokenNumber(at: index) != nil { break }
                isPlain = isPlain && !isInterrupted && text.isOrdinaryDigit(index)
                if code > 9 { digits.append(code / 10) }
                digits.append(code % 10)
                realDigits += code > 9 ? 2 : 1
                index += 1
                end = index
            } else if code == TextSymbol.hidden, end > start {
                isInterrupted = true
                index += 1
            } else if TextSymbol.isLetter(code), let word = word(text, at: index) {
                digits += word.digits
                realDigits += word.isSpelled ? word.digits.count : 0
                isPlain = false
                index = word.end
                end = index
            } else {
                break
            }
        }
        guard end > start else { return nil }
        // `两` alone counts things, as `两档`; within a number it is a 2.
        let isPair = end == start + 1 && "两兩".unicodeScalars.contains(text.scalars[start])
        return Group(
            range: start..<end,
            digits: first..<digits.count,
            isPlain: isPlain,
            isSpoken: isPair,
        )
    }

    private mutating func gap(_ text: ScannedText, from start: Int) -> (Gap, Group)? {
        var index = start
        var (signs, fillers, stars, words) = (0, 0, 0, 0)
        var isPause = false
        let isSpoken = groups.last?.isSpoken == true
        // Three stars and more stand for what is hidden already.
        while index < text.count, signs <= Self.widestGap, fillers <= 2, stars < 3 {
            switch text.codes[index] {
            case TextSymbol.hidden: break
            case TextSymbol.joint:
                signs += 1
                stars += text.scalars[index] == "*" ? 1 : 0
            case TextSymbol.pause:
                signs += 1
                isPause = true
            case TextSymbol.filler: fillers += 1
            case TextSymbol.other where text.spokenNumber(at: index) == nil:
                words += 1
                if words > Self.longestWords { return nil }
            default:
                if let next = group(text, at: index) {
                    let isWord = words > 0 || isSpoken || next.isSpoken
                    guard index > start || isWord else { return nil }
                    let gap = Gap(
                        range: start..<index,
                        isPause: isPause || isWord,
                        isWord: isWord,
                    )
                    return (gap, next)
                }
                let end = text.wordEnd(index)
                words += 2
                if end - index > Self.longestWord || words > Self.longestWords { return nil }
                index = end - 1
            }
            index += 1
        }
        return nil
    }

    /// A word that stands for digits: `O`, `lO`, `five`.
    private func word(
        _ text: ScannedText,
        at start: Int,
    ) -> (digits: [UInt8], end: Int, isSpelled: Bool)? {
        var end = start
        while end < text.count, TextSymbol.isLetter(text.codes[end]) {
            end += 1
            if end - start > 5 { return nil }
        }
        let codes = text.codes[start..<end]
        if codes.count < 5, codes.allSatisfy({ $0 != TextSymbol.latin }) {
            return (codes.map { $0 - TextSymbol.likeZero }, end, false)
        }
        var spelled = String.UnicodeScalarView()
        spelled.append(contentsOf: text.scalars[start..<end])
        return Self.words[String(spelled).lowercased()].map { ([$0], end, true) }
    }
}

/// A text as scalars, each with its symbol.
struct ScannedText {
    let scalars: [Unicode.Scalar]
    let codes: [TextSymbol.Code]

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
        var codes = TextSymbol.codes(of: scalars)
        for index in codes.indices where codes[index] < 10 && scalars[index].value > 0x3000 {
            if Self.isWord(scalars, index) { codes[index] = TextSymbol.other }
        }
        var index = 0
        while index < codes.count {
            guard let end = Self.partName(scalars, codes, at: index) else {
                index += 1
                continue
            }
            codes[index] = TextSymbol.pause
            for place in index + 1..<end { codes[place] = TextSymbol.hidden }
            index = end
        }
        self.codes = codes
    }

    /// Behind words that say which part of a number follows: `后4位`, `尾号是`. They only stand
    /// between its parts.
    private static func partName(
        _ scalars: [Unicode.Scalar],
        _ codes: [TextSymbol.Code],
        at start: Int,
    ) -> Int? {
        var index = start
        func take(_ words: String) -> Bool {
            guard index < scalars.count, words.unicodeScalars.contains(scalars[index]) else {
                return false
            }
            index += 1
            return true
        }
        _ = take("最")
        guard take("前后尾末") else { return nil }
        let isEnd = take("号数")
        if !isEnd {
            _ = take("面边")
            _ = take("的")
            guard index < codes.count,
                codes[index] < 20 || "十几".unicodeScalars.contains(scalars[index])
            else { return nil }
            index += 1
            guard take("位") || take("个") && take("数号") else { return nil }
            while take("数号码字") {}
        }
        while take("是为") {}
        return index
    }

    /// Whether a Chinese digit is part of a word: `周一`, `第二`, `三万`.
    private static func isWord(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
        if index > 0, "周期拜第万亿".unicodeScalars.contains(scalars[index - 1]) { return true }
        let next = index + 1
        return next < scalars.count && "万亿".unicodeScalars.contains(scalars[next])
    }

    /// Behind the word of letters at `start`.
    func wordEnd(_ start: Int) -> Int {
        var end = start
        while end < count, TextSymbol.isLetter(codes[end]) { end += 1 }
        return max(end, start + 1)
    }

    // MARK: Numbers as they are said

    /// The digits of a number that is said with tens, hundreds or thousands and begins at `start`,
    /// and the place behind it: `一百五十四`, `两千零六`, `1百5十4`. Nil where none does.
    func spokenNumber(at start: Int) -> (digits: [UInt8], end: Int)? {
        if start > 0, isOrdinaryDigit(start), isOrdinaryDigit(start - 1) { return nil }
        var (value, index, unit) = (0, start, 10_000)
        var hasZero = false
        while index < count {
            let digit = codes[index] < 10 ? Int(codes[index]) : nil
            let next = digit == nil ? index : index + 1
            let factor = next < count ? Self.factor(scalars[next]) : 0
            if factor > 0, factor < unit, digit != nil || factor == 10 && index == start {
                value += (digit ?? 1) * factor
                (index, unit, hasZero) = (next + 1, factor, false)
                if index + 1 < count, codes[index] == 0, codes[index + 1] < 10 {
                    hasZero = true
                    index += 1
                }
            } else if unit < 10_000, let digit {
                value += hasZero ? digit : digit * unit / 10
                index += 1
                break
            } else {
                break
            }
        }
        guard unit < 10_000 else { return nil }
        return (String(value).utf8.map { $0 - 0x30 }, index)
    }

    private static func factor(_ scalar: Unicode.Scalar) -> Int {
        switch scalar {
        case "十", "拾": 10
        case "百", "佰": 100
        case "千", "仟": 1_000
        default: 0
        }
    }

    var count: Int { scalars.count }

    /// Whether the scalar is a digit of ASCII or of full width.
    func isOrdinaryDigit(_ index: Int) -> Bool {
        switch scalars[index].value {
        case 0x30...0x39, 0xFF10...0xFF19: true
        default: false
        }
    }

    func text(_ range: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[range])
        return String(view)
    }
}
