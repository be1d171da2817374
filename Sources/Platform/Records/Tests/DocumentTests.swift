import Access
import Database
import FoundationEssentials
import HTML
import HTTPServer
import Kernel
import TestSupport
import Testing
import Vault
import Web

@testable import Records

private enum Case {}

/// The papers of a case, as a capability would declare them. Case 1 is known, others are not.
private enum Papers: DocumentHolder {
    typealias Owner = Case
    static let path = "/cases/{id}/papers"
    static let table = DocumentTable<Case>("case_paper")
    static let see = Permission("papers.see", .bankManager, .projectManager)
    static let add = Permission("papers.add", .bankManager)
    static let copy = Permission("papers.copy", .bankManager)
    static let kind = ThingKind(
        "case",
        acts: "cases",
        L("案件", en: "Case"),
        page: "/cases/{id}"
    )
    static let adding = (code: "case.add_paper", words: L("上传材料", en: "Brought a paper"))
    static let title = L("材料", en: "Papers")
    static let taken: [DocumentKind] = [.pdf, .png, .jpeg, .xml, .ofd]

    static func find(_ owner: ID<Case>, _ context: Context) throws {
        if owner.rawValue > 2 { throw RequestRefusal.noSuchPage }
    }
}

/// A capability with papers, and what is done to them.
private struct Office {
    let world: TestEnvironment

    init(_ engine: TestEngine = .sqlite) throws {
        world = try TestEnvironment(
            engine,
            migrations: [
                Migration(
                    capability: "test",
                    number: 1,
                    sql: """
                        CREATE TABLE case_paper(
                            id {id}, owner_id BIGINT NOT NULL, kind TEXT NOT NULL,
                            title TEXT NOT NULL, valid_through BIGINT, bytes BIGINT NOT NULL,
                            digest {blob} NOT NULL, file TEXT NOT NULL UNIQUE,
                            account_id BIGINT NOT NULL, at BIGINT NOT NULL,
                            UNIQUE (owner_id, digest)
                        );
                        """,
                    appendOnly: ["case_paper"],
                )
            ],
        )
    }

    var shelf: DocumentShelf<Case> { DocumentShelf(Papers.table, world.environment) }

    func context(_ role: Role = .bankManager, _ transaction: Transaction? = nil) throws -> Context {
        Context(
            viewer: Viewer(
                account: ID(9),
                organisation: ID(1),
                roles: try Roles([role]),
                name: "王五",
                staffNumber: "B07",
            ),
            now: world.time.now(),
            wallNow: world.time.now(),
            language: .chinese,
            environment: world.environment,
            peer: "10.0.0.1",
            transaction: transaction,
        )
    }

    /// Brings a file under a name and type that say nothing.
    func add(_ content: [UInt8], to owner: Int = 1, until day: String = "") throws -> Int64 {
        let form = Form(
            ["id": ["\(owner)"], "title": ["公函"], "valid_through": [day]],
            files: [
                "file": Form.File(
                    name: "holiday.exe",
                    contentType: "text/html",
                    content: BodySlice(.memory(content)),
                )
            ],
        )
        let done = try AddDocument<Papers>().answer(AddDocument<Papers>.Input(form), context())
        return try #require(done.id)
    }

    func input(_ id: Int64, of owner: Int = 1, page: Int = 1) throws -> DocumentInput<Papers> {
        try DocumentInput(Form(["id": ["\(owner)"], "document": ["\(id)"], "page": ["\(page)"]]))
    }

    func show(_ id: Int64, of owner: Int = 1, as role: Role = .bankManager) throws -> DocumentView {
        try ShowDocument<Papers>().answer(input(id, of: owner), context(role))
    }

    func picture(_ id: Int64, page: Int = 1) throws -> [UInt8] {
        let answer = try ShowDocumentPage<Papers>().answer(input(id, page: page), context())
        let response = try answer.response(
            AnswerContext(wantsJSON: false, changes: false, language: .chinese)
        )
        guard case .bytes(let bytes) = response.body else { return [] }
        #expect(response.headers.contains { $0 == ("Cache-Control", "no-store") })
        return bytes
    }

    var files: [String] {
        get throws {
            guard FileManager.default.fileExists(atPath: shelf.folder) else { return [] }
            return try FileManager.default.contentsOfDirectory(atPath: shelf.folder).sorted()
        }
    }

    func stored(_ id: Int64) throws -> Document<Case> {
        try #require(
            try world.environment.database.read {
                try Papers.table.find(ID(id), of: ID(1), in: $0)
            }
        )
    }
}

