package import Access
package import Database
package import Kernel

/// What became of a token that a program sent.
package enum ClientSignIn: Sendable {
    /// A program that has access.
    case granted(Session)
    /// A known program without access; why.
    case refused(any UserFacing, ID<Account>)
    /// Nobody's token.
    case unknown
}

/// Finds the program that a token belongs to; the capability that keeps accounts provides it.
package protocol ClientSource: Sendable {
    /// How every token of a program begins.
    var tokenPrefix: String { get }
    /// Whose token this is, sent from `peer`.
    func signIn(token: String, from peer: String, at now: Moment, in transaction: Transaction)
        throws -> ClientSignIn
    /// Notes that the program was at work.
    func touch(
        _ client: ID<Account>,
        from peer: String,
        at now: Moment,
        in transaction: Transaction
    ) throws
}

/// Why a token is not taken.
package enum TokenRefusal: UserFacing, Hashable {
    /// Nobody's token, or one that has ended.
    case wrong
    /// Too many wrong tokens came from this address.
    case tooMany(until: Moment)

    package var code: String {
        switch self {
        case .wrong: "token.wrong"
        case .tooMany: "token.too_many"
        }
    }

    package var status: RefusalStatus {
        switch self {
        case .wrong: .unauthenticated
        case .tooMany: .tooMany
        }
    }

    package var message: L {
        switch self {
        case .wrong:
            L(
                "令牌无效或已停用，请向系统管理员索取新令牌。",
                en: "The token is wrong or has ended; ask the system administrator for a new one.",
            )
        case .tooMany(let until):
            L(
                "此地址发来过多错误令牌，\(until.clock)后再试。",
                en: "Too many wrong tokens from this address; try again after \(until.clock).",
            )
        }
    }
}

/// Counts refused tokens by address, so that a flood of them costs little and fills no log. A right
/// token is never kept waiting by the wrong ones of others at its address.
struct TokenGuard: Sendable {
    /// Refusals of one address within `window` that are answered as such.
    static let most = 10
    /// How long refusals are counted together.
    static let window = Duration.minutes(1)
    /// Addresses that are told apart at once; further ones count as one.
    static let mostAddresses = 10_000

    /// What to do about a refused token.
    enum Verdict: Equatable {
        /// Refuse it; note it in the audit log if it is the first.
        case refuse(isFirst: Bool)
        /// Say to come later; note it in the audit log if it is the first time.
        case wait(until: Moment, isFirst: Bool)
    }

    private var refused: [String: (since: Moment, count: Int)] = [:]

    /// A token from `address` was refused.
    mutating func refuse(_ address: String, at now: Moment) -> Verdict {
        var key = address
        if refused[key] == nil, refused.count >= Self.mostAddresses {
            refused = refused.filter { now - $0.value.since < Self.window }
            if refused.count >= Self.mostAddresses { key = "" }
        }
        var entry = refused[key] ?? (since: now, count: 0)
        if now - entry.since >= Self.window { entry = (since: now, count: 0) }
        entry.count += 1
        refused[key] = entry
        if entry.count <= Self.most { return .refuse(isFirst: entry.count == 1) }
        return .wait(until: entry.since + Self.window, isFirst: entry.count == Self.most + 1)
    }
}
