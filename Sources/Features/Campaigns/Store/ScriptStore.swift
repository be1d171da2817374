package import Access
package import Database
package import Kernel

/// A script with its newest version, as a list shows it. C4.12.
package struct ScriptSummary: Sendable, Hashable {
    /// The script.
    package let id: ID<Script>
    /// Its name.
    package let name: String
    /// How many versions the viewer may see.
    package let versions: Int
    /// The newest version that the viewer may see.
    package let newest: Int
    /// The number of the newest approved version; nil when none is.
    package let newestApproved: Int?
}

/// A version of a script as it stands. C4.12.
package struct ScriptVersionRecord: Sendable, Hashable {
    /// The version.
    package let id: ID<ScriptVersion>
    /// The script.
    package let script: ID<Script>
    /// The script's name.
    package let name: String
    /// The version's number, from 1.
    package let number: Int
    /// The wording.
    package let body: ScriptBody
    /// Where the version stands.
    package let state: ScriptState
    /// The vendor whose people wrote it; nil for the bank.
    package let vendor: ID<Organisation>?
    /// Who wrote it, and so may not approve it.
    package let createdBy: ID<Account>
    /// When it was written.
    package let createdAt: Moment
    /// Who approved it; nil before approval.
    package let approvedBy: ID<Account>?
    /// When it was approved; nil before approval.
    package let approvedAt: Moment?

    /// Whether `approver` may approve it: the wording keeps the rules, and nobody approves their
    /// own.
    package func checkApproval(by approver: ID<Account>) throws {
        _ = try state.after(.approve)
        try FourEyes.check(approver, not: [createdBy])
        let findings = ScriptCheck.findings(body)
        guard findings.isEmpty else { throw ScriptRefusal.findings(findings) }
    }
}

