import Database
import Glibc
import Kernel
import TestSupport
import Testing
import Vault

@testable import App

/// What of a start is tried: the folder, the database and the key.
@Suite struct StorageTests {
    private let folder: TemporaryFolder
    private let configuration: Configuration

    init() throws {
        folder = try TemporaryFolder()
        var configuration = Configuration()
        configuration.dataFolder = "\(folder.path)/data"
        self.configuration = configuration
    }

    private func path(_ name: String) -> String { "\(configuration.dataFolder)/\(name)" }

    /// Starts as far as the database knows its key, and ends.
    private func begin() throws {
        let storage = try Storage(configuration)
        try Migrator.run(
            HuihuApp.platformMigrations,
            on: storage.database,
            at: Moment(milliseconds: 0)
        )
        try storage.keepKey()
        storage.database.close()
    }

    private func write(_ text: String, to name: String) throws {
        let file = Glibc.open(path(name), O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        try #require(file >= 0)
        defer { close(file) }
        let bytes = Array(text.utf8)
        try #require(Glibc.write(file, bytes, bytes.count) == bytes.count)
    }

    @Test("C6.3 同一数据目录只容一个程序 · a data folder takes one program")
    func one() throws {
        let storage = try Storage(configuration)
        defer { storage.database.close() }
        let refusal = StartRefusal.inUse(configuration.dataFolder, process: Int(getpid()))
        #expect(throws: refusal) { try Storage(configuration) }
        #expect(refusal.message.chinese.contains("\(getpid())"))
    }

    @Test("C6.3 同一数据库只容一个程序，即使数据目录不同 · a database takes one program, whatever the folder")
    func oneDatabase() throws {
        var (first, second) = (configuration, configuration)
        first.database = "sqlite:\(folder.path)/shared.sqlite"
        second.database = first.database
        second.dataFolder = "\(folder.path)/other"
        let storage = try Storage(first)
        defer { storage.database.close() }
        #expect(throws: StartRefusal.databaseInUse(process: Int(getpid()))) {
            try Storage(second)
        }
    }

    @Test("程序结束后可再启动 · it starts again once the other has gone")
    func again() throws {
        try begin()
        try begin()
    }

    @Test("C4.4 他人可读的目录或数据库被拒绝 · what others may read is refused", arguments: [true, false])
    func openToOthers(isFolder: Bool) throws {
        var configuration = configuration
        let database = "\(folder.path)/elsewhere.sqlite"
        configuration.database = "sqlite:\(database)"
        do { _ = try Storage(configuration) }
        let place = isFolder ? configuration.dataFolder : database
        chmod(place, isFolder ? 0o755 : 0o644)
        #expect(throws: StartRefusal.openToOthers(place, mode: isFolder ? "700" : "600")) {
            try Storage(configuration)
        }
    }

    @Test("有密钥没有数据库时拒绝，不另建空库 · a key without its database is refused, no empty one is made")
    func noDatabase() throws {
        try begin()
        for suffix in ["", "-wal", "-shm"] { unlink(path("huihu.sqlite\(suffix)")) }
        #expect(throws: StartRefusal.noDatabase(key: path("master.key"))) {
            try Storage(configuration)
        }
        #expect(access(path("huihu.sqlite"), F_OK) != 0)
        // An empty file, as a failed copy leaves it, is as good as none.
        try write("", to: "huihu.sqlite")
        #expect(throws: StartRefusal.noDatabase(key: path("master.key"))) {
            try Storage(configuration)
        }
    }

    @Test("有数据库没有密钥时拒绝，不另建密钥 · a database without its key is refused, no other is made")
    func noKey() throws {
        try begin()
        unlink(path("master.key"))
        #expect(throws: StartRefusal.noKey(path("master.key"))) { try Storage(configuration) }
        #expect(access(path("master.key.new"), F_OK) != 0)
    }

    @Test("另一个数据库的密钥被拒绝 · the key of another database is refused")
    func wrongKey() throws {
        try begin()
        unlink(path("master.key"))
        _ = try MasterKey.create(at: path("master.key"))
        #expect(throws: StartRefusal.wrongKey) { try Storage(configuration) }
    }

    @Test("首次启动中断后继续，密钥不变 · a first start that was cut off goes on with its key")
    func cutOff() throws {
        try resume(try fingerprintOfFirst())
    }

    private func fingerprintOfFirst() throws -> String {
        let first = try Storage(configuration)
        first.database.close()
        return first.vault.fingerprint
    }

    private func resume(_ fingerprint: String) throws {
        let second = try Storage(configuration)
        #expect(second.vault.fingerprint == fingerprint)
        try Migrator.run(
            HuihuApp.platformMigrations,
            on: second.database,
            at: Moment(milliseconds: 0)
        )
        try second.keepKey()
        second.database.close()
        #expect(access(path("master.key"), F_OK) == 0)
        #expect(access(path("master.key.new"), F_OK) != 0)
    }

    @Test("不是数据库的文件被拒绝 · a file that is no database is refused")
    func damaged() throws {
        try begin()
        try write(String(repeating: "no database ", count: 1_000), to: "huihu.sqlite")
        for suffix in ["-wal", "-shm"] { unlink(path("huihu.sqlite\(suffix)")) }
        #expect(throws: StartRefusal.damaged) { try Storage(configuration) }
    }

    @Test("只读、磁盘满等数据库错误有明确说明 · what an engine refuses is told in words")
    func words() {
        func refusal(_ code: String) -> StartRefusal {
            StartRefusal(DatabaseError(code: code, message: "m", sql: "s"))
        }
        #expect(refusal("8") == .readOnly)
        #expect(refusal("1032") == .readOnly)
        #expect(refusal("25006") == .readOnly)
        #expect(refusal("13") == .diskFull)
        #expect(refusal("53100") == .diskFull)
        #expect(refusal("26") == .damaged)
        #expect(refusal("08001") == .database(code: "08001", "m"))
    }
}
