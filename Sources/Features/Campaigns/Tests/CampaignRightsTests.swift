import Access
import Database
import HTML
import Kernel
import TestSupport
import Testing
import Web

@testable import Campaigns

@Suite struct CampaignRightsTests {
    @Test("其他供应商的任务编号一律找不到 · another vendor's id is not found")
    func otherVendor() throws {
        let desk = try Desk()
        let id = try desk.draft()
        let mine = try desk.ask(ShowCampaign(figures: []), as: "supervisor", ["id": id])
        #expect(mine.name == "春季小微贷" && mine.acts == [])
        let error = #expect(throws: NotFound.self) {
            try desk.ask(ShowCampaign(figures: []), as: "stranger", ["id": id])
        }
        #expect(error?.status == .notFound)
        #expect(try desk.ask(ListCampaigns(), as: "stranger").rows.isEmpty)
        #expect(try desk.ask(ListCampaigns(), as: "supervisor").rows.count == 1)
        #expect(try desk.ask(ListCampaigns(), as: "auditor").rows.count == 1)
    }

    @Test(
        "坐席和系统管理员不看任务 · agents and system administrators do not see tasks",
        arguments: ["agent", "administrator", "nobody"]
    )
    func hidden(name: String) throws {
        let desk = try Desk()
        #expect(throws: RequestRefusal.notPermitted) { try desk.ask(ListCampaigns(), as: name) }
    }

    @Test(
        "C2.1 只有行方管理人员可创建和批准 · only bank managers create and approve",
        arguments: ["supervisor", "auditor", "agent", "administrator"]
    )
    func managing(name: String) throws {
        let desk = try Desk()
        let id = try desk.draft()
        #expect(throws: RequestRefusal.notPermitted) {
            try desk.ask(CreateCampaign(), as: name, ["core_reference": "HX-9"])
        }
        #expect(throws: RequestRefusal.notPermitted) {
            try desk.ask(ApproveCampaign(), as: name, ["id": id])
        }
        #expect(throws: RequestRefusal.notPermitted) {
            try desk.ask(StartCampaign(), as: name, ["id": id])
        }
    }

    @Test("C5.3 系统管理员可看使用机构与时段，不能修改 · settings are seen, not changed")
    func settings() throws {
        let desk = try Desk()
        _ = try desk.institution()
        let list = try desk.ask(ListInstitutions(), as: "administrator")
        #expect(list.rows.map(\.dailyVolume) == [800])
        #expect(try desk.ask(ListRegionHours(), as: "administrator").rows.isEmpty)
        #expect(throws: RequestRefusal.notPermitted) {
            try desk.ask(SetRegionHours(), as: "administrator", ["region": "zhejiang"])
        }
        #expect(throws: RequestRefusal.notPermitted) {
            try desk.ask(NewInstitutionPage(), as: "administrator")
        }
    }
}
