internal import CSodium

/// Hexadecimal, in lower case, in time that does not depend on the bytes.
package enum Hex {
    /// Two digits for each byte.
    package static func encode(_ bytes: [UInt8]) -> String {
        text(capacity: bytes.count * 2 + 1) {
            sodium_bin2hex($0, bytes.count * 2 + 1, bytes, bytes.count)
        }
    }

    /// The bytes of `text`; upper case is read too, anything else is refused.
    package static func decode(_ text: String) throws(SodiumError) -> [UInt8] {
        try bytes(of: text, capacity: text.utf8.count / 2 + 1) { text, bytes, capacity, count in
            sodium_hex2bin(
                bytes,
                capacity,
                text.baseAddress,
                text.count,
                nil,
                &count,
                nil,
            )
        }
    }
}

/// Base64 for addresses (RFC 4648, `-` and `_`, without padding), in time that does not depend on
/// the bytes.
package enum Base64URL {
    private static let variant = Int32(sodium_base64_VARIANT_URLSAFE_NO_PADDING)

    /// Four characters for every three bytes.
    package static func encode(_ bytes: [UInt8]) -> String {
        let capacity = sodium_base64_encoded_len(bytes.count, variant)
        return text(capacity: capacity) {
            sodium_bin2base64($0, capacity, bytes, bytes.count, variant)
        }
    }

    /// The bytes of `text`; padding and other alphabets are refused.
    package static func decode(_ text: String) throws(SodiumError) -> [UInt8] {
        try bytes(of: text, capacity: text.utf8.count / 4 * 3 + 2) { text, bytes, capacity, count in
            sodium_base642bin(
                bytes,
                capacity,
                text.baseAddress,
                text.count,
                nil,
                &count,
                nil,
                variant,
            )
        }
    }
}

/// The text that `write` puts into memory of `capacity` characters, the closing zero among them.
private func text(capacity: Int, _ write: (UnsafeMutablePointer<CChar>) -> Void) -> String {
    String(unsafeUninitializedCapacity: capacity) { memory in
        memory.withMemoryRebound(to: CChar.self) { characters in
            if let base = characters.baseAddress { write(base) }
        }
        return capacity - 1
    }
}

/// The bytes that `read` finds in `text`; it answers 0 only when the whole text was read.
private func bytes(
    of text: String,
    capacity: Int,
    _ read: (
        _ text: UnsafeBufferPointer<CChar>, _ bytes: UnsafeMutablePointer<UInt8>,
        _ capacity: Int, _ count: inout Int
    ) -> Int32,
) throws(SodiumError) -> [UInt8] {
    var text = text
    var isReadable = false
    let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { bytes, written in
        guard let base = bytes.baseAddress else { return }
        var count = 0
        let status = text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) { read($0, base, capacity, &count) }
        }
        isReadable = status == 0
        written = isReadable ? count : 0
    }
    guard isReadable else { throw .malformedText }
    return bytes
}
