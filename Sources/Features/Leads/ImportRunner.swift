internal import Access
internal import Campaigns
internal import Database
internal import Glibc
internal import Kernel
internal import Synchronization
internal import Telephony
package import Web

/// Works off imports in the background: what the pages take in, and what the bank's systems put
/// into `inbox/<number of the task>/`. After a start it goes on where the last one stopped. C2.1.
package final class ImportRunner: Sendable {
    private let environment: Environment
    private let work: ImportWork
    private let isStopping = Atomic(false)
    private let isFirstRound = Atomic(true)
    /// Files of the inbox with the size that they had when they were last looked at.
    private let sizes = Mutex<[String: Int]>([:])

    /// A runner for what is stored in `environment`.
    package init(_ environment: Environment) {
        self.environment = environment
        work = ImportWork(
            environment.database,
            vault: environment.vault,
            time: environment.time,
            temporaryFolder: "\(environment.dataFolder)/uploads",
            isLineReal: environment.line.isReal,
        )
    }

    /// Lets the chunk that is being stored be the last one.
    package func stop() { isStopping.store(true, ordering: .relaxed) }

    /// One round: looks into the inbox, and works off everything that is open.
    package func step() {
        do {
            if isFirstRound.exchange(false, ordering: .relaxed) { try work.removeLeftovers() }
            try collect()
            try work.workOff { !isStopping.load(ordering: .relaxed) }
        } catch {
            environment.report("an import stopped and goes on later: \(error)")
        }
    }

    // MARK: Inbox

    private var inbox: String { "\(environment.dataFolder)/inbox" }

    /// Takes in every file whose size has not changed since the last look: it is complete.
    private func collect() throws {
        var seen: [String: Int] = [:]
        for reference in Folder.entries(inbox) {
            for name in Folder.entries("\(inbox)/\(reference)")
            where [".csv", ".xlsx", ".txt"].contains(where: name.lowercased().hasSuffix) {
                let path = "\(inbox)/\(reference)/\(name)"
                guard let size = Folder.size(path) else { continue }
                if sizes.withLock({ $0[path] }) == size {
                    try take(path, name: name, reference: reference)
                } else {
                    seen[path] = size
                }
            }
        }
        sizes.withLock { $0 = seen }
    }

    private func take(_ path: String, name: String, reference: String) throws {
        let folder = "\(inbox)/\(reference)"
        do {
            try takeIn(path, name: name, reference: reference)
            Folder.move(path, to: "\(folder)/done", as: name)
        } catch let refusal as any UserFacing {
            Folder.move(path, to: "\(folder)/failed", as: name)
            environment.report("inbox: \(reference)/\(name): \(refusal.message.english)")
        }
    }

    private func takeIn(_ path: String, name: String, reference: String) throws {
        let campaign = try environment.database.read { transaction in
            try transaction.first("SELECT id FROM campaign WHERE core_reference = \(reference)")
                .map { ID<Campaign>(try $0.int(0)) }
        }
        guard let campaign else { throw NotFound(L("外呼任务", en: "call task")) }
        let copy = ImportIntake.newPath(environment)
        guard Folder.copy(path, to: copy) else { throw ImportRefusal.notStored }
        do {
            _ = try ImportIntake(environment).take(
                copy,
                name: name,
                kind: .leads,
                campaign: campaign,
                by: nil,
                at: environment.time.now(),
            )
        } catch {
            unlink(copy)
            throw error
        }
    }
}

/// A folder on disk, as far as the inbox needs one.
private enum Folder {
    /// The names in a folder, in order; none where there is no folder.
    static func entries(_ path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    /// The size of a plain file; nil for anything else, also for a link.
    static func size(_ path: String) -> Int? {
        var information = stat()
        guard lstat(path, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
            return nil
        }
        return Int(information.st_size)
    }

    /// Moves a file into a folder that is made if need be; an older one of that name goes.
    static func move(_ path: String, to folder: String, as name: String) {
        mkdir(folder, 0o700)
        if rename(path, "\(folder)/\(name)") != 0 { unlink(path) }
    }

    /// Copies a file to a new one that only the program's own user may read.
    static func copy(_ path: String, to copy: String) -> Bool {
        let source = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard source >= 0 else { return false }
        defer { close(source) }
        let target = open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard target >= 0 else { return false }
        defer { close(target) }
        while true {
            let count = sendfile(target, source, nil, 1 << 24)
            if count <= 0 { return count == 0 }
        }
    }
}