@Suite("Documents are sealed, listed and read under the reader's name")
struct DocumentTests {
    @Test(
        "C4.4 文件从第一个字节起密封，类型看内容 · sealed from its first byte, typed by its content",
        arguments: TestEngine.available
    )
    func sealed(_ engine: TestEngine) throws {
        let office = try Office(engine)
        let id = try office.add(Sample.pdf, until: "2026-06-05")
        let files = try office.files
        #expect(files.count == 1 && files[0].hasSuffix(".hsf"))
        let bytes = try #require(
            FileManager.default.contents(atPath: "\(office.shelf.folder)/\(files[0])")
        )
        #expect(bytes.firstRange(of: Array("%PDF".utf8)) == nil)
        let document = try office.stored(id)
        #expect(document.kind == .pdf && document.bytes == Sample.pdf.count)
        #expect(document.validThrough == BusinessDay(2026, 6, 5) && document.addedBy == ID(9))
        #expect(try office.shelf.content(of: document) == Sample.pdf)
        let list = try office.world.environment.database.read { transaction in
            try Papers.documents(of: ID(1), office.context(.bankManager, transaction))
        }
        let json = String(decoding: try JSON.encode(list, language: .chinese), as: UTF8.self)
        #expect(json.contains(#""kind":"pdf""#) && json.contains(#""sha256":""#))
        let page = String(
            decoding: list.html.render(Rendering(language: .chinese, csrfToken: "x")),
            as: UTF8.self,
        )
        #expect(page.contains("公函") && page.contains("还有30天") && page.contains("multipart"))
    }

    @Test(
        "不收的文件什么也不留下 · what is refused leaves nothing",
        arguments: TestEngine.available
    )
    func refused(_ engine: TestEngine) throws {
        let office = try Office(engine)
        #expect(throws: DocumentRefusal.unknown) { try office.add(Array("MZ".utf8)) }
        #expect(throws: DocumentRefusal.damaged(.pdf)) {
            try office.add(Array(Sample.pdf.dropLast(9)))
        }
        #expect(throws: DocumentRefusal.notTaken(.xlsx, taken: Papers.taken)) {
            try office.add(Sample.xlsx)
        }
        #expect(throws: DocumentRefusal.tooLarge(limit: 20 << 20)) {
            try office.add([UInt8](repeating: 0x20, count: 20 << 20 | 1))
        }
        #expect(throws: RequestRefusal.noSuchPage) { try office.add(Sample.pdf, to: 3) }
        #expect(try office.files == [])
        _ = try office.add(Sample.pdf)
        #expect(throws: DocumentRefusal.alreadyThere) { try office.add(Sample.pdf) }
        #expect(try office.files.count == 1)
    }

    @Test("他人的文件等于不存在 · a document of something else does not exist")
    func others() throws {
        let office = try Office()
        let id = try office.add(Sample.pdf)
        #expect(throws: RequestRefusal.noSuchPage) { try office.show(id, of: 2) }
        #expect(throws: RequestRefusal.noSuchPage) { try office.show(id, of: 3) }
    }

    @Test("C4.4 在页面上查看，带查看人与时间，供应商不能下载 · read under a mark; a vendor gets no copy")
    func shown() throws {
        let office = try Office()
        let id = try office.add(Sample.pdf)
        let page = { (role: Role) in
            String(
                decoding: try office.show(id, as: role).page.render(
                    Rendering(language: .chinese, csrfToken: "x")
                ),
                as: UTF8.self,
            )
        }
        let vendor = try page(.projectManager)
        #expect(vendor.contains("王五 B07 2026-05-06 10:00:00"))
        #expect(vendor.contains("/cases/1/papers/\(id)/pages/1\""))
        #expect(!vendor.contains("/pages/2\"") && !vendor.contains("/copy"))
        #expect(try page(.bankManager).contains("/cases/1/papers/\(id)/copy"))
        #expect(!CopyDocument<Papers>.permission.allows(try office.context(.projectManager).viewer))
        #expect(try office.picture(id).starts(with: Sample.png.prefix(8)))
        #expect(throws: DocumentRefusal.notShown) { try office.picture(id, page: 2) }
        let picture = try office.add(Sample.png)
        #expect(try office.picture(picture) == Sample.png)
        let text = try office.add(Sample.xml)
        #expect(throws: DocumentRefusal.notShown) { try office.picture(text) }
        #expect(try office.show(text).pages == 0)
    }

    @Test("C9.3 每次查看都有记录 · every view is recorded")
    func views() throws {
        let office = try Office()
        let id = try office.add(Sample.pdf)
        let context = try office.context()
        _ = try ShowDocument<Papers>().answer(office.input(id), context)
        _ = try CopyDocument<Papers>().answer(office.input(id), context)
        #expect(context.views.map(\.id) == [1, 1])
    }

    @Test(
        "上传途中断电，什么也不留下；已入库的不丢 · cut off in the middle nothing stays, and nothing is lost",
        arguments: TestEngine.available
    )
    func cutOff(_ engine: TestEngine) throws {
        let office = try Office(engine)
        let kept = try office.stored(try office.add(Sample.pdf))
        // As it lies after an end between the commit and the file's last name.
        try FileManager.default.moveItem(
            atPath: "\(office.shelf.folder)/\(kept.file).hsf",
            toPath: "\(office.shelf.folder)/\(kept.file).new",
        )
        #expect(try office.shelf.content(of: kept) == Sample.pdf)
        // As they lie after an end before the commit, and in the middle of the file.
        let orphan = try office.shelf.seal(Sample.png, taken: [.png])
        let part = "\(office.shelf.folder)/\(orphan.file)x.new.part"
        #expect(FileManager.default.createFile(atPath: part, contents: nil))
        try Papers.sweep(office.world.environment)
        #expect(try office.files.count == 3)
        office.world.time.advance(by: .minutes(61))
        try Papers.sweep(office.world.environment)
        #expect(try office.files == ["\(kept.file).hsf"])
        #expect(try office.shelf.content(of: kept) == Sample.pdf)
    }

    @Test("被改动或丢失的文件不再显示 · an altered or lost file is not shown")
    func altered() throws {
        let office = try Office()
        let id = try office.add(Sample.png)
        let path = "\(office.shelf.folder)/\(try office.stored(id).file).hsf"
        var bytes = Array(try #require(FileManager.default.contents(atPath: path)))
        bytes[40] ^= 1
        try Data(bytes).write(to: URL(filePath: path))
        #expect(throws: DocumentRefusal.altered) { try office.show(id) }
        try FileManager.default.removeItem(atPath: path)
        #expect(throws: DocumentRefusal.altered) { try office.show(id) }
    }
}
