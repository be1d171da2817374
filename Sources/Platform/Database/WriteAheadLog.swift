internal import Synchronization
internal import Threads

/// Copies SQLite's write-ahead log into the file, and has it begin anew before it is long.
///
/// It is copied in small steps on a thread and a connection of its own, because a commit waits while
/// the disk takes in what others wrote. By itself the log begins anew only in a moment when all of it
/// is copied and nobody reads it; among many readers there is none, so one is made: new readers are
/// held until those that read are done, and the writer takes the turn between two commits.
final class LogKeeper: @unchecked Sendable {
    // Only the thread uses `copying` until it has ended, and only the writer's leader `schedule`.
    private var copying: SQLiteEngine?
    private var schedule: LogSchedule
    private let readers: LanePools<SQLiteEngine>
    private let writer: GroupWriter
    private let isLong = Atomic(false)
    private let mayRestart = Atomic(false)
    private let thread = Mutex<LoopThread?>(nil)

    /// How long new readers are held at most, in milliseconds. After that it is tried again later.
    private static let patience: Int32 = 300

    /// Keeps the log of the file at `path`, which `writer` writes and `readers` read.
    init(
        path: String,
        durability: Durability,
        readers: LanePools<SQLiteEngine>,
        writer: GroupWriter,
        schedule: LogSchedule,
    ) throws {
        copying = try .copying(path, durability)
        self.schedule = schedule
        self.readers = readers
        self.writer = writer
    }

    /// Begins to listen to the writer.
    func start() {
        writer.afterCommit = { [weak self] writing in self?.committed(writing) }
        let loop = LoopThread { [weak self] in
            self?.keep()
            return .untilWoken
        }
        thread.withLock { $0 = loop }
    }

    /// Waits for what it is at, does no more, and closes its connection.
    func stop() {
        thread.withLock { $0 }?.stop()
        copying = nil
    }

    /// Called by the writer's leader between two commits.
    private func committed(_ writing: SQLiteEngine) {
        if mayRestart.exchange(false, ordering: .relaxed) { writing.restartLog() }
        switch schedule.due(after: writing.logPages) {
        case .nothing: return
        case .copying: break
        case .beginning: isLong.store(true, ordering: .relaxed)
        }
        thread.withLock { $0 }?.wake()
    }

    private func keep() {
        copying?.checkpoint()
        guard isLong.exchange(false, ordering: .relaxed) else { return }
        _ = readers.whileNobodyReads(patience: Self.patience) {
            // Most of what is left, so that the writer has little of it.
            copying?.checkpoint()
            mayRestart.store(true, ordering: .relaxed)
            // Its leader, whoever that is, restarts the log before this is answered.
            do {
                try writer.write(in: .call) { _ in }
            } catch {
                // The writer is closed, or the disk is full: the log stays as it is.
                return
            }
        }
    }
}

/// When the log is copied, and when it begins anew.
struct LogSchedule {
    /// What is due after a commit.
    enum Due: Equatable {
        case nothing
        /// It has grown by a step.
        case copying
        /// It is long.
        case beginning
    }

    /// Pages of 4 KB: 8 MB, and 64 MB.
    let step: Int
    let long: Int
    private var asked = 0

    init(step: Int = 2_000, long: Int = 16_000) {
        (self.step, self.long) = (step, long)
    }

    /// What is due now that the log has so many pages.
    mutating func due(after pages: Int) -> Due {
        if pages < asked { asked = 0 }
        guard pages - asked >= step else { return .nothing }
        asked = pages
        return pages >= long ? .beginning : .copying
    }
}
