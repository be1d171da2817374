internal import Glibc
internal import Kernel
internal import Processes

/// The folder in which everything is kept: database, key, uploads, exports. One program alone works
/// in it, for as long as the value lives.
package struct DataFolder: Sendable {
    /// Where it is.
    package let path: String
    /// Held by this process; the system lets go of it when the process ends.
    private let lock: FileLock

    /// Makes the folder if it is missing. Throws `inUse` when another program works in it, and
    /// `openToOthers` or `foreign` when anyone but the program's own user may look into it.
    package init(_ path: String) throws(StartRefusal) {
        self.path = path
        try Self.make(path)
        try Self.requirePrivate(path, S_IFDIR, chmod: "700")
        let file = "\(path)/lock"
        do throws(FileLock.Problem) {
            lock = try FileLock(file)
        } catch {
            switch error {
            case .held(let process): throw .inUse(path, process: process)
            case .unusable: throw .noFolder(file)
            }
        }
        for folder in ["uploads", "inbox", "exports"] { try Self.make("\(path)/\(folder)") }
    }

    /// The embedded database's file.
    package var database: String { "\(path)/huihu.sqlite" }

    /// Where large requests are kept while they come in.
    package var uploads: String { "\(path)/uploads" }

    /// The demo's sign-ins.
    package var demoAccounts: String { "\(path)/demo-accounts.json" }

    /// The master key.
    var key: String { "\(path)/master.key" }

    /// The master key until the database knows it: a start that was cut off goes on with it.
    var newKey: String { "\(path)/master.key.new" }

    /// Refuses a file or folder that anyone but the program's own user may read; one that is missing
    /// is no matter.
    static func requirePrivate(
        _ path: String,
        _ kind: mode_t,
        chmod mode: String,
    ) throws(StartRefusal) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno == ENOENT { return }
            throw .noFolder(path)
        }
        guard status.st_mode & S_IFMT == kind else { throw .noFolder(path) }
        guard status.st_uid == geteuid() else { throw .foreign(path) }
        guard status.st_mode & 0o077 == 0 else { throw .openToOthers(path, mode: mode) }
    }

    private static func make(_ folder: String) throws(StartRefusal) {
        if mkdir(folder, 0o700) != 0, errno != EEXIST { throw .noFolder(folder) }
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
