import Kernel
import TestSupport
import Testing
import Web

@testable import Campaigns

@Suite struct ScriptActionsTests {
    @Test("C4.12 供应商调整话术，行方批准，任务换用 · vendors adjust, the bank approves")
    func adjust() throws {
        let desk = try Desk()
        let id = try desk.draft()
        let view = try desk.ask(ShowCampaign(figures: []), as: "manager", ["id": id])
        let script = try desk.ask(
            ShowScriptVersion(),
            as: "supervisor",
            ["id": String(view.scriptVersionId ?? 0)],
        )
        let text = Sample.script.replacing("谢接听", with: "谢您的接听")
        let version = try desk.ask(
            CreateScriptVersion(),
            as: "supervisor",
            ["id": String(script.scriptId), "body": text],
        )
        let newID = String(version.id ?? 0)
        #expect(throws: CampaignRefusal.scriptNotApproved) {
            try desk.ask(
                ChangeCampaignScript(),
                as: "manager",
                ["id": id, "script_version_id": newID],
            )
        }
        #expect(throws: RequestRefusal.notPermitted) {
            try desk.ask(ApproveScriptVersion(), as: "supervisor", ["id": newID])
        }
        _ = try desk.ask(ApproveScriptVersion(), as: "manager", ["id": newID])
        _ = try desk.ask(
            ChangeCampaignScript(),
            as: "manager",
            ["id": id, "script_version_id": newID],
        )
        let changed = try desk.ask(ShowCampaign(figures: []), as: "manager", ["id": id])
        #expect(changed.script == "小微快贷话术 v2")
        #expect(changed.steps.last?.step == "script_changed")
        #expect(throws: ScriptRefusal.inUse(ID(changed.id))) {
            try desk.ask(RetireScriptVersion(), as: "manager", ["id": newID])
        }
        #expect(throws: NotFound.self) {
            try desk.ask(ShowScriptVersion(), as: "stranger", ["id": newID])
        }
    }

    @Test("C4.12 话术页面显示检查结果 · the pages show what the checks find")
    func pages() throws {
        let desk = try Desk()
        let form = try desk.ask(NewScriptPage(), as: "supervisor")
        #expect(ScriptCheck.findings(try ScriptText.parse(form.values["body"] ?? "")) == [])
        let bad = Sample.script.replacing("您可以", with: "秒到账，您可以")
        let done = try desk.ask(
            CreateScript(),
            as: "supervisor",
            ["name": "话术丙", "body": bad],
        )
        let id = String(done.id ?? 0)
        let view = try desk.ask(ShowScriptVersion(), as: "manager", ["id": id])
        #expect(view.findings.map(\.rule) == ["forbidden_phrase"])
        #expect(desk.markup(view).contains("秒到账"))
        #expect(throws: ScriptRefusal.self) {
            try desk.ask(ApproveScriptVersion(), as: "manager", ["id": id])
        }
        let list = try desk.ask(ListScripts(), as: "supervisor")
        #expect(desk.markup(list).contains("话术丙"))
        let script = try desk.ask(ShowScript(), as: "supervisor", ["id": String(view.scriptId)])
        #expect(script.rows.map(\.state) == ["draft"])
        let next = try desk.ask(
            NewScriptVersionPage(),
            as: "supervisor",
            ["id": String(view.scriptId)],
        )
        #expect(next.values["body"] == bad)
        let error = #expect(throws: InvalidInput.self) {
            try desk.ask(CreateScript(), as: "supervisor", ["name": "", "body": "您好"])
        }
        #expect((error?.problems ?? []).map(\.field) == ["name", "body", "body"])
    }
}
