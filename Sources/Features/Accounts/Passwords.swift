internal import Kernel
package import Sodium
internal import Threads
internal import Web

/// Passwords as accounts keep them: none that is common, and hashed one fewer at once than there
/// are processors, so that a call finds one. A few more wait; whoever comes on top of those is asked
/// to come again.
package struct Passwords: Sendable {
    private let hashing: PasswordHash
    private let rule: PasswordRule
    private let turns: Turnstile
    /// A hash of nobody's: a name that does not exist is compared with it.
    private let decoy: String

    /// When to come again where too many wait.
    private static let pause = Duration.seconds(2)

    /// Hashes at the cost of `hashing`, `running` at once, by default on all processors but one, with
    /// `waiting` behind them: a shift that begins. They are fewer than the threads of the lane `entry`,
    /// so that one is left to tell whoever comes on top of them.
    package init(
        _ hashing: PasswordHash,
        common: Set<String>,
        running: Int? = nil,
        waiting: Int = 48,
    ) throws {
        self.hashing = hashing
        rule = PasswordRule(common: common)
        turns = Turnstile(running: running ?? max(1, Turnstile.processors - 1), waiting: waiting)
        decoy = try hashing.hash("nobody's")
    }

    /// Checks a new password; see `PasswordRule`.
    func check(_ password: String, personal: [String], old: String? = nil) throws(InvalidInput) {
        try rule.check(password, personal: personal, old: old)
    }

    /// The text to store of a password. Throws `BusyRefusal`.
    func hash(_ password: String, at now: Moment) throws -> String {
        try turn(at: now) { try hashing.hash(password) }
    }

    /// Whether a password belongs to what is stored; the same work where nothing is. Throws
    /// `BusyRefusal`.
    func verify(_ password: String, against stored: String?, at now: Moment) throws -> Bool {
        try turn(at: now) {
            let isRight = hashing.verify(password, against: stored ?? decoy)
            return isRight && stored != nil
        }
    }

    /// Does `body` when it is its turn. Throws `BusyRefusal` where too many wait.
    func turn<Result>(at now: Moment, _ body: () throws -> Result) throws -> Result {
        guard let result = try turns.pass(body) else {
            throw BusyRefusal.full(until: now + Self.pause)
        }
        return result
    }
}
