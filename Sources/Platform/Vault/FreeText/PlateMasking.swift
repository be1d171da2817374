/// Number plates: `苏A12345`, `苏A·12345`, `苏AD12345`, and what follows the word 车牌.
extension ContactMasking {
    private static let provinces = Set(
        "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使".unicodeScalars
    )
    /// What ends a plate that is one sign shorter.
    private static let ends = Set("挂学警港澳".unicodeScalars)
    /// How many spaces and signs may stand between two signs of a plate.
    private static let widestGap = 3

    /// The plate that a province's character at `start` begins, or that is called one there.
    func plate(_ start: Int) -> Range<Int>? {
        if text.scalars[start] == "车", start + 1 < text.count, text.scalars[start + 1] == "牌" {
            return calledPlate(behind: start + 2)
        }
        guard Self.provinces.contains(text.scalars[start]), let office = sign(from: start + 1),
            TextSymbol.isLetter(text.codes[office]), let end = plateEnd(from: office + 1)
        else { return nil }
        return start..<end
    }

    /// Of a plate without its province: `车牌号A12345`.
    private func calledPlate(behind start: Int) -> Range<Int>? {
        var index = start
        while index < text.count, index < start + 4, !isSign(index) {
            if Self.provinces.contains(text.scalars[index]) { return nil }
            index += 1
        }
        guard index < text.count, isSign(index) else { return nil }
        return plateEnd(from: index).map { index..<$0 }
    }

    /// Behind five or six letters and digits; behind four of them and what ends such a plate.
    private func plateEnd(from start: Int) -> Int? {
        var (end, signs, digits) = (start, 0, 0)
        while let index = sign(from: end) {
            signs += 1
            digits += TextSymbol.isNumber(text.codes[index]) ? 1 : 0
            end = index + 1
            if signs > 6 { return nil }
        }
        if signs == 4, end < text.count, Self.ends.contains(text.scalars[end]) { return end + 1 }
        return signs >= 5 && digits >= 2 ? end : nil
    }

    /// The next letter or digit, with no more than a few signs before it.
    private func sign(from start: Int) -> Int? {
        var index = start
        while index < text.count, index <= start + Self.widestGap {
            if isSign(index) { return index }
            let code = text.codes[index]
            let isGap = code == TextSymbol.joint || code == TextSymbol.hidden
            guard isGap, text.scalars[index] != "*" else { return nil }
            index += 1
        }
        return nil
    }

    private func isSign(_ index: Int) -> Bool {
        TextSymbol.isNumber(text.codes[index]) || TextSymbol.isLetter(text.codes[index])
    }
}
