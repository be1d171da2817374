import Access
import Accounts
import Calls
import Campaigns
import Database
import FoundationEssentials
import Kernel
import Leads
import Processes
import Telephony
import TestSupport
import Testing
import Vault
import Web

@testable import Recordings

/// Calls that have ended, what a node has spooled of them, and the people who may hear it.
final class RecordingDesk {
    let environment: Environment
    let time: SimulatedTime
    let spool: String
    let keeper: RecordingKeeper
    private let test: TestEnvironment
    private let folder: String

    static let vendor = ID<Organisation>(2)

    init(_ engine: TestEngine) throws {
        test = try TestEnvironment(
            engine,
            migrations: AccountsSchema.migrations + CampaignsSchema.migrations
                + LeadsSchema.migrations + CallsSchema.migrations + RecordingsSchema.migrations,
        )
        environment = test.environment
        folder = environment.dataFolder
        time = test.time
        spool = "\(folder)/spool"
        try FileManager.default.createDirectory(
            atPath: spool,
            withIntermediateDirectories: true,
        )
        keeper = RecordingKeeper(environment, spoolFolders: [spool])
    }

    var database: any Database { environment.database }
    var now: Moment { time.now() }

    func person(_ account: Int64, _ role: Role, of organisation: Int64 = 1) throws -> Viewer {
        Viewer(
            account: ID(account),
            organisation: ID(organisation),
            roles: try Roles([role]),
            name: "p\(account)",
            staffNumber: "",
        )
    }

    /// A real call that was answered and talked for so long, over now unless `isOver` is false.
    func call(_ id: Int64, talk: Double = 2, isOver: Bool = true) throws {
        let answered = now - .milliseconds(Int(talk * 1_000))
        try database.write { transaction in
            try transaction.execute(
                """
                INSERT INTO call(id, handout_id, lead_id, campaign_id, institution_id, vendor_id,
                    agent_id, customer_key, kind, day, dialled_at, answered_at, ended_at)
                VALUES (\(id), \(id), 1, 1, 1, \(Self.vendor), 9, 7, 'next', \(now.day),
                    \(answered - .seconds(5)), \(answered), \(isOver ? now : nil))
                """
            )
            try transaction.execute(
                """
                INSERT INTO line_event(call_id, sequence, kind, at, source)
                VALUES (\(id), 4, 'answered', \(answered), 'signalling')
                """
            )
        }
    }

    /// What a node leaves of it: the agent hums at 440 Hz, the customer half a second later at
    /// 1000 Hz.
    func spool(_ id: Int64, agent: Double? = 2, customer: Double? = 1.5) throws {
        let start: Int64 = 1_700_000_000_000_000
        if let agent {
            let path = "\(spool)/\(id)-user-audio.mjr"
            try MJRWriter.write(tone: 440, seconds: agent, at: start, to: path)
        }
        if let customer {
            let path = "\(spool)/\(id)-peer-audio.mjr"
            try MJRWriter.write(tone: 1_000, seconds: customer, at: start + 500_000, to: path)
        }
    }

    /// Two looks: a file is taken in when it has stopped growing.
    func takeIn() throws {
        try keeper.takeIn()
        try keeper.takeIn()
    }

    func recording(_ id: Int64) throws -> Recording? {
        try database.read { try RecordingStore($0).recording(of: CallID(id)) }
    }

    var spooled: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: spool).sorted() }
    }

    func file(_ recording: Recording) -> String {
        "\(folder)/recordings/\(recording.path ?? "")"
    }

    func context(_ viewer: Viewer, range: String? = nil, _ transaction: Transaction) -> Context {
        Context(
            viewer: viewer,
            now: now,
            wallNow: now,
            language: .chinese,
            environment: environment,
            peer: "",
            range: range,
            transaction: transaction,
        )
    }

    /// The two channels of a stored recording as samples at 8,000 a second.
    func channels(_ recording: Recording) throws -> (agent: [Double], customer: [Double]) {
        let sealed = try SealedFile(file(recording), environment.vault)
        let (plain, raw) = ("\(folder)/plain.ogg", "\(folder)/plain.raw")
        try Data(try sealed.read(0..<sealed.length)).write(to: URL(filePath: plain))
        let decode = ["/usr/bin/ffmpeg", "-v", "error", "-y", "-i", plain]
        let made = outputOf(decode + ["-f", "s16le", "-ar", "8000", raw], seconds: 60)
        #expect(made.status == 0)
        let bytes = Array(try Data(contentsOf: URL(filePath: raw)))
        let samples = stride(from: 0, to: bytes.count - 1, by: 2).map {
            Double(Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8))
        }
        return (
            stride(from: 0, to: samples.count, by: 2).map { samples[$0] },
            stride(from: 1, to: samples.count, by: 2).map { samples[$0] }
        )
    }
}
