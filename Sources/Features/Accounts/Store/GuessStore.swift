internal import Access
package import Database
internal import Kernel
package import Vault
internal import Web

/// Tries at passwords in the database, by a keyed digest of the name: a name that does not exist
/// is counted like one that does, and what was typed stands nowhere.
package struct GuessStore {
    private let transaction: Transaction
    private let vault: Vault

    /// A store within one transaction; `vault` makes the digests.
    package init(_ transaction: Transaction, vault: Vault) {
        self.transaction = transaction
        self.vault = vault
    }

    /// Takes a try at a name, to be given back if the password is right. `account` is whose name
    /// it is; nil for nobody's. Tells until when the name is closed there if the password is
    /// wrong, or nil. Throws `locked` or `slowed`.
    func take(
        _ name: SignInName,
        of account: ID<Account>?,
        from sender: SenderNetwork,
        at now: Moment,
    ) throws -> Moment? {
        let key = key(of: name)
        var closedUntil: Moment?
        try change(key, sender.description, at: now) { guesses throws(AccountRefusal) in
            try guesses.take(.oneAddress, at: now)
            closedUntil = guesses.closedUntil
        }
        if try !isKnown(sender, to: account, at: now) {
            try change(key, Self.anywhere, at: now) { guesses throws(AccountRefusal) in
                try guesses.take(.strangers, at: now)
            }
        }
        return closedUntil
    }

    /// Gives a try back that turned out to be right, or was none. The next one at this address has
    /// all of them again.
    func giveBack(
        _ name: SignInName,
        of account: ID<Account>?,
        from sender: SenderNetwork,
        at now: Moment,
    ) throws {
        let key = key(of: name)
        try transaction.execute(
            """
            DELETE FROM sign_in_guess WHERE name_key = \(key) AND sender = \(sender.description)
            """
        )
        if try !isKnown(sender, to: account, at: now) {
            try change(key, Self.anywhere, at: now) { $0.giveBack() }
        }
    }

    /// Forgets every try at a name: its holder has a new password.
    func forget(_ name: SignInName) throws {
        try transaction.execute("DELETE FROM sign_in_guess WHERE name_key = \(key(of: name))")
    }

    /// Forgets what is older than the rule remembers.
    func forgetOld(at now: Moment) throws {
        try transaction.execute(
            "DELETE FROM sign_in_guess WHERE last_at <= \(now - Guesses.memory)"
        )
        try transaction.execute(
            "DELETE FROM account_sender WHERE last_at <= \(now - Self.familiar)"
        )
    }

    // MARK: Where an account's holder signs in

    /// For how long an address stays known after the last sign-in.
    private static let familiar = Duration.hours(24 * 90)

    /// Notes that an account's holder signed in from there.
    func know(_ sender: SenderNetwork, of account: ID<Account>, at now: Moment) throws {
        try transaction.execute(
            """
            INSERT INTO account_sender(account_id, sender, last_at)
            VALUES (\(account), \(sender.description), \(now))
            ON CONFLICT (account_id, sender) DO UPDATE SET last_at = excluded.last_at
            """
        )
    }

    private func isKnown(
        _ sender: SenderNetwork,
        to account: ID<Account>?,
        at now: Moment,
    ) throws -> Bool {
        guard let account else { return false }
        return try transaction.first(
            """
            SELECT 1 FROM account_sender WHERE account_id = \(account)
                AND sender = \(sender.description) AND last_at > \(now - Self.familiar)
            """
        ) != nil
    }

    // MARK: Counting

    /// The sender of what is counted over all addresses.
    private static let anywhere = ""

    private func key(of name: SignInName) -> Int64 {
        vault.blindIndex(name.skeleton, as: Field("sign_in_guess.name_key"))
    }

    /// Changes a count that nobody else changes meanwhile.
    private func change(
        _ key: Int64,
        _ sender: String,
        at now: Moment,
        _ body: (inout Guesses) throws(AccountRefusal) -> Void,
    ) throws {
        try transaction.execute(
            """
            INSERT INTO sign_in_guess(name_key, sender, count, last_at)
            VALUES (\(key), \(sender), 0, \(now)) ON CONFLICT (name_key, sender) DO NOTHING
            """
        )
        let row = try transaction.one(
            """
            SELECT count, last_at, closed_until FROM sign_in_guess
            WHERE name_key = \(key) AND sender = \(sender)\(transaction.dialect.forUpdate)
            """
        )
        var guesses = Guesses(
            count: Int(try row.int("count")),
            lastAt: try row.moment("last_at"),
            closedUntil: try row.optionalMoment("closed_until"),
        )
        try body(&guesses)
        try transaction.execute(
            """
            UPDATE sign_in_guess SET count = \(guesses.count), last_at = \(guesses.lastAt),
                closed_until = \(guesses.closedUntil)
            WHERE name_key = \(key) AND sender = \(sender)
            """
        )
    }
}
