package import Access
internal import HTML
package import Kernel
package import Web

/// What was taken out, the newest first; a file or a printed page is found by its digest.
package struct ListPapers: Endpoint {
    package static let route = Route(.get, "/papers")
    package static let permission = Permission(
        "papers.list",
        .auditor,
        .securityOfficer,
        .bankManager,
        .bankInspector,
    )

    static let path = "/papers"
    static let title = L("导出记录", en: "Documents taken out")
    private static let digest = InputField.optionalText(
        "digest",
        L("校验码", en: "Digest"),
        maximum: 64,
        help: L(
            "PDF页脚的校验码，或文件的SHA-256，可只填开头。",
            en: "As a PDF's foot says it, or a file's SHA-256; its beginning will do.",
        ),
    )

    package struct Input: FormInput {
        let digest: String
        let start: PageStart

        package init(_ form: Form) throws(InvalidInput) {
            let text = try ListPapers.digest.read(form).lowercased()
            guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
            else {
                throw InvalidInput(
                    "digest",
                    L(
                        "校验码只含数字0–9和字母a–f。",
                        en: "A digest has only the digits 0–9 and the letters a–f.",
                    ),
                )
            }
            digest = text
            start = try form.pageStart()
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> ListPage<PaperRow> {
        let found = try PaperStore(context.transaction)
            .list(digest: input.digest, before: input.start.before, limit: input.start.limit)
        let names = try context.journal.names(
            Set(found.map(\.account)),
            in: context.transaction,
        )
        return ListPage(
            PaperRow.layout,
            PageOf(found, from: input.start, key: \.id).map { PaperRow($0, names) },
            at: Self.path,
            for: context.viewer,
            filters: [Self.digest.filled(input.digest)],
            above: Self.check,
        )
    }

    /// Where a file is dropped: its digest is worked out in the browser, which keeps the file.
    private static let check = element("div", .class("drop-zone"), .data("drop-zone", "")) {
        icon(.upload)
        element("span", .class("drop-text"), .data("drop-text", "")) {
            L("把要核对的文件拖到这里，或点击选择", en: "Drop the file to be checked here, or click")
        }
        element("small") {
            L("只在本机计算校验码，文件不上传。", en: "Its digest is worked out here; it is not sent.")
        }
        element(
            "input",
            .type("file"),
            .data("digest-for", digest.name),
            .label(L("要核对的文件", en: "The file to be checked")),
        )
    }
}

/// A document that was taken out, as a reader sees it.
package struct PaperRow: Encodable, Sendable {
    let id: Int64
    let title: String
    let form: String
    let takenBy: String
    let takenAt: String
    let contentDigest: String
    let fileDigest: String

    init(_ record: PaperStore.Record, _ names: [Int64: String]) {
        id = record.id
        title = record.title
        form = record.form.rawValue
        takenBy = names[record.account] ?? "#\(record.account)"
        takenAt = "\(record.at.day) \(record.at.clock)"
        contentDigest = record.contentDigest
        fileDigest = record.fileDigest
    }

    static let layout = ListLayout<Self>(
        "papers",
        ListPapers.title,
        lead: L(
            "谁在何时导出了什么；可用校验码核对一份文件是否出自本系统、有无改动。",
            en:
                "Who took out what, and when. A digest tells whether a file comes from here, unaltered.",
        ),
        columns: [
            ListColumn(L("编号", en: "No."), .number) { "\($0.id)".html },
            ListColumn(L("文件", en: "Document")) { row in
                element("a", .href("\(ListPapers.path)/\(row.id)")) { row.title }
            },
            ListColumn(L("格式", en: "Form")) { $0.form.uppercased().html },
            ListColumn(L("导出人", en: "By")) { $0.takenBy.html },
            ListColumn(L("时间", en: "When")) { $0.takenAt.html },
            ListColumn(L("校验码（SHA-256）", en: "Digests (SHA-256)")) { row in
                HTML {
                    digest(L("文件", en: "File"), row.fileDigest)
                    if !row.contentDigest.isEmpty {
                        digest(L("页脚", en: "Foot"), row.contentDigest)
                    }
                }
            },
        ],
        empty: L("尚无导出记录。", en: "Nothing was taken out yet."),
    )

    private static func digest(_ name: L, _ digest: String) -> HTML {
        element("div", .class("digest")) {
            element("small") { name }
            " "
            element("code") { digest }
        }
    }
}
