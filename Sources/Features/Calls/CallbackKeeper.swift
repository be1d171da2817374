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
            after = try environment.database.write { transaction in
                let found = try CallbackStore(transaction).clearUnkept(
                    after: key,
                    LeadStore(transaction, vault: environment.vault),
                    at: environment.time.now(),
                )
                for owner in found.owners {
                    if let seat = try SeatStore(transaction).seat(of: owner) {
                        environment.announce(seat, in: transaction)
                    }
                }
                return found.next
            }
        }
    }
}
