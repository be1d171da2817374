package import Kernel

/// What a program may do that signs in with a token of its own, such as the bank's core system.
/// The raw value is stored and is what programs are told. C2.1.
package enum Scope: String, Sendable, CaseIterable {
    /// Sends call tasks and reads how they stand; a bank manager still approves each.
    case createTasks = "tasks.create"
    /// Brings leads into tasks, and takes its own imports back.
    case importLeads = "leads.import"
    /// Reads results, masked, and the day's figures.
    case readResults = "results.read"
    /// Reads the suppression list and adds to it; lifting stays with people. C4.12.
    case extendSuppression = "suppression.extend"

    /// The scope's name for people.
    package var name: L {
        switch self {
        case .createTasks: L("下发外呼任务", en: "Create call tasks")
        case .importLeads: L("导入名单", en: "Import leads")
        case .readResults: L("读取结果与日报", en: "Read results and day reports")
        case .extendSuppression: L("查询和增补禁呼名单", en: "Read and extend the suppression list")
        }
    }
}
