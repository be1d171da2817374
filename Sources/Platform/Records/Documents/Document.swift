package import Access
package import Database
package import Kernel

/// A document that belongs to something: its file lies sealed, and this is what is known of it.
package struct Document<Owner>: Sendable {
    /// Its identity.
    package let id: ID<Document<Owner>>
    /// What it belongs to.
    package let owner: ID<Owner>
    /// What it is, by its content.
    package let kind: DocumentKind
    /// What it is called; masked like every remark.
    package let title: String
    /// The last day on which it holds, such as a certificate's; nil for one that does not end.
    package let validThrough: BusinessDay?
    /// How many bytes it has in the clear.
    package let bytes: Int
    /// SHA-256 of its content.
    package let digest: [UInt8]
    /// The sealed file's name in its folder.
    let file: String
    /// Who brought it.
    package let addedBy: ID<Account>
    /// When.
    package let addedAt: Moment
}

/// The table of a capability that keeps documents, only ever added to: `id {id}`, `owner_id BIGINT`,
/// `kind TEXT`, `title TEXT`, `valid_through BIGINT`, `bytes BIGINT`, `digest {blob}`, `file TEXT`,
/// `account_id BIGINT`, `at BIGINT`, and `UNIQUE (owner_id, digest)`.
package struct DocumentTable<Owner>: Sendable {
    /// The table's name, and that of its folder.
    package let name: String
    private let table: SQL

    /// The table `name`; its files lie in `documents/name` in the data folder.
    package init(_ name: StaticString) {
        self.name = "\(name)"
        table = SQL(stringLiteral: "\(name)")
    }

    private static var columns: SQL {
        "id, owner_id, kind, title, valid_through, bytes, digest, file, account_id, at"
    }

    /// The documents of something, the newest first.
    package func list(
        of owner: ID<Owner>,
        in transaction: Transaction,
    ) throws -> [Document<Owner>] {
        try transaction.rows(
            """
            SELECT \(Self.columns) FROM \(table) WHERE owner_id = \(owner)
            ORDER BY id DESC LIMIT 200
            """
        ).map(Self.document)
    }

    /// One of them; nil where it belongs to something else. The owner was found through a viewer.
    func find(
        _ id: ID<Document<Owner>>,
        of owner: ID<Owner>,
        in transaction: Transaction,
    ) throws -> Document<Owner>? {
        try transaction.first(
            "SELECT \(Self.columns) FROM \(table) WHERE id = \(id) AND owner_id = \(owner)"
        ).map(Self.document)
    }

    /// Adds one. Throws `alreadyThere` where its owner has the same content.
    func add(
        _ sealed: SealedDocument,
        to owner: ID<Owner>,
        title: String,
        validThrough day: BusinessDay?,
        by account: ID<Account>,
        at now: Moment,
        in transaction: Transaction,
    ) throws -> ID<Document<Owner>> {
        let through: SQL = day.map { "\($0)" } ?? "NULL"
        let row = try transaction.first(
            """
            INSERT INTO \(table)(owner_id, kind, title, valid_through, bytes, digest, file,
                account_id, at)
            VALUES (\(owner), \(sealed.kind), \(title), \(through), \(sealed.bytes),
                \(sealed.digest), \(sealed.file), \(account), \(now))
            ON CONFLICT (owner_id, digest) DO NOTHING RETURNING id
            """
        )
        guard let row else { throw DocumentRefusal.alreadyThere }
        return try row.id("id")
    }

    /// Whether a row names the file.
    func has(_ file: String, in transaction: Transaction) throws -> Bool {
        try transaction.first("SELECT 1 FROM \(table) WHERE file = \(file)") != nil
    }

    private static func document(_ row: Row) throws -> Document<Owner> {
        Document(
            id: try row.id("id"),
            owner: try row.id("owner_id"),
            kind: try row.decode("kind"),
            title: try row.text("title"),
            validThrough: try row.isNull("valid_through") ? nil : try row.day("valid_through"),
            bytes: Int(try row.int("bytes")),
            digest: try row.blob("digest"),
            file: try row.text("file"),
            addedBy: try row.id("account_id"),
            addedAt: try row.moment("at"),
        )
    }
}
