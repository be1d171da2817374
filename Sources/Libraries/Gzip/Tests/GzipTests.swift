import Glibc
import Gzip
import Processes
import Testing

@Suite struct GzipTests {
    @Test("压缩后能原样解开 · what is packed unpacks to what it was")
    func roundTrip() throws {
        let text = String(repeating: "惠呼 Huihu; ", count: 2_000)
        let packed = try #require(gzipped(Array(text.utf8)))
        #expect(packed.count < text.utf8.count / 20)
        let path = "/tmp/huihu-gzip-\(getpid()).gz"
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        #expect(write(file, packed, packed.count) == packed.count)
        close(file)
        defer { unlink(path) }
        let unpacked = outputOf(["/usr/bin/gzip", "-dc", path], seconds: 20)
        #expect(unpacked.status == 0 && unpacked.text == text)
    }

    @Test("压不小的不压缩 · what would not get smaller is left")
    func incompressible() {
        #expect(gzipped([]) == nil)
        #expect(gzipped([1, 2, 3]) == nil)
    }
}
