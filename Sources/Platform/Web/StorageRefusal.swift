internal import Database
package import Kernel

/// Why nothing can be stored right now. The same may be asked again later.
package enum StorageRefusal: UserFacing, Hashable {
    /// The database's disk is full.
    case full
    /// The database cannot be reached or written.
    case unavailable

    /// What an engine's passing trouble means to whoever asked; nil for a defect.
    init?(_ error: DatabaseError) {
        guard error.isPassing else { return nil }
        self = error.isDiskFull ? .full : .unavailable
    }

    package var code: String {
        switch self {
        case .full: "storage.full"
        case .unavailable: "storage.unavailable"
        }
    }

    package var status: RefusalStatus { .unavailable }

    package var message: L {
        switch self {
        case .full:
            L(
                "服务器磁盘已满，本次操作未保存。请告知系统管理员；挂断电话不受影响。",
                en:
                    "The server's disk is full and nothing was saved. Tell the system administrator; "
                    + "calls can still be hung up.",
            )
        case .unavailable:
            L(
                "数据库暂时不可用，本次操作未保存。请稍后再试；挂断电话不受影响。",
                en: "The database cannot be used just now and nothing was saved. Try again later; "
                    + "calls can still be hung up.",
            )
        }
    }
}
