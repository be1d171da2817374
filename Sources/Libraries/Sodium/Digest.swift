internal import CSodium

/// BLAKE2b over data that comes in pieces: a file, an import.
///
/// Without a key it recognises content; with one, only a holder of the key can compute it.
package struct Digest: ~Copyable {
    /// The length of a digest unless asked otherwise.
    package static let byteCount = 32

    private let count: Int
    private let state: UnsafeMutableRawPointer

    /// Begins a digest of `count` bytes, 16 to 64.
    package init(count: Int = Digest.byteCount, key: SecretKey? = nil) {
        Sodium.start()
        precondition((16...64).contains(count), "A digest has 16 to 64 bytes.")
        precondition((16...64).contains(key?.count ?? 32), "A hashing key has 16 to 64 bytes.")
        self.count = count
        state = .allocate(byteCount: crypto_generichash_statebytes(), alignment: 64)
        crypto_generichash_init(OpaquePointer(state), key?.base, key?.count ?? 0, count)
    }

    deinit {
        sodium_memzero(state, crypto_generichash_statebytes())
        state.deallocate()
    }

    /// Takes the next piece.
    package mutating func update(_ piece: RawSpan) {
        piece.withUnsafeBytes { piece in
            let base = piece.baseAddress?.assumingMemoryBound(to: UInt8.self)
            _ = crypto_generichash_update(OpaquePointer(state), base, UInt64(piece.count))
        }
    }

    /// Takes the next piece.
    package mutating func update(_ piece: [UInt8]) {
        update(piece.span.bytes)
    }

    /// The digest of all pieces.
    package consuming func finish() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { digest, written in
            guard let base = digest.baseAddress else { return }
            crypto_generichash_final(OpaquePointer(state), base, count)
            written = count
        }
    }

    /// The digest of `bytes` at once, without a key.
    package static func of(_ bytes: [UInt8], count: Int = Digest.byteCount) -> [UInt8] {
        var digest = Digest(count: count)
        digest.update(bytes)
        return digest.finish()
    }
}

/// SHA-256, for a digest that others compute as well, such as that of a document.
package func sha256(_ bytes: [UInt8]) -> [UInt8] {
    Sodium.start()
    return [UInt8](unsafeUninitializedCapacity: 32) { digest, written in
        guard let base = digest.baseAddress else { return }
        crypto_hash_sha256(base, bytes, UInt64(bytes.count))
        written = 32
    }
}

/// Keyed BLAKE2b: a fingerprint that only the holder of the key can compute.
package struct KeyedHash: Sendable {
    private let key: SecretKey

    /// Hashes with `key`, which has 16 to 64 bytes.
    package init(key: SecretKey) {
        Sodium.start()
        precondition((16...64).contains(key.count), "A hashing key has 16 to 64 bytes.")
        self.key = key
    }

    /// `count` bytes of hash, 16 to 64.
    package func callAsFunction(_ data: RawSpan, count: Int = Digest.byteCount) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { hash, written in
            fill(hash.baseAddress, count, data)
            written = count
        }
    }

    /// The first 64 bits of 128 bits of hash, without an array in between.
    package func word(_ data: RawSpan) -> UInt64 {
        var words: (UInt64, UInt64) = (0, 0)
        withUnsafeMutableBytes(of: &words) { memory in
            fill(memory.baseAddress?.assumingMemoryBound(to: UInt8.self), 16, data)
        }
        return words.0.littleEndian
    }

    /// A key of 32 bytes for one purpose; each name gives another, and none leads back.
    package func subkey(_ purpose: String) -> SecretKey {
        SecretKey(count: SealedBox.keyBytes) { memory in
            let base = memory.baseAddress?.assumingMemoryBound(to: UInt8.self)
            fill(base, memory.count, purpose.utf8.span.bytes)
        }
    }

    private func fill(_ hash: UnsafeMutablePointer<UInt8>?, _ count: Int, _ data: RawSpan) {
        precondition((16...64).contains(count), "A hash has 16 to 64 bytes.")
        guard let hash else { return }
        data.withUnsafeBytes { data in
            _ = crypto_generichash(
                hash,
                count,
                data.baseAddress?.assumingMemoryBound(to: UInt8.self),
                UInt64(data.count),
                key.base,
                key.count,
            )
        }
    }
}
