/// A language in which every text of the product stands. Chinese is the default.
package enum Language: String, Sendable, CaseIterable {
    case chinese = "zh"
    case english = "en"

    /// The tag for the `lang` attribute and the `Content-Language` header.
    package var tag: String {
        switch self {
        case .chinese: "zh-CN"
        case .english: "en"
        }
    }
}

/// A text for people, in both languages: `L("结算单", en: "Statement")`.
///
/// It becomes a string only at the edge, for the language of the viewer.
package struct L: Sendable, Hashable {
    /// The Chinese text.
    package let chinese: String
    /// The English text.
    package let english: String

    /// Takes both texts; a text in one language only does not compile.
    package init(_ chinese: String, en english: String) {
        self.chinese = chinese
        self.english = english
    }

    /// A text that reads the same in both languages: a number, a code, a proper name.
    package init(same text: String) {
        chinese = text
        english = text
    }

    /// The text in `language`.
    package subscript(language: Language) -> String {
        switch language {
        case .chinese: chinese
        case .english: english
        }
    }

    /// Two texts, one after the other.
    package static func + (left: L, right: L) -> L {
        L(left.chinese + right.chinese, en: left.english + right.english)
    }
}

extension L: Encodable {
    /// The key under which an encoder carries the reader's language.
    package static let languageKey: CodingUserInfoKey = {
        guard let key = CodingUserInfoKey(rawValue: "language") else {
            preconditionFailure("A literal key is always valid.")
        }
        return key
    }()

    /// Encodes the text in the language that the encoder carries, Chinese when it carries none.
    package func encode(to encoder: any Encoder) throws {
        let language = encoder.userInfo[Self.languageKey] as? Language ?? .chinese
        var container = encoder.singleValueContainer()
        try container.encode(self[language])
    }
}
