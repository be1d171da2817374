internal import Access
internal import Database
internal import Kernel
internal import Leads
internal import Telephony
package import Web

/// Takes back callbacks that cannot be kept, because the customer was suppressed meanwhile or the lead
/// taken back, and tells the agents who had promised them. C4.12.
package struct CallbackKeeper: Sendable {
    private let environment: Environment

    /// A keeper on the product's surroundings.
    package init(_ environment: Environment) {
        self.environment = environment
    }

    /// Looks once at every open callback.
    package func sweep() throws {
        var after: Int64? = 0
        while let key = after {
            let (found, next) = try environment.database.read { transaction in
                try CallbackStore(transaction)
                    .unkept(after: key, LeadStore(transaction, vault: environment.vault))
            }
            // What nobody has to write holds up nobody.
            if !found.isEmpty { try clear(found) }
            after = next
        }
    }

    private func clear(_ callbacks: [(id: ID<Callback>, reason: CallbackClearing)]) throws {
        try environment.database.write { transaction in
            let store = CallbackStore(transaction)
            let owners = try callbacks.compactMap {
                try store.clear($0.id, because: $0.reason, at: environment.time.now())
            }
            for owner in Set(owners) {
                if let seat = try SeatStore(transaction).seat(of: owner) {
                    environment.announce(seat, in: transaction)
                }
            }
        }
    }
}
