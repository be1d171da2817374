import Database
import Kernel
import Threads

/// Somebody who goes on working while something large runs: one small write every 100 milliseconds.
final class Neighbour: Sendable {
    private let waits: Longest
    private let thread: LoopThread

    /// Starts at once, on a table of its own.
    init(_ database: any Database) throws {
        try database.write { try $0.execute("CREATE TABLE neighbour(at BIGINT NOT NULL)") }
        let waits = Longest()
        self.waits = waits
        thread = LoopThread {
            let start = SystemTime().now()
            do {
                try database.write { try $0.execute("INSERT INTO neighbour VALUES (\(start))") }
            } catch {
                print("the neighbour's write failed: \(error)")
            }
            waits.see(SystemTime().now().milliseconds - start.milliseconds)
            return .milliseconds(100)
        }
    }

    /// Stops; gives the longest wait for one of its writes, in milliseconds.
    func stop() -> Int64 {
        thread.stop()
        return waits.value
    }
}
