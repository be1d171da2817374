import Access
import Database
import HTML
import HTTPServer
import Kernel
import Records
import TestSupport
import Testing
import Web

@testable import Recordings

@Suite struct HoldDocumentTests {
    private func context(_ desk: RecordingDesk, _ viewer: Viewer) -> Context {
        Context(
            viewer: viewer,
            now: desk.now,
            wallNow: desk.now,
            language: .chinese,
            environment: desk.environment,
            peer: "",
            transaction: nil,
        )
    }

    private func page(_ desk: RecordingDesk, _ viewer: Viewer) throws -> (
        html: String, json: String
    ) {
        let view = try desk.database.read { transaction in
            try ShowRecording().answer(
                ShowRecording.Input(Form(["id": ["1"]])),
                desk.context(viewer, transaction),
            )
        }
        let html = view.page.render(Rendering(language: .chinese, csrfToken: "x"))
        return (
            String(decoding: html, as: UTF8.self),
            String(decoding: try JSON.encode(view, language: .chinese), as: UTF8.self)
        )
    }

    @Test(
        "C4.5 保全附依据文件，供应商看不到 · a hold carries its documents, which no vendor sees",
        arguments: TestEngine.available
    )
    func documents(_ engine: TestEngine) throws {
        let desk = try RecordingDesk(engine)
        try desk.call(1)
        try desk.spool(1)
        try desk.takeIn()
        let inspector = try desk.person(1, .bankInspector)
        let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xDA, 0, 2, 1, 0xFF, 0xD9]
        let file = Form.File(name: "", contentType: "", content: BodySlice(.memory(jpeg)))
        let form = Form(
            ["id": ["1"], "title": ["法院协查函，联系 15400000001"]],
            files: ["file": file],
        )
        let input = try AddDocument<HoldDocuments>.Input(form)
        let done = try AddDocument<HoldDocuments>().answer(input, context(desk, inspector))
        #expect(done.location == "/calls/1/recording/documents/1")
        let bank = try page(desk, try desk.person(2, .auditor))
        #expect(bank.html.contains("法院协查函") && bank.json.contains(#""kind":"jpeg""#))
        #expect(!bank.json.contains("15400000001") && !bank.html.contains("multipart"))
        #expect(try page(desk, inspector).html.contains("multipart"))
        let vendor = try page(desk, try desk.person(5, .supervisor, of: 2))
        #expect(!vendor.html.contains("法院协查函") && vendor.json.contains(#""documents":[]"#))
        for role in [Role.supervisor, .inspector, .projectManager, .agent] {
            let viewer = try desk.person(7, role, of: 2)
            #expect(!HoldDocuments.see.allows(viewer) && !HoldDocuments.copy.allows(viewer))
            #expect(!HoldDocuments.add.allows(viewer))
        }
        #expect(throws: NotFound.self) {
            let other = try AddDocument<HoldDocuments>.Input(
                Form(["id": ["99"], "title": ["x"]], files: ["file": file])
            )
            _ = try AddDocument<HoldDocuments>().answer(other, context(desk, inspector))
        }
    }
}
