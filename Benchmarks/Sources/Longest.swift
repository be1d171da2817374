import Synchronization

/// The largest number seen so far.
final class Longest: Sendable {
    private let longest = Mutex<Int64>(0)

    var value: Int64 { longest.withLock { $0 } }

    func see(_ number: Int64) {
        longest.withLock { $0 = max($0, number) }
    }
}
