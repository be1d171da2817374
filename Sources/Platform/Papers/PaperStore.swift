internal import Access
internal import Database
package import Kernel

/// The documents that were taken out: which, by whom, and the digests by which a file or a printed
/// page is known again. The documents themselves are not kept.
struct PaperStore {
    let transaction: Transaction

    init(_ transaction: Transaction) { self.transaction = transaction }

    /// A document that was taken out.
    struct Record {
        let id: Int64
        let title: String
        let form: PaperForm
        let account: Int64
        let at: Moment
        /// That which stands on the pages of a PDF; empty for a workbook.
        let contentDigest: String
        let fileDigest: String
    }

    /// Notes a document; its number.
    func add(
        _ title: String,
        _ form: PaperForm,
        by account: ID<Account>,
        at moment: Moment,
        contentDigest: String,
        fileDigest: String,
    ) throws -> Int64 {
        try transaction.insert(
            """
            INSERT INTO paper(title, form, account_id, at, content_digest, file_digest)
            VALUES (\(title), \(form.rawValue), \(account), \(moment), \(contentDigest),
                \(fileDigest)) RETURNING id
            """
        )
    }

    /// One of them; throws `NotFound`.
    func find(_ id: Int64) throws -> Record {
        guard let row = try transaction.first("SELECT * FROM paper WHERE id = \(id)") else {
            throw NotFound(L("导出文件", en: "Document taken out"))
        }
        return try Self.record(row)
    }

    /// The newest before a key; with `digest` those with one that begins so.
    func list(digest: String, before key: Int64, limit: Int) throws -> [Record] {
        if digest.isEmpty {
            return try transaction.rows(
                "SELECT * FROM paper WHERE id < \(key) ORDER BY id DESC LIMIT \(limit)"
            ).map(Self.record)
        }
        let end = digest + "g"
        return try transaction.rows(
            """
            SELECT * FROM paper WHERE id < \(key) AND id IN (
                SELECT id FROM paper WHERE file_digest >= \(digest) AND file_digest < \(end)
                UNION
                SELECT id FROM paper WHERE content_digest >= \(digest) AND content_digest < \(end))
            ORDER BY id DESC LIMIT \(limit)
            """
        ).map(Self.record)
    }

    private static func record(_ row: Row) throws -> Record {
        Record(
            id: try row.int("id"),
            title: try row.text("title"),
            form: PaperForm(rawValue: try row.text("form")) ?? .pdf,
            account: try row.int("account_id"),
            at: try row.moment("at"),
            contentDigest: try row.text("content_digest"),
            fileDigest: try row.text("file_digest"),
        )
    }

    static let migration = Migration(
        capability: "papers",
        number: 1,
        sql: """
            CREATE TABLE paper(
                id {id},
                title TEXT NOT NULL,
                form TEXT NOT NULL,
                account_id BIGINT NOT NULL,
                at BIGINT NOT NULL,
                content_digest TEXT NOT NULL,
                file_digest TEXT NOT NULL
            );
            CREATE INDEX paper_file ON paper(file_digest);
            CREATE INDEX paper_content ON paper(content_digest);
            """,
    )
}

/// The form in which a document was taken out.
package enum PaperForm: String, Sendable, CaseIterable {
    /// On pages.
    case pdf
    /// As an Excel workbook.
    case workbook = "xlsx"

    var contentType: String {
        switch self {
        case .pdf: "application/pdf"
        case .workbook: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        }
    }

    /// What the button says that takes one out in this form.
    package var title: L {
        switch self {
        case .pdf: L("导出PDF", en: "PDF")
        case .workbook: L("导出Excel", en: "Excel workbook")
        }
    }
}
