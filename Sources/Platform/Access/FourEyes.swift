package import Kernel

/// Nobody decides on their own request: the one place that says so, for every approval and for
/// taking back what another person has to take back. That a decision holds for what was seen is
/// `Endpoint.edits`.
package enum FourEyes {
    /// Whether `account` may decide on what `authors` asked for, wrote or changed.
    package static func allows(
        _ account: ID<Account>,
        not authors: some Collection<ID<Account>>,
    ) -> Bool {
        !authors.contains(account)
    }

    /// Refuses `account` where it is one of `authors`.
    package static func check(
        _ account: ID<Account>,
        not authors: some Collection<ID<Account>>,
    ) throws(OwnRequest) {
        if !allows(account, not: authors) { throw .own }
    }
}

/// Why somebody may not decide.
package enum OwnRequest: UserFacing, Hashable {
    /// It is their own.
    case own

    package var code: String { "own_request" }

    package var status: RefusalStatus { .forbidden }

    package var message: L {
        L(
            "这是您本人提出、编写、修改或设置的，须由另一位有权人员办理。",
            en:
                "You asked for this, wrote, changed or placed it yourself; another person who has the "
                + "right decides.",
        )
    }
}
