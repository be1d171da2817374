package import Access
package import Database
package import Kernel
internal import Web

/// Accounts and organisations in the database.
package struct AccountStore {
    let transaction: Transaction

    /// A store within one transaction.
    package init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    /// An account to be made.
    package struct NewAccount: Sendable {
        /// The organisation to which it will belong.
        package let organisation: ID<Organisation>
        /// What is typed on signing in.
        package let signInName: String
        /// The Argon2id hash of the first password.
        package let passwordHash: String
        /// The roles.
        package let roles: Roles
        /// The name to show.
        package let name: String
        /// The staff number; empty for none.
        package let staffNumber: String
        /// Whether the password must be changed on the first sign-in.
        package let mustChangePassword: Bool

        /// An account to be made.
        package init(
            organisation: ID<Organisation>,
            signInName: String,
            passwordHash: String,
            roles: Roles,
            name: String,
            staffNumber: String,
            mustChangePassword: Bool,
        ) {
            self.organisation = organisation
            self.signInName = signInName
            self.passwordHash = passwordHash
            self.roles = roles
            self.name = name
            self.staffNumber = staffNumber
            self.mustChangePassword = mustChangePassword
        }
    }

    /// Whether any account exists.
    package func isEmpty() throws -> Bool {
        try transaction.first("SELECT id FROM account LIMIT 1") == nil
    }

    /// Makes an account. Throws `nameTaken`, or `wrongSide` for roles of the other side.
    package func add(_ account: NewAccount, at now: Moment) throws -> ID<Account> {
        let side = try transaction.first(
            "SELECT side FROM organisation WHERE id = \(account.organisation)"
        )?.text("side")
        guard let side else { throw NotFound(L("机构", en: "organisation")) }
        guard side == account.roles.side.rawValue else { throw AccountRefusal.wrongSide }
        let (text, skeleton) = try name(of: account)
        return ID(
            try transaction.insert(
                """
                INSERT INTO account(organisation_id, sign_in_name, name_skeleton, password_hash,
                    roles, name, staff_number, state, must_change_password, created_at)
                VALUES (\(account.organisation), \(text), \(skeleton),
                    \(account.passwordHash), \(Self.stored(account.roles)), \(account.name),
                    \(account.staffNumber), 'active', \(account.mustChangePassword), \(now))
                RETURNING id
                """
            )
        )
    }

    /// The sign-in name as it is stored, with what it looks like; a program has none to type.
    private func name(of account: NewAccount) throws -> (text: String, skeleton: String?) {
        if account.roles.contains(.program) { return (account.signInName, nil) }
        let name = try SignInName(new: account.signInName)
        let taken = try transaction.first(
            """
            SELECT sign_in_name FROM account
            WHERE sign_in_name = \(name.text) OR name_skeleton = \(name.skeleton)
            """
        )
        if let taken {
            throw try taken.text(0) == name.text
                ? AccountRefusal.nameTaken : AccountRefusal.nameLooksTaken
        }
        return (name.text, name.skeleton)
    }

    /// The account that signs in under a name, with its password's hash; for signing in only.
    /// A name that only looks like the one of an account is nobody's.
    package func credentials(of name: SignInName) throws -> (AccountDetails, hash: String)? {
        let rows = try transaction.rows(
            """
            SELECT * FROM account
            WHERE (sign_in_name = \(name.text) OR name_skeleton = \(name.skeleton))
                AND roles <> \(Role.program.rawValue) ORDER BY id
            """
        )
        let row =
            try rows.first { try $0.text("sign_in_name") == name.text }
            ?? rows.first { SignInName(typed: try $0.text("sign_in_name")).text == name.text }
        return try row.map { (try Self.details($0), try $0.text("password_hash")) }
    }

    /// The viewer's own account with its password's hash; for changing the password.
    package func own(_ viewer: Viewer) throws -> (AccountDetails, hash: String) {
        guard
            let row = try transaction.first("SELECT * FROM account WHERE id = \(viewer.account)")
        else { throw NotFound(L("账号", en: "account")) }
        return (try Self.details(row), try row.text("password_hash"))
    }

    /// A person's account that the viewer may see: their own organisation's, or any for the bank.
    package func find(_ id: ID<Account>, visibleTo viewer: Viewer) throws -> AccountDetails {
        let row = try transaction.first(
            "SELECT * FROM account WHERE id = \(id) AND roles <> \(Role.program.rawValue)"
        )
        guard let row, viewer.maySee(vendor: ID(try row.int("organisation_id"))) else {
            throw NotFound(L("账号", en: "account"))
        }
        return try Self.details(row)
    }

    /// The people's accounts that the viewer may see, by identity, after `key`.
    package func list(
        visibleTo viewer: Viewer,
        after key: Int64,
        limit: Int,
    ) throws -> [AccountDetails] {
        let rows =
            if let vendor = viewer.onlyVendor {
                try transaction.rows(
                    """
                    SELECT * FROM account WHERE organisation_id = \(vendor) AND id > \(key)
                    ORDER BY id LIMIT \(limit)
                    """
                )
            } else {
                try transaction.rows(
                    """
                    SELECT * FROM account WHERE id > \(key) AND roles <> \(Role.program.rawValue)
                    ORDER BY id LIMIT \(limit)
                    """
                )
            }
        return try rows.map(Self.details)
    }

    /// The active people who hold a right, all of them or those of one organisation, by identity and
    /// as many as are told of one thing. The table of accounts is small.
    package func holders(
        of right: Permission,
        in organisation: ID<Organisation>? = nil,
    ) throws -> [ID<Account>] {
        guard case .roles(let roles) = right.grant else { return [] }
        let held: SQL = roles.sorted { $0.rawValue < $1.rawValue }.reduce("") { held, role in
            held + (" OR ',' || roles || ',' LIKE \("%,\(role.rawValue),%")" as SQL)
        }
        let whose: SQL = organisation.map { " AND organisation_id = \($0)" } ?? ""
        let rows = try transaction.rows(
            "SELECT id FROM account WHERE state = 'active'\(whose) AND (1 = 0\(held)) "
                + "ORDER BY id LIMIT \(Notices.mostTold)"
        )
        return try rows.map { try $0.id("id") }
    }

    /// The active agents of a vendor, by identity.
    package func agents(of vendor: ID<Organisation>) throws -> [AccountDetails] {
        try transaction.rows(
            """
            SELECT * FROM account WHERE organisation_id = \(vendor) AND roles = 'agent'
                AND state = 'active' ORDER BY id
            """
        ).map(Self.details)
    }

    /// The names of accounts, for lists of other capabilities; staff names, not customer data.
    package func names(_ ids: Set<Int64>) throws -> [Int64: String] {
        if ids.isEmpty { return [:] }
        let rows = try transaction.rows(
            "SELECT id, name FROM account WHERE id IN \(list: ids.sorted())"
        )
        return try Dictionary(
            uniqueKeysWithValues: rows.map { (try $0.int("id"), try $0.text("name")) }
        )
    }

    /// Sets a password's hash and whether it must be changed.
    package func setPassword(_ id: ID<Account>, hash: String, mustChange: Bool) throws {
        try transaction.execute(
            """
            UPDATE account SET password_hash = \(hash), must_change_password = \(mustChange)
            WHERE id = \(id)
            """
        )
    }

    /// Opens or closes an account.
    package func setState(_ id: ID<Account>, _ state: AccountDetails.State) throws {
        try transaction.execute(
            "UPDATE account SET state = \(state.rawValue) WHERE id = \(id)"
        )
    }

    static func stored(_ roles: Roles) -> String {
        roles.all.map(\.rawValue).joined(separator: ",")
    }

    static func details(_ row: Row) throws -> AccountDetails {
        let roles = try row.text("roles").split(separator: ",").compactMap {
            Role(rawValue: String($0))
        }
        return AccountDetails(
            id: ID(try row.int("id")),
            organisation: ID(try row.int("organisation_id")),
            signInName: try row.text("sign_in_name"),
            roles: try Roles(Set(roles)),
            name: try row.text("name"),
            staffNumber: try row.text("staff_number"),
            state: try row.decode("state", as: AccountDetails.State.self),
            mustChangePassword: try row.bool("must_change_password"),
        )
    }
}
