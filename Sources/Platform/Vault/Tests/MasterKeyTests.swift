import Glibc
import Kernel
import Testing
import Vault

/// A folder of its own for a test, removed with all it holds.
private final class Folder {
    let path: String

    init() {
        var template = Array("/tmp/huihu-key-XXXXXX".utf8CString)
        _ = mkdtemp(&template)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for name in ["key", "link", "inner/key"] { unlink("\(path)/\(name)") }
        rmdir("\(path)/inner")
        rmdir(path)
    }
}

private func mode(_ path: String) -> UInt32 {
    var status = stat()
    stat(path, &status)
    return status.st_mode & 0o777
}

@Suite("C9.3 The master key lies in a file that nobody else reads")
struct MasterKeyTests {
    private let folder = Folder()
    private var path: String { "\(folder.path)/key" }

    @Test("C9.3 新密钥文件仅本人可读，可再次载入 · a new key file is its owner's alone and loads again")
    func createAndLoad() throws {
        let inner = "\(folder.path)/inner/key"
        let field = Field("test.text")
        let sealed = Vault(masterKey: try MasterKey.create(at: inner)).seal("张三", as: field)
        #expect(mode(inner) == 0o600)
        #expect(mode("\(folder.path)/inner") == 0o700)
        #expect(try Vault(masterKey: MasterKey.load(from: inner)).open(sealed, as: field) == "张三")
    }

    @Test("C9.3 已有密钥绝不覆盖 · a key file is never replaced")
    func neverReplaced() throws {
        _ = try MasterKey.create(at: path)
        #expect(throws: MasterKeyRefusal.alreadyThere(path)) { try MasterKey.create(at: path) }
    }

    @Test(
        "C9.3 他人可读的密钥文件被拒绝 · a key file open to others is refused",
        arguments: [0o640, 0o604, 0o660, 0o644, 0o610] as [mode_t]
    )
    func openToOthers(mode: mode_t) throws {
        _ = try MasterKey.create(at: path)
        chmod(path, mode)
        #expect(throws: MasterKeyRefusal.openToOthers(path)) { try MasterKey.load(from: path) }
    }

    @Test("C9.3 链接、文件夹、缺失的密钥被拒绝 · a link, a folder and nothing are refused")
    func notPlainFiles() throws {
        #expect(throws: MasterKeyRefusal.missing(path)) { try MasterKey.load(from: path) }
        _ = try MasterKey.create(at: path)
        let link = "\(folder.path)/link"
        symlink(path, link)
        #expect(throws: MasterKeyRefusal.notPlainFile(link)) { try MasterKey.load(from: link) }
        #expect(throws: MasterKeyRefusal.notPlainFile(folder.path)) {
            try MasterKey.load(from: folder.path)
        }
    }

    @Test("C9.3 长度不对的密钥被拒绝 · a key of another length is refused", arguments: [0, 31, 33])
    func wrongLength(count: Int) throws {
        let file = open(path, O_WRONLY | O_CREAT, 0o600)
        write(file, [UInt8](repeating: 7, count: count), count)
        close(file)
        #expect(throws: MasterKeyRefusal.wrongLength(path, count)) {
            try MasterKey.load(from: path)
        }
    }

    @Test("C9.3 写不进的文件夹给出明确提示 · a folder that cannot be made is explained")
    func unwritable() throws {
        let far = "\(folder.path)/no/such/key"
        let refusal = #expect(throws: MasterKeyRefusal.self) { try MasterKey.create(at: far) }
        #expect(refusal?.message.chinese.contains("无法写入") == true)
        #expect(refusal?.message.english.contains("Cannot write") == true)
    }
}
