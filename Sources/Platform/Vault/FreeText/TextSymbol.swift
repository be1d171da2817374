/// What one scalar is to a reader who looks for numbers, whatever it was written in.
///
/// It takes the place of a compatibility normalisation, which would need all of Foundation: what
/// Unicode gives a numeric value is a digit, from `５` over `⑤` to `٥`; marks and what nobody sees
/// are as good as absent; every space and every sign holds digits together.
enum TextSymbol {
    /// A scalar's symbol. Up to 99 it is the number that the scalar stands for.
    typealias Code = UInt8

    /// A letter that is written for 0, and one for 1.
    static let likeZero: Code = 100
    static let likeOne: Code = 101
    /// A space or a sign between digits.
    static let joint: Code = 120
    /// A sign that ends a phrase.
    static let pause: Code = 121
    /// A word that is said between the parts of a number.
    static let filler: Code = 122
    /// A Latin letter.
    static let latin: Code = 123
    /// Everything else that is read.
    static let other: Code = 124
    /// What nobody sees, and marks on what stands before them.
    static let hidden: Code = 125

    static func isNumber(_ code: Code) -> Bool { code < 100 }
    static func isLetter(_ code: Code) -> Bool {
        code == latin || code == likeZero || code == likeOne
    }

    /// The symbols of a text's scalars.
    static func codes(of scalars: [Unicode.Scalar]) -> [Code] {
        let table = common
        return scalars.map { scalar in
            let code = Int(scalar.value)
            return code < table.count ? table[code] : found(scalar)
        }
    }

    /// The symbols of the first plane, looked up once.
    private static let common: [Code] = {
        var table = [Code](repeating: other, count: 0x10000)
        for code in table.indices {
            if let scalar = Unicode.Scalar(UInt32(code)) { table[code] = found(scalar) }
        }
        for (word, code) in named {
            for scalar in word.unicodeScalars { table[Int(scalar.value)] = code }
        }
        return table
    }()

    /// Chinese digits as people write and say them, and what else Unicode alone does not tell.
    private static let named: [(String, Code)] = [
        ("零〇洞", 0), ("一壹弌幺", 1), ("二贰貳弍两兩", 2), ("三叁參叄弎", 3), ("四肆", 4),
        ("五伍", 5), ("六陆陸", 6), ("七柒拐", 7), ("八捌", 8), ("九玖勾", 9),
        ("oOｏＯоОοΟ", likeZero), ("lIｌＩІіӏ", likeOne),
        (",，、。;；!！?？\n\r\u{2028}\u{2029}", pause), ("转轉杠接再后又跟加横", filler),
        // Letters of Korean that show nothing.
        ("\u{115F}\u{1160}\u{3164}\u{FFA0}", hidden),
    ]

    private static func found(_ scalar: Unicode.Scalar) -> Code {
        switch scalar.value {
        case 0x30...0x39: return Code(scalar.value - 0x30)
        case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F, 0xFF21...0xFF3A, 0xFF41...0xFF5A: return latin
        // Chinese characters have values too, such as ten thousand: see `named`.
        case 0x3400...0x9FFF, 0x20000...0x3FFFF: return other
        default: break
        }
        let properties = scalar.properties
        if let value = properties.numericValue, value >= 0, value < 100, value == value.rounded() {
            return Code(value)
        }
        switch properties.generalCategory {
        case .format, .nonspacingMark, .enclosingMark: return hidden
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .spacingMark, .decimalNumber, .letterNumber, .otherNumber, .surrogate:
            return other
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
            .initialPunctuation, .finalPunctuation, .otherPunctuation, .mathSymbol,
            .currencySymbol, .modifierSymbol, .otherSymbol, .spaceSeparator, .lineSeparator,
            .paragraphSeparator, .control, .privateUse, .unassigned:
            return joint
        @unknown default: return joint
        }
    }
}
