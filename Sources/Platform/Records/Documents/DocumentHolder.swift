package import Access
internal import Database
internal import HTML
internal import HTTPServer
package import Kernel
package import Threads
package import Web

/// Something of a capability that has documents: said once, it has its list, form, viewer and, where
/// allowed, copies. `AddDocument<H>()`, `ShowDocument<H>()`, `ShowDocumentPage<H>()` and
/// `CopyDocument<H>()` are its endpoints.
package protocol DocumentHolder: Sendable {
    /// What the documents belong to.
    associatedtype Owner

    /// The address of its documents: the owner's page and a word, with `{id}` for the owner.
    static var path: String { get }
    /// Where the documents are kept.
    static var table: DocumentTable<Owner> { get }
    /// Who may read them.
    static var see: Permission { get }
    /// Who brings them.
    static var add: Permission { get }
    /// Who may take a copy away. No vendor's role, unless the bank allows it.
    static var copy: Permission { get }
    /// The owner as the audit log names it.
    static var kind: ThingKind { get }
    /// The act of bringing one, in the audit log: its stable code and its words.
    static var adding: (code: String, words: L) { get }
    /// What the documents are called.
    static var title: L { get }
    /// Which kinds are taken.
    static var taken: [DocumentKind] { get }

    /// Throws where the viewer may not know of the owner.
    static func find(_ owner: ID<Owner>, _ context: Context) throws
}

extension DocumentHolder {
    /// The most bytes of one document.
    package static var limit: Int { 20 << 20 }

    /// Settles or removes what an abrupt end left behind: a job of every few minutes.
    package static func sweep(_ environment: Environment) throws {
        try DocumentShelf(table, environment).sweep()
    }

    fileprivate static var file: InputField<Form.File> {
        .file(
            "file",
            L("文件", en: "File"),
            accept: taken.map { ".\($0.rawValue)" }.joined(separator: ",")
                + (taken.contains(.jpeg) ? ",.jpg" : ""),
            help: L("最大\(limit >> 20) MB。", en: "At most \(limit >> 20) MB."),
        )
    }

    fileprivate static func address(_ owner: ID<Owner>, _ rest: String = "") -> String {
        path.replacing("{id}", with: "\(owner)") + rest
    }

    fileprivate static func document(
        _ input: DocumentInput<Self>,
        _ context: Context,
    ) throws -> Document<Owner> {
        try find(input.owner, context)
        guard
            let document = try table.find(input.document, of: input.owner, in: context.transaction)
        else { throw RequestRefusal.noSuchPage }
        return document
    }
}

private let documentTitle = InputField.remark("title", L("名称", en: "Name"), maximum: 60)
private let documentEnd = InputField.optionalDay(
    "valid_through",
    L("有效期至", en: "Holds until"),
    help: L("没有期限的留空。", en: "Empty where it does not end."),
)

/// Takes a document in: known by its content, sealed, listed.
package struct AddDocument<Holder: DocumentHolder>: Endpoint {
    package static var route: Route { Route(.post, Holder.path) }
    package static var permission: Permission { Holder.add }
    package static var act: LoggedAct? {
        LoggedAct(Holder.adding.code, Holder.adding.words, on: Holder.kind)
    }
    package static var lane: Lane { .bulk }
    package static var access: DatabaseAccess { .own }
    // With room for the form around the file.
    package static var bodyLimit: Int { Holder.limit + 65_536 }

    /// The endpoint of its kind.
    package init() {}

    package struct Input: FormInput {
        let owner: ID<Holder.Owner>
        let title: String
        let validThrough: BusinessDay?
        let file: Form.File

        package init(_ form: Form) throws(InvalidInput) {
            owner = try form.id("id")
            (title, validThrough, file) = try form.read(documentTitle, documentEnd, Holder.file)
        }
    }

    package func answer(_ input: Input, _ context: Context) throws -> Done {
        try context.read { try Holder.find(input.owner, $0) }
        let shelf = DocumentShelf(Holder.table, context.environment)
        guard input.file.content.count <= Holder.limit else {
            throw DocumentRefusal.tooLarge(limit: Holder.limit)
        }
        let content = try input.file.content.bytes(limit: Holder.limit)
        let sealed = try shelf.seal(content, taken: Holder.taken)
        do {
            let id = try context.write { context in
                try Holder.find(input.owner, context)
                return try Holder.table.add(
                    sealed,
                    to: input.owner,
                    title: input.title,
                    validThrough: input.validThrough,
                    by: context.viewer.account,
                    at: context.now,
                    in: context.transaction,
                )
            }
            shelf.settle(sealed.file)
            return Done(Holder.address(input.owner, "/\(id)"), id: id.rawValue)
        } catch {
            shelf.remove(sealed.file)
            throw error
        }
    }
}

