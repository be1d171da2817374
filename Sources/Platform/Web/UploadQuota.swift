package import Access
package import Kernel
internal import Synchronization

/// Bounds what uploads take of the disk on which the database lies: at once and in bytes, for each
/// account and in all, and only above a reserve that is left to the database.
package final class UploadQuota: Sendable {
    /// The bounds.
    package struct Limits: Sendable {
        /// Uploads at once of one account.
        package var atOnceForEach = 2
        /// Uploads at once.
        package var atOnce = 8
        /// Bytes of one account's uploads under way.
        package var bytesForEach = 2 << 30
        /// Bytes of all uploads under way.
        package var bytes = 4 << 30
        /// Bytes of the disk that are never given to uploads.
        package var reserve = 256 << 20

        /// The defaults.
        package init() {}
    }

    /// An upload under way; its place is free again when the value goes.
    package final class Place: Sendable {
        let account: ID<Account>
        let bytes: Int
        private let quota: UploadQuota

        init(_ account: ID<Account>, _ bytes: Int, _ quota: UploadQuota) {
            self.account = account
            self.bytes = bytes
            self.quota = quota
        }

        deinit { quota.free(account, bytes) }
    }

    private struct Taken {
        var count = 0
        var bytes = 0
    }

    private let limits: Limits
    private let freeSpace: @Sendable () -> Int?
    private let taken = Mutex<[ID<Account>: Taken]>([:])

    /// A quota on a disk of which `freeSpace` tells how many bytes it still takes; nil for unknown.
    package init(_ limits: Limits = Limits(), freeSpace: @escaping @Sendable () -> Int?) {
        self.limits = limits
        self.freeSpace = freeSpace
    }

    /// A place for an upload of `account` of at most `size` bytes. It counts twice: the spooled
    /// request and the copy that is kept of it lie on the disk together. Throws `UploadRefusal`.
    package func place(_ size: Int, of account: ID<Account>) throws(UploadRefusal) -> Place {
        let bytes = size * 2
        let space = freeSpace()
        try taken.withLock { taken throws(UploadRefusal) in
            let mine = taken[account] ?? Taken()
            let all = taken.values.reduce(into: Taken()) { sum, one in
                sum.count += one.count
                sum.bytes += one.bytes
            }
            if mine.count >= limits.atOnceForEach || mine.bytes + bytes > limits.bytesForEach {
                throw .tooManyOfYours(limits.atOnceForEach)
            }
            if all.count >= limits.atOnce || all.bytes + bytes > limits.bytes { throw .tooMany }
            // What uploads under way have still to write is as good as gone.
            if let space, space - all.bytes - bytes < limits.reserve { throw .diskFull }
            taken[account] = Taken(count: mine.count + 1, bytes: mine.bytes + bytes)
        }
        return Place(account, bytes, self)
    }

    private func free(_ account: ID<Account>, _ bytes: Int) {
        taken.withLock { taken in
            guard let mine = taken[account] else { return }
            taken[account] =
                mine.count > 1 ? Taken(count: mine.count - 1, bytes: mine.bytes - bytes) : nil
        }
    }
}

/// Why an upload has no place.
package enum UploadRefusal: UserFacing, Hashable {
    /// The account has as many under way as it may.
    case tooManyOfYours(Int)
    /// All together have as many under way as there may be.
    case tooMany
    /// The disk's reserve would be touched.
    case diskFull

    package var code: String {
        switch self {
        case .tooManyOfYours: "upload.too_many_of_yours"
        case .tooMany: "upload.too_many"
        case .diskFull: "upload.disk_full"
        }
    }

    package var status: RefusalStatus {
        switch self {
        case .tooManyOfYours, .tooMany: .tooMany
        case .diskFull: .unavailable
        }
    }

    package var message: L {
        switch self {
        case .tooManyOfYours(let most):
            L(
                "您同时上传的文件已达上限（\(most)个），请等其中一个完成后再试。",
                en: "You have as many uploads under way as you may (\(most)). Wait for one to end.",
            )
        case .tooMany:
            L(
                "同时上传的文件过多，请稍后再试。",
                en: "Too many uploads are under way. Try again in a little while.",
            )
        case .diskFull:
            L(
                "服务器磁盘空间不足，未接收文件；请联系系统管理员清理磁盘后再试。",
                en: "The server's disk is nearly full and the file was not taken. Ask the system "
                    + "administrator to make room, then try again.",
            )
        }
    }
}
