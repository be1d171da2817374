extension Request {
    /// The most fields that an address may carry after its question mark.
    static let mostQueryFields = 100

    /// Whether the head says two things about the body's length: then the next request on the
    /// connection could be anyone's, and a proxy may have read it otherwise.
    var isContradictory: Bool {
        let lengths = headers(named: "content-length")
        let encodings = headers(named: "transfer-encoding")
        if lengths.count > 1 || encodings.count > 1 { return true }
        if let encoding = encodings.first {
            return !lengths.isEmpty || encoding.lowercased() != "chunked"
        }
        guard let length = lengths.first else { return false }
        return length.isEmpty || length.utf8.count > 18
            || !length.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// How long the body says that it is; nil for one that comes in chunks.
    package var announcedLength: Int? {
        if header("Transfer-Encoding") != nil { return nil }
        return header("Content-Length").flatMap { Int($0) } ?? 0
    }

    /// Whether the address has too many fields, before they are taken apart.
    static func hasTooManyFields(_ address: String) -> Bool {
        address.utf8.count { $0 == UInt8(ascii: "&") } >= mostQueryFields
    }
}
