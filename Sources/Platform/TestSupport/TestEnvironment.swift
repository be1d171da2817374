internal import Calendar
package import Database
package import Kernel
package import Telephony
internal import Vault
package import Web

/// What a test runs the product in: a simulated clock, a seeded generator, a simulated line and a
/// throwaway database.
package struct TestEnvironment: Sendable {
    /// The clock; one for the business day and for the machine.
    package let time: SimulatedTime
    /// The line.
    package let line: SimulatedLine
    /// The database.
    package let database: TemporaryDatabase
    private let folder: TemporaryFolder
    /// What the product sees of it.
    package let environment: Environment

    /// Begins at `moment`, by default Wednesday 6 May 2026 at 10:00, a working day, on the tables
    /// of `migrations`, those of the audit log and those of the web layer. `other` is the line that
    /// the product sees instead of the simulated one, `mailer` its way to a mail server.
    package init(
        _ engine: TestEngine = .sqlite,
        migrations: [Migration] = [],
        at moment: Moment = BusinessDay(2026, 5, 6).at(TimeOfDay(10, 0)),
        seed: UInt64 = 1,
        line other: (any Line)? = nil,
        mailer: (any Mailer)? = nil,
    ) throws {
        let clock = SimulatedTime(at: moment)
        time = clock
        line = SimulatedLine(seed: seed, time: clock)
        let random = SeededRandom(seed)
        folder = try TemporaryFolder()
        database = try engine.database(
            AuditLog.migrations + Application.migrations + migrations
        )
        let vault = Vault(masterKey: MasterKey(random: random))
        environment = Environment(
            time: clock,
            wall: clock,
            random: random,
            line: other ?? line,
            database: database,
            vault: vault,
            audit: AuditLog(vault),
            calendar: WorkingCalendar(),
            events: EventHub(),
            dataFolder: folder.path,
            mailer: mailer,
            report: { _ in },
        )
    }
}
