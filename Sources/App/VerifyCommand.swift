internal import Database
internal import Glibc
package import Kernel
internal import Vault

/// `huihu verify [--data DIR] [--database URL]`: walks the audit log's chains and says what was
/// altered, moved or deleted. The system must be stopped meanwhile. C9.3.
package enum VerifyCommand {
    /// What the command takes.
    static let options = RecountCommand.options

    /// Says that the log is whole. Throws `AuditAltered` where it is not,
    /// `NothingToVerify` where there is none.
    package static func run(_ arguments: some Sequence<String>) throws -> String {
        let arguments = Array(arguments)
        let path = try Options(arguments, of: Self.options).text("--data") ?? "data"
        // Before anything is opened: what verifies makes no folder, no key and no database.
        let key = "\(path)/master.key"
        guard access(key, F_OK) == 0 else { throw NothingToVerify(folder: path) }
        let storage = try Storage(try Configuration(arguments: arguments))
        defer { storage.database.close() }
        let log = AuditLog(storage.vault)
        let breaks = try storage.database.read { try log.verify(in: $0) }
        guard breaks.isEmpty else { throw AuditAltered(breaks: breaks) }
        return "审计日志完整，未被改动。 The audit log is whole and unaltered."
    }
}

/// The audit log is not what was written.
package struct AuditAltered: UserFacing {
    private static let mostShown = 50

    /// Where, a thousand places at most.
    let breaks: [AuditBreak]

    package var code: String { "audit.altered" }
    package var status: RefusalStatus { .refused }

    package var message: L {
        let shown = breaks.prefix(Self.mostShown).map(\.message)
        let rest = breaks.count - shown.count
        let head = L(
            "审计日志有\(breaks.count)处与写入时不同：",
            en:
                "The audit log differs in \(breaks.count == 1 ? "1 place" : "\(breaks.count) places")"
                + " from what was written:",
        )
        let lines = shown.reduce(head) { $0 + L(same: "\n  ") + $1 }
        return rest == 0 ? lines : lines + L("\n  另有\(rest)处", en: "\n  and \(rest) more")
    }
}

/// There is no system in the folder.
package struct NothingToVerify: UserFacing, Hashable {
    let folder: String

    package var code: String { "audit.nothing_to_verify" }
    package var status: RefusalStatus { .notFound }

    package var message: L {
        L(
            "目录 \(folder) 中没有惠呼的数据（缺少 master.key）。请用 --data 指定数据目录。",
            en: "There is no Huihu in \(folder): master.key is missing. Name the data folder with "
                + "--data.",
        )
    }
}
