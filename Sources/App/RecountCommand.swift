internal import Calls
internal import Database
internal import Kernel
internal import Leads

/// `huihu recount [--data DIR] [--database URL]`: compares the sums that are kept with the rows that
/// they count, and puts right what differs. The system must be stopped meanwhile.
package enum RecountCommand {
    /// What the command takes.
    static let options = Configuration.options.filter {
        ["--data", "--database"].contains($0.name)
    }

    /// Counts every day's calls and every task's leads anew; tells what differed.
    package static func run(_ arguments: some Sequence<String>) throws -> String {
        let options = try Options(arguments, of: Self.options)
        let folder = try DataFolder(options.text("--data") ?? "data")
        let url = options.text("--database") ?? "sqlite:\(folder.database)"
        let (days, tasks) = try StartRefusal.explaining {
            let claim = try Storage.claim(url)
            let database = try openDatabase(url: url)
            defer { database.close() }
            return try withExtendedLifetime(claim) {
                (try CallRecount(database).runAll(), try LeadRecount.run(database))
            }
        }
        if days.isEmpty, tasks.isEmpty {
            return "合计与明细一致。 The sums agree with the rows."
        }
        let changed = days.map { "\($0)" } + tasks.map { "任务 task \($0)" }
        return "已更正 Put right: \(changed.joined(separator: ", "))"
    }
}
