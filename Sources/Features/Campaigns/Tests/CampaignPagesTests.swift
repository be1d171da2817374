import Access
import Database
import HTML
import Kernel
import TestSupport
import Testing
import Web

@testable import Campaigns

@Suite struct CampaignPagesTests {
    /// A page must show `parts` in Chinese, have no Chinese in its English frame, and an answer in
    /// JSON.
    private func check(_ desk: Desk, _ resource: some Resource, _ parts: [String]) throws {
        let page = desk.markup(resource)
        for part in parts { #expect(page.contains(part), "\(part)") }
        #expect(desk.markup(resource, .english) != page)
        #expect(try desk.json(resource).hasPrefix("{"))
    }

    @Test("任务页面与JSON一致 · the task's pages")
    func campaign() throws {
        let desk = try Desk()
        #expect(
            try desk.markup(desk.ask(NewCampaignPage(), as: "manager"))
                .contains("09:00-12:00,14:00-20:00")
        )
        let id = try desk.draft()
        try check(
            desk,
            desk.ask(ListCampaigns(), as: "manager", ["state": "draft"]),
            ["/campaigns/\(id)", "草稿", "城西支行", "甲外包", "/campaigns/new"],
        )
        try check(
            desk,
            desk.ask(ShowCampaign(figures: [Waiting()]), as: "approver", ["id": id]),
            ["/campaigns/\(id)/approval", "小微快贷话术 v1", "创建", "待外呼", "41,188"],
        )
        try check(
            desk,
            desk.ask(EditCampaignPage(), as: "manager", ["id": id]),
            ["value=\"HX-1\"", "recycling.busy", "selected"],
        )
        _ = try desk.ask(ApproveCampaign(), as: "approver", ["id": id])
        #expect(throws: CampaignRefusal.notEditable) {
            try desk.ask(EditCampaignPage(), as: "manager", ["id": id])
        }
    }

    private struct Waiting: CampaignFigures {
        func figures(
            of campaign: ID<Campaign>,
            for viewer: Viewer,
            in transaction: Transaction,
        ) throws -> [CampaignFigure] {
            [CampaignFigure("ready", L("待外呼", en: "Ready"), 41_188, path: "/leads")]
        }
    }

    @Test("C5.3 使用机构与各省时段页面 · institutions and hours by province")
    func settings() throws {
        let desk = try Desk()
        let id = try desk.institution()
        try check(desk, desk.ask(ListInstitutions(), as: "manager"), ["城西支行", "浙江", "800"])
        try check(
            desk,
            desk.ask(EditInstitutionPage(), as: "manager", ["id": id]),
            ["/institutions/\(id)", "城西支行"],
        )
        let error = #expect(throws: InvalidInput.self) {
            try desk.ask(
                EditInstitution(),
                as: "manager",
                ["id": id, "name": "", "region": "火星", "seats": "-1", "daily_volume": "x"],
            )
        }
        #expect(
            (error?.problems ?? []).map(\.field) == ["name", "region", "seats", "daily_volume"]
        )
        _ = try desk.ask(
            EditInstitution(),
            as: "manager",
            ["id": id, "name": "城北支行", "seats": "6", "daily_volume": "1200"],
        )
        let json = try desk.json(desk.ask(ListInstitutions(), as: "manager"))
        #expect(json.contains("\"daily_volume\":1200") && json.contains("\"seats\":6"))
        _ = try desk.ask(
            SetRegionHours(),
            as: "manager",
            ["region": "zhejiang", "hours": "09:00-12:00，14:00-18:00"],
        )
        try check(
            desk,
            desk.ask(ListRegionHours(), as: "manager"),
            ["浙江", "09:00-12:00,14:00-18:00"],
        )
        #expect(throws: InvalidInput.self) {
            try desk.ask(SetRegionHours(), as: "manager", ["region": "zhejiang", "hours": "全天"])
        }
    }
}
