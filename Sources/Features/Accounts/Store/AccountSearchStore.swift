package import Access
internal import Database
internal import Kernel
internal import Web

extension AccountStore {
    /// How many people may sign in, and how many were here within the last ten minutes.
    func counts(at now: Moment) throws -> (active: Int, signedIn: Int) {
        let program = Role.program.rawValue
        let active = try transaction.one(
            "SELECT COUNT(*) FROM account WHERE state = 'active' AND roles <> \(program)"
        )
        let signedIn = try transaction.one(
            """
            SELECT COUNT(DISTINCT account_id) FROM session
            WHERE last_seen_at > \(now - .minutes(10))
            """
        )
        return (Int(try active.int(0)), Int(try signedIn.int(0)))
    }

    /// Who stands in the audit log under these numbers.
    func people(_ ids: Set<Int64>) throws -> [Int64: LoggedPerson] {
        if ids.isEmpty { return [:] }
        let rows = try transaction.rows(
            """
            SELECT id, name, organisation_id, roles, state FROM account WHERE id IN \(list: ids.sorted())
            """
        )
        return try Dictionary(
            uniqueKeysWithValues: rows.map { row in
                let person = LoggedPerson(
                    name: try row.text("name"),
                    organisation: try row.id("organisation_id"),
                    isProgram: try row.text("roles") == Role.program.rawValue,
                    isActive: try row.text("state") == "active",
                )
                return (try row.int("id"), person)
            }
        )
    }

    /// Who is meant by a number, a sign-in name or a whole name; those of one name are several.
    func named(_ words: String) throws -> [ID<Account>] {
        if let number = Int64(words) { return [ID(number)] }
        return try transaction.rows(
            """
            SELECT id FROM account WHERE sign_in_name = \(words.lowercased()) OR name = \(words)
            ORDER BY id LIMIT 2
            """
        ).map { try $0.id("id") }
    }

    /// The people whose name, sign-in name or staff number is like `pattern`, whom the viewer may
    /// see, by identity. `pattern` is of `LIKE … ESCAPE '!'`, in lower case.
    package func search(
        _ pattern: String,
        visibleTo viewer: Viewer,
        limit: Int,
    ) throws -> [AccountDetails] {
        let mine: SQL = viewer.onlyVendor.map { " AND organisation_id = \($0)" } ?? ""
        return try transaction.rows(
            """
            SELECT * FROM account
            WHERE (LOWER(name) LIKE \(pattern) ESCAPE '!'
                OR LOWER(sign_in_name) LIKE \(pattern) ESCAPE '!'
                OR LOWER(staff_number) LIKE \(pattern) ESCAPE '!')
                AND roles <> \(Role.program.rawValue)\(mine) ORDER BY id LIMIT \(limit)
            """
        ).map(Self.details)
    }
}
