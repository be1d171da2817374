package import Access
package import HTML
package import Kernel
package import Web

/// A document that was taken out, where its entry in the audit log leads.
package struct ShowPaper: Endpoint {
    package static let route = Route(.get, "/papers/{id}")
    package static let permission = ListPapers.permission

    package func answer(_ input: IDInput<PaperRow>, _ context: Context) throws -> WithHistory<
        PaperView
    > {
        let found = try PaperStore(context.transaction).find(input.id.rawValue)
        let names = try context.journal.names([found.account], in: context.transaction)
        return PaperView(row: PaperRow(found, names))
            .with(try context.history(of: .papers, input.id))
    }
}

/// The page of one document.
package struct PaperView: Resource {
    /// What is known of it.
    let row: PaperRow

    package func encode(to encoder: any Encoder) throws { try row.encode(to: encoder) }

    package var title: L { L(same: row.title) }

    package var page: HTML {
        pageHeader(title, back: (ListPapers.title, ListPapers.path))
        facts([
            (L("格式", en: "Form"), row.form.uppercased().html),
            (L("导出人", en: "By"), row.takenBy.html),
            (L("时间", en: "When"), row.takenAt.html),
            (L("文件的SHA-256", en: "SHA-256 of the file"), element("code") { row.fileDigest }),
            (
                L("PDF页脚的校验码", en: "Digest at the PDF's foot"),
                row.contentDigest.isEmpty ? "–".html : element("code") { row.contentDigest }
            ),
        ])
    }
}
