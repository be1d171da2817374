internal import Glibc
package import Kernel
package import Vault

/// The folder in which everything is kept: database, key, uploads, exports.
package struct DataFolder: Sendable {
    /// Where it is.
    package let path: String

    /// Makes the folder if it is missing; only the program's own user may look into it.
    package init(_ path: String) throws(StartRefusal) {
        self.path = path
        for folder in [path, "\(path)/uploads", "\(path)/inbox", "\(path)/exports"] {
            if mkdir(folder, 0o700) != 0, errno != EEXIST { throw .noFolder(folder) }
        }
    }

    /// The embedded database's file.
    package var database: String { "\(path)/huihu.sqlite" }

    /// Where large requests are kept while they come in.
    package var uploads: String { "\(path)/uploads" }

    /// The demo's sign-ins.
    package var demoAccounts: String { "\(path)/demo-accounts.json" }

    /// The master key. Made with the first database; a database without its key is refused, since
    /// nothing sealed in it could be read.
    package func masterKey() throws -> MasterKey {
        let key = "\(path)/master.key"
        if access(key, F_OK) == 0 { return try MasterKey.load(from: key) }
        if access(database, F_OK) == 0 { throw StartRefusal.noKey(key) }
        return try MasterKey.create(at: key)
    }

    /// Writes a file that only the program's own user may read.
    func write(_ text: String, to path: String) throws(StartRefusal) {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .noFolder(path) }
        defer { Glibc.close(file) }
        let bytes = Array(text.utf8)
        guard Glibc.write(file, bytes, bytes.count) == bytes.count else { throw .noFolder(path) }
    }
}

/// Why the program does not start.
package enum StartRefusal: UserFacing, Hashable {
    /// A folder or file cannot be made.
    case noFolder(String)
    /// The database is there, its key is not.
    case noKey(String)
    /// The key is not the one with which the database was sealed.
    case wrongKey
    /// The telephone's settings cannot be used; which file, and why.
    case telephone(String, String)

    package var code: String {
        switch self {
        case .noFolder: "start.no_folder"
        case .noKey: "start.no_key"
        case .wrongKey: "start.wrong_key"
        case .telephone: "start.telephone"
        }
    }

    package var status: RefusalStatus { .unavailable }

    package var message: L {
        switch self {
        case .noFolder(let path):
            L(
                "无法写入 \(path)，请检查目录权限和磁盘空间。",
                en: "Cannot write \(path); check its rights and the disk."
            )
        case .noKey(let path):
            L(
                "数据库存在但缺少主密钥 \(path)，请从备份恢复密钥后再启动。",
                en: "The database is there but its key \(path) is not; restore the key first.",
            )
        case .wrongKey:
            L(
                "主密钥与数据库不匹配，请恢复原来的主密钥。",
                en: "The key is not the one of this database; restore the original key.",
            )
        case .telephone(let path, let problem):
            L(
                "电话配置 \(path) 不能使用：\(problem)。格式见 docs/operating/telephony.md。",
                en: "The telephone's settings \(path) cannot be used: \(problem). Their form "
                    + "stands in docs/operating/telephony.md.",
            )
        }
    }
}
