internal import Accounts
internal import Calendar
internal import Database
internal import FoundationEssentials
internal import Glibc
internal import HTTPServer
internal import Janus
package import Kernel
internal import Leads
internal import Sodium
internal import Telephony
internal import Threads
internal import Vault
package import Web

/// A running program: everything that `serve` starts, and how it stops.
package final class Launch {
    private let app: HuihuApp
    private let server: HTTPServer.Server
    private let simulated: SimulatedLine
    private let telephone: JanusLine?
    private let demoLine: DemoLine?
    private var threads: [LoopThread] = []
    private let configuration: Configuration
    /// Nobody else works on it as long as this lives.
    private let storage: Storage

    /// What the operator should know of this start; nil for nothing.
    package let warning: L?

    /// Opens the database, brings it up to date, fills the demo, and listens. `given` is the clock
    /// of business where it is not the machine's or the demo's.
    package init(_ configuration: Configuration, time given: (any TimeSource)? = nil) throws {
        self.configuration = configuration
        try Self.checkAssets(configuration.assetsFolder)
        warning = Descriptors.raise(for: configuration.connections)
        let storage = try Storage(configuration)
        self.storage = storage
        let (folder, vault, database) = (storage.folder, storage.vault, storage.database)
        let wall = SystemTime()
        let calendar = WorkingCalendar()
        let isDemo = try Self.isDemo(configuration, database)
        let clock =
            isDemo ? DemoClock(speed: configuration.speed, wall: wall, calendar: calendar) : nil
        let random = SystemRandom()
        let time: any TimeSource = given ?? clock?.time ?? wall
        simulated = SimulatedLine(seed: 20_261_123, time: time)
        let settings = try configuration.telephony.map { try Telephone.settings($0) }
        telephone = settings.map { Self.telephone($0, folder, time, wall) }
        demoLine = isDemo ? telephone.map { [simulated] in DemoLine(simulated, $0) } : nil
        let environment = Environment(
            time: time,
            wall: wall,
            random: random,
            line: Self.line(demoLine, telephone, simulated),
            database: database,
            vault: vault,
            audit: AuditLog(vault),
            calendar: calendar,
            events: EventHub(),
            dataFolder: folder.path,
            usesTLS: configuration.usesTLS,
            mailer: try configuration.mail.map { try MailSettings.mailer($0) },
            report: Self.report,
        )
        app = try StartRefusal.explaining {
            try HuihuApp(
                environment,
                assetsFolder: configuration.assetsFolder,
                demo: clock,
                recordingFolders: settings.map { [$0.recordings] } ?? [],
                uploads: Self.uploads(configuration),
            )
        }
        try StartRefusal.explaining { try storage.keepKey() }
        try clock?.resume(from: database)
        try app.recover()
        SpooledFile.removeLeftovers(in: folder.uploads)
        server = HTTPServer.Server(Self.listening(configuration, folder, app)) { [app] in
            app.application.handle($0)
        }
        do {
            try server.start()
        } catch is ServerError {
            throw StartRefusal.notListening("\(configuration.address):\(configuration.port)")
        }
        simulated.start()
        try telephone?.start()
        app.start()
        threads = [Self.watch(storage)]
        if let clock { try startDemo(clock, folder) }
    }

    private static func line(
        _ demo: DemoLine?,
        _ telephone: JanusLine?,
        _ simulated: SimulatedLine,
    ) -> any Line {
        if let demo { return demo }
        if let telephone { return telephone }
        return simulated
    }

    private static func telephone(
        _ settings: JanusSettings,
        _ folder: DataFolder,
        _ time: any TimeSource,
        _ wall: any TimeSource,
    ) -> JanusLine {
        JanusLine(
            settings,
            time: time,
            wall: wall,
            random: SystemRandom(),
            dataFolder: folder.path,
            report: report,
        )
    }

    private static func isDemo(_ configuration: Configuration, _ database: any Database) throws
        -> Bool
    {
        let known: Bool? = try database.read { transaction in
            do {
                if try Facts(transaction)["demo"] != nil { return true }
                return try AccountStore(transaction).isEmpty() ? nil : Bool?.some(false)
            } catch let error as DatabaseError where error.isMissingTable {
                return Bool?.none
            }
        }
        return known ?? !configuration.isEmpty
    }

    /// Without the style sheet every page would come out bare, and nobody would know why.
    private static func checkAssets(_ folder: String) throws(StartRefusal) {
        guard access("\(folder)/huihu.css", R_OK) == 0 else { throw .noAssets(folder) }
    }

    private static func uploads(_ configuration: Configuration) -> UploadQuota.Limits {
        var limits = UploadQuota.Limits()
        limits.reserve = configuration.reserveMegabytes << 20
        return limits
    }

    private static func listening(
        _ configuration: Configuration,
        _ folder: DataFolder,
        _ app: HuihuApp,
    ) -> HTTPServer.Server.Configuration {
        var listening = HTTPServer.Server.Configuration()
        listening.address = configuration.address
        listening.port = configuration.port
        listening.threads[.call] = configuration.threads
        listening.proxies = configuration.proxies
        listening.spoolFolder = folder.uploads
        let application = app.application
        listening.admit = { application.admit($0) }
        listening.refuse = { application.refuse($0, $1) }
        listening.lane = { application.lane($0, $1) }
        listening.connections = configuration.connections
        listening.connectionsForEach = configuration.connectionsForEach
        return listening
    }

    /// Stops the program when another one has the database: two would end each other's calls.
    private static func watch(_ storage: Storage) -> LoopThread {
        let claim = storage.claim
        return LoopThread {
            if claim.standing() == .taken {
                report("another program has the database: this one stops")
                kill(getpid(), SIGTERM)
                return .untilWoken
            }
            return .milliseconds(5_000)
        }
    }

    private func startDemo(_ clock: DemoClock, _ folder: DataFolder) throws {
        let seed = DemoSeed(environment: app.environment, passwords: PasswordHash())
        let isNew = try app.environment.database.read { try AccountStore($0).isEmpty() }
        if isNew {
            try seed.load { accounts in
                let json = String(
                    decoding: try JSON.encode(accounts, language: .chinese),
                    as: UTF8.self,
                )
                try folder.write(json + "\n", to: folder.demoAccounts)
            }
        }
        try seed.addLeadsIfMissing()
        let day = try DemoDay(app.environment, app.workbench, clock, simulated, seed)
        demoLine?.simulate(day.phones)
        threads.append(day.start())
    }

    /// Where it listens.
    package var port: Int { server.port }

    /// What the program works on.
    package var environment: Environment { app.environment }

    /// What to tell the one who started the program: the address and how to sign in.
    package var greeting: String {
        let address = "http://\(configuration.address):\(server.port)/"
        let isEmpty: Bool
        do {
            isEmpty = try app.environment.database.read { try AccountStore($0).isEmpty() }
        } catch {
            isEmpty = false
        }
        if isEmpty {
            return "惠呼 Huihu: open \(address)setup?code=\(app.setUpCode) to make the first account"
        }
        return "惠呼 Huihu is ready at \(address)"
    }

    /// The demo's sign-ins as they were written when it was made; nil without a demo.
    package var demoAccounts: String? {
        guard
            let bytes = FileManager.default.contents(
                atPath: "\(configuration.dataFolder)/demo-accounts.json"
            )
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Begins to stop: no further call is placed. Returns whether calls go on that `stop()` would
    /// leave to the next start.
    package func drain() -> Bool {
        telephone?.drain()
        return callCount > 0
    }

    /// How many real calls go on.
    package var callCount: Int { telephone?.callCount ?? 0 }

    /// How long to wait for them, in seconds.
    package var drainSeconds: Int { configuration.drainSeconds }

    /// Stops: no new request, what runs ends, everything is closed.
    package func stop() {
        server.stop()
        app.stop()
        for thread in threads { thread.stop() }
        simulated.stop()
        telephone?.stop()
        app.flush()
        app.environment.database.close()
    }

    /// The operator's log: standard error, one line an event.
    private static let report: @Sendable (String) -> Void = { text in
        let bytes = Array("\(SystemTime().now()) \(FreeTextMasking.mask(text))\n".utf8)
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }
}
