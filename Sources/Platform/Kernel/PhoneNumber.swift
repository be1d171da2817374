/// A telephone number in China, normalised: a mobile number or a landline with its area code.
///
/// It has no description and no encoding on purpose: it reaches a page, a log or an export only
/// as a `Masked` value, and leaves the server only towards the telephone line.
package struct PhoneNumber: Hashable, Sendable {
    /// The digits: 11 for a mobile number, 0 and 9 to 11 more for a landline.
    package let digits: String

    /// Normalises what people and spreadsheets write: full-width forms, spaces, dashes, brackets
    /// around an area code, `+86`, `86-`, `0086`, a zero before a mobile, `.0` behind it, and
    /// `1.5400010012E+10` while all its digits are there. Nothing is guessed: what could be another
    /// number is refused with the reason.
    package init(_ text: some StringProtocol) throws(Problem) {
        try self.init(utf8: Array(text.utf8))
    }

    /// Normalises the bytes of a field; the fast path of an import.
    package init(utf8 bytes: some Collection<UInt8>) throws(Problem) {
        if bytes.count == 11, bytes.allSatisfy({ (0x30...0x39).contains($0) }),
            Self.isMobile(Array(bytes)[...])
        {
            digits = String(decoding: bytes, as: UTF8.self)
        } else {
            digits = try WrittenNumber(String(decoding: bytes, as: UTF8.self)).digits()
        }
    }

    static func isMobile(_ digits: ArraySlice<UInt8>) -> Bool {
        guard digits.count == 11, digits.first == 0x31 else { return false }
        return (0x33...0x39).contains(digits[digits.startIndex + 1])
    }

    /// Whether it is a mobile number.
    package var isMobile: Bool { digits.utf8.count == 11 && digits.utf8.first == 0x31 }

    /// Whether it belongs to the demo: `154…` is assigned to nobody and never goes to a real trunk.
    package var isDemo: Bool { digits.hasPrefix("154") }
}

extension PhoneNumber {
    /// Why a text is not a number that can be called.
    package enum Problem: Error, Hashable, Sendable, CaseIterable {
        case empty
        case notDigits
        case wrongLength
        case unknownPrefix
        /// The code of another country.
        case foreign
        /// An extension behind the number: the line cannot dial it.
        case `extension`
        /// A spreadsheet shows `1.54E+10`, and the digits behind are gone.
        case digitsLost
        /// Two numbers or more in one place.
        case several
        /// A remark beside the number, which may say that it is somebody else's.
        case remark

        /// What is wrong and what to do, without repeating the number.
        package var message: L {
            switch self {
            case .empty: L("电话号码为空，请填写", en: "The telephone number is empty; enter it")
            case .notDigits:
                L(
                    "电话号码含有非数字字符，请只填数字",
                    en: "The telephone number has characters that are not digits; write digits only",
                )
            case .wrongLength:
                L(
                    "电话号码位数不对：手机11位，固定电话为区号加7至8位，请核对",
                    en: "The telephone number has the wrong length: a mobile has 11 digits, "
                        + "a landline its area code and 7 or 8; check it",
                )
            case .unknownPrefix:
                L(
                    "既不是手机号码也不是带区号的固定电话，请核对",
                    en: "Neither a mobile number nor a landline with its area code; check it",
                )
            case .foreign:
                L(
                    "是境外号码（国家代码不是86），线路不能拨打，请提供境内号码",
                    en: "A number of another country, which the line does not call; "
                        + "give one of the mainland (86)",
                )
            case .extension:
                L(
                    "带有分机号，线路不能拨分机，请提供直拨号码",
                    en: "It has an extension, which the line cannot dial; give a direct number",
                )
            case .digitsLost:
                L(
                    "表格软件以科学计数法显示，后几位已丢失：请把该列设为“文本”格式，重新填写后导出",
                    en: "The spreadsheet lost its digits (1.54E+10); format the column as text, "
                        + "enter the number again and export",
                )
            case .several:
                L(
                    "一格中有多个号码，请只留客户本人的一个",
                    en: "Several numbers in one cell; leave the customer's own alone",
                )
            case .remark:
                L(
                    "号码旁注明不是客户本人或另有说明，请只留客户本人的号码",
                    en:
                        "A remark says it may be somebody else's; give the customer's own number alone",
                )
            }
        }
    }
}
