package import Access
internal import Database
internal import Kernel

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