/// Scripts and their versions in the database. C4.12.
///
/// The bank sees every version. A vendor sees what its own people wrote, what the bank wrote and
/// approved, and what its own tasks use; it does not see another vendor's proposals.
package struct ScriptStore {
    private let transaction: Transaction

    /// A store within one transaction.
    package init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    /// The scripts of which the viewer may see a version, by identity.
    package func list(visibleTo viewer: Viewer) throws -> [ScriptSummary] {
        try transaction.rows(
            """
            SELECT s.id, s.name, COUNT(*) AS versions, MAX(v.number) AS newest,
                MAX(CASE WHEN v.state = 'approved' THEN v.number END) AS newest_approved
            FROM script s JOIN script_version v ON v.script_id = s.id
            WHERE v.id > 0\(Self.only(viewer)) GROUP BY s.id, s.name ORDER BY s.id
            """
        ).map { row in
            ScriptSummary(
                id: ID(try row.int("id")),
                name: try row.text("name"),
                versions: Int(try row.int("versions")),
                newest: Int(try row.int("newest")),
                newestApproved: try row.optionalInt("newest_approved").map { Int($0) },
            )
        }
    }

    /// The versions of a script that the viewer may see, newest first. Throws where there is none.
    package func versions(
        of script: ID<Script>,
        visibleTo viewer: Viewer,
    ) throws -> [ScriptVersionRecord] {
        let versions = try transaction.rows(
            """
            SELECT v.*, s.name FROM script_version v JOIN script s ON s.id = v.script_id
            WHERE v.script_id = \(script)\(Self.only(viewer)) ORDER BY v.number DESC
            """
        ).map(Self.version)
        if versions.isEmpty { throw NotFound(L("话术", en: "script")) }
        return versions
    }

    /// A version that the viewer may see.
    package func version(
        _ id: ID<ScriptVersion>,
        visibleTo viewer: Viewer,
    ) throws -> ScriptVersionRecord {
        let row = try transaction.first(
            """
            SELECT v.*, s.name FROM script_version v JOIN script s ON s.id = v.script_id
            WHERE v.id = \(id)\(Self.only(viewer))
            """
        )
        guard let row else { throw NotFound(L("话术版本", en: "script version")) }
        return try Self.version(row)
    }

    /// The approved versions that the viewer may see, for a choice.
    package func approved(visibleTo viewer: Viewer) throws -> [ScriptVersionRecord] {
        try transaction.rows(
            """
            SELECT v.*, s.name FROM script_version v JOIN script s ON s.id = v.script_id
            WHERE v.state = 'approved'\(Self.only(viewer)) ORDER BY s.name, v.number DESC
            """
        ).map(Self.version)
    }

    /// The versions that wait for approval and that the viewer may see, the oldest first.
    func drafts(visibleTo viewer: Viewer, limit: Int) throws -> [ScriptVersionRecord] {
        try transaction.rows(
            """
            SELECT v.*, s.name FROM script_version v JOIN script s ON s.id = v.script_id
            WHERE v.state = 'draft'\(Self.only(viewer)) ORDER BY v.id LIMIT \(limit)
            """
        ).map(Self.version)
    }

    /// The versions that were approved since `moment` and that the viewer may see, newest first.
    func approved(
        since moment: Moment,
        visibleTo viewer: Viewer,
        limit: Int,
    ) throws -> [ScriptVersionRecord] {
        try transaction.rows(
            """
            SELECT v.*, s.name FROM script_version v JOIN script s ON s.id = v.script_id
            WHERE v.approved_at > \(moment)\(Self.only(viewer))
            ORDER BY v.approved_at DESC LIMIT \(limit)
            """
        ).map(Self.version)
    }

    private static func only(_ viewer: Viewer) -> SQL {
        guard viewer.side != nil else { return " AND 1 = 0" }
        guard let vendor = viewer.onlyVendor else { return "" }
        return """
             AND (v.vendor_id = \(vendor) OR (v.vendor_id = 0 AND v.state <> 'draft')
                OR EXISTS (SELECT 1 FROM campaign c
                    WHERE c.script_version_id = v.id AND c.vendor_id = \(vendor)))
            """
    }

    // MARK: Changing

    /// Keeps a new script with its first version, a draft.
    package func add(
        name: String,
        _ body: ScriptBody,
        by viewer: Viewer,
        at now: Moment,
    ) throws -> ID<ScriptVersion> {
        if try transaction.first("SELECT id FROM script WHERE name = \(name)") != nil {
            throw InvalidInput(
                "name",
                L("已有同名的话术，请换一个名称。", en: "A script of that name exists; choose another name."),
            )
        }
        let script = ID<Script>(
            try transaction.insert("INSERT INTO script(name) VALUES (\(name)) RETURNING id")
        )
        return try insert(body, number: 1, of: script, by: viewer, at: now)
    }

    /// Keeps another version of a script that the viewer may see, a draft.
    package func addVersion(
        of script: ID<Script>,
        _ body: ScriptBody,
        by viewer: Viewer,
        at now: Moment,
    ) throws -> ID<ScriptVersion> {
        _ = try versions(of: script, visibleTo: viewer)
        let last = try transaction.one(
            "SELECT MAX(number) AS last FROM script_version WHERE script_id = \(script)"
        )
        let number = Int(try last.int("last")) + 1
        return try insert(body, number: number, of: script, by: viewer, at: now)
    }

    private func insert(
        _ body: ScriptBody,
        number: Int,
        of script: ID<Script>,
        by viewer: Viewer,
        at now: Moment,
    ) throws -> ID<ScriptVersion> {
        ID(
            try transaction.insert(
                """
                INSERT INTO script_version(script_id, number, body, state, vendor_id, created_by,
                    created_at)
                VALUES (\(script), \(number), \(try StoredScript.text(body)),
                    \(ScriptState.draft.rawValue), \(viewer.onlyVendor?.rawValue ?? 0),
                    \(viewer.account), \(now)) RETURNING id
                """
            )
        )
    }

    /// Approves a version. Throws where the rules refuse it. C4.12.
    package func approve(
        _ version: ScriptVersionRecord,
        by approver: ID<Account>,
        at now: Moment,
    ) throws {
        try version.checkApproval(by: approver)
        try transaction.execute(
            """
            UPDATE script_version SET state = \(try version.state.after(.approve).rawValue),
                approved_by = \(approver), approved_at = \(now)
            WHERE id = \(version.id)
            """
        )
    }

    /// Retires a version that no open task uses.
    package func retire(_ version: ScriptVersionRecord) throws {
        let state = try version.state.after(.retire)
        let user = try transaction.first(
            """
            SELECT id FROM campaign WHERE script_version_id = \(version.id)
                AND state <> 'closed' ORDER BY id LIMIT 1
            """
        )
        if let user { throw ScriptRefusal.inUse(ID(try user.int("id"))) }
        try transaction.execute(
            "UPDATE script_version SET state = \(state.rawValue) WHERE id = \(version.id)"
        )
    }

    private static func version(_ row: Row) throws -> ScriptVersionRecord {
        let vendor = try row.int("vendor_id")
        return ScriptVersionRecord(
            id: ID(try row.int("id")),
            script: ID(try row.int("script_id")),
            name: try row.text("name"),
            number: Int(try row.int("number")),
            body: try StoredScript.body(try row.text("body")),
            state: try row.decode("state", as: ScriptState.self),
            vendor: vendor == 0 ? nil : ID(vendor),
            createdBy: ID(try row.int("created_by")),
            createdAt: try row.moment("created_at"),
            approvedBy: try row.optionalInt("approved_by").map { ID($0) },
            approvedAt: try row.optionalMoment("approved_at"),
        )
    }
}
