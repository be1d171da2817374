extension ArraySlice<UInt8> {
    /// The text without the blanks around it: space, tab, line ends, no-break space (U+00A0),
    /// ideographic space (U+3000) and a stray byte-order mark (U+FEFF).
    package var trimmed: ArraySlice<UInt8> {
        var rest = self
        while let first = rest.first {
            if Self.isBlank(first) {
                rest.removeFirst()
            } else if rest.starts(with: [0xE3, 0x80, 0x80])
                || rest.starts(with: [0xEF, 0xBB, 0xBF])
            {
                rest.removeFirst(3)
            } else if rest.starts(with: [0xC2, 0xA0]) {
                rest.removeFirst(2)
            } else {
                break
            }
        }
        while let last = rest.last {
            if Self.isBlank(last) {
                rest.removeLast()
            } else if rest.suffix(3).elementsEqual([0xE3, 0x80, 0x80])
                || rest.suffix(3).elementsEqual([0xEF, 0xBB, 0xBF])
            {
                rest.removeLast(3)
            } else if rest.suffix(2).elementsEqual([0xC2, 0xA0]) {
                rest.removeLast(2)
            } else {
                break
            }
        }
        return rest
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }
}

/// Puts right what a workbook's conversion leaves in a form that nobody typed.
enum SpreadsheetText {
    /// The plain form of a field; nil if it has it already.
    ///
    /// Some programs store 13800138000 as `1.3800138E10`; the digits are all there and come back.
    /// Numbers below 10⁷ are never stored so, and stay as they are, for they may be codes such as
    /// `1E5`. A date without a time comes as midnight, and loses it.
    static func plain(_ field: ArraySlice<UInt8>) -> [UInt8]? {
        guard (4...40).contains(field.count) else { return nil }
        return withoutExponent(field) ?? withoutMidnight(field)
    }

    private static func withoutExponent(_ field: ArraySlice<UInt8>) -> [UInt8]? {
        guard let mark = field.firstIndex(where: { $0 == 0x45 || $0 == 0x65 }) else { return nil }
        var exponentText = field[(mark + 1)...]
        // `1.54E+10` with its sign is what Excel shows and somebody typed or pasted as text: only
        // with all its digits is it a number.
        let isShown = exponentText.first == 0x2B
        if isShown { exponentText.removeFirst() }
        guard (1...2).contains(exponentText.count), exponentText.allSatisfy(isDigit),
            let exponent = Int(String(decoding: exponentText, as: UTF8.self)),
            (7...30).contains(exponent)
        else { return nil }
        var mantissa = field[..<mark]
        let isNegative = mantissa.first == 0x2D
        if isNegative { mantissa.removeFirst() }
        guard let leading = mantissa.popFirst(), isDigit(leading) else { return nil }
        if mantissa.first == 0x2E {
            mantissa.removeFirst()
        } else if !mantissa.isEmpty {
            return nil
        }
        guard mantissa.allSatisfy(isDigit),
            isShown ? mantissa.count == exponent : mantissa.count <= exponent
        else { return nil }
        let zeros = Array(repeating: UInt8(0x30), count: exponent - mantissa.count)
        return (isNegative ? [0x2D] : []) + [leading] + Array(mantissa) + zeros
    }

    private static func withoutMidnight(_ field: ArraySlice<UInt8>) -> [UInt8]? {
        guard field.count == 19, field.suffix(9).elementsEqual(" 00:00:00".utf8) else { return nil }
        let day = field.prefix(10)
        let isDate = zip(day, "0000-00-00".utf8).allSatisfy { byte, pattern in
            pattern == 0x30 ? isDigit(byte) : byte == pattern
        }
        return isDate ? Array(day) : nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
