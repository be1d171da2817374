internal import Access
internal import Kernel
internal import Sodium

/// The hashes that tie an account's entries together. Only a holder of the key can compute them.
struct AuditChain: Sendable {
    /// What stands before the first entry.
    static let origin = [UInt8](repeating: 0, count: Digest.byteCount)

    private let hash: KeyedHash

    init(_ hash: KeyedHash) {
        self.hash = hash
    }

    /// The hash of the entry that follows `previous` as number `sequence`.
    func hash(_ entry: AuditEntry, sequence: Int64, after previous: [UInt8]) -> [UInt8] {
        var bytes = Bytes(kind: 1)
        bytes.append(entry.account.rawValue)
        bytes.append(sequence)
        bytes.append(entry.at.milliseconds)
        bytes.append(entry.subjectID)
        for text in [entry.action, entry.subject, entry.detail, entry.permission] {
            bytes.append(text)
        }
        bytes.append(entry.outcome)
        bytes.append(entry.peer)
        bytes.append(previous)
        return hash(bytes.bytes.span.bytes)
    }

    /// The seal of a chain's end. It does not follow from the entries, so whoever deletes the last
    /// ones has no seal for the end that remains.
    func seal(account: Int64, sequence: Int64, hash last: [UInt8]) -> [UInt8] {
        var bytes = Bytes(kind: 2)
        bytes.append(account)
        bytes.append(sequence)
        bytes.append(last)
        return hash(bytes.bytes.span.bytes, count: 16)
    }

    /// Values one after the other, so that different values never give the same bytes.
    private struct Bytes {
        private(set) var bytes: [UInt8] = []

        init(kind: UInt8) {
            bytes.reserveCapacity(320)
            bytes.append(kind)
        }

        mutating func append(_ number: Int64) {
            withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
        }

        mutating func append(_ text: String) {
            append(Int64(text.utf8.count))
            bytes.append(contentsOf: text.utf8)
        }

        mutating func append(_ piece: [UInt8]) {
            append(Int64(piece.count))
            bytes.append(contentsOf: piece)
        }
    }
}
