internal import Accounts
internal import Calendar
internal import Database
internal import FoundationEssentials
internal import Glibc
internal import HTTPServer
internal import Kernel
internal import Leads
internal import Sodium
internal import Telephony
internal import Threads
internal import Vault
internal import Web

/// A running program: everything that `serve` starts, and how it stops.
package final class Launch {
    private let app: HuihuApp
    private let server: HTTPServer.Server
    private let line: SimulatedLine
    private var threads: [LoopThread] = []
    private let configuration: Configuration

    /// Opens the database, brings it up to date, fills the demo, and listens.
    package init(_ configuration: Configuration) throws {
        self.configuration = configuration
        let folder = try DataFolder(configuration.dataFolder)
        let vault = Vault(masterKey: try folder.masterKey())
        let database = try openDatabase(
            url: configuration.database ?? "sqlite:\(folder.database)"
        )
        let wall = SystemTime()
        let calendar = WorkingCalendar()
        let isDemo = try Self.isDemo(configuration, database)
        let clock =
            isDemo ? DemoClock(speed: configuration.speed, wall: wall, calendar: calendar) : nil
        let random = SystemRandom()
        line = SimulatedLine(seed: 20_261_123, time: clock?.time ?? wall)
        let environment = Environment(
            time: clock?.time ?? wall,
            wall: wall,
            random: random,
            line: line,
            database: database,
            vault: vault,
            audit: AuditLog(vault),
            calendar: calendar,
            events: EventHub(),
            dataFolder: folder.path,
            usesTLS: configuration.usesTLS,
            report: Self.report,
        )
        app = try HuihuApp(environment, assetsFolder: configuration.assetsFolder, demo: clock)
        try Self.checkKey(vault, database)
        try clock?.resume(from: database)
        try app.recover()
        server = HTTPServer.Server(Self.listening(configuration, folder, app)) { [app] in
            app.application.handle($0)
        }
        try server.start()
        line.start()
        threads = app.startThreads()
        if let clock { try startDemo(clock, folder) }
    }

    private static func isDemo(_ configuration: Configuration, _ database: any Database) throws
        -> Bool
    {
        let known: Bool? = try database.read { transaction in
            do {
                if try Facts(transaction)["demo"] != nil { return true }
                return try AccountStore(transaction).isEmpty() ? nil : Bool?.some(false)
            } catch is DatabaseError {
                // No table yet: the database is new.
                return Bool?.none
            }
        }
        return known ?? !configuration.isEmpty
    }

    private static func listening(
        _ configuration: Configuration,
        _ folder: DataFolder,
        _ app: HuihuApp,
    ) -> HTTPServer.Server.Configuration {
        var listening = HTTPServer.Server.Configuration()
        listening.address = configuration.address
        listening.port = configuration.port
        listening.threads = configuration.threads
        listening.spoolFolder = folder.uploads
        let application = app.application
        listening.bodyLimit = { application.bodyLimit($0, $1) }
        return listening
    }

    /// Refuses a key that is not the one with which this database was begun.
    private static func checkKey(_ vault: Vault, _ database: any Database) throws {
        try database.write { transaction in
            let facts = Facts(transaction)
            if let known = try facts["key"] {
                guard known == vault.fingerprint else { throw StartRefusal.wrongKey }
            } else {
                try facts.set("key", vault.fingerprint)
            }
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
        let day = try DemoDay(app.environment, app.workbench, clock, line, seed)
        threads.append(day.start())
    }

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

    /// Stops: no new request, what runs ends, everything is closed.
    package func stop() {
        server.stop()
        app.imports.stop()
        for thread in threads { thread.stop() }
        line.stop()
        app.environment.database.close()
    }

    /// The operator's log: standard error, one line an event.
    private static let report: @Sendable (String) -> Void = { text in
        let bytes = Array("\(SystemTime().now()) \(text)\n".utf8)
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }
}
