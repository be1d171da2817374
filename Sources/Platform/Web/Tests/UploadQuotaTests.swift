import Access
import Kernel
import Synchronization
import Testing
import Web

@Suite struct UploadQuotaTests {
    private let one = ID<Account>(1)
    private let other = ID<Account>(2)

    private func limits(_ change: (inout UploadQuota.Limits) -> Void) -> UploadQuota.Limits {
        var limits = UploadQuota.Limits()
        change(&limits)
        return limits
    }

    @Test("同一账号、全部账号同时上传的个数有限 · uploads at once, of one account and in all")
    func atOnce() throws {
        let limits = limits { ($0.atOnceForEach, $0.atOnce) = (2, 3) }
        let quota = UploadQuota(limits) { nil }
        let mine = try (0..<2).map { _ in try quota.place(10, of: one) }
        #expect(throws: UploadRefusal.tooManyOfYours(2)) { try quota.place(10, of: one) }
        var theirs: UploadQuota.Place? = try quota.place(10, of: other)
        #expect(throws: UploadRefusal.tooMany) { try quota.place(10, of: ID(3)) }
        #expect(theirs != nil && mine.count == 2)
        theirs = nil
        _ = try quota.place(10, of: ID(3))
    }

    @Test("字节数有限 · bytes are bounded")
    func bytes() throws {
        let limits = limits { ($0.bytesForEach, $0.bytes) = (100, 150) }
        let quota = UploadQuota(limits) { nil }
        let first = try quota.place(40, of: one)
        #expect(throws: UploadRefusal.tooManyOfYours(2)) { try quota.place(20, of: one) }
        #expect(throws: UploadRefusal.tooMany) { try quota.place(40, of: other) }
        let second = try quota.place(30, of: other)
        withExtendedLifetime((first, second)) {}
    }

    @Test("磁盘留有余量，不足即拒绝 · the disk's reserve is not touched")
    func reserve() throws {
        let free = Mutex(1_000)
        let quota = UploadQuota(limits { $0.reserve = 500 }) { free.withLock { $0 } }
        let first = try quota.place(200, of: one)
        // What the first has still to write is as good as gone.
        #expect(throws: UploadRefusal.diskFull) { try quota.place(100, of: other) }
        free.withLock { $0 = 2_000 }
        let second = try quota.place(100, of: other)
        withExtendedLifetime((first, second)) {}
        #expect(UploadRefusal.diskFull.status == .unavailable)
    }
}