/// Which document of which owner.
package struct DocumentInput<Holder: DocumentHolder>: FormInput {
    let owner: ID<Holder.Owner>
    let document: ID<Document<Holder.Owner>>
    let page: Int

    package init(_ form: Form) throws(InvalidInput) {
        owner = try form.id("id")
        document = try form.id("document")
        page = try form.optionalInt("page", in: 1...PDFPages.most) ?? 1
    }
}

/// A document to read on its page, under the reader's name and the time. The view is recorded. C4.4.
package struct ShowDocument<Holder: DocumentHolder>: Endpoint {
    package static var route: Route { Route(.get, Holder.path + "/{document}") }
    package static var permission: Permission { Holder.see }
    package static var lane: Lane { .bulk }
    package static var access: DatabaseAccess { .own }

    /// The endpoint of its kind.
    package init() {}

    package func answer(_ input: DocumentInput<Holder>, _ context: Context) throws -> DocumentView {
        let document = try context.read { context in
            context.recordView(Holder.kind, input.owner.rawValue)
            return try Holder.document(input, context)
        }
        let shelf = DocumentShelf(Holder.table, context.environment)
        let content = try shelf.content(of: document)
        let address = Holder.address(input.owner, "/\(document.id)")
        return DocumentView(
            DocumentRow(document, href: address, today: context.now.day),
            content: content,
            back: (
                Holder.title,
                Holder.kind.page.map { page in
                    page.replacing("{id}", with: "\(input.owner)")
                } ?? "/"
            ),
            offers: Offers(context.viewer, [Self.copying(document, of: input.owner)]),
            mark: "\(context.viewer.name) \(context.viewer.staffNumber) \(context.now)",
        )
    }
}

extension ShowDocument {
    fileprivate static func copying(
        _ document: Document<Holder.Owner>,
        of owner: ID<Holder.Owner>,
    ) -> Offer {
        .link(
            CopyDocument<Holder>.self,
            of: owner.rawValue,
            parts: ["document": "\(document.id)"],
            L("下载副本", en: "Take a copy"),
            icon: .download,
        )
    }
}

/// A page of a document as a picture.
package struct ShowDocumentPage<Holder: DocumentHolder>: Endpoint {
    package static var route: Route { Route(.get, Holder.path + "/{document}/pages/{page}") }
    package static var permission: Permission { Holder.see }
    package static var lane: Lane { .bulk }
    package static var access: DatabaseAccess { .own }

    /// The endpoint of its kind.
    package init() {}

    package func answer(
        _ input: DocumentInput<Holder>,
        _ context: Context,
    ) throws -> DocumentPicture {
        let document = try context.read { try Holder.document(input, $0) }
        let content = try DocumentShelf(Holder.table, context.environment).content(of: document)
        switch document.kind {
        case .pdf:
            guard let picture = PDFPages(content: content).picture(of: input.page) else {
                throw DocumentRefusal.notShown
            }
            return DocumentPicture(picture, .png)
        case .png, .jpeg:
            guard input.page == 1 else { throw DocumentRefusal.notShown }
            return DocumentPicture(content, document.kind)
        case .ofd, .xml, .xlsx: throw DocumentRefusal.notShown
        }
    }
}

/// A copy of a document, for those who may take one. The view is recorded. C4.4.
package struct CopyDocument<Holder: DocumentHolder>: Endpoint {
    package static var route: Route { Route(.get, Holder.path + "/{document}/copy") }
    package static var permission: Permission { Holder.copy }
    package static var lane: Lane { .bulk }
    package static var access: DatabaseAccess { .own }

    /// The endpoint of its kind.
    package init() {}

    package func answer(_ input: DocumentInput<Holder>, _ context: Context) throws -> Download {
        let document = try context.read { context in
            context.recordView(Holder.kind, input.owner.rawValue)
            return try Holder.document(input, context)
        }
        return Download(
            .bytes(try DocumentShelf(Holder.table, context.environment).content(of: document)),
            contentType: document.kind.mediaType,
            fileName: "\(document.title).\(document.kind.rawValue)",
        )
    }
}

extension DocumentHolder {
    /// The documents of an owner, for its page and its JSON.
    package static func documents(
        of owner: ID<Owner>,
        _ context: Context,
    ) throws -> DocumentList {
        guard see.allows(context.viewer) else { return DocumentList() }
        let rows = try table.list(of: owner, in: context.transaction).map {
            DocumentRow($0, href: address(owner, "/\($0.id)"), today: context.now.day)
        }
        return DocumentList(
            title: title,
            rows: rows,
            form: PostForm(
                AddDocument<Self>.self,
                of: owner.rawValue,
                fields: [documentTitle.filled(), documentEnd.filled(), file.filled()],
                submit: L("上传", en: "Upload"),
                icon: .upload,
                success: L("文件已收存。", en: "The document is stored."),
            ).offered(to: context.viewer),
        )
    }
}
