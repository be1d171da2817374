package import Kernel

/// The owner type of an account's identity: someone, or a program, that signs in.
package enum Account {}

/// The owner type of an organisation's identity: the bank or a vendor.
package enum Organisation {}

/// Who asks. A row is found only through a viewer, and a viewer sees no other vendor's rows.
package struct Viewer: Sendable, Hashable {
    /// The account that is signed in; 0 for nobody, and for the system itself.
    package let account: ID<Account>
    /// The organisation to which the account belongs.
    package let organisation: ID<Organisation>
    /// The account's roles; nil for nobody and for the system.
    package let roles: Roles?
    /// The name to show for the account: a staff name, not customer data.
    package let name: String
    /// The staff number that is told to customers and printed in reports; empty for none.
    package let staffNumber: String
    /// What a program may do; nil for people.
    package let scopes: Set<Scope>?

    /// Makes a viewer from a signed-in account; `scopes` is for programs.
    package init(
        account: ID<Account>,
        organisation: ID<Organisation>,
        roles: Roles,
        name: String,
        staffNumber: String,
        scopes: Set<Scope>? = nil,
    ) {
        self.account = account
        self.organisation = organisation
        self.roles = roles
        self.name = name
        self.staffNumber = staffNumber
        self.scopes = scopes
    }

    private init(unnamed name: String) {
        account = ID(0)
        organisation = ID(0)
        roles = nil
        self.name = name
        staffNumber = ""
        scopes = nil
    }

    /// Nobody: the viewer of a page that anyone may open. Finds no rows.
    package static let anonymous = Viewer(unnamed: "")

    /// The side on which the viewer stands; nil for nobody.
    package var side: Side? { roles?.side }

    /// Whether the viewer holds `role`.
    package func holds(_ role: Role) -> Bool { roles?.contains(role) ?? false }

    /// The only vendor whose rows the viewer may see; nil for the bank, which sees every vendor's.
    ///
    /// Nobody gets organisation 0, which owns nothing.
    package var onlyVendor: ID<Organisation>? {
        side == .bank ? nil : organisation
    }

    /// Whether the viewer may know of a row that belongs to `vendor`.
    package func maySee(vendor: ID<Organisation>) -> Bool {
        onlyVendor.map { $0 == vendor } ?? true
    }
}
