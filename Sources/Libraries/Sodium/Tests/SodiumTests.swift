import Sodium
import Testing

@Suite("Sodium")
struct SodiumTests {
    private static func key(_ byte: UInt8) -> SecretKey {
        SecretKey(copying: [UInt8](repeating: byte, count: 32).span.bytes)
    }

    private let box = SealedBox(key: SodiumTests.key(1))
    private let nonce = Nonce(1, 2, 3)

    @Test("a box opens with its key and associated data alone")
    func sealedBox() throws {
        let message = Array("message".utf8)
        let sealed = box.seal(message.span.bytes, nonce: nonce, associatedData: [1])
        #expect(sealed.count == message.count + SealedBox.overhead)
        #expect(try box.open(sealed.span.bytes, associatedData: [1]) == message)
        #expect(try box.openText(sealed.span.bytes, associatedData: [1]) == "message")
        #expect(throws: SodiumError.notAuthentic) {
            try box.open(sealed.span.bytes, associatedData: [2])
        }
        #expect(throws: SodiumError.notAuthentic) {
            try SealedBox(key: Self.key(2)).open(sealed.span.bytes, associatedData: [1])
        }
        #expect(throws: SodiumError.wrongLength(expected: 40, actual: 39)) {
            try box.open(Array(sealed[..<39]).span.bytes, associatedData: [1])
        }
        for position in sealed.indices {
            var altered = sealed
            altered[position] ^= 1
            #expect(throws: SodiumError.notAuthentic) {
                try box.openText(altered.span.bytes, associatedData: [1])
            }
        }
    }

    @Test("an empty message seals and opens, and a header stands before the box")
    func emptyMessage() throws {
        let none: [UInt8] = []
        let sealed = box.seal(none.span.bytes, nonce: nonce, associatedData: [], header: [9, 8])
        #expect(sealed.prefix(2) == [9, 8])
        #expect(sealed.count == 2 + SealedBox.overhead)
        #expect(try box.openText(Array(sealed[2...]).span.bytes, associatedData: []) == "")
    }

    @Test("BLAKE2b agrees with RFC 7693 and the published keyed vector")
    func knownDigests() {
        let abc = Digest.of(Array("abc".utf8), count: 64)
        #expect(
            Hex.encode(abc)
                == "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
                + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923"
        )
        let key = SecretKey(copying: [UInt8](0..<64).span.bytes)
        let none: [UInt8] = []
        #expect(
            Hex.encode(KeyedHash(key: key)(none.span.bytes, count: 64))
                == "10ebb67700b1868efb4417987acf4690ae9d972fb7a590c2f02871799aaa4786"
                + "b5e996e8f0f4eb981fc214b005f42d2ff4233499391653df7aefcbc13fc51568"
        )
    }

    @Test("a digest in pieces equals the digest at once")
    func pieces() {
        let data = (0..<1_000).map { UInt8(truncatingIfNeeded: $0) }
        var digest = Digest()
        for start in stride(from: 0, to: data.count, by: 77) {
            digest.update(Array(data[start..<min(start + 77, data.count)]))
        }
        #expect(digest.finish() == Digest.of(data))
        var keyed = Digest(count: 16, key: Self.key(1))
        keyed.update(data)
        let hash = KeyedHash(key: Self.key(1))
        #expect(keyed.finish() == hash(data.span.bytes, count: 16))
        let word = hash(data.span.bytes, count: 16).prefix(8).reversed()
            .reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        #expect(hash.word(data.span.bytes) == word)
    }

    @Test("each purpose has its own subkey")
    func subkeys() {
        let root = KeyedHash(key: Self.key(1))
        let (first, again, second) = (root.subkey("a"), root.subkey("a"), root.subkey("b"))
        #expect(first.withBytes { Array($0) } == again.withBytes { Array($0) })
        #expect(first.withBytes { Array($0) } != second.withBytes { Array($0) })
    }

    @Test("a password verifies against its own hash alone")
    func passwords() throws {
        let hashing = PasswordHash(cost: .weak)
        let stored = try hashing.hash("正确 horse")
        #expect(stored.hasPrefix("$argon2id$"))
        #expect(try hashing.hash("正确 horse") != stored)
        #expect(hashing.verify("正确 horse", against: stored))
        #expect(!hashing.verify("正确 Horse", against: stored))
        #expect(!hashing.verify("", against: stored))
        #expect(!hashing.verify("正确 horse", against: ""))
        #expect(!hashing.verify("正确 horse", against: String(repeating: "$", count: 500)))
        #expect(hashing.verify("", against: try hashing.hash("")))
    }

    @Test("a hash of another cost asks to be made anew")
    func rehash() throws {
        let hashing = PasswordHash(cost: .weak)
        let stored = try hashing.hash("x")
        #expect(!hashing.needsRehash(stored))
        #expect(PasswordHash(cost: .interactive).needsRehash(stored))
        #expect(hashing.needsRehash("plain"))
    }

    @Test("a signature is valid for its message and key alone")
    func signatures() throws {
        let pair = try SigningKey(seed: Self.key(1))
        let other = try SigningKey(seed: Self.key(2))
        let message = Array("message".utf8)
        let signature = pair.sign(message)
        #expect(pair.verifyingKey.isValid(signature, for: message))
        #expect(!pair.verifyingKey.isValid(signature, for: message + [0]))
        #expect(!pair.verifyingKey.isValid(signature.dropLast(), for: message))
        #expect(!other.verifyingKey.isValid(signature, for: message))
        #expect(throws: SodiumError.wrongLength(expected: 32, actual: 3)) {
            try VerifyingKey([1, 2, 3])
        }
        #expect(throws: SodiumError.wrongLength(expected: 32, actual: 1)) {
            try SigningKey(seed: SecretKey(count: 1) { $0[0] = 1 })
        }
    }

    @Test("bytes survive both encodings", arguments: [0, 1, 2, 3, 16, 100])
    func encodings(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: 255 - $0 * 7) }
        #expect(try Hex.decode(Hex.encode(bytes)) == bytes)
        #expect(try Hex.decode(Hex.encode(bytes).uppercased()) == bytes)
        #expect(try Base64URL.decode(Base64URL.encode(bytes)) == bytes)
        #expect(!Base64URL.encode(bytes).contains { "+/=".contains($0) })
    }

    @Test("what is not an encoding is refused", arguments: ["abc", "zz", "a b", "00 ", "é0"])
    func malformedHex(text: String) {
        #expect(throws: SodiumError.malformedText) { try Hex.decode(text) }
    }

    @Test("what is not base64url is refused", arguments: ["A", "AA==", "A+AA", "A/AA", "AA A"])
    func malformedBase64(text: String) {
        #expect(throws: SodiumError.malformedText) { try Base64URL.decode(text) }
    }

    @Test("comparison in constant time still compares")
    func constantTime() {
        #expect(ConstantTime.areEqual([1, 2], [1, 2]))
        #expect(ConstantTime.areEqual([], []))
        #expect(!ConstantTime.areEqual([1, 2], [1, 3]))
        #expect(!ConstantTime.areEqual([1, 2], [1]))
    }
}
