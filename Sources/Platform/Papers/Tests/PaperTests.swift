import Access
import Database
import HTML
import Kernel
import Processes
import Sodium
import TestSupport
import Testing
import Web

@testable import Papers

@Suite struct PaperTests {
    private static let paper = Paper(
        L("结算说明", en: "Note"),
        facts: [(L("供应商", en: "Vendor"), "甲供应商")],
        tables: [
            PaperTable(
                L("明细", en: "Lines"),
                columns: [
                    PaperTable.Column(L("名称", en: "Name")),
                    PaperTable.Column(L("数量", en: "Count"), formula: L("逐笔相加", en: "Summed up")),
                    PaperTable.Column(L("占比", en: "Share")),
                    PaperTable.Column(L("时长", en: "Time")),
                ],
                rows: [
                    [
                        .text("=HYPERLINK(\"http://x\")"), .count(1_234), .share(0.125),
                        .seconds(65),
                    ],
                    [.text("<img src=http://x>"), .count(0), .none, .none],
                ],
                total: [.text("合计"), .count(1_234), .share(0.125), .seconds(65)],
            )
        ],
        fileName: "note",
    )

    private func context(_ world: TestEnvironment, _ transaction: Transaction? = nil) throws
        -> Context
    {
        Context(
            viewer: Viewer(
                account: ID(9),
                organisation: ID(1),
                roles: try Roles([.auditor]),
                name: "审计甲",
                staffNumber: "",
            ),
            now: world.time.now(),
            wallNow: world.time.now(),
            language: .chinese,
            environment: world.environment,
            peer: "10.0.0.1",
            transaction: transaction,
        )
    }

    private func world(_ engine: TestEngine = .sqlite) throws -> TestEnvironment {
        try TestEnvironment(engine, migrations: Papers.capability().migrations)
    }

    private func rows(_ world: TestEnvironment, _ digest: String) throws -> [PaperRow] {
        try world.environment.database.read { transaction in
            try ListPapers().answer(
                try ListPapers.Input(Form(["digest": [digest]])),
                context(world, transaction),
            ).rows
        }
    }

    private func bytes(_ download: Download) throws -> [UInt8] {
        guard case .bytes(let bytes) = download.content else {
            Issue.record("the document is not in memory")
            return []
        }
        return bytes
    }

    private func text(of pdf: [UInt8]) -> String {
        let (status, bytes) = outputOf(input: pdf, seconds: 20, most: 1 << 20) { path in
            ["/usr/bin/pdftotext", "-layout", path, "-"]
        }
        #expect(status == 0)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("C9.3 PDF含内容、页码、导出人与校验码 · a PDF says who took it out and how it is checked")
    func pdf() throws {
        let world = try world()
        let file = try bytes(Self.paper.taken(as: .pdf, context(world)))
        let text = text(of: file).replacing("1 / 1", with: "1/1")
        for words in ["结算说明", "甲供应商", "1,234", "12.5%", "1:05", "逐笔相加", "审计甲", "1/1"] {
            #expect(text.contains(words), "\(words)")
        }
        #expect(text.contains("<img src=http://x>"), "what looks like markup is text")
        let row = try #require(try rows(world, Hex.encode(sha256(file))).first)
        #expect(text.contains(row.contentDigest))
        #expect(row.title == "结算说明")
    }

    @Test("C9.3 按校验码开头找到导出记录 · a digest's beginning finds it", arguments: TestEngine.available)
    func found(_ engine: TestEngine) throws {
        let world = try world(engine)
        let file = try bytes(Self.paper.taken(as: .workbook, context(world)))
        let digest = Hex.encode(sha256(file))
        #expect(try rows(world, String(digest.prefix(8))).map(\.fileDigest) == [digest])
        #expect(try rows(world, digest.uppercased()).count == 1)
        #expect(try rows(world, "").count == 1)
        let other = (digest.hasPrefix("0") ? "1" : "0") + digest.dropFirst()
        #expect(try rows(world, other).isEmpty, "one that was altered is not known")
        #expect(throws: InvalidInput.self) { try rows(world, "xyz") }
    }

    @Test("C9.3 审计记录可到达导出文件的页面 · the log's entry leads to the document's page")
    func page() throws {
        let world = try world()
        let file = try bytes(Self.paper.taken(as: .workbook, context(world)))
        try world.environment.database.read { transaction in
            let context = try context(world, transaction)
            let view = try ShowPaper().answer(IDInput(Form(["id": ["1"]])), context)
            let words = view.page.render(Rendering(language: .chinese, csrfToken: ""))
            #expect(String(decoding: words, as: UTF8.self).contains(Hex.encode(sha256(file))))
            #expect(throws: NotFound.self) {
                try ShowPaper().answer(IDInput(Form(["id": ["2"]])), context)
            }
        }
    }

    @Test("公式样文本写为文本 · what looks like a formula stays text in the workbook")
    func workbook() throws {
        let world = try world()
        let file = try bytes(Self.paper.taken(as: .workbook, context(world)))
        let (status, sheet) = outputOf(input: file, seconds: 20, most: 1 << 20) { path in
            ["/usr/bin/unzip", "-p", path, "xl/worksheets/sheet1.xml"]
        }
        #expect(status == 0)
        let cells = String(decoding: sheet, as: UTF8.self)
        #expect(cells.contains("<v>1234</v>"))
        #expect(!cells.contains("<f>"))
        #expect(!cells.contains("hyperlink"))
    }

    @Test("超过上限的PDF被拒绝且不留记录 · a PDF that is too long is refused and not noted")
    func tooLong() throws {
        let world = try world()
        let lines = [[Figure]](repeating: [.count(1)], count: Press.mostRows + 1)
        let long = Paper(
            L("长", en: "Long"),
            tables: [
                PaperTable(
                    L("行", en: "Lines"),
                    columns: [PaperTable.Column(L("数", en: "Count"))],
                    rows: lines,
                )
            ],
            fileName: "long",
        )
        #expect(throws: PaperRefusal.tooLong(rows: Press.mostRows + 1)) {
            try long.taken(as: .pdf, context(world))
        }
        #expect(try rows(world, "").isEmpty)
    }
}
