internal import Access
internal import Database
internal import Kernel
internal import Synchronization
internal import Web

/// The tasks' counts, kept for a while: they run over whole tasks, and many may watch. The floor's
/// thread counts anew while anyone watches, so that readers rarely do.
final class FloorTasks: Sendable {
    private struct Kept {
        let at: Moment
        /// The business clock, which may run faster, and skip a night.
        let businessAt: Moment
        let tasks: [FloorTask]
    }

    private static let kept = Duration.seconds(15)
    private static let keptOfTheDay = Duration.minutes(5)
    private let environment: Environment
    private let state = Mutex<[ID<Organisation>: Kept]>([:])

    init(_ environment: Environment) { self.environment = environment }

    /// The counts as they were at most fifteen seconds, and at most five of the day's minutes ago.
    func tasks(of vendor: ID<Organisation>, _ transaction: Transaction) throws -> [FloorTask] {
        let now = environment.wall.now()
        if let kept = state.withLock({ $0[vendor] }), now - kept.at < Self.kept,
            environment.time.now() - kept.businessAt < Self.keptOfTheDay
        {
            return kept.tasks
        }
        return try count(of: vendor, transaction).tasks
    }

    /// Counts anew, and tells whether anything has changed since it was counted last.
    @discardableResult
    func count(
        of vendor: ID<Organisation>,
        _ transaction: Transaction,
    ) throws -> (tasks: [FloorTask], isNews: Bool) {
        let businessAt = environment.time.now()
        let tasks = try FloorStore(transaction).tasks(
            of: vendor,
            at: businessAt,
            environment.calendar,
        )
        let at = environment.wall.now()
        let before = state.withLock { state in
            defer { state[vendor] = Kept(at: at, businessAt: businessAt, tasks: tasks) }
            return state[vendor]
        }
        return (tasks, before?.tasks != tasks)
    }
}
