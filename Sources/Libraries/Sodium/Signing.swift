internal import CSodium

/// The secret half of an Ed25519 key pair.
package struct SigningKey: Sendable {
    /// The length of a seed.
    package static let seedBytes = 32

    /// The half to hand out.
    package let verifyingKey: VerifyingKey
    private let secret: SecretKey

    /// The pair that belongs to `seed`, 32 secret random bytes.
    package init(seed: SecretKey) throws(SodiumError) {
        guard seed.count == Self.seedBytes else {
            throw .wrongLength(expected: Self.seedBytes, actual: seed.count)
        }
        var open = [UInt8](repeating: 0, count: crypto_sign_publickeybytes())
        secret = SecretKey(count: crypto_sign_secretkeybytes()) { memory in
            guard let base = memory.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
            crypto_sign_seed_keypair(&open, base, seed.base)
        }
        verifyingKey = try VerifyingKey(open)
    }

    /// The signature of `message`, 64 bytes.
    package func sign(_ message: [UInt8]) -> [UInt8] {
        let count = crypto_sign_bytes()
        return [UInt8](unsafeUninitializedCapacity: count) { signature, written in
            guard let base = signature.baseAddress else { return }
            crypto_sign_detached(
                base,
                nil,
                message,
                UInt64(message.count),
                secret.base,
            )
            written = count
        }
    }
}

/// The public half of an Ed25519 key pair.
package struct VerifyingKey: Hashable, Sendable {
    /// The 32 bytes to hand out.
    package let bytes: [UInt8]

    /// Takes 32 bytes.
    package init(_ bytes: [UInt8]) throws(SodiumError) {
        Sodium.start()
        guard bytes.count == crypto_sign_publickeybytes() else {
            throw .wrongLength(expected: crypto_sign_publickeybytes(), actual: bytes.count)
        }
        self.bytes = bytes
    }

    /// Whether `signature` is this key's over `message`.
    package func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        guard signature.count == crypto_sign_bytes() else { return false }
        return crypto_sign_verify_detached(signature, message, UInt64(message.count), bytes) == 0
    }
}
