internal import CSodium

/// The 24 bytes that must never come twice under one key.
package struct Nonce: Sendable, Hashable {
    /// Its length.
    package static let byteCount = 24

    private let words: (UInt64, UInt64, UInt64)

    /// Takes 192 bits; the caller sees to it that they never come twice under one key.
    package init(_ first: UInt64, _ second: UInt64, _ third: UInt64) {
        words = (first, second, third)
    }

    fileprivate func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        unsafe withUnsafeBytes(of: words, body)
    }

    package static func == (left: Nonce, right: Nonce) -> Bool { left.words == right.words }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
    }
}

/// Encryption with authentication: XChaCha20-Poly1305 (IETF) with associated data.
package struct SealedBox: Sendable {
    /// The length of a key.
    package static let keyBytes = 32
    /// By how much a box is longer than its message: the nonce and the tag.
    package static let overhead = Nonce.byteCount + 16

    private let key: SecretKey

    /// Seals and opens with `key`, which has 32 bytes.
    package init(key: SecretKey) {
        precondition(key.count == Self.keyBytes, "A sealing key has 32 bytes.")
        self.key = key
    }

    /// `header`, nonce, encrypted message and tag, in one piece of memory.
    ///
    /// The header is not encrypted. `associatedData` is not in the box, but opens it.
    package func seal(
        _ message: RawSpan,
        nonce: Nonce,
        associatedData: [UInt8],
        header: [UInt8] = [],
    ) -> [UInt8] {
        let count = header.count + Self.overhead + message.byteCount
        return message.withUnsafeBytes { message in
            [UInt8](unsafeUninitializedCapacity: count) { box, written in
                guard let base = box.baseAddress else { return }
                for index in header.indices { base[index] = header[index] }
                let body = base + header.count
                nonce.withBytes {
                    UnsafeMutableRawBufferPointer(start: body, count: Nonce.byteCount)
                        .copyMemory(from: $0)
                }
                crypto_aead_xchacha20poly1305_ietf_encrypt(
                    body + Nonce.byteCount,
                    nil,
                    message.baseAddress?.assumingMemoryBound(to: UInt8.self),
                    UInt64(message.count),
                    associatedData,
                    UInt64(associatedData.count),
                    nil,
                    body,
                    key.base,
                )
                written = count
            }
        }
    }

    /// The message in `box`, which begins with its nonce.
    ///
    /// Throws `.notAuthentic` for a box that was altered or belongs to another key or other
    /// associated data, `.wrongLength` for one that is too short to be a box.
    package func open(_ box: RawSpan, associatedData: [UInt8]) throws(SodiumError) -> [UInt8] {
        let message = try opening(box, associatedData) { count, fill in
            [UInt8](unsafeUninitializedCapacity: count) { $1 = fill($0.baseAddress) }
        }
        guard let message else { throw .notAuthentic }
        return message
    }

    /// The message in `box` as text; bytes that are not UTF-8 are repaired.
    package func openText(_ box: RawSpan, associatedData: [UInt8]) throws(SodiumError) -> String {
        let message = try opening(box, associatedData) { count, fill in
            String(unsafeUninitializedCapacity: count) { fill($0.baseAddress) }
        }
        guard let message else { throw .notAuthentic }
        return message
    }

    /// Opens into the memory that `make` provides; nil when the box is not authentic.
    private func opening<Message>(
        _ box: RawSpan,
        _ associatedData: [UInt8],
        _ make: (_ count: Int, _ fill: (UnsafeMutablePointer<UInt8>?) -> Int) -> Message,
    ) throws(SodiumError) -> Message? {
        guard box.byteCount >= Self.overhead else {
            throw .wrongLength(expected: Self.overhead, actual: box.byteCount)
        }
        let count = box.byteCount - Self.overhead
        return box.withUnsafeBytes { box in
            guard let base = box.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
                return nil
            }
            var isAuthentic = false
            let message = make(count) { memory in
                let status = crypto_aead_xchacha20poly1305_ietf_decrypt(
                    memory,
                    nil,
                    nil,
                    base + Nonce.byteCount,
                    UInt64(box.count - Nonce.byteCount),
                    associatedData,
                    UInt64(associatedData.count),
                    base,
                    key.base,
                )
                isAuthentic = status == 0
                return isAuthentic ? count : 0
            }
            return isAuthentic ? message : nil
        }
    }
}
