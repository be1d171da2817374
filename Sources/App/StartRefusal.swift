internal import Database
package import Kernel

/// Why the program does not start.
package enum StartRefusal: UserFacing, Hashable {
    /// A folder or file cannot be made.
    case noFolder(String)
    /// Another program works in the data folder; its number, 0 where it is not known.
    case inUse(String, process: Int)
    /// Another program works on the database; its number where it runs on this machine.
    case databaseInUse(process: Int?)
    /// Others than the program's user may read what lies there; the mode that would be right.
    case openToOthers(String, mode: String)
    /// It belongs to another user.
    case foreign(String)
    /// The database is there, its key is not.
    case noKey(String)
    /// The key is there, its database is not.
    case noDatabase(key: String)
    /// The key is not the one with which the database was sealed.
    case wrongKey
    /// The database may be read only.
    case readOnly
    /// The disk is full.
    case diskFull
    /// The database's file is damaged, or none of a database.
    case damaged
    /// The database cannot be used; its engine's code and words.
    case database(code: String, String)
    /// The telephone's settings cannot be used; which file, and why.
    case telephone(String, String)
    /// The mail server's settings cannot be used; which file, and why.
    case mail(String, String)
    /// The address cannot be listened on; the address.
    case notListening(String)
    /// The folder of style sheets and scripts does not have them.
    case noAssets(String)

    /// What an engine's refusal means to whoever starts the program.
    init(_ error: DatabaseError) {
        if error.isReadOnly {
            self = .readOnly
        } else if error.isDiskFull {
            self = .diskFull
        } else if error.isDamage {
            self = .damaged
        } else {
            self = .database(code: error.code, error.message)
        }
    }

    /// Runs `body` with an engine's refusals in words for whoever starts the program.
    static func explaining<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw StartRefusal(error)
        }
    }

    package var code: String {
        switch self {
        case .noFolder: "start.no_folder"
        case .inUse: "start.in_use"
        case .databaseInUse: "start.database_in_use"
        case .openToOthers: "start.open_to_others"
        case .foreign: "start.foreign"
        case .noKey: "start.no_key"
        case .noDatabase: "start.no_database"
        case .wrongKey: "start.wrong_key"
        case .readOnly: "start.read_only"
        case .diskFull: "start.disk_full"
        case .damaged: "start.damaged"
        case .database: "start.database"
        case .telephone: "start.telephone"
        case .mail: "start.mail"
        case .notListening: "start.not_listening"
        case .noAssets: "start.no_assets"
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
        case .inUse(let path, let process): Self.inUse(path, process)
        case .databaseInUse(let process):
            L(
                "另一个惠呼程序\(process.map { "（进程 \($0)）" } ?? "")正在使用这个数据库。请先停止它，或另选数据库。",
                en: "Another Huihu\(process.map { ", process \($0)," } ?? "") works on this "
                    + "database. Stop it first, or choose another database.",
            )
        case .openToOthers(let path, let mode):
            L(
                "\(path) 对其他用户开放，其中有客户资料，已拒绝启动。请执行 chmod \(mode) \(path)。",
                en: "\(path) is open to other users and holds customer data; nothing was started. "
                    + "Run: chmod \(mode) \(path)",
            )
        case .foreign(let path):
            L(
                "\(path) 属于另一个用户，已拒绝启动。请以该用户运行，或用 chown 改为运行本程序的用户。",
                en:
                    "\(path) belongs to another user; nothing was started. Run as that user, or give "
                    + "it to the user who runs this program with chown.",
            )
        case .noKey(let path):
            L(
                "数据库存在但缺少主密钥 \(path)，请从备份恢复密钥后再启动。",
                en: "The database is there but its key \(path) is not; restore the key first.",
            )
        case .noDatabase(let path): Self.noDatabase(path)
        case .wrongKey:
            L(
                "主密钥与数据库不匹配，请恢复原来的主密钥。",
                en: "The key is not the one of this database; restore the original key.",
            )
        case .readOnly:
            L(
                "数据库只能读取，不能写入。请检查文件权限、磁盘是否只读挂载，或是否连到了备库。",
                en:
                    "The database may be read but not written. Check the file's rights, whether the "
                    + "disk is mounted read-only, and whether the server is a standby.",
            )
        case .diskFull:
            L("磁盘已满，请先腾出空间再启动。", en: "The disk is full; make room before starting.")
        case .damaged:
            L(
                "数据库文件已损坏，或不是本程序的数据库。请从备份恢复后再启动。",
                en: "The database's file is damaged, or none of a database. Restore it from the "
                    + "backup first.",
            )
        case .database(let code, let words): Self.unusable(code, words)
        case .telephone(let path, let problem): Self.telephone(path, problem)
        case .mail(let path, let problem): Self.mail(path, problem)
        case .notListening(let address):
            L(
                "无法监听 \(address)。是否已有程序占用该端口？请停止它，或用 --port 另选端口。",
                en: "Cannot listen on \(address). Does another program use the port? Stop it, or "
                    + "choose another with --port.",
            )
        case .noAssets(let path):
            L(
                "目录 \(path) 中没有页面的样式与脚本（huihu.css）。请用 --assets 指向 Public 目录。",
                en: "\(path) has no style sheets and scripts of the pages (huihu.css). Point "
                    + "--assets at the folder Public.",
            )
        }
    }

    private static func noDatabase(_ path: String) -> L {
        L(
            "主密钥 \(path) 存在，但没有它的数据库。请检查磁盘是否已挂载，或先从备份恢复数据库；"
                + "若要重新开始，请用 --data 另选空目录。",
            en:
                "The key \(path) is there but its database is not. Is the disk mounted? Restore "
                + "the database first; to begin anew, choose an empty folder with --data.",
        )
    }

    private static func mail(_ path: String, _ problem: String) -> L {
        L(
            "邮件配置 \(path) 不能使用：\(problem)。格式见 docs/operating/configuration.md。",
            en: "The mail server's settings \(path) cannot be used: \(problem). Their form "
                + "stands in docs/operating/configuration.md.",
        )
    }

    private static func telephone(_ path: String, _ problem: String) -> L {
        L(
            "电话配置 \(path) 不能使用：\(problem)。格式见 docs/operating/telephony.md。",
            en: "The telephone's settings \(path) cannot be used: \(problem). Their form "
                + "stands in docs/operating/telephony.md.",
        )
    }

    private static func unusable(_ code: String, _ words: String) -> L {
        L(
            "数据库无法使用（\(code)：\(words)）。请检查地址、权限和数据库服务。",
            en:
                "The database cannot be used (\(code): \(words)). Check its address, its rights "
                + "and its server.",
        )
    }

    private static func inUse(_ path: String, _ process: Int) -> L {
        L(
            "另一个惠呼程序（进程 \(process)）正在使用数据目录 \(path)。请先停止它，或用 --data 另选目录。",
            en: "Another Huihu, process \(process), works in the data folder \(path). "
                + "Stop it first, or choose another folder with --data.",
        )
    }
}
