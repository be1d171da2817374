import Glibc
import Processes
import Testing

@Suite final class FileLockTests {
    private let path: String

    init() {
        let place = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(place)/huihu-lock-XXXXXX".utf8CString)
        close(mkstemp(&template))
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit { unlink(path) }

    @Test("同一文件只有一个持有者 · a file has one holder")
    func one() throws {
        let first = try FileLock(path)
        _ = withExtendedLifetime(first) {
            #expect(throws: FileLock.Problem.held(by: Int(getpid()))) { try FileLock(path) }
        }
    }

    @Test("持有者离开后可再取得 · it is free once its holder has gone")
    func freed() throws {
        do { _ = try FileLock(path) }
        _ = try FileLock(path)
    }

    @Test("无法建立时说明原因 · a file that cannot be made is told")
    func unusable() {
        #expect(throws: FileLock.Problem.unusable(ENOENT)) { try FileLock("/nowhere/lock") }
    }
}
