internal import Access
internal import HTML
internal import Kernel
internal import Sodium
package import Web

/// Documents out: one way from figures to PDF and workbook. What is taken out is noted with its
/// digest and stands in the audit log. C4.5, C9.3.
package enum Papers {
    /// What the module contributes: its table, and the pages of what was taken out.
    package static func capability() -> Capability {
        Capability(
            name: "papers",
            endpoints: [ListPapers(), ShowPaper()],
            migrations: [PaperStore.migration],
            menu: [
                MenuEntry(.oversight, ListPapers.title, ListPapers.self, icon: .file)
            ],
        )
    }
}

extension ThingKind {
    /// A document that was taken out.
    package static let papers = ThingKind(
        "paper",
        acts: "papers",
        L("导出文件", en: "Document taken out"),
        page: "/papers/{id}",
    )
}

extension Paper {
    /// The document in a form, noted under its digest and in the audit log before it leaves: for an
    /// endpoint with access `own`, in the lane `bulk`, whose act is said to concern `papers`. Throws
    /// `PaperRefusal`; then nothing is noted as taken.
    package func taken(as form: PaperForm, _ context: Context) throws -> Download {
        let (bytes, contentDigest): ([UInt8], String)
        switch form {
        case .pdf: (bytes, contentDigest) = try printed(context)
        case .workbook:
            let name = String(context.environment.random.next(), radix: 36)
            bytes = try PaperSheets(paper: self, language: context.language).bytes(
                at: "\(context.environment.dataFolder)/exports/paper-\(name).xlsx",
                created: context.now,
            )
            contentDigest = ""
        }
        let title = title[context.language]
        try context.write { context in
            let id = try PaperStore(context.transaction).add(
                title,
                form,
                by: context.viewer.account,
                at: context.now,
                contentDigest: contentDigest,
                fileDigest: Hex.encode(sha256(bytes)),
            )
            context.concerns(Thing(.papers, id, title))
        }
        return Download(
            .bytes(bytes),
            contentType: form.contentType,
            fileName: "\(fileName).\(form.rawValue)",
        )
    }

    private func printed(_ context: Context) throws -> ([UInt8], String) {
        guard rowCount <= Press.mostRows else { throw PaperRefusal.tooLong(rows: rowCount) }
        let page = PaperPage(
            paper: self,
            language: context.language,
            reader: context.viewer.name,
            moment: context.now,
        )
        let digest = Hex.encode(sha256(page.bytes(digest: "")))
        return (try Press.pdf(page.bytes(digest: digest)), digest)
    }
}
