import FoundationEssentials
import Kernel
import TestSupport
import Testing

@testable import Vault

@Suite struct SealedFileTests {
    private let folder: TemporaryFolder
    private let vault = Vault(masterKey: MasterKey(random: SeededRandom(1)))
    private let plain = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }

    init() throws { folder = try TemporaryFolder() }

    private func sealed(_ bytes: [UInt8]) throws -> String {
        let (source, path) = ("\(folder.path)/plain", "\(folder.path)/sealed")
        try Data(bytes).write(to: URL(filePath: source))
        try vault.sealFile(source, to: path)
        return path
    }

    @Test("C4.4 任意片段逐字节一致 · any part comes back byte for byte")
    func parts() throws {
        let file = try SealedFile(try sealed(plain), vault)
        #expect(file.length == plain.count)
        for range in [0..<1, 0..<200_000, 65_535..<65_537, 131_072..<131_073, 199_999..<300_000] {
            #expect(try file.read(range) == Array(plain[range.clamped(to: 0..<200_000)]))
        }
        #expect(try file.read(200_000..<200_010).isEmpty)
        #expect(try SealedFile(try sealed([]), vault).read(0..<10).isEmpty)
    }

    @Test("C4.4 改动、截断、换块都被拒绝 · altered, cut or swapped, it is refused")
    func tampering() throws {
        let path = try sealed(plain)
        let whole = Array(try Data(contentsOf: URL(filePath: path)))
        #expect(!whole.contains(plain.prefix(64)))
        let chunk = SealedFile.chunkBytes + 40
        var swapped = whole
        swapped.replaceSubrange(30..<(30 + chunk), with: whole[(30 + chunk)..<(30 + 2 * chunk)])
        var changed = whole
        changed[40] ^= 1
        var longer = whole
        longer[29] ^= 1
        for bytes in [swapped, changed, longer, Array(whole.dropLast(10))] {
            try Data(bytes).write(to: URL(filePath: path))
            #expect(throws: SealedFileError.altered) {
                try SealedFile(path, vault).read(0..<200_000)
            }
        }
        try Data("nothing of the kind, but long enough".utf8).write(to: URL(filePath: path))
        #expect(throws: SealedFileError.notSealed) { try SealedFile(path, vault) }
        #expect(throws: SealedFileError.self) { try SealedFile("/nonexistent", vault) }
    }
}
