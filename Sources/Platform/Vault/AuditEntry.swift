package import Access
package import Kernel

/// One act, or one view of customer data: who did what to which thing, when, and how it ended.
///
/// It holds no customer data. What looks like a number in `detail` is masked all the same.
package struct AuditEntry: Hashable, Sendable {
    /// Who acted; 0 for the system itself and for nobody.
    package let account: ID<Account>
    /// When.
    package let at: Moment
    /// What was done, such as `settlement.close` or `customer.view`.
    package let action: String
    /// The kind of thing it was done to, such as `lead`; empty for none.
    package let subject: String
    /// The thing; 0 for none.
    package let subjectID: Int64
    /// What else matters, without customer data.
    package let detail: String
    /// The right that allowed it; empty where it is called as the act.
    package let permission: String
    /// How it ended: `ok`, or a refusal's code.
    package let outcome: String
    /// The address that it came from; empty for the system.
    package let peer: String

    /// Describes an act.
    package init(
        account: ID<Account>,
        at: Moment,
        action: String,
        subject: String = "",
        subjectID: Int64 = 0,
        detail: String = "",
        permission: String = "",
        outcome: String = "ok",
        peer: String = "",
    ) {
        self.account = account
        self.at = at
        self.action = action
        self.subject = subject
        self.subjectID = subjectID
        self.detail = Self.harmless(detail)
        self.permission = permission
        self.outcome = outcome
        self.peer = peer
    }

    /// An entry as it was stored; nothing is masked again, so that its hash holds.
    init(
        stored account: ID<Account>,
        at: Moment,
        action: String,
        subject: String,
        subjectID: Int64,
        detail: String,
        permission: String,
        outcome: String,
        peer: String,
    ) {
        self.account = account
        self.at = at
        self.action = action
        self.subject = subject
        self.subjectID = subjectID
        self.detail = detail
        self.permission = permission
        self.outcome = outcome
        self.peer = peer
    }

    /// Most details are an address without a digit in it, and take the short way.
    private static func harmless(_ detail: String) -> String {
        let isPlain = detail.utf8.allSatisfy { $0 < 0x80 && !(0x30...0x39).contains($0) }
        return isPlain ? detail : FreeTextMasking.mask(detail)
    }
}

/// An entry as it stands in the log.
package struct AuditRecord: Hashable, Sendable {
    /// Its number in the whole log; the key by which pages follow each other.
    package let id: Int64
    /// Its number in its account's chain, from 1.
    package let sequence: Int64
    /// What it says.
    package let entry: AuditEntry
}

/// The thing that entries are about.
package struct AuditSubject: Hashable, Sendable {
    /// The codes under which its entries stand, such as `lead`; one at least.
    package let kinds: [String]
    /// Which of that kind.
    package let id: Int64

    /// The code of its kind.
    package var kind: String { kinds[0] }

    /// A thing of a kind, whose entries may stand under several codes.
    package init(kinds: [String], id: Int64) {
        precondition(!kinds.isEmpty, "A thing is of some kind.")
        self.kinds = kinds
        self.id = id
    }

    /// A thing of a kind.
    package init(kind: String, id: Int64) {
        self.init(kinds: [kind], id: id)
    }
}

/// Which entries to list; what is not set does not matter.
package struct AuditFilter: Hashable, Sendable {
    /// Of this account alone.
    package var account: ID<Account>?
    /// About this thing.
    package var subject: AuditSubject?
    /// Of this action.
    package var action: String?
    /// From this day on.
    package var from: BusinessDay?
    /// Up to and including this day.
    package var through: BusinessDay?

    /// Everything, until something is set.
    package init(
        account: ID<Account>? = nil,
        subject: AuditSubject? = nil,
        action: String? = nil,
        from: BusinessDay? = nil,
        through: BusinessDay? = nil,
    ) {
        self.account = account
        self.subject = subject
        self.action = action
        self.from = from
        self.through = through
    }
}
