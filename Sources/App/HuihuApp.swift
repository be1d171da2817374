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
internal import Papers
internal import Recordings
internal import Reports
package import Sodium
internal import Synchronization
internal import Telephony
internal import Threads
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
    private let monitors: MonitorDesk
    private let lineLog: LineLog
    private let floor: FloorFeed
    private let threads = Mutex<[LoopThread]>([])

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
        monitors = MonitorDesk(environment.line)
        lineLog = LineLog(environment)
        floor = FloorFeed(environment.within(.page))
        let capabilities = Self.capabilities(
            workbench,
            monitors,
            passwords: try Passwords(passwords, common: try CommonPasswords.read()),
            setUpCode: setUpCode,
            demo: demo,
            recordingFolders: recordingFolders,
        )
        try Migrator.run(
            Self.platformMigrations + capabilities.flatMap(\.migrations),
            on: environment.database,
            at: environment.time.now(),
        )
        try Accounts.bringUpToDate(environment)
        try CallRecount(environment.database).runDue()
        try ImportRunner(environment.within(.bulk)).removeLeftovers()
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
        _ monitors: MonitorDesk,
        passwords: Passwords,
        setUpCode: String,
        demo: DemoClock?,
        recordingFolders: [String],
    ) -> [Capability] {
        [
            Accounts.capability(passwords: passwords, setUpCode: setUpCode),
            Campaigns.capability(figures: [LeadFigures()]),
            Leads.capability(),
            Calls.capability(workbench, monitors, attachments: [RecordingAttachment()]),
            Recordings.capability(spoolFolders: recordingFolders),
            Reports.capability(),
            Papers.capability(),
        ] + (demo.map { [Demo.capability($0)] } ?? [])
    }

    /// The tables that belong to no capability.
    static let platformMigrations =
        AuditLog.migrations + Application.migrations + JobStore.migrations + [
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
    /// calls that nobody saw end, seats that nobody holds, jobs that it had. Before the first request
    /// is answered; nobody else works on the database.
    package func recover() throws {
        try application.jobs.takeOver()
        try lineLog.closeLost()
    }

    /// Begins what runs by itself: the capabilities' jobs, and the feeds and drivers, which belong to
    /// this one program.
    func start() {
        application.jobs.start()
        let lease = Lease(workbench, since: environment.wall.now())
        let (environment, application, floor) = (environment, application, floor)
        let sessionEnd = SessionEnd(lease, monitors, in: environment)
        let feeds = [
            // Feeds of the pages that are open here.
            feed(.page, every: 500, "the streams' sessions were not looked up") {
                try application.endStreams()
            },
            // What is begun under a session ends with it, whether or not anything can be written.
            feed(.page, every: 500, "what ended sessions had begun was not ended") {
                try sessionEnd.sweep(application.liveSessions)
            },
            feed(.page, every: 1_000, "what waits was not counted") {
                try application.tellWaiting()
            },
            feed(.page, every: 1_000, "the floor was not told") { floor.step() },
            // What this program alone has in memory. A job could not be begun while the disk is full.
            feed(.call, every: 1_000, "late writes were not stored") {
                environment.late.tryAgain()
            },
            feed(.page, every: 30_000, "sessions in use were not noted") {
                try application.storeSightings()
            },
            // Drives the line: a silent seat's call ends whether or not anything can be written.
            feed(.call, every: 5_000, "the lease of seats was not swept") { try lease.sweep() },
        ]
        threads.withLock { $0 = feeds }
    }

    /// Ends what runs by itself; what is half done is gone on with at the next start.
    func stop() {
        application.jobs.stop()
        for thread in threads.withLock({ $0 }) { thread.stop() }
    }

    private func feed(
        _ lane: Lane,
        every milliseconds: Int32,
        _ failure: String,
        _ step: @escaping @Sendable () throws -> Void,
    ) -> LoopThread {
        let environment = environment
        return LoopThread(lane) {
            do {
                try step()
            } catch {
                environment.report("\(failure): \(error)")
            }
            return .milliseconds(milliseconds)
        }
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
