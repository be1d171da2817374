/// A telephone number as somebody wrote it, on its way to a `PhoneNumber`.
struct WrittenNumber {
    /// The text in half-width characters, without blanks around it and without invisible ones.
    private let text: [Character]

    private static let separators: Set<Character> = [" ", "-", ".", "(", ")"]
    private static let between: Set<Character> = [
        "/", "\\", ",", ";", "、", "|", "&", "\n", "或", "和",
    ]
    private static let extensionWords = ["转", "分机", "extension", "ext", "x", "#", "*"]
    /// Remarks that say no more than that it is the customer's own telephone.
    private static let ownRemarks: Set<String> = ["本人", "本机", "自己", "手机", "手机号", "mobile", "self"]

    init(_ text: String) {
        var plain = text.unicodeScalars.compactMap(Self.halfWidth)[...]
        while plain.first == " " { plain = plain.dropFirst() }
        while plain.last == " " { plain = plain.dropLast() }
        // A spreadsheet's marks for text: `'154…` and `="154…"`.
        if plain.first == "'" { plain = plain.dropFirst() }
        if plain.starts(with: "=\""), plain.last == "\"" { plain = plain.dropFirst(2).dropLast() }
        self.text = Array(Self.unwrapped(plain))
    }

    /// Without brackets around the whole and marks behind it that separate it from nothing.
    private static func unwrapped(_ text: ArraySlice<Character>) -> ArraySlice<Character> {
        var text = text
        while let last = text.last, last == " " || between.contains(last) { text = text.dropLast() }
        guard text.first == "(", text.last == ")" else { return text }
        let inside = text.dropFirst().dropLast()
        return inside.contains("(") || inside.contains(")") ? text : inside
    }

    /// The digits of the one number that stands here.
    func digits() throws(PhoneNumber.Problem) -> String {
        if text.isEmpty { throw .empty }
        if let whole = try scientific() { return try Self.number([whole]) }
        // A number below zero is a figure.
        if text.first == "-", text.dropFirst().first?.isASCIIDigit == true { throw .notDigits }
        let plain = withoutDecimal(try withoutRemark(text))
        if plain.filter(\.isASCIIDigit).count > 40 { throw .wrongLength }
        try refuseSeveral(plain)
        try refuseTail(plain)
        guard
            plain.enumerated().allSatisfy({ place, character in
                character.isASCIIDigit || Self.separators.contains(character)
                    || (character == "+" && place == 0)
                    || (character == "+" && place == 1 && plain[0] == "(")
            })
        else { throw .notDigits }
        try refuseForeign(plain)
        let groups = plain.split { !$0.isASCIIDigit }.map { String($0) }
        if groups.isEmpty { throw .empty }
        try refuseExtension(groups)
        return try Self.number(groups)
    }

    // MARK: Spreadsheets

    /// The digits of `1.5400010012E+10`; nil for anything else.
    private func scientific() throws(PhoneNumber.Problem) -> String? {
        guard let mark = text.firstIndex(where: { $0 == "e" || $0 == "E" }) else { return nil }
        let exponentText = text[(mark + 1)...].drop(while: { $0 == "+" })
        let parts = text[..<mark].split(separator: ".", omittingEmptySubsequences: false)
        guard (1...3).contains(exponentText.count), exponentText.allSatisfy(\.isASCIIDigit),
            let exponent = Int(String(exponentText)), parts.count <= 2, !parts[0].isEmpty,
            parts.joined().allSatisfy(\.isASCIIDigit)
        else { return nil }
        let fraction = parts.count > 1 ? String(parts[1]) : ""
        guard fraction.count == exponent else { throw .digitsLost }
        return String(parts[0]) + fraction
    }

    /// Without the `.0` that a spreadsheet puts behind a number.
    private func withoutDecimal(_ text: [Character]) -> [Character] {
        guard text.count(where: { $0 == "." }) == 1, let point = text.firstIndex(of: "."),
            point > 0, point < text.count - 1, text[(point + 1)...].allSatisfy({ $0 == "0" })
        else { return text }
        return Array(text[..<point])
    }

    // MARK: What makes it another number

    /// Without a remark in brackets that says that it is the customer's own.
    private func withoutRemark(
        _ text: [Character]
    ) throws(PhoneNumber.Problem) -> [Character] {
        guard let open = text.firstIndex(of: "("),
            let close = text[open...].firstIndex(of: ")")
        else { return text }
        let remark = String(text[(open + 1)..<close]).trimmedOfSpaces.lowercased()
        let isNumber = remark.allSatisfy {
            $0.isASCIIDigit || Self.separators.contains($0) || $0 == "+"
        }
        // `手机号码（必填）` is a title.
        let isBesideNumber = (text[..<open] + text[close...]).contains(where: \.isASCIIDigit)
        if isNumber || !isBesideNumber { return text }
        guard Self.ownRemarks.contains(remark) else { throw .remark }
        return Array(text[..<open] + text[(close + 1)...])
    }

