internal import Campaigns
internal import Database
internal import Glibc
internal import Kernel
internal import Sodium
internal import Synchronization
internal import Tables
internal import Vault
internal import Web

/// The folders into which the bank's systems put files: `inbox/<number of the task>/`.
///
/// No file of the bank stays there, since names and numbers in it are not sealed: it goes once it
/// is kept as an import, or refused. A report takes its place, `done/<file>.report.csv` or
/// `failed/<file>.report.csv`, with the file's digest, the counts, and the lines left out by number
/// and reason; nothing of a row. C2.1, C4.4, C4.5.
final class ImportInbox: Sendable {
    private let environment: Environment
    /// Files with the size that they had when they were last looked at.
    private let sizes = Mutex<[String: Int]>([:])

    init(_ environment: Environment) {
        self.environment = environment
    }

    private var folder: String { "\(environment.dataFolder)/inbox" }

    // MARK: Taking in

    /// Takes in every file whose size has not changed since the last look: it is complete.
    func collect() throws {
        var seen: [String: Int] = [:]
        for reference in Folder.entries(folder) {
            for name in Folder.entries("\(folder)/\(reference)")
            where [".csv", ".xlsx", ".txt"].contains(where: name.lowercased().hasSuffix) {
                let path = "\(folder)/\(reference)/\(name)"
                guard let size = Folder.size(path) else { continue }
                if sizes.withLock({ $0[path] }) == size {
                    try take(reference, name)
                } else {
                    seen[path] = size
                }
            }
        }
        sizes.withLock { $0 = seen }
    }

    private func take(_ reference: String, _ name: String) throws {
        let path = "\(folder)/\(reference)/\(name)"
        let shown = Masked(fileName: "\(reference)/\(name)")
        do {
            try takeIn(path, name: name, reference: reference)
            try settle()
        } catch ImportRefusal.notStored {
            // The disk is full, or the file may not be read: it stays, and is tried again.
            environment.report("inbox: \(shown): cannot be read or kept")
        } catch let refusal as any UserFacing {
            let digest = try ImportIntake.hash(path)
            let shownName = Masked(fileName: name).description
            let report = ImportReport.refused(refusal, file: shownName, digest: digest)
            let reportName = Self.reportName(name, digest)
            let isWritten = Folder.write(
                report,
                to: "\(folder)/\(reference)/failed",
                as: reportName
            )
            if noted(isWritten, reference, name) { unlink(path) }
            environment.report("inbox: \(shown): \(refusal.message.english)")
        }
    }

    private func takeIn(_ path: String, name: String, reference: String) throws {
        let campaign = try environment.database.read { transaction in
            try transaction.first("SELECT id FROM campaign WHERE core_reference = \(reference)")
                .map { ID<Campaign>(try $0.int(0)) }
        }
        guard let campaign else { throw NotFound(L("外呼任务", en: "call task")) }
        let copy = ImportIntake.newPath(environment)
        do {
            do throws(SealedFileError) {
                try environment.vault.sealFile(path, to: copy)
            } catch {
                throw ImportRefusal.notStored
            }
            _ = try ImportIntake(environment).take(
                copy,
                from: InboxPlace(reference: reference, name: name, environment.vault),
                campaign: campaign,
                at: environment.time.now(),
            )
        } catch {
            unlink(copy)
            throw error
        }
    }

    // MARK: Settling

    /// Removes the files of imports that are kept, and reports those that are over. A file that is
    /// still there after an abrupt end is recognised by its content, so that it is one import.
    func settle() throws {
        for taken in try environment.database.read({
            try ImportStore($0).fromInbox(environment.vault)
        }) {
            let path = "\(folder)/\(taken.reference)/\(taken.name)"
            if Folder.size(path) != nil, try ImportIntake.hash(path) == taken.digest {
                unlink(path)
            }
            if taken.isOver { try report(taken) }
        }
    }

    private func report(_ taken: TakenFile) throws {
        let place = taken.reference + (taken.isRead ? "/done" : "/failed")
        var key: Int64?
        let isWritten = try Folder.write(
            to: "\(folder)/\(place)",
            as: Self.reportName(taken.name, taken.digest)
        ) {
            try environment.database.read { transaction in
                let imports = ImportStore(transaction)
                guard let before = key else {
                    key = 0
                    return try ImportReport.ended(taken, imports)
                }
                let rows = try imports.rejects(of: taken.id, after: before, limit: Self.chunk)
                key = rows.last?.key
                return rows.isEmpty ? nil : ImportReport.lines(rows)
            }
        }
        guard noted(isWritten, place, taken.name) else { return }
        try environment.database.write { try ImportStore($0).forgetInbox(taken.id) }
    }

    /// Lines of a report that are read at once.
    private static let chunk = 1_000

    /// The report's own name. One that would tell a number or a person has a part of the digest in
    /// its place, so that two files never share a report. C4.4.
    private static func reportName(_ name: String, _ digest: [UInt8]) -> String {
        let masked = Masked(fileName: name).description
        if masked == name { return "\(name).report.csv" }
        let part = Hex.encode(Array(digest.prefix(4)))
        return masked.replacing("*", with: "x") + "-\(part).report.csv"
    }

    private func noted(_ isWritten: Bool, _ place: String, _ name: String) -> Bool {
        if !isWritten {
            let shown = Masked(fileName: "\(place)/\(name)")
            environment.report("inbox: \(shown): no report can be written")
        }
        return isWritten
    }
}
