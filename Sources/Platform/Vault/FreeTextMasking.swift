internal import Kernel

/// Hides what could lead to a person in a text before it is kept in the clear or shown: telephone,
/// identity and account numbers, addresses, mail and messenger names.
///
/// A text is read as a person reads it: digits of every script, circled, in words, or letters that
/// look like them; with marks, spaces, signs and short words of every kind between. Seven digits or
/// more are a number; with words between, what makes up a whole one. Dates, times and amounts stay: see `HonestNumber`. The work grows with the text's length
/// and no faster.
package enum FreeTextMasking {
    static let shortestNumber = 7
    /// What stands in the place of something hidden whole.
    static let stars = "****"

    /// The text with what it must not tell hidden. Masking twice changes nothing more.
    package static func mask(_ text: String) -> String {
        if isHarmless(text) { return text }
        let scanned = ScannedText(text)
        let numbers = numbersHidden(scanned)
        let contacts = ContactMasking(numbers ?? scanned).masked()
        return contacts ?? numbers.map { $0.text(0..<$0.count) } ?? text
    }

    /// Most texts of a log are plain words; they take the short way.
    private static func isHarmless(_ text: String) -> Bool {
        var likeDigits = 0
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39: likeDigits += 2
            // o and l; digits in words have them too.
            case 0x4F, 0x6F, 0x49, 0x6C: likeDigits += 1
            // The letters with which messengers begin, the sign of a mail address, other scripts.
            case 0x51, 0x56, 0x57, 0x71, 0x76, 0x77, 0x40, 0x80...: return false
            default: break
            }
        }
        return likeDigits < 4
    }

    /// The text without its numbers; nil where it has none.
    private static func numbersHidden(_ text: ScannedText) -> ScannedText? {
        var result = ""
        var (copied, index) = (0, 0)
        while index < text.count {
            let code = text.codes[index]
            guard
                TextSymbol.isNumber(code) || TextSymbol.isLetter(code)
                    || text.spokenNumber(at: index) != nil
            else {
                index += 1
                continue
            }
            guard let run = NumberRun(text, at: index) else {
                index = text.wordEnd(index)
                continue
            }
            index = run.end
            guard run.digits.count >= shortestNumber, run.realDigits >= 4 else {
                if index < text.count, TextSymbol.isLetter(text.codes[index]) {
                    index = text.wordEnd(index)
                }
                continue
            }
            for part in SuspiciousParts(run, text).parts {
                let (number, end) = identity(run, part, text)
                result += text.text(copied..<run.groups[part.lowerBound].range.lowerBound)
                result += hidden(number)
                copied = end
                index = max(index, end)
            }
        }
        if copied == 0 { return nil }
        return ScannedText(result + text.text(copied..<text.count))
    }

    /// The digits of a part and the place behind; with the X that ends an identity number.
    private static func identity(
        _ run: NumberRun,
        _ part: Range<Int>,
        _ text: ScannedText,
    ) -> (String, Int) {
        let digits = run.digits(part)
        let number = String(decoding: digits.map { $0 + 0x30 }, as: UTF8.self)
        let end = run.groups[part.upperBound - 1].range.upperBound
        guard digits.count == 17 else { return (number, end) }
        var index = end
        while index < text.count, index < end + 3,
            [TextSymbol.hidden, TextSymbol.joint].contains(text.codes[index])
        {
            index += 1
        }
        guard index < text.count, "xXｘＸ×".unicodeScalars.contains(text.scalars[index]) else {
            return (number, end)
        }
        return (number + "X", index + 1)
    }

    /// What to show of a number of at least seven digits.
    private static func hidden(_ number: String) -> String {
        if number.count >= 15 { return "\(Masked(identityNumber: number))" }
        do {
            return "\(Masked(phone: try PhoneNumber(number)))"
        } catch {
            return "\(Masked(account: number))"
        }
    }
}

/// Which parts of a run are to be hidden: what is no date, time or amount, and long enough.
struct SuspiciousParts {
    private(set) var parts: [Range<Int>] = []
    private let run: NumberRun

    init(_ run: NumberRun, _ text: ScannedText) {
        self.run = run
        let honest = HonestNumber(run, text)
        var (start, group) = (0, 0)
        var afterHonest = false
        while group < run.groups.count {
            if let end = honest.end(at: group, afterHonest: afterHonest) {
                judge(start..<group)
                (start, group, afterHonest) = (end, end, true)
            } else {
                (group, afterHonest) = (group + 1, false)
            }
        }
        judge(start..<group)
    }

    /// Groups with a pause or words between them are one number only where they make up a plausible
    /// one: `154，1234，5678` and `154点1234点5678`, and not `500000，300000`.
    private mutating func judge(_ groups: Range<Int>) {
        var (start, group) = (groups.lowerBound, groups.lowerBound)
        while group < groups.upperBound {
            if let end = plausible(from: group, before: groups.upperBound) {
                judgeJoined(start..<group)
                parts.append(group..<end)
                (start, group) = (end, end)
            } else {
                group += 1
            }
        }
        judgeJoined(start..<groups.upperBound)
    }

    private mutating func judgeJoined(_ groups: Range<Int>) {
        var start = groups.lowerBound
        for group in groups {
            guard group + 1 == groups.upperBound || run.gaps[group].isPause else { continue }
            if run.digits(start..<group + 1).count >= FreeTextMasking.shortestNumber {
                parts.append(start..<group + 1)
            }
            start = group + 1
        }
    }

    /// The end of a number with a pause in it that begins at `start`.
    private func plausible(from start: Int, before end: Int) -> Int? {
        var (hasPause, hasWord, isLong) = (false, false, true)
        var found: Int?
        for group in start..<end {
            if group > start {
                hasPause = hasPause || run.gaps[group - 1].isPause
                hasWord = hasWord || run.gaps[group - 1].isWord
                isLong = isLong && run.groups[group - 1].digits.count >= 3
            }
            let digits = run.digits(start..<group + 1)
            if digits.count > 19 { break }
            // Of words between short groups a note is full; they make up a mobile number at most.
            if hasPause, isMobile(digits) { found = group + 1 }
            if hasWord, !isLong { continue }
            if hasPause, isPlausible(digits, groups: group + 1 - start) { found = group + 1 }
        }
        return found
    }

    private func isPlausible(_ digits: ArraySlice<UInt8>, groups: Int) -> Bool {
        let digits = Array(digits)
        if digits.first == 0 { return (10...12).contains(digits.count) || digits.count == 15 }
        if digits.starts(with: [8, 6]), isMobile(digits.dropFirst(2)) { return true }
        if digits.count == 17 || digits.count == 18 {
            let month = digits[10] * 10 + digits[11]
            if (1...2).contains(digits[6]), (1...12).contains(month) { return true }
        }
        return (16...19).contains(digits.count) && groups >= digits.count / 4
    }

    private func isMobile(_ digits: ArraySlice<UInt8>) -> Bool {
        digits.count == 11 && digits.first == 1 && digits[digits.startIndex + 1] >= 3
    }
}
