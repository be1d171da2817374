package import Access

extension Permission {
    /// Signing in.
    static let signIn = Permission.anyone("session.begin")
    /// Signing out.
    static let signOut = Permission.signedIn("session.end")
    /// One's own account.
    static let ownAccount = Permission.signedIn("account.own")
    /// Setting the system up before it has any account.
    static let setUp = Permission.anyone("system.set_up")
    /// Seeing the accounts: one's own organisation's, or every one for the bank.
    package static let listAccounts = Permission(
        "account.list",
        .securityOfficer,
        .auditor,
        .projectManager,
        .bankManager,
    )
    /// Making, closing and resetting accounts.
    package static let manageAccounts = Permission("account.manage", .securityOfficer)
    /// Seeing which programs of the bank have access.
    package static let listClients = Permission(
        "clients.list",
        .systemAdministrator,
        .securityOfficer,
        .auditor,
    )
    /// Making and revoking programs' access: it shows no customer.
    package static let manageClients = Permission("clients.manage", .systemAdministrator)
}
