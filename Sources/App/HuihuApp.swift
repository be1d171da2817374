internal import Access
internal import Accounts
internal import Calendar
package import Calls
internal import Campaigns
internal import Database
internal import HTTPServer
internal import Jobs
internal import Kernel
internal import Leads
internal import Recordings
internal import Reports
package import Sodium
internal import Telephony
package import Threads
internal import Vault
package import Web

/// The composition root: the list of capabilities and the live environment.
package final class HuihuApp: Sendable {
    /// Everything that can be asked for.
    package let application: Application
    /// What comes from outside.
    package let environment: Environment
    /// The seats.
    package let workbench: Workbench
    /// The code that the first administrator of an empty system needs.
    package let setUpCode: String
    /// What works off imports.
    let imports: ImportRunner
    private let lineLog: LineLog
    private let floor: FloorFeed
    private let recordings: RecordingKeeper

    /// Puts the product together on `environment`; the tables are brought up to date first.
    package init(
        _ environment: Environment,
        assetsFolder: String,
        passwords: PasswordHash = PasswordHash(),
        demo: DemoClock? = nil,
        recordingFolders: [String] = [],
        uploads: UploadQuota.Limits = UploadQuota.Limits(),
    ) throws {
        self.environment = environment
        setUpCode = String(environment.random.next(), radix: 36)
        workbench = Workbench(environment)
        lineLog = LineLog(environment)
        imports = ImportRunner(environment.within(.bulk))
        floor = FloorFeed(environment.within(.page))
        recordings = RecordingKeeper(environment.within(.bulk), spoolFolders: recordingFolders)
        let capabilities = Self.capabilities(
            workbench,
            passwords: try Passwords(passwords, common: try CommonPasswords.read()),
            setUpCode: setUpCode,
            demo: demo,
        )
        try Migrator.run(
            Self.platformMigrations + capabilities.flatMap(\.migrations),
            on: environment.database,
            at: environment.time.now(),
        )
        try Accounts.bringUpToDate(environment)
        try CallRecount(environment.database).runDue()
        try imports.removeLeftovers()
        application = Application(
            capabilities: capabilities,
            environment: environment,
            sessions: SessionStore(),
            clients: Clients(vault: environment.vault),
            staticFiles: StaticFiles([
                StaticFiles.Folder("/assets/", assetsFolder),
                StaticFiles.Folder(
                    "/vendor/bootstrap/css/",
                    "/usr/share/bootstrap-html/css",
                    only: ["bootstrap.min.css"]
                ),
                StaticFiles.Folder(
                    "/vendor/chart.js/",
                    "/usr/share/javascript/chart.js",
                    only: ["chart.min.js"]
                ),
            ]),
            uploads: UploadQuota(uploads) { freeDiskSpace(environment.dataFolder) },
            banner: { viewer in viewer.roles == nil ? nil : demo?.banner },
        )
        environment.line.voice?.setListener { phone, state in
            do {
                try Workbench.announce(phone, state, on: environment.events)
            } catch {
                environment.report("softphone \(phone) was not told: \(error)")
            }
        }
        let log = lineLog
        environment.line.setSink { event in
            do {
                try log.receive(event)
            } catch {
                environment.report("event of call \(event.call) was not stored: \(error)")
            }
        }
    }

    /// The capabilities, in the order in which each may use those before it.
    static func capabilities(
        _ workbench: Workbench,
        passwords: Passwords,
        setUpCode: String,
        demo: DemoClock?,
    ) -> [Capability] {
        [
            Accounts.capability(passwords: passwords, setUpCode: setUpCode),
            Campaigns.capability(figures: [LeadFigures()]),
            Leads.capability(),
            Calls.capability(workbench, attachments: [RecordingAttachment()]),
            Recordings.capability(),
            Reports.capability(),
        ] + (demo.map { [Demo.capability($0)] } ?? [])
    }

    /// The tables that belong to no capability.
    static let platformMigrations =
        AuditLog.migrations + Application.migrations + Outbox.migrations + [
            Migration(
                capability: "app",
                number: 1,
                sql: """
                    CREATE TABLE app_fact(
                        name TEXT PRIMARY KEY,
                        value TEXT NOT NULL
                    );
                    """,
            )
        ]

    /// Goes on with the calls that outlived the former run, and puts right what its end left behind:
    /// calls that nobody saw end, seats that nobody holds. Before the first request is answered.
    package func recover() throws {
        try lineLog.closeLost()
    }

    /// Begins what runs by itself; stopped with the value that it gives back.
    package func startThreads() -> [LoopThread] {
        let lease = Lease(workbench, since: environment.wall.now())
        let environment = environment
        let callbacks = CallbackKeeper(environment.within(.page))
        let imports = imports
        let floor = floor
        let recordings = recordings
        let application = application
        return [
            LoopThread(.page) {
                do {
                    try application.endStreams()
                } catch {
                    environment.report("the streams' sessions were not looked up: \(error)")
                }
                return .milliseconds(500)
            },
            LoopThread(.page) {
                do {
                    try application.tellWaiting()
                } catch {
                    environment.report("what waits was not counted: \(error)")
                }
                return .milliseconds(1_000)
            },
            LoopThread {
                environment.late.tryAgain()
                return .milliseconds(1_000)
            },
            LoopThread(.page) {
                do {
                    try callbacks.sweep()
                } catch {
                    environment.report("callbacks were not looked through: \(error)")
                }
                return .milliseconds(5_000)
            },
            LoopThread(.bulk) {
                imports.step()
                return .milliseconds(1_000)
            },
            LoopThread(.bulk) {
                recordings.step()
                return .milliseconds(2_000)
            },
            LoopThread(.page) {
                floor.step()
                return .milliseconds(1_000)
            },
            LoopThread(.page) {
                do {
                    try application.storeSightings()
                    try Accounts.tidyUp(environment.within(.page))
                } catch {
                    environment.report("sessions were not tidied up: \(error)")
                }
                return .milliseconds(30_000)
            },
            LoopThread {
                do {
                    try lease.sweep()
                } catch {
                    environment.report("the lease of seats was not swept: \(error)")
                }
                return .milliseconds(5_000)
            },
        ]
    }

    /// Stores what waits, and which sessions and seats were heard of last. Before the end.
    package func flush() {
        environment.late.tryAgain()
        do {
            try application.storeSightings()
            try workbench.storeSightings()
        } catch {
            environment.report("sessions and seats in use were not noted: \(error)")
        }
    }
}
