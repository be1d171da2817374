package import Kernel
internal import Sodium
internal import Synchronization

/// Seals what identifies a customer before it is stored, and finds it again without opening it.
///
/// One vault serves every thread. A sealed value is: version (1 byte), key number (2), nonce (24),
/// encrypted text, tag (16). Whoever has the database but not the key file learns from it how long
/// a text is and which rows share a number, no more. Clauses C4.4, C9.3.
package final class Vault: Sendable {
    /// By how many bytes a sealed value is longer than its text.
    package static let overhead = headerBytes + SealedBox.overhead

    private static let version: UInt8 = 1
    private static let headerBytes = 3

    /// One master key's part in sealing.
    struct Sealer: Sendable {
        let number: UInt16
        let header: [UInt8]
        let box: SealedBox
    }

    let sealers: [Sealer]
    let newest: Sealer
    private let customers: KeyedHash
    private let indexes: KeyedHash
    private let tokens: KeyedHash
    private let noncePrefix: (UInt64, UInt64)
    private let nonceCounter = Atomic<UInt64>(0)

    /// The key under which the audit log's entries are chained.
    let chain: KeyedHash
    /// Tells which oldest key this is without giving it away: stored beside the data, it shows at
    /// the start that the key file and the database belong together.
    package let fingerprint: String

    /// A vault with one key.
    package convenience init(masterKey: MasterKey) {
        self.init(masterKeys: [masterKey])
    }

    /// A vault with several keys, the oldest first: all open, the newest seals.
    ///
    /// Blind indexes and the audit log's chain stay with the oldest, which is therefore kept as
    /// long as the database.
    package init(masterKeys: [MasterKey]) {
        precondition(!masterKeys.isEmpty, "A vault has a key.")
        let roots = masterKeys.map { KeyedHash(key: $0.secret) }
        sealers = roots.map { root in
            let number = UInt16(truncatingIfNeeded: root.word("huihu key number".utf8.span.bytes))
            return Sealer(
                number: number,
                header: [Self.version, UInt8(number >> 8), UInt8(number & 0xFF)],
                box: SealedBox(key: root.subkey("huihu field sealing 1")),
            )
        }
        let numbers = Set(sealers.map(\.number))
        precondition(numbers.count == sealers.count, "Two master keys share a number.")
        newest = sealers[sealers.count - 1]
        customers = KeyedHash(key: roots[0].subkey("huihu customer key 1"))
        indexes = KeyedHash(key: roots[0].subkey("huihu blind index 1"))
        tokens = KeyedHash(key: roots[0].subkey("huihu access token 1"))
        chain = KeyedHash(key: roots[0].subkey("huihu audit chain 1"))
        fingerprint = Hex.encode(roots[0]("huihu fingerprint 1".utf8.span.bytes, count: 16))
        // Not from an injected source: a seed repeats, and a nonce must never come twice.
        let random = SystemRandom()
        noncePrefix = (random.next(), random.next())
    }

    /// The sealed form of `text`, different each time.
    package func seal(_ text: String, as field: Field) -> [UInt8] {
        seal(utf8: text.utf8.span, as: field)
    }

    /// The sealed form of a text given as UTF-8; the fast path of an import.
    package func seal(utf8 text: Span<UInt8>, as field: Field) -> [UInt8] {
        newest.box.seal(
            text.bytes,
            nonce: nextNonce(),
            associatedData: field.bytes,
            header: newest.header,
        )
    }

    /// The sealed form of a text given as UTF-8 within a line.
    package func seal(utf8 text: ArraySlice<UInt8>, as field: Field) -> [UInt8] {
        let span = text.span
        return seal(utf8: span, as: field)
    }

    /// The text of a sealed value; refuses one that was altered or belongs to another field.
    package func open(_ sealed: [UInt8], as field: Field) throws(VaultError) -> String {
        guard sealed.count >= Self.overhead, sealed[0] == Self.version else {
            throw .notSealed(field)
        }
        let number = UInt16(sealed[1]) << 8 | UInt16(sealed[2])
        guard let sealer = sealers.first(where: { $0.number == number }) else {
            throw .unknownKey(field)
        }
        let box = sealed.span.bytes.extracting(Self.headerBytes..<sealed.count)
        do {
            return try sealer.box.openText(box, associatedData: field.bytes)
        } catch {
            throw .notAuthentic(field)
        }
    }

    /// Whether a sealed value should be opened and sealed again: an older key made it.
    package func needsResealing(_ sealed: [UInt8]) -> Bool {
        !sealed.starts(with: newest.header)
    }

    /// Which customer a number belongs to, without the number: for look-ups, duplicates and holds.
    ///
    /// 64 bits of a keyed hash. Among n customers the odds that any two share a key are about
    /// n² / 2⁶⁵: 1 in 37 million for a million customers, 1 in 3,700 for a hundred million.
    package func customerKey(_ phone: PhoneNumber) -> Int64 {
        Int64(bitPattern: customers.word(phone.digits.utf8.span.bytes))
    }

    /// The same for any other field; equal texts of one field have equal indexes, and the same
    /// text has another index in another field. The caller normalises the text first.
    package func blindIndex(_ text: String, as field: Field) -> Int64 {
        let bytes = field.bytes + [0] + text.utf8
        return Int64(bitPattern: indexes.word(bytes.span.bytes))
    }

    /// What is stored of a program's token: 32 bytes that tell nothing without the key file.
    package func tokenHash(_ token: String) -> [UInt8] {
        tokens(token.utf8.span.bytes)
    }

    /// 128 random bits of this process and a counter: never twice.
    func nextNonce() -> Nonce {
        let count = nonceCounter.wrappingAdd(1, ordering: .relaxed).newValue
        return Nonce(noncePrefix.0, noncePrefix.1, count)
    }
}
