internal import Glibc
internal import Kernel

/// The descriptors that the program may have open. Each connection takes one: the usual soft limit
/// of 1,024 ends at some 490 seats.
enum Descriptors {
    /// What everything but connections takes: database, files, threads, the telephone.
    static let besides = 512

    /// Raises the soft limit to the hard one; tells the operator when that does not carry
    /// `connections`. Nil when it does.
    static func raise(for connections: Int) -> L? {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return nil
        }
        limit.rlim_cur = limit.rlim_max
        guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return nil
        }
        return shortage(of: Int(clamping: UInt64(limit.rlim_max)), for: connections)
    }

    static func shortage(of descriptors: Int, for connections: Int) -> L? {
        if descriptors >= connections + besides { return nil }
        let carried = max(0, descriptors - besides)
        return L(
            "系统只允许打开\(descriptors)个文件，不足以承载\(connections)个连接（约可承载\(carried)个）。"
                + "请提高上限（systemd：LimitNOFILE=\(connections + besides)），或减小 --connections。",
            en:
                "The system allows \(descriptors) open files, too few for \(connections) connections "
                + "(about \(carried) fit). Raise the limit (systemd: LimitNOFILE="
                + "\(connections + besides)) or lower --connections.",
        )
    }
}
