internal import Kernel

/// Hides what looks like a telephone, identity or account number in a note before it is shown.
///
/// Seven digits or more in a row count as a number, also in full-width or Chinese digits, and with
/// single spaces, dashes or dots between them. A date written `2026-03-31` stays.
package enum FreeTextMasking {
    private static let shortestNumber = 7
    private static let separators: Set<Character> = [" ", "-", ".", "－", "—", "　"]

    private static let digits: [Character: Character] = {
        var digits: [Character: Character] = ["零": "0", "幺": "1"]
        for written in ["0123456789", "０１２３４５６７８９", "〇一二三四五六七八九"] {
            for (character, digit) in zip(written, "0123456789") { digits[character] = digit }
        }
        return digits
    }()

    /// The note with its numbers hidden. Masking twice changes nothing more.
    package static func mask(_ text: String) -> String {
        let characters = Array(text)
        var masked = ""
        var index = 0
        while index < characters.count {
            if let end = dateEnd(characters, index) {
                masked += String(characters[index..<end])
                index = end
            } else if let (number, end) = run(characters, index) {
                masked += hidden(number) ?? String(characters[index..<end])
                index = end
            } else {
                masked.append(characters[index])
                index += 1
            }
        }
        return masked
    }

    /// The digits that follow each other from `start` on, and the place after them.
    private static func run(_ characters: [Character], _ start: Int) -> (String, Int)? {
        var number = ""
        var end = start
        var index = start
        while index < characters.count {
            if let digit = digits[characters[index]] {
                number.append(digit)
                end = index + 1
            } else if number.isEmpty || index != end || !separators.contains(characters[index])
                || dateEnd(characters, index + 1) != nil
            {
                break
            }
            index += 1
        }
        guard !number.isEmpty else { return nil }
        if number.count == 17, end < characters.count, "xXｘＸ".contains(characters[end]) {
            return (number + "X", end + 1)
        }
        return (number, end)
    }

    /// What to show of a number; nil when it is too short to be one.
    private static func hidden(_ number: String) -> String? {
        guard number.count >= shortestNumber else { return nil }
        if number.count >= 15 { return "\(Masked(identityNumber: number))" }
        do {
            return "\(Masked(phone: try PhoneNumber(number)))"
        } catch {
            return "\(Masked(account: number))"
        }
    }

    /// The place after a date such as `2026-03-31` that stands at `start` on its own.
    private static func dateEnd(_ characters: [Character], _ start: Int) -> Int? {
        let end = start + 10
        guard end <= characters.count, characters[start].isNumber,
            BusinessDay(String(characters[start..<end])) != nil,
            end == characters.count || digits[characters[end]] == nil,
            start == 0 || digits[characters[start - 1]] == nil
        else { return nil }
        return end
    }
}
