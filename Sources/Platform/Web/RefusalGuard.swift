internal import Glibc
package import Kernel

/// Where a request comes from, as far as one sender can be told from another: an IPv4 address, or
/// the network of an IPv6 address, within which a sender has as many addresses as they like.
package struct SenderNetwork: Hashable, Sendable, CustomStringConvertible {
    /// The address, or the first half of an IPv6 address.
    package let description: String

    /// The network of a peer's address; what is no address counts as it stands.
    package init(_ peer: String) {
        var bytes = [UInt8](repeating: 0, count: 16)
        let mapped = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]
        guard inet_pton(AF_INET6, peer, &bytes) == 1 else {
            description = peer
            return
        }
        description =
            bytes.starts(with: mapped)
            ? bytes.suffix(4).map(String.init).joined(separator: ".")
            : bytes.prefix(8).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
                .joined() + "::/64"
    }
}

/// Counts refusals by where they come from, so that a flood of them costs little and fills no log.
/// One mechanism for wrong tokens and for what anyone may try: signing in, setting up.
struct RefusalGuard: Sendable {
    /// Senders that are told apart at once; further ones count as one.
    static let mostSenders = 10_000

    /// What to do about a refusal.
    enum Verdict: Equatable {
        /// Refuse it; it is the first of its window or not.
        case refuse(isFirst: Bool)
        /// Say to come later; it is the first time in the window or not.
        case wait(until: Moment, isFirst: Bool)
    }

    /// Refusals of one sender within `window` that are answered as such.
    let most: Int
    /// How long refusals are counted together.
    let window: Duration
    private var refused: [String: (since: Moment, count: Int)] = [:]

    init(most: Int, window: Duration = .minutes(1)) {
        self.most = most
        self.window = window
    }

    /// Something of `sender` is refused.
    mutating func refuse(_ sender: String, at now: Moment) -> Verdict {
        var key = sender
        if refused[key] == nil, refused.count >= Self.mostSenders {
            refused = refused.filter { now - $0.value.since < window }
            if refused.count >= Self.mostSenders { key = "" }
        }
        var entry = refused[key] ?? (since: now, count: 0)
        if now - entry.since >= window { entry = (since: now, count: 0) }
        entry.count += 1
        refused[key] = entry
        if entry.count <= most { return .refuse(isFirst: entry.count == 1) }
        return .wait(until: entry.since + window, isFirst: entry.count == most + 1)
    }

    /// Until when `sender` has to wait, before anything is tried; nil while it may try.
    func waits(_ sender: String, at now: Moment) -> Moment? {
        let known = refused[sender] ?? (refused.count >= Self.mostSenders ? refused[""] : nil)
        guard let entry = known, entry.count >= most, now - entry.since < window else {
            return nil
        }
        return entry.since + window
    }
}

/// Why whoever comes from somewhere has to wait.
package enum SenderRefusal: UserFacing, Hashable {
    /// Too much from there was refused.
    case tooMany(until: Moment)

    package var code: String { "address.too_many" }

    package var status: RefusalStatus { .tooMany }

    package var retryAt: Moment? {
        switch self {
        case .tooMany(let until): until
        }
    }

    package var message: L {
        switch self {
        case .tooMany(let until):
            L(
                "此地址的失败尝试过多，请于\(until.clock)后再试。",
                en: "Too many failed tries from this address; try again after \(until.clock).",
            )
        }
    }
}
