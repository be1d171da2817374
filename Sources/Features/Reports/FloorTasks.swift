internal import Access
internal import Database
internal import Kernel
internal import Synchronization
internal import Web

/// The tasks' counts, kept for ten seconds: they run over whole tasks, and many may watch.
final class FloorTasks: Sendable {
    private struct Kept {
        let at: Moment
        let tasks: [FloorTask]
    }

    private static let kept = Duration.seconds(10)
    private let state = Mutex<[ID<Organisation>: Kept]>([:])

    func tasks(of vendor: ID<Organisation>, _ context: Context) throws -> [FloorTask] {
        let now = context.wallNow
        if let kept = state.withLock({ $0[vendor] }), now - kept.at < Self.kept {
            return kept.tasks
        }
        let tasks = try FloorStore(context.transaction).tasks(of: vendor, on: context.now.day)
        state.withLock { $0[vendor] = Kept(at: now, tasks: tasks) }
        return tasks
    }
}
