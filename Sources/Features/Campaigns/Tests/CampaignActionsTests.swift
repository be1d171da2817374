import Access
import HTML
import Kernel
import TestSupport
import Testing
import Web

@testable import Campaigns

@Suite struct CampaignActionsTests {
    @Test("C2.1 从草稿到关闭，每步由谁何时留痕 · from draft to closed, who and when kept")
    func life() throws {
        let desk = try Desk()
        let id = try desk.draft()
        #expect(try state(desk, id) == "draft")
        _ = try desk.ask(ApproveCampaign(), as: "approver", ["id": id, "note": "同意"])
        _ = try desk.ask(StartCampaign(), as: "manager", ["id": id])
        _ = try desk.ask(PauseCampaign(), as: "manager", ["id": id])
        _ = try desk.ask(ResumeCampaign(), as: "manager", ["id": id])
        _ = try desk.ask(CloseCampaign(), as: "manager", ["id": id])
        let view = try desk.ask(ShowCampaign(figures: []), as: "auditor", ["id": id])
        #expect(view.state == "closed")
        #expect(
            view.steps.map(\.step)
                == ["created", "approved", "started", "paused", "resumed", "closed"]
        )
        #expect(view.steps.map(\.account).prefix(2) == ["manager", "approver"])
        #expect(view.steps[1].note == "同意")
        #expect(view.acts == [])
    }

    private func state(_ desk: Desk, _ id: String) throws -> String {
        try desk.ask(ShowCampaign(figures: []), as: "auditor", ["id": id]).state
    }

    @Test("C2.1 自己创建的任务不能自己批准 · nobody approves their own task")
    func ownRequest() throws {
        let desk = try Desk()
        let id = try desk.draft()
        #expect(throws: OwnRequest.own) {
            try desk.ask(ApproveCampaign(), as: "manager", ["id": id])
        }
        #expect(OwnRequest.own.status == .forbidden)
        #expect(try state(desk, id) == "draft")
        let own = try desk.ask(ShowCampaign(figures: []), as: "manager", ["id": id])
        #expect(own.acts == ["edit", "script", "closure"])
        let other = try desk.ask(ShowCampaign(figures: []), as: "approver", ["id": id])
        #expect(other.acts == ["edit", "script", "closure", "approval"])
    }

    @Test("C2.1 编辑过草稿的人也不能批准 · who edited the draft does not approve it either")
    func editorApproves() throws {
        let desk = try Desk()
        var fields = try desk.fields()
        let id = String(try desk.ask(CreateCampaign(), as: "manager", fields).id)
        fields["id"] = id
        fields["priority"] = "80"
        _ = try desk.ask(EditCampaign(), as: "approver", fields)
        #expect(throws: OwnRequest.own) {
            try desk.ask(ApproveCampaign(), as: "approver", ["id": id])
        }
    }

    @Test("C2.1 核心系统以JSON重复下发：同一任务200，内容不同409 · repeats by the core system")
    func coreSystem() throws {
        let desk = try Desk()
        var fields = try desk.fields()
        let first = try desk.ask(CreateCampaign(), as: "manager", fields)
        let again = try desk.ask(CreateCampaign(), as: "manager", fields)
        #expect(first.status == 201 && again.status == 200 && first.id == again.id)
        #expect(try desk.json(again).contains(#""core_reference":"HX-1""#))
        fields["product"] = "另一产品"
        let refusal = #expect(throws: CampaignRefusal.self) {
            try desk.ask(CreateCampaign(), as: "manager", fields)
        }
        #expect(refusal?.status == .refused)
    }

    @Test("每个错误字段各有说明 · each wrong field has its own message")
    func badInput() throws {
        let desk = try Desk()
        let error = #expect(throws: InvalidInput.self) {
            try desk.ask(
                CreateCampaign(),
                as: "manager",
                [
                    "core_reference": "", "name": String(repeating: "长", count: 81),
                    "institution_id": "x", "vendor_id": "-1", "starts_on": "2026-02-30",
                    "ends_on": "明天", "call_hours": "07:00-22:00", "attempts_per_day": "6",
                    "attempts_total": "0", "priority": "101", "caller_id": "12a",
                    "recycling.busy": "1", "recycling.strong_refusal": "60",
                    "script_version_id": "abc",
                ],
            )
        }
        let fields = Set((error?.problems ?? []).map(\.field))
        #expect(
            fields == [
                "core_reference", "name", "product", "institution_id", "vendor_id", "starts_on",
                "ends_on", "call_hours", "attempts_per_day", "attempts_total", "priority",
                "caller_id", "recycling.busy", "recycling.strong_refusal", "script_version_id",
            ]
        )
    }

    @Test("期限颠倒、次数矛盾、不存在的机构各有说明 · contradictions are named at their fields")
    func contradictions() throws {
        let desk = try Desk()
        var fields = try desk.fields()
        fields["ends_on"] = "2026-03-01"
        fields["attempts_per_day"] = "3"
        fields["attempts_total"] = "2"
        let error = #expect(throws: InvalidInput.self) {
            try desk.ask(CreateCampaign(), as: "manager", fields)
        }
        #expect((error?.problems ?? []).map(\.field) == ["ends_on", "attempts_total"])
        fields["ends_on"] = "2026-04-30"
        fields["attempts_total"] = "3"
        fields["institution_id"] = "99"
        fields["vendor_id"] = desk.bank.description
        fields["script_version_id"] = "99"
        let missing = #expect(throws: InvalidInput.self) {
            try desk.ask(CreateCampaign(), as: "manager", fields)
        }
        #expect(
            (missing?.problems ?? []).map(\.field)
                == ["institution_id", "vendor_id", "script_version_id"]
        )
    }
}
