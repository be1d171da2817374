import Access
import Database
import FoundationEssentials
import HTML
import HTTPServer
import Kernel
import Records
import Telephony
import TestSupport
import Testing
import Vault
import Web

@testable import Recordings

@Suite struct RecordingAccessTests {
    private func stored(_ engine: TestEngine) throws -> RecordingDesk {
        let desk = try RecordingDesk(engine)
        try desk.call(1)
        try desk.spool(1)
        try desk.takeIn()
        return desk
    }

    private func play(
        _ desk: RecordingDesk,
        _ viewer: Viewer,
        range: String? = nil,
    ) throws -> (status: Int, bytes: [UInt8], views: Int) {
        try desk.database.read { transaction in
            let context = desk.context(viewer, range: range, transaction)
            let input = try PlayRecording.Input(Form(["id": ["1"]]))
            let response = try PlayRecording().answer(input, context)
                .response(AnswerContext(wantsJSON: false, changes: false, language: .chinese))
            guard case .bytes(let bytes) = response.body else { return (response.status, [], 0) }
            return (response.status, bytes, context.views.count)
        }
    }

    @Test("C4.4 播放与拖动，起播才记一次 · played and sought, recorded once", arguments: TestEngine.available)
    func plays(_ engine: TestEngine) throws {
        let desk = try stored(engine)
        let supervisor = try desk.person(5, .supervisor, of: 2)
        let whole = try play(desk, supervisor)
        #expect(whole.status == 200 && whole.views == 1)
        #expect(whole.bytes.starts(with: Array("OggS".utf8)))
        let part = try play(desk, supervisor, range: "bytes=100-199")
        #expect(part.status == 206 && part.views == 0)
        #expect(part.bytes == Array(whole.bytes[100..<200]))
        #expect(try play(desk, supervisor, range: "bytes=0-").views == 1)
        #expect(try play(desk, supervisor, range: "bytes=99999999-").status == 416)
    }

    @Test(
        "其他供应商的录音不存在 · another vendor's recording does not exist",
        arguments: TestEngine.available
    )
    func strangers(_ engine: TestEngine) throws {
        let desk = try stored(engine)
        let stranger = try desk.person(6, .supervisor, of: 3)
        #expect(throws: NotFound.self) { try play(desk, stranger) }
        #expect(!Permission.playRecordings.allows(try desk.person(9, .agent, of: 2)))
        #expect(!Permission.playRecordings.allows(try desk.person(8, .systemAdministrator)))
    }

    @Test("C4.4 被改动的录音拒绝播放 · an altered recording is not played")
    func altered() throws {
        let desk = try stored(.sqlite)
        let recording = try #require(try desk.recording(1))
        var bytes = Array(try Data(contentsOf: URL(filePath: desk.file(recording))))
        bytes[bytes.count - 1] ^= 1
        try Data(bytes).write(to: URL(filePath: desk.file(recording)))
        let auditor = try desk.person(4, .auditor)
        #expect(throws: RecordingRefusal.altered) { try play(desk, auditor) }
    }

    private func hold(_ desk: RecordingDesk, _ isOn: Bool, _ viewer: Viewer) throws {
        try desk.database.write { transaction in
            let form = Form(["id": ["1"], "on": [isOn ? "1" : ""], "reason": ["投诉"]])
            _ = try HoldRecording()
                .answer(HoldRecording.Input(form), desk.context(viewer, transaction))
        }
    }

    @Test(
        "C4.5 到期销毁并留记录，保全的不销毁 · destroyed in time with a record, never under hold",
        arguments: TestEngine.available
    )
    func destruction(_ engine: TestEngine) throws {
        let desk = try stored(engine)
        let manager = try desk.person(1, .bankManager)
        let inspector = try desk.person(2, .bankInspector)
        let path = desk.file(try #require(try desk.recording(1)))
        try hold(desk, true, manager)
        #expect(throws: RecordingRefusal.holdStands) { try hold(desk, true, inspector) }
        desk.time.advance(by: .hours(24 * (Retention.standard + 1)))
        try desk.keeper.destroyOverdue()
        #expect(try desk.recording(1)?.isPlayable == true)
        #expect(throws: OwnRequest.own) { try hold(desk, false, manager) }
        try hold(desk, false, inspector)
        try desk.keeper.destroyOverdue()
        #expect(try desk.recording(1)?.state == .destroyed)
        #expect(!FileManager.default.fileExists(atPath: path))
        let records = try desk.database.read { try RetentionStore($0).destructions(limit: 10) }
        #expect(records.map(\.call) == [CallID(1)])
        #expect(records.first?.keptDays == Retention.standard)
        #expect(throws: RecordingRefusal.nothingToHear) { try play(desk, inspector) }
        #expect(throws: RecordingRefusal.nothingToHear) { try hold(desk, true, manager) }
    }

    @Test("C4.5 保存期限由安全管理员设定并留痕 · the time is set by the security officer, with a ground")
    func policy() throws {
        let desk = try stored(.sqlite)
        let officer = try desk.person(3, .securityOfficer)
        #expect(!Permission.setRetention.allows(try desk.person(1, .bankManager)))
        #expect(throws: InvalidInput.self) {
            try DecideSetting<Retention>.Input(Form(["days": ["729"], "reason": ["x"]]))
        }
        try desk.database.write { transaction in
            let input = try DecideSetting<Retention>.Input(
                Form(["days": ["730"], "reason": ["行发〔2026〕1号"]])
            )
            _ = try DecideSetting<Retention>().answer(input, desk.context(officer, transaction))
        }
        desk.time.advance(by: .hours(24 * 729))
        try desk.keeper.destroyOverdue()
        #expect(try desk.recording(1)?.state == .stored)
        desk.time.advance(by: .hours(48))
        try desk.keeper.destroyOverdue()
        #expect(try desk.recording(1)?.state == .destroyed)
        let view = try desk.database.read { transaction in
            try ShowSetting<Retention>().answer(
                NoInput(Form([:])),
                desk.context(officer, transaction)
            )
        }
        #expect(view.value == 730 && view.decisions.map(\.by) == [officer.account])
        let json = String(decoding: try JSON.encode(view, language: .chinese), as: UTF8.self)
        #expect(json.contains(#""days":730"#) && json.contains(#""kept_days":730"#))
    }

    @Test("录音清单按日、按状态 · the list by day and state", arguments: TestEngine.available)
    func list(_ engine: TestEngine) throws {
        let desk = try stored(engine)
        try desk.call(2, talk: 30)
        desk.time.advance(by: .minutes(11))
        try desk.keeper.findMissing()
        let list = { (viewer: Viewer, state: String) in
            try desk.database.read { transaction in
                try ListRecordings().answer(
                    ListRecordings.Input(Form(["state": [state]])),
                    desk.context(viewer, transaction),
                )
            }
        }
        let inspector = try desk.person(2, .bankInspector)
        #expect(try list(inspector, "").rows.map(\.call) == [2, 1])
        #expect(try list(inspector, "missing").rows.map(\.call) == [2])
        let json = try JSON.encode(list(inspector, ""), language: .english)
        #expect(
            String(decoding: json, as: UTF8.self).contains(#"{"count":1,"state":"missing"}"#)
        )
        #expect(try list(desk.person(6, .inspector, of: 3), "").rows.isEmpty)
        let page = try list(inspector, "").page.render(Rendering(language: .english))
        #expect(String(decoding: page, as: UTF8.self).contains("Missing"))
    }
}
