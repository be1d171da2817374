package import Kernel

/// Tries at a password: counted before the password is looked at, so that many at once get no more
/// than one after the other. GB/T 22239 8.1.4.1.
package struct Guesses: Hashable, Sendable {
    /// From where tries are counted together.
    package enum Reach: String, CaseIterable, Sendable {
        /// At one name from one address. Too many close the name there, and nowhere else: who
        /// types a colleague's name wrongly does not lock the colleague out.
        case oneAddress
        /// At one name from every address from which its holder never signed in. Too many slow
        /// the name down, for those addresses alone.
        case strangers
    }

    /// Tries so far, since the last pause of a day.
    package private(set) var count: Int
    /// The last try.
    package private(set) var lastAt: Moment
    /// Until when none is taken; nil while the next one is.
    package private(set) var closedUntil: Moment?

    /// As counted so far.
    package init(count: Int = 0, lastAt: Moment, closedUntil: Moment? = nil) {
        self.count = count
        self.lastAt = lastAt
        self.closedUntil = closedUntil
    }

    /// Wrong passwords from one address after which the name is closed there.
    package static let most = 5
    /// How long it stays closed.
    package static let lockOut = Duration.minutes(15)
    /// Tries by strangers before each further one has to wait.
    package static let mostByStrangers = 20
    /// After such a pause the count begins anew.
    package static let memory = Duration.hours(24)

    /// Takes a try. Throws until when there is none to take.
    package mutating func take(_ reach: Reach, at now: Moment) throws(AccountRefusal) {
        if let until = closedUntil {
            if until > now {
                switch reach {
                case .oneAddress: throw .locked(until: until)
                case .strangers: throw .slowed(until: until)
                }
            }
            closedUntil = nil
            if reach == .oneAddress { count = 0 }
        }
        if now - lastAt >= Self.memory { count = 0 }
        count += 1
        lastAt = now
        switch reach {
        case .oneAddress: if count >= Self.most { closedUntil = now + Self.lockOut }
        case .strangers: if count >= Self.mostByStrangers { closedUntil = now + delay }
        }
    }

    /// Gives back a try whose password was right.
    package mutating func giveBack() {
        count = max(0, count - 1)
    }

    /// 1 s after the twentieth try, then twice as long each time, a quarter of an hour at most.
    private var delay: Duration {
        let doublings = min(count - Self.mostByStrangers, 10)
        return min(.seconds(1 << doublings), Self.lockOut)
    }
}
