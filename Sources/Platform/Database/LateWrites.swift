internal import Synchronization

/// Writes for which nobody waits and which must not be lost: what the line saw, and what was done
/// while nothing could be written. Each is tried at once. One that the database cannot take now, its
/// disk being full for one, waits in memory; those that come behind it wait too, so that all are
/// stored in their order.
package final class LateWrites: Sendable {
    /// A write. It runs on one thread at a time: the one that brought it, then one that tries again.
    private struct Write: @unchecked Sendable {
        let body: (Transaction) throws -> Void
    }

    private struct State {
        var waiting: [Write] = []
        var isTrying = false
    }

    private let database: any Database
    private let report: @Sendable (String) -> Void
    private let most: Int
    private let state = Mutex(State())

    /// Writes of `database`, at most `most` of which wait. What the operator should know goes to
    /// `report`.
    package init(
        _ database: any Database,
        most: Int = 200_000,
        report: @escaping @Sendable (String) -> Void,
    ) {
        self.database = database
        self.most = most
        self.report = report
    }

    /// How many wait.
    package var count: Int { state.withLock(\.waiting.count) }

    /// Runs `body` in a transaction, now or later; tells whether it is stored. Throws what is no
    /// passing trouble of the database's, and then nothing was stored.
    @discardableResult
    package func write(_ body: @escaping (Transaction) throws -> Void) throws -> Bool {
        let write = Write(body: body)
        if try state.withLock({ try $0.waiting.isEmpty ? false : keep(write, &$0) }) {
            return false
        }
        do {
            try database.write(write.body)
            return true
        } catch let error as DatabaseError where error.isPassing {
            let isFirst = try state.withLock { state in
                try keep(write, &state) && state.waiting.count == 1
            }
            if isFirst { report("nothing can be stored, and what happens waits: \(error)") }
            return false
        }
    }

    /// Tries again what waits, in its order, until the database refuses one. Called by a thread of
    /// its own, again and again.
    package func tryAgain() {
        let isMine = state.withLock { state in
            if state.isTrying || state.waiting.isEmpty { return false }
            state.isTrying = true
            return true
        }
        guard isMine else { return }
        defer { state.withLock { $0.isTrying = false } }
        var stored = 0
        while let write = state.withLock({ $0.waiting.first }) {
            do {
                try database.write(write.body)
                stored += 1
            } catch let error as DatabaseError where error.isPassing {
                break
            } catch {
                report("what had waited could not be stored: \(error)")
            }
            state.withLock { _ = $0.waiting.removeFirst() }
        }
        if stored > 0 { report("\(stored) things that had waited are stored, \(count) wait") }
    }

    private func keep(_ write: Write, _ state: inout State) throws -> Bool {
        guard state.waiting.count < most else {
            throw DatabaseError(code: "waiting", message: "too much waits to be stored", sql: "")
        }
        state.waiting.append(write)
        return true
    }
}
