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

    package var retryAt: Moment? {
        switch self {
        case .wrong: nil
        case .tooMany(let until): until
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
