import Kernel
import Testing
import Vault

@Suite("C4.4 Customer data is stored sealed")
struct VaultTests {
    private static let name = Field("lead.name_sealed")
    private static let phone = Field("lead.phone_sealed")

    private let vault = Vault(masterKey: MasterKey(random: SeededRandom(1)))

    @Test("C4.4 密文可还原且每次不同 · what is sealed opens, and never looks the same twice")
    func roundTrip() throws {
        for text in ["", "张三", "15412348000", String(repeating: "长", count: 5_000)] {
            let first = vault.seal(text, as: Self.name)
            let second = vault.seal(text, as: Self.name)
            #expect(first != second)
            #expect(first.count == text.utf8.count + Vault.overhead)
            #expect(try vault.open(first, as: Self.name) == text)
            #expect(try vault.open(second, as: Self.name) == text)
        }
    }

    @Test("C4.4 导入直接加密字节 · an import seals bytes without a string")
    func bytes() throws {
        let line = Array("甲,15412348000".utf8)
        let sealed = vault.seal(utf8: line[4...], as: Self.phone)
        #expect(try vault.open(sealed, as: Self.phone) == "15412348000")
    }

    @Test("C4.4 移到另一列的密文被拒绝 · a value moved to another column does not open")
    func movedValue() {
        let sealed = vault.seal("张三", as: Self.name)
        #expect(throws: VaultError.notAuthentic(Self.phone)) {
            try vault.open(sealed, as: Self.phone)
        }
    }

    @Test("C4.4 改动任何一位的密文都被拒绝 · no bit of a sealed value can be changed")
    func flippedBits() {
        let sealed = vault.seal("张三", as: Self.name)
        for position in sealed.indices {
            var altered = sealed
            altered[position] ^= 0x10
            #expect(throws: VaultError.self) { try vault.open(altered, as: Self.name) }
        }
    }

    @Test("C4.4 截断的密文被拒绝 · a shortened value is refused")
    func shortened() {
        let sealed = vault.seal("张三", as: Self.name)
        for count in [0, 1, 3, 20, Vault.overhead - 1] {
            #expect(throws: VaultError.notSealed(Self.name)) {
                try vault.open(Array(sealed.prefix(count)), as: Self.name)
            }
        }
        #expect(throws: VaultError.notAuthentic(Self.name)) {
            try vault.open(sealed.dropLast(), as: Self.name)
        }
    }

    @Test("C9.3 换了密钥便打不开 · another key opens nothing")
    func foreignKey() {
        let other = Vault(masterKey: MasterKey(random: SeededRandom(2)))
        #expect(other.fingerprint != vault.fingerprint)
        #expect(throws: VaultError.unknownKey(Self.name)) {
            try other.open(vault.seal("张三", as: Self.name), as: Self.name)
        }
    }

    @Test("C9.3 轮换后旧密文仍可读 · after a rotation old values still open")
    func rotation() throws {
        let keys = [MasterKey(random: SeededRandom(1)), MasterKey(random: SeededRandom(2))]
        let rotated = Vault(masterKeys: keys)
        let old = vault.seal("张三", as: Self.name)
        let new = rotated.seal("张三", as: Self.name)
        #expect(try rotated.open(old, as: Self.name) == "张三")
        #expect(try rotated.open(new, as: Self.name) == "张三")
        #expect(rotated.needsResealing(old))
        #expect(!rotated.needsResealing(new))
        #expect(throws: VaultError.unknownKey(Self.name)) { try vault.open(new, as: Self.name) }
        let number = try PhoneNumber("15412348000")
        #expect(rotated.customerKey(number) == vault.customerKey(number))
        #expect(rotated.fingerprint == vault.fingerprint)
    }

    @Test("C4.4 盲索引：同号同键，不泄露号码 · one number has one key, whatever its spelling")
    func customerKeys() throws {
        let key = vault.customerKey(try PhoneNumber("15412348000"))
        #expect(key == vault.customerKey(try PhoneNumber("+86 154-1234-8000")))
        #expect(key != vault.customerKey(try PhoneNumber("15412348001")))
        let other = Vault(masterKey: MasterKey(random: SeededRandom(2)))
        #expect(key != other.customerKey(try PhoneNumber("15412348000")))
    }

    @Test("C4.4 盲索引按列区分 · equal texts have different indexes in different columns")
    func blindIndexes() {
        #expect(vault.blindIndex("a", as: Self.name) == vault.blindIndex("a", as: Self.name))
        #expect(vault.blindIndex("a", as: Self.name) != vault.blindIndex("a", as: Self.phone))
        #expect(vault.blindIndex("a", as: Self.name) != vault.blindIndex("b", as: Self.name))
    }

    @Test("C4.4 多线程加密不重复 · many threads never share a nonce")
    func threads() async {
        let vault = vault
        let nonces = await withTaskGroup(of: [[UInt8]].self) { group in
            for _ in 0..<8 {
                group.addTask {
                    (0..<500).map { _ in Array(vault.seal("x", as: Self.name)[3..<27]) }
                }
            }
            return await group.reduce(into: Set<[UInt8]>()) { $0.formUnion($1) }
        }
        #expect(nonces.count == 4_000)
    }
}
