internal import Access
internal import Database
internal import Kernel
internal import Web

/// One try at a password: taken in the database before the password is looked at and given back if
/// it was right. However many come at once, no more are looked at than one after the other.
struct Guess {
    private let name: SignInName
    private let context: Context
    private let sender: SenderNetwork

    /// A try at the password of `name`, by the request of `context`.
    init(_ name: SignInName, _ context: Context) {
        self.name = name
        self.context = context
        sender = SenderNetwork(context.peer)
    }

    /// Takes a try, for the account that `find` tells, and asks whether the password is right.
    /// Throws `locked` or `slowed` where there is no try left, also after the last wrong one.
    func run(
        _ find: (Transaction) throws -> ID<Account>?,
        isRight: () throws -> Bool,
    ) throws -> Bool {
        let now = context.wallNow
        let database = context.environment.database
        let (account, closedUntil) = try database.write { transaction in
            let account = try find(transaction)
            return (
                account,
                try store(transaction).take(name, of: account, from: sender, at: now)
            )
        }
        let right: Bool
        do {
            right = try isRight()
        } catch let refusal as BusyRefusal {
            // Nothing was looked at.
            try database.write { try giveBack(account, $0) }
            throw refusal
        }
        guard right else {
            if let closedUntil { throw AccountRefusal.locked(until: closedUntil) }
            return false
        }
        try database.write { transaction in
            try giveBack(account, transaction)
            if let account { try store(transaction).know(sender, of: account, at: now) }
        }
        return true
    }

    private func giveBack(_ account: ID<Account>?, _ transaction: Transaction) throws {
        try store(transaction).giveBack(name, of: account, from: sender, at: context.wallNow)
    }

    private func store(_ transaction: Transaction) -> GuessStore {
        GuessStore(transaction, vault: context.environment.vault)
    }
}