    private func refuseSeveral(_ text: [Character]) throws(PhoneNumber.Problem) {
        let parts = text.split { Self.between.contains($0) }
            .filter { part in part.contains(where: \.isASCIIDigit) }
        let isNumber = parts.contains { $0.count(where: \.isASCIIDigit) >= 7 }
        if parts.count > 1, isNumber { throw .several }
    }

    /// Refuses a number with words behind it.
    private func refuseTail(_ text: [Character]) throws(PhoneNumber.Problem) {
        let end = text.firstIndex { !$0.isASCIIDigit && !Self.separators.contains($0) && $0 != "+" }
        guard let end, end > 0 else { return }
        let groups = text[..<end].split { !$0.isASCIIDigit }.map { String($0) }
        guard Self.isNumber(groups) else { return }
        let tail = String(text[end...]).lowercased()
        if Self.extensionWords.contains(where: tail.hasPrefix), tail.contains(where: \.isASCIIDigit)
        {
            throw .extension
        }
        throw .remark
    }

    /// Refuses the code of another country, and brackets as only numbers abroad have them.
    private func refuseForeign(_ text: [Character]) throws(PhoneNumber.Problem) {
        let digits = String(text.filter(\.isASCIIDigit))
        let isInternational = text.contains("+") || digits.hasPrefix("00")
        if isInternational, !digits.drop(while: { $0 == "0" }).hasPrefix("86") { throw .foreign }
        guard let open = text.firstIndex(of: "("), let close = text[open...].firstIndex(of: ")")
        else { return }
        let inside = String(text[open..<close].filter(\.isASCIIDigit))
        let isKnown = inside.isEmpty || inside.hasPrefix("0") || inside.hasPrefix("86")
        if !isKnown, !text[..<open].filter(\.isASCIIDigit).elementsEqual("86") { throw .foreign }
    }

    /// Refuses a whole number with more digits set apart behind it.
    private func refuseExtension(_ groups: [String]) throws(PhoneNumber.Problem) {
        guard groups.count > 1 else { return }
        for count in 1..<groups.count where Self.isNumber(Array(groups[..<count])) {
            if Self.isNumber(Array(groups[count...])) { throw .several }
            throw .extension
        }
    }

    // MARK: Digits

    private static func isNumber(_ groups: [String]) -> Bool {
        do throws(PhoneNumber.Problem) {
            let number = try number(groups)
            // Apart from the shortest that is stored: 0 and two digits have eight behind them.
            return number.utf8.first == 0x31 || number.utf8.count >= 11
        } catch {
            return false
        }
    }

    private static func number(_ groups: [String]) throws(PhoneNumber.Problem) -> String {
        var digits = withoutCountryCode(Array(groups.joined().utf8))[...]
        if digits.count == 12, digits.first == 0x30, PhoneNumber.isMobile(digits.dropFirst()) {
            digits = digits.dropFirst()
        }
        if !PhoneNumber.isMobile(digits) {
            guard digits.first == 0x30 else {
                throw digits.count == 11 ? .unknownPrefix : .wrongLength
            }
            guard (10...12).contains(digits.count) else { throw .wrongLength }
            // 010 is Beijing; behind any other 01 stands a mobile number that lacks a digit, or has
            // one too many.
            let area = digits.prefix(3)
            if area.starts(with: [0x30, 0x31]), area.last != 0x30 { throw .wrongLength }
            if area.starts(with: [0x30, 0x30]) { throw .unknownPrefix }
        }
        return String(decoding: digits, as: UTF8.self)
    }

    private static func withoutCountryCode(_ digits: [UInt8]) -> [UInt8] {
        if digits.starts(with: [0x30, 0x30, 0x38, 0x36]) {
            return withTrunkZero(digits.dropFirst(4))
        }
        if digits.count >= 12, digits.starts(with: [0x38, 0x36]) {
            return withTrunkZero(digits.dropFirst(2))
        }
        return digits
    }

    /// Behind a country code a landline loses its zero; it gets it back here.
    private static func withTrunkZero(_ digits: ArraySlice<UInt8>) -> [UInt8] {
        PhoneNumber.isMobile(digits) || digits.first == 0x30 ? Array(digits) : [0x30] + digits
    }

    // MARK: Characters

    /// The half-width form of a character; nil for one that nobody sees.
    private static func halfWidth(_ scalar: Unicode.Scalar) -> Character? {
        switch scalar.value {
        case 0xFF01...0xFF5E: Character(Unicode.Scalar(UInt8(scalar.value - 0xFEE0)))
        case 0x09, 0x0D, 0xA0, 0x2000...0x200A, 0x202F, 0x3000: " "
        case 0x200B...0x200F, 0x2060, 0xFEFF, 0xAD, 0x202A...0x202E: nil
        case 0x2010...0x2015, 0x2212: "-"
        case 0x2018, 0x2019: "'"
        case 0x3010, 0x3014, 0x5B: "("
        case 0x3011, 0x3015, 0x5D: ")"
        default: Character(scalar)
        }
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}

extension String {
    fileprivate var trimmedOfSpaces: String {
        String(drop(while: { $0 == " " }).reversed().drop(while: { $0 == " " }).reversed())
    }
}
