package import Access
package import Database
package import Kernel

/// Someone who is signed in, as one request sees it.
package struct Session: Sendable {
    /// The name of the cookie that carries a session's token.
    package static let cookieName = "huihu_session"

    /// Who it is.
    package let viewer: Viewer
    /// The name of the organisation to which they belong.
    package let organisation: String
    /// The proof that forms of this session carry.
    package let csrfToken: String
    /// Whether the password must be changed before anything else.
    package let mustChangePassword: Bool
    /// When the session was last noted as used.
    package let lastSeenAt: Moment

    /// A session as found in the store.
    package init(
        viewer: Viewer,
        organisation: String,
        csrfToken: String,
        mustChangePassword: Bool,
        lastSeenAt: Moment,
    ) {
        self.viewer = viewer
        self.organisation = organisation
        self.csrfToken = csrfToken
        self.mustChangePassword = mustChangePassword
        self.lastSeenAt = lastSeenAt
    }
}

/// Finds the session that a token belongs to; the capability that keeps accounts provides it.
package protocol SessionSource: PeopleSource {
    /// The live session of `token`; nil when there is none or it has run out.
    func session(token: String, at now: Moment, in transaction: Transaction) throws -> Session?
    /// What stands for a session wherever its token must not lie.
    func key(of token: String) -> [UInt8]
    /// The keys of all sessions that `session` would find at that moment.
    func live(at now: Moment, in transaction: Transaction) throws -> Set<[UInt8]>
    /// Notes that the session was used, so that it lives on.
    func touch(token: String, at now: Moment, in transaction: Transaction) throws
}
