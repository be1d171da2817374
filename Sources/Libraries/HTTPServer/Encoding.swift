/// Decodes `%41` and, in forms, `+`; bytes that are no UTF-8 become the replacement character.
package func percentDecode(_ text: some Collection<UInt8>, plusIsSpace: Bool = false) -> String {
    var bytes: [UInt8] = []
    var iterator = text.makeIterator()
    while let byte = iterator.next() {
        if byte == UInt8(ascii: "+"), plusIsSpace {
            bytes.append(UInt8(ascii: " "))
        } else if byte == UInt8(ascii: "%"), let high = iterator.next(), let low = iterator.next(),
            let upper = hexValue(high), let lower = hexValue(low)
        {
            bytes.append(upper << 4 | lower)
        } else {
            bytes.append(byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}

/// Encodes everything but letters, digits and `-._~/`.
package func percentEncode(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
            encoded.unicodeScalars.append(Unicode.Scalar(byte))
        default:
            encoded += byte < 16 ? "%0" : "%"
            encoded += String(byte, radix: 16, uppercase: true)
        }
    }
    return encoded
}

/// The fields of `a=1&b=2`.
package func parseURLEncoded(_ bytes: [UInt8]) -> [(name: String, value: String)] {
    bytes.split(separator: UInt8(ascii: "&")).map { pair in
        let parts = pair.split(
            separator: UInt8(ascii: "="),
            maxSplits: 1,
            omittingEmptySubsequences: false,
        )
        return (
            percentDecode(parts[0], plusIsSpace: true),
            parts.count > 1 ? percentDecode(parts[1], plusIsSpace: true) : ""
        )
    }
}

private func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
}

/// A cookie to be set; scripts cannot read it, and other sites' forms do not send it.
package struct Cookie: Sendable {
    private let name: String
    private let value: String
    private let maximumAge: Int?
    private let secure: Bool

    /// A cookie; `maximumAge` in seconds, nil until the browser closes, 0 to take it away.
    package init(name: String, value: String, maximumAge: Int?, secure: Bool) {
        self.name = name
        self.value = value
        self.maximumAge = maximumAge
        self.secure = secure
    }

    /// The text of the `Set-Cookie` header.
    package var headerValue: String {
        let age = maximumAge.map { "; Max-Age=\($0)" } ?? ""
        return "\(name)=\(value); Path=/; HttpOnly; SameSite=Lax\(age)\(secure ? "; Secure" : "")"
    }

    /// The cookies of a `Cookie` header.
    package static func parse(_ header: String) -> [String: String] {
        var cookies: [String: String] = [:]
        for part in header.split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { continue }
            cookies[String(pair[0].drop { $0 == " " })] = String(pair[1])
        }
        return cookies
    }
}
