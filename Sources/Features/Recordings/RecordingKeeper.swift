internal import Database
internal import FoundationEssentials
internal import Glibc
internal import Kernel
internal import Records
internal import Sodium
internal import Synchronization
internal import Telephony
internal import Vault
package import Web

/// Takes recordings in, finds those that are missing, and destroys those whose time is over; in the
/// background. Each step can be cut off anywhere and is done again: a spooled file goes only after
/// its sealed copy and its row are durable. C4.4, C4.5.
package final class RecordingKeeper: Sendable {
    /// How long after a call's end its recording may still come.
    private static let patience = Duration.minutes(10)

    private let environment: Environment
    private let spoolFolders: [String]
    /// What lay in the spool when it was last looked at, with its size.
    private let sizes = Mutex<[SpooledRecording: Int]>([:])
    /// Told once, so that the log is not filled with one file.
    private let reported = Mutex<Set<CallID>>([])

    /// A keeper of what nodes write into `spoolFolders`.
    package init(_ environment: Environment, spoolFolders: [String]) {
        self.environment = environment
        self.spoolFolders = spoolFolders
    }

    private var folder: String { Self.folder(environment) }

    /// Where the sealed recordings are.
    static func folder(_ environment: Environment) -> String {
        "\(environment.dataFolder)/recordings"
    }

    /// Takes in every recording that has not grown since the last look and whose call has ended.
    package func takeIn() throws {
        var seen: [SpooledRecording: Int] = [:]
        for recording in spoolFolders.flatMap({ SpooledRecording.all(in: $0) }) {
            let size = recording.size
            if sizes.withLock({ $0[recording] }) == size {
                do {
                    try take(recording)
                } catch {
                    reportOnce(recording.call, "\(error)")
                }
            }
            seen[recording] = size
        }
        sizes.withLock { $0 = seen }
    }

    private func reportOnce(_ call: CallID, _ problem: String) {
        guard reported.withLock({ $0.insert(call).inserted }) else { return }
        environment.report("the recording of call \(call) was not stored: \(problem)")
    }

    private func take(_ spooled: SpooledRecording) throws {
        let (call, known) = try environment.database.read { transaction in
            let store = RecordingStore(transaction)
            return (try store.endedCall(spooled.call), try store.recording(of: spooled.call))
        }
        guard let call else { return }
        if let known, known.state != .missing { return spooled.remove() }
        let workplace = "\(environment.dataFolder)/uploads/recording-\(spooled.call)"
        defer { removeFolder(workplace) }
        guard let mixed = try RecordingMixer(folder: workplace).mix(spooled) else {
            throw RecordingFailure(description: "neither side can be read")
        }
        let path = "\(call.day)/\(call.id).hsf"
        try FileManager.default.createDirectory(
            atPath: "\(folder)/\(call.day)",
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700],
        )
        try environment.vault.sealFile(mixed.path, to: "\(folder)/\(path)")
        let bytes = fileSize("\(folder)/\(path)") ?? 0
        let digest = Digest.of(Array(try Data(contentsOf: URL(filePath: mixed.path))))
        try environment.database.write { transaction in
            let recording = Recording(
                call: call.id,
                vendor: call.vendor,
                day: call.day,
                state: RecordingState(
                    talk: call.talk,
                    agent: mixed.agent,
                    customer: mixed.customer
                ),
                path: path,
                bytes: bytes,
                agent: mixed.agent,
                customer: mixed.customer,
                storedAt: environment.time.now(),
                isHeld: false,
            )
            try RecordingStore(transaction).keep(recording, digest: digest)
        }
        spooled.remove()
    }

    private func removeFolder(_ path: String) {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            environment.report("\(path) was not removed: \(error)")
        }
    }

    /// Marks the conversations whose recording never came. C6.3.
    package func findMissing() throws {
        let now = environment.time.now()
        let calls = try environment.database.read {
            try RecordingStore($0)
                .unrecorded(since: (now - .hours(48)).day, endedBefore: now - Self.patience)
        }
        if calls.isEmpty { return }
        try environment.database.write { transaction in
            for call in calls {
                let missing = Recording(
                    call: call.id,
                    vendor: call.vendor,
                    day: call.day,
                    state: .missing,
                    path: nil,
                    bytes: 0,
                    agent: .zero,
                    customer: .zero,
                    storedAt: now,
                    isHeld: false,
                )
                try RecordingStore(transaction).keep(missing, digest: nil)
            }
        }
    }

    /// Destroys the recordings whose time is over and that nothing keeps: file and row in one
    /// transaction, so that what was cut off in between is done again. C4.5.
    package func destroyOverdue() throws {
        let now = environment.time.now()
        let (days, overdue) = try environment.database.read { transaction in
            let days = try Retention.value(transaction)
            let limit = (now - .hours(24 * days)).day
            return (days, try RetentionStore(transaction).overdue(before: limit, limit: 200))
        }
        for (call, path) in overdue {
            try environment.database.write { transaction in
                guard
                    try RetentionStore(transaction).destroy(call, keptDays: days, at: now)
                else { return }
                if unlink("\(folder)/\(path)") != 0, errno != ENOENT {
                    throw RecordingFailure(description: "\(path) cannot be removed: \(errno)")
                }
            }
        }
    }
}
