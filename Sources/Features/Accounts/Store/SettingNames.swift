package import Access
package import Database
package import Kernel
package import Records

extension DecidedSetting {
    /// The names of those who decided.
    package static func names(
        _ accounts: Set<ID<Account>>,
        in transaction: Transaction,
    ) throws -> [ID<Account>: String] {
        let names = try AccountStore(transaction).names(Set(accounts.map(\.rawValue)))
        return Dictionary(uniqueKeysWithValues: names.map { (ID($0.key), $0.value) })
    }

    /// Those who may see it.
    package static func readers(in transaction: Transaction) throws -> [ID<Account>] {
        try AccountStore(transaction).holders(of: see)
    }
}
