import Synchronization

/// What threads met, counted.
final class Tally: Sendable {
    private let found = Mutex<[String: Int]>([:])

    func add(_ name: String) {
        found.withLock { $0[name, default: 0] += 1 }
    }

    var counts: [String: Int] { found.withLock { $0 } }
}
