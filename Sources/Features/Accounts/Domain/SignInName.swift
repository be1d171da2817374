package import Kernel

/// What is typed on signing in. Two names that look alike are one name here: nobody gets an
/// account whose name passes for a colleague's in a list or in the audit log.
package struct SignInName: Sendable, Hashable {
    /// The name in small letters, full-width letters made plain, without space around it.
    package let text: String
    /// What the eye makes of it: equal for names that look alike.
    package let skeleton: String

    /// The most characters of a name.
    package static let longest = 40

    /// A name as somebody types it to sign in; whatever it holds.
    package init(typed text: String) {
        self.text = Self.plain(text)
        skeleton = Self.skeleton(of: self.text)
    }

    /// A name for a new account: letters a to z and digits, with single dots, dashes and underscores
    /// between them, or Chinese characters and digits. Throws for anything else, so also for letters
    /// of other alphabets that look like these, and for what is not seen at all.
    package init(new text: String, field: String = "sign_in_name") throws(InvalidInput) {
        self.init(typed: text)
        let scalars = self.text.unicodeScalars
        let isLatin = scalars.allSatisfy {
            Self.isLetter($0) || Self.isDigit($0) || Self.isMark($0)
        }
        let isChinese = scalars.allSatisfy { Self.isChinese($0) || Self.isDigit($0) }
        guard !scalars.isEmpty, isLatin || isChinese else {
            throw InvalidInput(
                field,
                L(
                    "登录名只能用英文字母、数字和 . - _，或只用汉字和数字；不能混用，也不能含空格和其他字符。",
                    en: "A sign-in name has letters a to z, digits and . - _ only, or Chinese "
                        + "characters and digits only; no mixture, no spaces, nothing else.",
                ),
            )
        }
        guard self.text == Self.withPlainMarks(self.text) else {
            throw InvalidInput(
                field,
                L(
                    "登录名中的 . - _ 只能单个用在字母或数字之间，不能在开头、结尾，也不能连用。",
                    en:
                        "In a sign-in name . - and _ stand singly between letters or digits, not at "
                        + "the beginning, at the end, or side by side.",
                ),
            )
        }
    }

    /// The text without marks at its ends, and of marks side by side the first.
    private static func withPlainMarks(_ text: String) -> String {
        let parts = text.unicodeScalars.split(
            omittingEmptySubsequences: false,
            whereSeparator: isMark
        )
        .filter { !$0.isEmpty }
        var (plain, here) = ("", text.unicodeScalars.startIndex)
        for part in parts {
            if !plain.isEmpty { plain += String(text.unicodeScalars[here]) }
            plain += String(part)
            here = part.endIndex
        }
        return plain
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool { ("a"..."z") ~= scalar }
    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9") ~= scalar }
    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        [".", "-", "_"].contains(scalar)
    }
    private static func isChinese(_ scalar: Unicode.Scalar) -> Bool {
        ("\u{4E00}"..."\u{9FFF}") ~= scalar
    }

    /// Full-width forms, which a Chinese keyboard gives, made plain; small letters; no space around.
    static func plain(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0xFF01...0xFF5E:
                plain.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
            case 0x3000: plain.append(" ")
            default: plain.append(scalar)
            }
        }
        let lower = String(plain).lowercased()
        guard let first = lower.firstIndex(where: { !$0.isWhitespace }),
            let last = lower.lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(lower[first...last])
    }

    private static func skeleton(of text: String) -> String {
        let seen = text.unicodeScalars.filter { !isInvisible($0) }.map { $0 }
        var skeleton = ""
        for (place, scalar) in seen.enumerated() {
            let shape = lookAlikes[scalar] ?? String(scalar)
            // A mark tells two numbers apart, and nothing else.
            let divides =
                place > 0 && place + 1 < seen.count && isDigit(seen[place - 1])
                && isDigit(seen[place + 1])
            skeleton += shape == "-" && !divides ? "" : shape
        }
        for (pair, single) in [("rn", "m"), ("vv", "w"), ("cl", "d")] {
            skeleton = skeleton.replacing(pair, with: single)
        }
        return skeleton
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .format, .control, .nonspacingMark, .enclosingMark, .spaceSeparator, .lineSeparator,
            .paragraphSeparator:
            true
        default: false
        }
    }

    /// What letters and digits are taken for. New names hold the plain ones alone; the other
    /// alphabets stand here for names that are older than this rule.
    private static let lookAlikes: [Unicode.Scalar: String] = {
        var table: [Unicode.Scalar: String] = [:]
        let groups = [
            "o": "0оοօσ", "l": "1i|іıιӏ", "z": "2", "g": "9ɡ", "-": "_.‐‑–—·", "a": "4аα",
            "e": "3её",
            "c": "сϲ",
            "p": "рρ",
            "x": "хχ", "y": "уγ", "s": "5ѕ", "j": "ј", "h": "һн", "k": "кκ", "m": "м", "t": "7тτ",
            "b": "8вβ", "n": "ոη", "u": "υս", "v": "νѵ", "w": "ԝω", "d": "ԁ", "q": "ԛ",
            "日": "曰", "己": "已巳", "未": "末", "土": "士", "人": "入", "千": "干", "天": "夭",
        ]
        for (plain, others) in groups {
            for scalar in others.unicodeScalars { table[scalar] = plain }
        }
        for (plain, other) in zip(simplified, traditional) { table[other] = String(plain) }
        return table
    }()

    /// Characters of people's names that are written in two ways, and numerals, each way in the
    /// same order.
    private static let simplified =
        ("张陈刘杨赵黄吴孙马郑谢冯许邓叶苏卢蒋贾阎钟谭陆韩萧罗邹龚万汤贺顾严龙钱贝单乔赖"
        + "庄纪关阳云国华伟丽军杰强飞兰凤红艳静涛东宁庆荣晓莹颖辉贵兴义胜坚刚一二三四五").unicodeScalars
    private static let traditional =
        ("張陳劉楊趙黃吳孫馬鄭謝馮許鄧葉蘇盧蔣賈閻鍾譚陸韓蕭羅鄒龔萬湯賀顧嚴龍錢貝單喬賴"
        + "莊紀關陽雲國華偉麗軍傑強飛蘭鳳紅艷靜濤東寧慶榮曉瑩穎輝貴興義勝堅剛壹贰叁肆伍").unicodeScalars
}
