package import Calendar
package import Database
package import Kernel
package import Telephony
package import Threads
package import Vault

/// Everything the product cannot decide by itself. Built once, in `App`, and passed down.
package struct Environment: Sendable {
    /// The business clock: the day on which calls and counts fall. The demo's runs faster.
    package let time: any TimeSource
    /// The machine's clock, for sessions, leases and lock-outs; the same one outside the demo.
    package let wall: any TimeSource
    /// The generator.
    package let random: any RandomSource
    /// The telephone line.
    package let line: any Line
    /// Where everything is kept.
    package private(set) var database: any Database
    /// Seals, opens and indexes customer data.
    package let vault: Vault
    /// Records every act and every view of customer data.
    package let audit: AuditLog
    /// The working days.
    package let calendar: WorkingCalendar
    /// Tells open pages what has changed.
    package let events: EventHub
    /// The folder for files: imports, exports.
    package let dataFolder: String
    /// Whether the site is reached by TLS, so that cookies are kept to it.
    package let usesTLS: Bool
    /// Tells the operator of a defect that no request can answer for.
    package let report: @Sendable (String) -> Void
    /// The way to the bank's mail server; nil where none is set.
    package let mailer: (any Mailer)?
    /// Takes what must not be lost and waits for nobody.
    package let late: LateWrites

    /// Gathers what comes from outside.
    package init(
        time: any TimeSource,
        wall: any TimeSource,
        random: any RandomSource,
        line: any Line,
        database: any Database,
        vault: Vault,
        audit: AuditLog,
        calendar: WorkingCalendar,
        events: EventHub,
        dataFolder: String,
        usesTLS: Bool = false,
        mailer: (any Mailer)? = nil,
        report: @escaping @Sendable (String) -> Void,
    ) {
        self.time = time
        self.wall = wall
        self.random = random
        self.line = line
        self.database = database
        self.vault = vault
        self.audit = audit
        self.calendar = calendar
        self.events = events
        self.dataFolder = dataFolder
        self.usesTLS = usesTLS
        self.mailer = mailer
        // What an engine or a file says may quote a value. C4.4.
        let masked: @Sendable (String) -> Void = { report(FreeTextMasking.mask($0)) }
        self.report = masked
        late = LateWrites(database, report: masked)
    }

    /// The same surroundings for work of one lane.
    package func within(_ lane: Lane) -> Environment {
        var environment = self
        environment.database = database.within(lane)
        return environment
    }

    /// How many times as fast as the machine's the business clock runs.
    package var clockSpeed: Int { (time as? ScaledTime)?.speed ?? 1 }
}
