package import Access
package import Kernel

/// The shortest conversation after which a customer counts as found interested, as the bank has set
/// it. C5.2.
package struct TalkMinimum: Sendable, Hashable {
    /// What holds until the bank sets another.
    package static let standard = TalkMinimum(seconds: 10)
    /// What the bank can set, in seconds; 0 asks for an answered call only.
    package static let allowed = 0...120

    /// The talk.
    package let span: Duration

    /// So many seconds of talk.
    package init(seconds: Int) { span = .seconds(seconds) }
}

/// One setting of the shortest conversation.
package struct TalkMinimumDecision: Sendable {
    /// From then on.
    package let minimum: TalkMinimum
    /// Why.
    package let reason: String
    /// Who.
    package let by: ID<Account>
    /// When.
    package let at: Moment
}
