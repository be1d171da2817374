internal import Glibc
package import Kernel
internal import Sodium

/// The key from which the vault derives every other: 32 bytes in a file that only its owner reads.
///
/// Whoever loses it loses every name and number in the database; it is backed up apart from it.
package struct MasterKey: Sendable {
    /// The bytes of a key, and of its file.
    package static let byteCount = 32

    let secret: SecretKey

    /// A new key; `random` is the system's generator but for tests.
    package init(random: any RandomSource = SystemRandom()) {
        secret = SecretKey(count: Self.byteCount) { memory in
            for offset in stride(from: 0, to: memory.count, by: 8) {
                memory.storeBytes(of: random.next(), toByteOffset: offset, as: UInt64.self)
            }
        }
    }

    private init(descriptor: Int32, path: String) throws(MasterKeyRefusal) {
        secret = try SecretKey(count: Self.byteCount) { memory throws(MasterKeyRefusal) in
            let status = retrying { read(descriptor, memory.baseAddress, memory.count) }
            guard status == memory.count else {
                throw status < 0 ? .unreadable(path, errno) : .wrongLength(path, status)
            }
        }
    }

    /// The key in the file at `path`. Refuses a file that others may read, that is no plain file
    /// of its user, or that does not hold exactly one key.
    package static func load(from path: String) throws(MasterKeyRefusal) -> MasterKey {
        let descriptor = retrying { Int(Glibc.open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)) }
        guard descriptor >= 0 else {
            switch errno {
            case ENOENT: throw .missing(path)
            case ELOOP: throw .notPlainFile(path)
            default: throw .unreadable(path, errno)
            }
        }
        defer { close(Int32(descriptor)) }
        var status = stat()
        guard fstat(Int32(descriptor), &status) == 0 else { throw .unreadable(path, errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notPlainFile(path) }
        guard status.st_mode & 0o077 == 0 else { throw .openToOthers(path) }
        guard status.st_uid == geteuid() else { throw .foreign(path) }
        guard status.st_size == byteCount else { throw .wrongLength(path, Int(status.st_size)) }
        return try MasterKey(descriptor: Int32(descriptor), path: path)
    }

    /// Makes a new key and keeps it at `path`, readable by its owner alone; makes the folder too,
    /// closed to others. Never replaces a file.
    package static func create(
        at path: String,
        random: any RandomSource = SystemRandom(),
    ) throws(MasterKeyRefusal) -> MasterKey {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        if !folder.isEmpty, mkdir(folder, 0o700) != 0, errno != EEXIST {
            throw .unwritable(path, errno)
        }
        let key = MasterKey(random: random)
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let descriptor = retrying { Int(Glibc.open(path, flags, 0o600)) }
        guard descriptor >= 0 else {
            throw errno == EEXIST ? .alreadyThere(path) : .unwritable(path, errno)
        }
        defer { close(Int32(descriptor)) }
        let isWritten =
            fchmod(Int32(descriptor), 0o600) == 0
            && key.secret.withBytes { bytes in
                retrying { write(Int32(descriptor), bytes.baseAddress, bytes.count) } == bytes.count
            } && fsync(Int32(descriptor)) == 0
        guard isWritten else {
            let problem = errno
            unlink(path)
            throw .unwritable(path, problem)
        }
        return key
    }
}

/// Calls again when a signal came in between.
private func retrying(_ call: () -> Int) -> Int {
    while true {
        let result = call()
        if result >= 0 || errno != EINTR { return result }
    }
}

/// Why a key file is not used. An operator reads it when the server does not start.
package enum MasterKeyRefusal: UserFacing, Hashable {
    /// There is no file.
    case missing(String)
    /// A link, a folder or a device stands there.
    case notPlainFile(String)
    /// Group or others may read or write it.
    case openToOthers(String)
    /// It belongs to another user.
    case foreign(String)
    /// It holds this many bytes instead of 32.
    case wrongLength(String, Int)
    /// The system refuses to read it, with this error number.
    case unreadable(String, Int32)
    /// The system refuses to write it, with this error number.
    case unwritable(String, Int32)
    /// A file is there already, and is not replaced.
    case alreadyThere(String)

    package var code: String {
        switch self {
        case .missing: "vault.key_missing"
        case .notPlainFile: "vault.key_not_plain_file"
        case .openToOthers: "vault.key_open_to_others"
        case .foreign: "vault.key_foreign"
        case .wrongLength: "vault.key_wrong_length"
        case .unreadable: "vault.key_unreadable"
        case .unwritable: "vault.key_unwritable"
        case .alreadyThere: "vault.key_already_there"
        }
    }

    package var status: RefusalStatus { .unavailable }

    package var message: L {
        switch self {
        case .missing(let path):
            L(
                "找不到主密钥文件 \(path)。请从备份恢复；没有它，已加密的客户信息无法读取。",
                en: "There is no master key at \(path). Restore it from the backup; without it "
                    + "the encrypted customer data cannot be read.",
            )
        case .notPlainFile(let path):
            L(
                "主密钥 \(path) 不是普通文件（可能是链接或文件夹），已拒绝使用。",
                en: "The master key \(path) is no plain file (a link or a folder?); it is not used.",
            )
        case .openToOthers(let path):
            L(
                "主密钥文件 \(path) 对其他用户开放，已拒绝使用。请执行 chmod 600 \(path)。",
                en: "The master key \(path) is open to other users; it is not used. "
                    + "Run: chmod 600 \(path)",
            )
        case .foreign(let path):
            L(
                "主密钥文件 \(path) 属于另一个用户，已拒绝使用。请用 chown 改为运行本程序的用户。",
                en: "The master key \(path) belongs to another user; it is not used. "
                    + "Give it to the user who runs this program with chown.",
            )
        case .wrongLength(let path, let count):
            L(
                "主密钥文件 \(path) 应为 32 字节，实际为 \(count) 字节。请从备份恢复。",
                en: "The master key \(path) has \(count) bytes instead of 32. "
                    + "Restore it from the backup.",
            )
        case .unreadable(let path, let number):
            L(
                "无法读取主密钥文件 \(path)：\(Self.reason(number))。",
                en: "Cannot read the master key \(path): \(Self.reason(number)).",
            )
        case .unwritable(let path, let number):
            L(
                "无法写入主密钥文件 \(path)：\(Self.reason(number))。",
                en: "Cannot write the master key \(path): \(Self.reason(number)).",
            )
        case .alreadyThere(let path):
            L(
                "主密钥文件 \(path) 已存在，不会被覆盖。",
                en: "There is a master key at \(path) already; it is not replaced.",
            )
        }
    }

    private static func reason(_ number: Int32) -> String { String(cString: strerror(number)) }
}
