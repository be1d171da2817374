internal import Kernel

/// How the trunk has done of late for one vendor's calls. C6.3.
package struct TrunkStanding: Sendable, Hashable, Encodable {
    /// Of the calls looked at, those that it did not carry.
    package let failed: Int
    /// The calls looked at: the vendor's last ones of a short while.
    package let calls: Int

    /// So many of so many calls.
    package init(failed: Int, calls: Int) {
        self.failed = failed
        self.calls = calls
    }

    /// How many calls are looked at, at most.
    static let lastCalls = 50
    /// Earlier calls are not looked at.
    static let window = Duration.minutes(15)
    /// Fewer say nothing: a single call fails now and then.
    private static let fewest = 3

    /// Whether someone must look after it: a fifth of the calls, or more, are not carried.
    package var isFailing: Bool { failed >= Self.fewest && failed * 5 >= calls }
}
