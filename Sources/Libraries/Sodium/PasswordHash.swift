internal import CSodium

/// Argon2id for passwords: slow and hungry for memory on purpose.
package struct PasswordHash: Sendable {
    /// What one attempt costs, to us and to a thief of the hashes.
    package struct Cost: Hashable, Sendable {
        /// Passes over the memory.
        package let passes: Int
        /// Memory of one computation, in bytes.
        package let memoryBytes: Int

        /// Takes passes and memory; libsodium allows no less than 1 pass and 8 KiB.
        package init(passes: Int, memoryBytes: Int) {
            self.passes = passes
            self.memoryBytes = memoryBytes
        }

        /// 2 passes over 64 MiB: for signing in.
        package static let interactive = Cost(passes: 2, memoryBytes: 64 << 20)
        /// 1 pass over 8 KiB: for tests alone.
        package static let weak = Cost(passes: 1, memoryBytes: 8 << 10)
    }

    private let cost: Cost

    /// Hashes at `cost`.
    package init(cost: Cost = .interactive) {
        Sodium.start()
        self.cost = cost
    }

    /// A text to store, with a salt from the system, the cost and the hash.
    package func hash(_ password: String) throws(SodiumError) -> String {
        var stored = [CChar](repeating: 0, count: crypto_pwhash_strbytes())
        let status = Self.withCharacters(password) { characters, count in
            crypto_pwhash_str_alg(
                &stored,
                characters,
                UInt64(count),
                UInt64(cost.passes),
                cost.memoryBytes,
                crypto_pwhash_alg_argon2id13(),
            )
        }
        guard status == 0 else { throw .outOfMemory }
        let text = stored.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Whether `password` belongs to `stored`; false for a text that is no hash.
    package func verify(_ password: String, against stored: String) -> Bool {
        guard let stored = Self.storedForm(stored) else { return false }
        return Self.withCharacters(password) { characters, count in
            crypto_pwhash_str_verify(stored, characters, UInt64(count)) == 0
        }
    }

    /// Whether `stored` was made at another cost, or is no hash: make a new one at the next
    /// successful sign-in.
    package func needsRehash(_ stored: String) -> Bool {
        guard let stored = Self.storedForm(stored) else { return true }
        return crypto_pwhash_str_needs_rehash(stored, UInt64(cost.passes), cost.memoryBytes) != 0
    }

    /// The text with zeros up to the length that libsodium reads.
    private static func storedForm(_ text: String) -> [CChar]? {
        let bytes = text.utf8.map { CChar(bitPattern: $0) }
        let length = crypto_pwhash_strbytes()
        guard bytes.count < length else { return nil }
        return bytes + [CChar](repeating: 0, count: length - bytes.count)
    }

    private static func withCharacters<Result>(
        _ text: String,
        _ body: (UnsafePointer<CChar>, Int) -> Result,
    ) -> Result {
        var text = text
        return text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) { characters in
                if let base = characters.baseAddress { return body(base, characters.count) }
                return body([0], 0)
            }
        }
    }
}
