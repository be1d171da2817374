internal import Database
internal import Kernel
internal import Telephony
internal import Vault
package import Web

/// Works off imports in the background: what the pages take in, and what the bank's systems put
/// into the inbox. After a start it goes on where the last one stopped. C2.1.
package final class ImportRunner: Sendable {
    private let environment: Environment
    private let work: ImportWork
    private let inbox: ImportInbox
    private let clearText: ClearText

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
        inbox = ImportInbox(environment)
        clearText = ClearText(environment)
    }

    /// Removes files that an abrupt end left behind, and seals what lies in the clear. Called before
    /// anything is taken in: a file that is just coming in belongs to no import yet.
    package func removeLeftovers() throws {
        do {
            try work.removeLeftovers()
        } catch let problem as SealedFileError {
            // The start does not wait for room on the disk; the next one tries again.
            environment.report("uploads: a file of an older version is not sealed: \(problem)")
        }
    }

    /// One round: looks into the inbox, works off everything that is open, and reports. Where
    /// `goesOn` says no, the chunk that is being stored is the last one.
    package func step(while goesOn: () -> Bool = { true }) throws {
        try clearText.seal(while: goesOn)
        try inbox.settle()
        try inbox.collect()
        try work.workOff(while: goesOn)
        try inbox.settle()
    }
}
