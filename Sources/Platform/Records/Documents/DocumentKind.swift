internal import Database
package import Kernel

/// What an uploaded document is, known by its content from the first byte to the last. The name and
/// what the sender claims are not looked at.
package enum DocumentKind: String, Sendable, CaseIterable, Hashable, Bindable, Encodable {
    case pdf
    case png
    case jpeg
    case ofd
    case xml
    case xlsx

    /// The kind of a whole file. Throws where it is none of them, was cut off or goes on after its
    /// end, or could be taken for another kind as well.
    package init(content: [UInt8]) throws(DocumentRefusal) {
        if content.isEmpty { throw .empty }
        guard let kind = Self.beginning(content) else { throw .unknown }
        let isWhole =
            switch kind {
            case .pdf: PDFShape.isWhole(content)
            case .png: PictureShape.isWholePNG(content)
            case .jpeg: PictureShape.isWholeJPEG(content)
            case .xml: XMLShape.isWhole(content)
            case .ofd, .xlsx: true
            }
        guard isWhole else { throw .damaged(kind) }
        let isOther = kind == .pdf ? ArchiveShape.hasEnd(content) : Self.hasPDFStart(content)
        if isOther { throw .ambiguous(kind) }
        self = kind
    }

    /// What the first bytes say; of an archive, what its list of contents says.
    private static func beginning(_ content: [UInt8]) -> DocumentKind? {
        if content.starts(with: Array("%PDF-".utf8)) { return .pdf }
        if content.starts(with: PictureShape.png) { return .png }
        if content.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
        if content.starts(with: ArchiveShape.start) {
            guard let names = ArchiveShape.names(content) else { return nil }
            let isOFD = names.contains("OFD.xml")
            let isXLSX = names.isSuperset(of: ["[Content_Types].xml", "xl/workbook.xml"])
            // Macros make it another kind of file; both at once make it none.
            if names.contains("xl/vbaProject.bin") || isOFD && isXLSX { return nil }
            return isOFD ? .ofd : isXLSX ? .xlsx : nil
        }
        return XMLShape.begins(content) ? .xml : nil
    }

    /// Programs take a PDF whose first line stands somewhere in the first kilobyte.
    private static func hasPDFStart(_ content: [UInt8]) -> Bool {
        content.prefix(1_024).firstRange(of: Array("%PDF-".utf8)) != nil
    }

    /// Its name for people.
    package var name: L {
        switch self {
        case .pdf: L(same: "PDF")
        case .png: L(same: "PNG")
        case .jpeg: L(same: "JPEG")
        case .ofd: L(same: "OFD")
        case .xml: L(same: "XML")
        case .xlsx: L(same: "XLSX")
        }
    }

    /// The media type under which it is sent.
    package var mediaType: String {
        switch self {
        case .pdf: "application/pdf"
        case .png: "image/png"
        case .jpeg: "image/jpeg"
        case .ofd: "application/ofd"
        case .xml: "application/xml"
        case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        }
    }

    /// Whether a page can show it.
    package var isShown: Bool {
        switch self {
        case .pdf, .png, .jpeg, .xml: true
        case .ofd, .xlsx: false
        }
    }
}

/// Why a document is not taken in, or not shown.
package enum DocumentRefusal: UserFacing, Hashable {
    /// It has no bytes.
    case empty
    /// None of the kinds that are taken.
    case unknown
    /// Cut off, put together wrongly, or followed by something else.
    case damaged(DocumentKind)
    /// It could be taken for a PDF as well; or a PDF for an archive.
    case ambiguous(DocumentKind)
    /// A kind that is not taken here.
    case notTaken(DocumentKind, taken: [DocumentKind])
    /// More bytes than are taken; the limit in bytes.
    case tooLarge(limit: Int)
    /// The same content is there already.
    case alreadyThere
    /// Its stored file is not what was sealed, or is gone.
    case altered
    /// A page cannot show it; and there is no such page.
    case notShown

    package var code: String {
        switch self {
        case .empty: "document.empty"
        case .unknown: "document.unknown"
        case .damaged: "document.damaged"
        case .ambiguous: "document.ambiguous"
        case .notTaken: "document.not_taken"
        case .tooLarge: "document.too_large"
        case .alreadyThere: "document.already_there"
        case .altered: "document.altered"
        case .notShown: "document.not_shown"
        }
    }

    package var status: RefusalStatus {
        switch self {
        case .empty, .unknown, .damaged, .ambiguous, .notTaken: .invalid
        case .tooLarge: .tooLarge
        case .alreadyThere, .altered: .refused
        case .notShown: .notFound
        }
    }

    package var message: L {
        switch self {
        case .empty: L("文件是空的，请重新选择。", en: "The file is empty; choose another one.")
        case .unknown:
            L(
                "文件内容不是PDF、PNG、JPEG、OFD、XML或XLSX（与文件名无关），请另存为其中一种再上传。",
                en: "By its content, whatever its name, the file is no PDF, PNG, JPEG, OFD, XML or "
                    + "XLSX. Save it as one of them first.",
            )
        case .damaged(let kind):
            kind.name
                + L(
                    "文件不完整，或末尾附有其他内容，请重新导出后上传。",
                    en: " file is cut off, or something else follows it; export it anew.",
                )
        case .ambiguous(let kind):
            kind.name
                + L(
                    "文件还可被当作另一种文件打开，不能收取，请重新导出或分别上传。",
                    en:
                        " file could be opened as another kind as well; export it anew, or upload them apart.",
                )
        case .notTaken(let kind, let taken):
            taken.dropFirst().reduce(
                L("这里不收", en: "Not taken here: ") + kind.name
                    + L("文件，请上传：", en: "; bring one of: ") + (taken.first?.name ?? L(same: ""))
            ) { $0 + L("、", en: ", ") + $1.name }
        case .tooLarge(let limit):
            L(
                "文件超过\(limit >> 20) MB，请压缩或拆分后上传。",
                en: "The file is over \(limit >> 20) MB; make it smaller or divide it.",
            )
        case .alreadyThere:
            L("同样内容的文件已在列表中。", en: "A file with the same content is listed already.")
        case .altered:
            L(
                "存储的文件校验失败：内容被改动、损坏或丢失，已停止读取。请通知安全管理员。",
                en:
                    "The stored file is not what was taken in, or is gone; it is not shown. Tell the "
                    + "security officer.",
            )
        case .notShown:
            L(
                "没有这一页，或这种文件不能在页面中查看。",
                en: "There is no such page, or such a file cannot be shown on a page.",
            )
        }
    }
}
