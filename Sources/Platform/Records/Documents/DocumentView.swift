internal import Calendar
package import HTML
package import HTTPServer
package import Kernel
internal import Sodium
package import Web

/// A document as lists show it.
package struct DocumentRow: Encodable, Sendable {
    let id: Int64
    let title: String
    let kind: DocumentKind
    let bytes: Int
    let sha256: String
    let validThrough: String?
    let addedAt: String
    let href: String
    private let standing: DeadlineStanding?

    private enum CodingKeys: CodingKey {
        case id, title, kind, bytes, sha256, validThrough, addedAt, href
    }

    init<Owner>(_ document: Document<Owner>, href: String, today: BusinessDay) {
        id = document.id.rawValue
        title = document.title
        kind = document.kind
        bytes = document.bytes
        sha256 = Hex.encode(document.digest)
        validThrough = document.validThrough?.description
        addedAt = "\(document.addedAt)"
        standing = document.validThrough.map { Deadline(due: $0).standing(on: today) }
        self.href = href
    }

    fileprivate static func layout(_ title: L) -> ListLayout<Self> {
        ListLayout(
            "documents",
            title,
            columns: [
                ListColumn(L("名称", en: "Name")) { $0.title.html },
                ListColumn(L("类型", en: "Kind")) { $0.kind.name.html },
                ListColumn(L("有效期至", en: "Holds until")) { $0.validity },
                ListColumn(L("收存时间", en: "Stored")) { $0.addedAt.html },
            ],
            empty: L("没有文件。", en: "No documents."),
            opens: .address(\.href),
        )
    }

    /// Until when it holds, and how near that is.
    fileprivate var validity: HTML {
        HTML {
            validThrough.map { "\($0) " } ?? ""
            switch standing {
            case nil, .far: HTML.empty
            case .near(let days, _): badge(L("还有\(days)天", en: "\(days) days left"), .warning)
            case .over: badge(L("已过期", en: "Expired"), .bad)
            }
        }
    }
}

/// The documents of something: a card for its page, rows for its JSON.
package struct DocumentList: Encodable, Sendable {
    private let title: L?
    private let rows: [DocumentRow]
    private let form: PostForm?

    init(title: L? = nil, rows: [DocumentRow] = [], form: PostForm? = nil) {
        self.title = title
        self.rows = rows
        self.form = form
    }

    package func encode(to encoder: any Encoder) throws {
        try rows.encode(to: encoder)
    }

    /// The card; nothing for who may not read them.
    package var html: HTML {
        guard let title else { return .empty }
        return HTML {
            card(title) { DocumentRow.layout(title).table(rows) }
            form.inCard(L("上传文件", en: "Upload a document"))
        }
    }
}

/// A document on its page.
package struct DocumentView: Resource {
    /// What is known of it.
    package let document: DocumentRow
    /// How many pages can be shown.
    package let pages: Int
    private let text: String?
    private let back: (title: L, href: String)
    private let offers: Offers
    private let mark: String

    private enum CodingKeys: CodingKey { case document, pages }

    init(
        _ document: DocumentRow,
        content: [UInt8],
        back: (title: L, href: String),
        offers: Offers,
        mark: String,
    ) {
        self.document = document
        self.back = back
        self.offers = offers
        self.mark = mark
        switch document.kind {
        case .pdf: (pages, text) = (PDFPages(content: content).count ?? 0, nil)
        case .png, .jpeg: (pages, text) = (1, nil)
        case .xml: (pages, text) = (0, String(decoding: content.prefix(1 << 20), as: UTF8.self))
        case .ofd, .xlsx: (pages, text) = (0, nil)
        }
    }

    package var title: L { L(same: document.title) }

    package var page: HTML {
        pageHeader(title, back: back) { offers.html }
        card {
            facts([
                (L("类型", en: "Kind"), document.kind.name.html),
                (L("有效期至", en: "Holds until"), document.validity),
                (L("收存时间", en: "Stored"), document.addedAt.html),
                (L("大小", en: "Size"), "\(grouped((document.bytes + 1_023) / 1_024)) KB".html),
                (L("校验值", en: "Digest"), "SHA-256 \(document.sha256)".html),
            ])
        }
        element("div", .class("document")) {
            if pages == 0, text == nil {
                notice(
                    .info,
                    L(
                        "这份文件不能在页面中查看。",
                        en: "This document cannot be shown on a page.",
                    ),
                )
            } else {
                for number in pages > 0 ? Array(1...pages) : [] {
                    element(
                        "img",
                        Attribute("src", "\(document.href)/pages/\(number)"),
                        Attribute("alt", L("第\(number)页", en: "Page \(number)")),
                        Attribute("loading", "lazy"),
                    )
                }
                if let text { element("pre") { text } }
                element("div", .class("document-mark"), Attribute("aria-hidden", "true")) {
                    for _ in 0..<(40 * max(1, pages)) { element("span") { mark } }
                }
            }
        }
    }
}

/// A picture of a page, which no cache keeps.
package struct DocumentPicture: Answer {
    private let bytes: [UInt8]
    private let kind: DocumentKind

    init(_ bytes: [UInt8], _ kind: DocumentKind) {
        self.bytes = bytes
        self.kind = kind
    }

    package func response(_ exchange: AnswerContext) throws -> Response {
        Response(
            status: 200,
            headers: [
                ("Content-Type", kind.mediaType), ("Content-Disposition", "inline"),
                ("Cache-Control", "no-store"),
            ],
            body: .bytes(bytes),
        )
    }
}
