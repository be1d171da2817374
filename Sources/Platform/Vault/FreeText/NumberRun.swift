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
    }

    /// What stands between one group and the next.
    struct Gap {
        let range: Range<Int>
        /// Whether a phrase ends there.
        let isPause: Bool
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
        var isPlain = true
        var isInterrupted = false
        var (index, end) = (start, start)
        while index < text.count {
            let code = text.codes[index]
            if TextSymbol.isNumber(code) {
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
        return Group(range: start..<end, digits: first..<digits.count, isPlain: isPlain)
    }

    private mutating func gap(_ text: ScannedText, from start: Int) -> (Gap, Group)? {
        var index = start
        var (signs, fillers, stars) = (0, 0, 0)
        var isPause = false
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
            case TextSymbol.other: return nil
            default:
                guard index > start, let next = group(text, at: index) else { return nil }
                return (Gap(range: start..<index, isPause: isPause), next)
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
        self.codes = codes
    }

    /// Whether a Chinese digit is part of a word: `周一`, `第二`, `三十`.
    private static func isWord(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
        if index > 0, "周期拜第十百千万亿".unicodeScalars.contains(scalars[index - 1]) { return true }
        let next = index + 1
        return next < scalars.count && "十百千万亿".unicodeScalars.contains(scalars[next])
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
