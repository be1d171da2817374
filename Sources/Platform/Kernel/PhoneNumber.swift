/// A telephone number in China, normalised: a mobile number or a landline with its area code.
///
/// It has no description and no encoding on purpose: it reaches a page, a log or an export only
/// as a `Masked` value, and leaves the server only towards the telephone line.
package struct PhoneNumber: Hashable, Sendable {
    /// The digits: 11 for a mobile number, 0 and 9 to 11 more for a landline.
    package let digits: String

    /// Why a text is not a number.
    package enum Problem: Error, Hashable, Sendable {
        case empty
        case notDigits
        case wrongLength
        case unknownPrefix

        /// What is wrong, without repeating the number.
        package var message: L {
            switch self {
            case .empty: L("电话号码为空", en: "The telephone number is empty")
            case .notDigits:
                L("电话号码含有非数字字符", en: "The telephone number has characters that are not digits")
            case .wrongLength: L("电话号码位数不对", en: "The telephone number has the wrong length")
            case .unknownPrefix:
                L(
                    "既不是手机号码也不是带区号的固定电话",
                    en: "Neither a mobile number nor a landline with its area code",
                )
            }
        }
    }

    /// Normalises what people write: spaces, dashes, `+86`, `86-`, `0086`, a zero before a mobile.
    package init(_ text: some StringProtocol) throws(Problem) {
        try self.init(utf8: Array(text.utf8))
    }

    /// Normalises the bytes of a field; the fast path of an import.
    package init(utf8 bytes: some Collection<UInt8>) throws(Problem) {
        var digits: [UInt8] = []
        digits.reserveCapacity(16)
        for byte in bytes {
            switch byte {
            case 0x30...0x39:
                digits.append(byte)
            case 0x20, 0x2D, 0x2E, 0x28, 0x29, 0x09:
                continue
            case 0x2B where digits.isEmpty:
                continue
            default:
                throw .notDigits
            }
            if digits.count > 20 { throw .wrongLength }
        }
        if digits.isEmpty { throw .empty }
        try self.init(onlyDigits: Self.strippingCountryCode(digits)[...])
    }

    private init(onlyDigits digits: ArraySlice<UInt8>) throws(Problem) {
        var digits = digits
        if digits.count == 12, digits.first == 0x30, Self.isMobile(digits.dropFirst()) {
            digits = digits.dropFirst()
        }
        if !Self.isMobile(digits) {
            guard digits.first == 0x30 else {
                throw digits.count == 11 ? .unknownPrefix : .wrongLength
            }
            guard (10...12).contains(digits.count) else { throw .wrongLength }
        }
        self.digits = String(decoding: digits, as: UTF8.self)
    }

    private static func strippingCountryCode(_ digits: [UInt8]) -> [UInt8] {
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
        isMobile(digits) || digits.first == 0x30 ? Array(digits) : [0x30] + digits
    }

    private static func isMobile(_ digits: ArraySlice<UInt8>) -> Bool {
        guard digits.count == 11, digits.first == 0x31 else { return false }
        return (0x33...0x39).contains(digits[digits.startIndex + 1])
    }

    /// Whether it is a mobile number.
    package var isMobile: Bool { digits.utf8.count == 11 && digits.utf8.first == 0x31 }

    /// Whether it belongs to the demo: `154…` is assigned to nobody and never goes to a real trunk.
    package var isDemo: Bool { digits.hasPrefix("154") }
}
