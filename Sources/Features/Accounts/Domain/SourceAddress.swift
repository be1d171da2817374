internal import Glibc
internal import Kernel

/// Where a program may call from: one address, or a network such as `10.8.0.0/16`.
package struct SourceAddress: Sendable, Hashable, CustomStringConvertible {
    private let bytes: [UInt8]
    private let prefix: Int
    /// As it was written.
    package let description: String

    /// Reads an IPv4 or IPv6 address, with the length of its network or without; nil for anything
    /// else.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let first = parts.first, let bytes = Self.bytes(of: String(first)) else { return nil }
        switch parts.count {
        case 1: prefix = bytes.count * 8
        case 2:
            guard let length = Int(parts[1]), (0...bytes.count * 8).contains(length) else {
                return nil
            }
            prefix = length
        default: return nil
        }
        self.bytes = bytes
        description = text
    }

    /// Whether a client at `peer` calls from here.
    package func covers(_ peer: String) -> Bool {
        guard let other = Self.bytes(of: peer), other.count == bytes.count else { return false }
        for place in 0..<bytes.count {
            let bits = min(max(prefix - place * 8, 0), 8)
            let mask = UInt8(truncatingIfNeeded: 0xFF00 >> bits)
            if bytes[place] & mask != other[place] & mask { return false }
        }
        return true
    }

    /// 4 bytes or 16; an IPv4 address that is written as one of IPv6 counts as IPv4.
    private static func bytes(of text: String) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 { return Array(bytes.prefix(4)) }
        guard inet_pton(AF_INET6, text, &bytes) == 1 else { return nil }
        let mapped = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]
        return bytes.starts(with: mapped) ? Array(bytes.suffix(4)) : bytes
    }
}
